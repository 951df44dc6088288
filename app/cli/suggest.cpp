#include "planning/access/suggest.h"

#include "app/cli/plan_options.h"
#include "app/cli/verb.h"
#include "planning/access/rule_text.h"
#include "planning/instrument.h"
#include "planning/plan_file.h"

#include <nlohmann/json.hpp>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

namespace trocar {
namespace {

using Json = nlohmann::ordered_json;

struct SuggestOptions {
  std::string patient;
  std::string level;
  std::string structure;
  std::string approach;
  std::string side;
  std::string target;
  std::string instrument;
  int count = 3;
  std::uint64_t seed = 1;
  std::string addTo;
  std::string out;
  bool json = false;
};

Json point(const Vec3& p) {
  return Json::array({p.x(), p.y(), p.z()});
}

Json toJson(const Needle& needle) {
  return {{"id", needle.id},
          {"instrument", needle.instrument},
          {"approach", toString(needle.approach)},
          {"level", needle.level.empty() ? Json(nullptr) : Json(needle.level)},
          {"side", needle.side ? Json(toString(*needle.side)) : Json(nullptr)},
          {"entryMm", point(needle.trajectory.entry)},
          {"targetMm", point(needle.trajectory.target)}};
}

Json toJson(const ScoreTerm& term) {
  return {{"key", term.key},
          {"name", term.name},
          {"value", term.value},
          {"unit", term.unit},
          {"quality", term.quality},
          {"weight", term.weight}};
}

Json toJson(const Rejection& rejection) {
  return {{"key", rejection.key}, {"text", rejection.text}, {"count", rejection.count}};
}

Json toJson(const SuggestionCard& card);

template <typename T>
Json listOf(const std::vector<T>& values) {
  Json list = Json::array();
  for (const T& value : values)
    list.push_back(toJson(value));
  return list;
}

Json toJson(const SuggestionCard& card) {
  return {{"score", card.score},
          {"why", card.why},
          {"safetyMm", card.safetyMm},
          {"coverage", card.coverage},
          {"onFront", card.onFront},
          {"needles", listOf(card.needles)},
          {"terms", listOf(card.terms)}};
}

std::string suggestionsJson(const Suggestions& found) {
  const Json document = {{"schema", "trocar-suggestions/1"},
                         {"candidates", found.candidates},
                         {"cards", listOf(found.cards)},
                         {"rejections", listOf(found.rejections)},
                         {"remarks", found.remarks}};
  return document.dump(2) + "\n";
}

std::string suggestionsText(const Suggestions& found) {
  std::string text;
  for (const std::string& remark : found.remarks)
    text += remark + "\n";
  for (std::size_t i = 0; i < found.cards.size(); ++i)
    text += std::to_string(i + 1) + "  score " + rounded(found.cards[i].score, 2) + "  " +
            found.cards[i].why + "\n";
  return text;
}

SuggestRequest requestFrom(const SuggestOptions& options) {
  if (options.level.empty() == options.structure.empty())
    throw Error("give either --level or --structure, to say what the needle is for");
  SuggestRequest request;
  request.level = options.level;
  request.structure = options.structure;
  request.approach = valueFromWord(options.approach, "--approach", approachFromString);
  if (!options.side.empty())
    request.side = valueFromWord(options.side, "--side", sideFromString);
  if (options.target.find(',') != std::string::npos)
    request.targetMm = pointFromWord(options.target, "--target");
  else
    request.targetStructure = options.target;
  if (!options.instrument.empty())
    request.shelf = {findInstrument(options.instrument).id};
  request.count = options.count;
  request.seed = options.seed;
  return request;
}

void run(const SuggestOptions& options) {
  const SuggestRequest request = requestFrom(options);
  OpenedPlan opened = beginPlan(options.patient, options.addTo, options.out);
  const CaseModel model(opened.patient);
  const Suggestions found = suggest(model, opened.plan, request);
  for (const Needle& needle : found.cards.front().needles)
    opened.plan = withNeedle(opened.plan, needle);
  writePlan(opened.plan, options.out);
  std::cout << (options.json ? suggestionsJson(found) : suggestionsText(found));
}

}  // namespace

void addSuggest(CLI::App& program, int& /*status*/) {
  CLI::App* verb = program.add_subcommand(
      "suggest", "Propose needles for a level or a structure; writes the best");
  auto options = std::make_shared<SuggestOptions>();
  verb->add_option("CASE", options->patient, "Folder of the case, or bundled:ID")->required();
  verb->add_option("--level", options->level, "Such as L3");
  verb->add_option("--structure", options->structure, "Id of a bone or lesion instead of a level");
  verb->add_option("--approach", options->approach, "Such as transpedicular")->required();
  verb->add_option("--side", options->side, "The patient's left or right; without, both are tried");
  verb->add_option("--target", options->target, "'lesion', a lesion's id, or X,Y,Z in mm (LPS)");
  verb->add_option("--instrument",
                   options->instrument,
                   "Id in the catalogue; without, the widest bone needle that fits");
  verb->add_option("--count", options->count, "How many to propose")->check(CLI::Range(1, 50));
  verb->add_option("--seed", options->seed, "Of what is random");
  verb->add_option("--add-to", options->addTo, "Plan to add the needles to");
  verb->add_option("--out", options->out, "Plan to write")->required();
  verb->add_flag("--json", options->json, "One JSON document on standard output");
  verb->callback([options] { run(*options); });
}

}  // namespace trocar
