#include "planning/search/suggest.h"

#include "app/cli/plan_options.h"
#include "app/cli/progress_line.h"
#include "app/cli/verb.h"
#include "core/json/json_list.h"
#include "core/json/json_values.h"
#include "planning/ablation/probes/optimise.h"
#include "planning/access/unjudged_groups.h"
#include "planning/access/usual_position.h"
#include "planning/cement/devices/device_room.h"
#include "planning/findings/rule_text.h"
#include "planning/plan/instrument.h"
#include "planning/plan/plan_file.h"

#include <nlohmann/json.hpp>

#include <iostream>
#include <memory>
#include <sstream>

namespace trocar::cli {
namespace {

using Json = nlohmann::ordered_json;
using json_values::listOf;

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
  int probes = 0;
  std::string protocol;
  double goal = 0.95;
  double marginMm = 0.0;
  std::string out;
  bool json = false;
};

Json toJson(const Needle& needle) {
  return {{"id", needle.id},
          {"instrument", needle.instrument},
          {"approach", toString(needle.approach)},
          {"level", needle.level.empty() ? Json(nullptr) : Json(needle.level)},
          {"side", needle.side ? Json(toString(*needle.side)) : Json(nullptr)},
          {"entryMm", json_values::point(needle.trajectory.entry)},
          {"targetMm", json_values::point(needle.trajectory.target)}};
}

Json toJson(const search::ScoreTerm& term) {
  return {{"key", term.key},
          {"name", term.name},
          {"value", term.value},
          {"unit", term.unit},
          {"quality", term.quality},
          {"weight", term.weight}};
}

Json toJson(const search::Rejection& rejection) {
  return {{"key", rejection.key}, {"text", rejection.text}, {"count", rejection.count}};
}

Json toJson(const Unjudged& one) {
  return {{"group", toString(one.group)}, {"why", one.why}};
}

Json toJson(const search::SuggestionCard& card) {
  return {{"score", json_values::number(toldScore(card))},
          {"why", card.why},
          {"safetyMm", json_values::number(toldSafetyMm(card))},
          {"coverage", card.coverage},
          {"onFront", card.onFront},
          {"unjudged", listOf(card.unjudged, toJson)},
          {"needles", listOf(card.needles, toJson)},
          {"terms", listOf(card.terms, toJson)}};
}

std::string suggestionsJson(const search::Suggestions& found) {
  const Json document = {{"schema", "trocar-suggestions/1"},
                         {"candidates", found.candidates},
                         {"cards", listOf(found.cards, toJson)},
                         {"rejections", listOf(found.rejections, toJson)},
                         {"remarks", found.remarks}};
  return document.dump(2) + "\n";
}

std::string scoreText(const search::SuggestionCard& card) {
  const std::optional<double> score = toldScore(card);
  return score ? rounded(*score, 2) : "not judged";
}

std::string suggestionsText(const search::Suggestions& found) {
  std::string text;
  for (const std::string& remark : found.remarks)
    text += remark + "\n";
  for (std::size_t i = 0; i < found.cards.size(); ++i)
    text += std::to_string(i + 1) + "  score " + scoreText(found.cards[i]) + "  " +
            found.cards[i].why + "\n";
  return text;
}

search::SuggestRequest requestFrom(const SuggestOptions& options) {
  if (options.level.empty() == options.structure.empty())
    throw Error("give either --level or --structure, to say what the needle is for");
  search::SuggestRequest request;
  request.level = options.level;
  request.structure = options.structure;
  request.approach =
      valueFromWord(options.approach, "--approach", approachFromString, wordsUpTo(Approach::Free));
  if (!options.side.empty())
    request.side = valueFromWord(options.side, "--side", sideFromString, {"left", "right"});
  if (options.target.find(',') != std::string::npos)
    request.targetMm = pointFromWord(options.target, "--target");
  else
    request.targetStructure = options.target;
  if (!options.instrument.empty())
    cement::askFor(findInstrument(options.instrument).id, request);
  request.count = options.count;
  request.seed = options.seed;
  return request;
}

std::vector<Approach> approachesFrom(const std::string& words) {
  std::vector<Approach> approaches;
  std::istringstream stream(words);
  for (std::string word; std::getline(stream, word, ',');)
    approaches.push_back(
        valueFromWord(word, "--approach", approachFromString, wordsUpTo(Approach::Free)));
  return approaches;
}

ablation::OptimiseRequest probesFrom(const SuggestOptions& options) {
  ablation::OptimiseRequest request;
  request.lesion = options.structure;
  request.approaches = approachesFrom(options.approach);
  if (!options.side.empty())
    request.side = valueFromWord(options.side, "--side", sideFromString, {"left", "right"});
  if (!options.instrument.empty())
    request.shelf = {findInstrument(options.instrument).id};
  request.protocol = options.protocol;
  request.mostProbes = options.probes;
  request.coverageGoal = options.goal;
  request.marginMm = options.marginMm;
  return request;
}

/// What could not be judged of any needle with a probe.
std::vector<Unjudged> unjudgedOf(const CaseModel& model,
                                 const ablation::ProbeArrangement& arrangement) {
  std::vector<Unjudged> all;
  for (const Protocol& protocol : arrangement.plan.protocols) {
    const Needle* needle = arrangement.plan.find(protocol.needle);
    for (const Unjudged& one :
         needle ? access::unjudgedAt(model, *needle) : std::vector<Unjudged>()) {
      if (!holds(all, one.group))
        all.push_back(one);
    }
  }
  return all;
}

Json toJson(const CaseModel& model, const ablation::ProbeArrangement& arrangement) {
  Json needles = Json::array();
  for (const Protocol& protocol : arrangement.plan.protocols)
    if (const Needle* needle = arrangement.plan.find(protocol.needle))
      needles.push_back(toJson(*needle));
  return {{"probes", arrangement.probes},
          {"protocol", arrangement.protocol},
          {"coverage", arrangement.coverage},
          {"minimumMarginMm", arrangement.minimumMarginMm},
          {"reaches", arrangement.reaches},
          {"dangers", arrangement.dangers},
          {"unjudged", listOf(unjudgedOf(model, arrangement), toJson)},
          {"needles", needles}};
}

void printProbes(const CaseModel& model, const ablation::OptimiseResult& found, bool json) {
  if (!json) {
    for (const ablation::ProbeArrangement& arrangement : found.tried)
      std::cout << arrangement.text << '\n';
    std::cout << "Best: " << found.why << '\n';
    const std::vector<Unjudged> unjudged = unjudgedOf(model, found.tried[found.best]);
    if (!unjudged.empty())
      std::cout << "Not judged: " << describe(unjudged) << "; no danger was looked for there.\n";
    return;
  }
  Json tried = Json::array();
  for (const ablation::ProbeArrangement& arrangement : found.tried)
    tried.push_back(toJson(model, arrangement));
  const Json document = {{"schema", "trocar-probes/1"},
                         {"basis", "simulated"},
                         {"candidates", found.candidates},
                         {"best", found.best},
                         {"why", found.why},
                         {"tried", tried}};
  std::cout << document.dump(2) << '\n';
}

/// A whole set of probes for a lesion instead of one needle.
void runProbes(const SuggestOptions& options) {
  if (options.structure.empty())
    throw Error("--probes needs --structure with the id of the lesion");
  OpenedPlan opened = beginPlan(options.patient, options.addTo, options.out);
  const CaseModel model(opened.patient, opened.plan.corrections, opened.memory);
  ablation::OptimiseResult found;
  {
    const ProgressLine line;
    found = ablation::optimiseProbes(model, opened.plan, probesFrom(options), line.progress());
  }
  opened.plan = found.tried[found.best].plan;
  writeBack(opened, options.out);
  printProbes(model, found, options.json);
}

/// The best needle of a search.
void runNeedle(const SuggestOptions& options) {
  const search::SuggestRequest request = requestFrom(options);
  OpenedPlan opened = beginPlan(options.patient, options.addTo, options.out);
  const CaseModel model(opened.patient, opened.plan.corrections, opened.memory);
  const search::Suggestions found = search::suggest(model, opened.plan, request);
  opened.plan = access::laidFor(std::move(opened.plan), request.approach);
  for (const Needle& needle : found.cards.front().needles)
    opened.plan = withNeedle(opened.plan, needle);
  writeBack(opened, options.out);
  std::cout << (options.json ? suggestionsJson(found) : suggestionsText(found));
}

void run(const SuggestOptions& options, int& status) {
  constexpr int kNoWay = 1;
  try {
    options.probes > 0 ? runProbes(options) : runNeedle(options);
  } catch (const search::NoWay& error) {
    std::cerr << "trocar: " << error.what() << '\n';
    status = kNoWay;
  }
}

}  // namespace

void addSuggest(Verb program, int& status) {
  Verb verb =
      program.verb("suggest", "Propose needles for a level or a structure; writes the best");
  auto options = std::make_shared<SuggestOptions>();
  verb.option("CASE", &options->patient, "Folder of the case, or bundled:ID").required();
  verb.option("--level", &options->level, "Such as L3");
  verb.option("--structure", &options->structure, "Id of a bone or lesion instead of a level");
  verb.option("--approach",
              &options->approach,
              inWords(wordsUpTo(Approach::Free)) + "; with --probes several, between commas")
      .required();
  verb.option("--side", &options->side, "The patient's; without, both are tried")
      .oneOf({"left", "right"});
  verb.option("--target", &options->target, "'lesion', a lesion's id, or X,Y,Z in mm (LPS)");
  verb.option("--instrument",
              &options->instrument,
              "Id in the catalogue; without, the widest bone needle that fits");
  verb.option("--count", &options->count, "How many to propose").within(1, 50);
  verb.option("--seed", &options->seed, "Of what is random");
  verb.option("--probes",
              &options->probes,
              "Arrange at most this many ablation probes in the lesion --structure")
      .within(1, 8);
  verb.option("--protocol", &options->protocol, "Of the probes; without, the usual one");
  verb.option("--goal", &options->goal, "Share of the lesion that the probes shall kill")
      .within(0.1, 1.0);
  verb.option("--margin", &options->marginMm, "By which the zone shall pass the lesion, mm")
      .within(0.0, 20.0);
  verb.option("--add-to", &options->addTo, "Plan to add the needles to");
  verb.option("--out", &options->out, "Plan to write").required().written();
  verb.flag("--json", options->json, "One JSON document on standard output");
  verb.calls([options, &status] { run(*options, status); });
}

}  // namespace trocar::cli
