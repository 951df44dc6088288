#include "app/actions/arguments.h"
#include "app/actions/groups.h"
#include "app/where.h"
#include "core/error.h"
#include "planning/anatomy/levels.h"
#include "planning/cement/cement_product.h"
#include "planning/plan/entered_scores.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <utility>

namespace trocar::actions {
namespace {

using nlohmann::json;

/// The value of a word; an empty word takes the choice back.
template <typename Read>
auto choiceIn(const json& arguments, const char* key, const Read& read, const char* known)
    -> decltype(read(std::string_view())) {
  const std::string word = textOf(arguments, key);
  const auto value = read(word);
  if (!value && !word.empty())
    throw Error("There is no " + std::string(key) + " \"" + word + "\": use " + known + ".");
  return value;
}

Work chooseIntent(const app::Document&, const json& arguments) {
  const auto intent =
      choiceIn(arguments, "intent", intentFromString, "curative, cytoreduction or pain");
  return editing("Intent: " + textOf(arguments, "intent"),
                 [intent](Plan plan) { return withIntent(std::move(plan), intent); });
}

Work chooseLethalCriterion(const app::Document&, const json& arguments) {
  const LethalCriterion criterion = requireLethalCriterion(textOf(arguments, "criterion"));
  return editing("Lethal criterion: " + std::string(toString(criterion)), [criterion](Plan plan) {
    return withLethalCriterion(std::move(plan), criterion);
  });
}

/// null takes the entry back.
std::optional<double> entryIn(const json& arguments, const char* key) {
  return arguments.at(key).is_null() ? std::nullopt : numberIn(arguments, key);
}

/// What is given changes; null, and the product "", take an entry back.
Work mixCement(const app::Document& document, const json& arguments) {
  CementMix mix = document.plan().cementMix;
  if (arguments.contains("product"))
    mix.product = arguments.at("product").is_null() ? std::nullopt : textIn(arguments, "product");
  if (mix.product && mix.product->empty())
    mix.product.reset();
  if (arguments.contains("startS"))
    mix.startS = entryIn(arguments, "startS");
  if (arguments.contains("roomC"))
    mix.roomC = entryIn(arguments, "roomC");
  cement::productOf(mix);
  requirePossible(mix);
  return editing("Change the cement's mix",
                 [mix](Plan plan) { return withCementMix(std::move(plan), mix); });
}

std::optional<int> loopsIn(const json& arguments) {
  constexpr double kMost = 1.0e6;
  const std::optional<double> loops = entryIn(arguments, "coilLoops");
  if (loops && (*loops != std::floor(*loops) || std::abs(*loops) > kMost))
    throw Error("A coil has a whole number of loops (coilLoops).");
  return loops ? std::optional(static_cast<int>(*loops)) : std::nullopt;
}

/// What is given changes; null takes an entry back.
Work useDevice(const app::Document& document, const json& arguments) {
  const Needle& needle = needleOf(document, arguments);
  DeviceUse use = needle.device;
  if (arguments.contains("balloonMl"))
    use.balloonMl = entryIn(arguments, "balloonMl");
  if (arguments.contains("implantHeightMm"))
    use.implantHeightMm = entryIn(arguments, "implantHeightMm");
  if (arguments.contains("coilLoops"))
    use.coilLoops = loopsIn(arguments);
  if (arguments.contains("screwLengthMm"))
    use.screwLengthMm = entryIn(arguments, "screwLengthMm");
  requirePossible(use, needle.id);
  return editing("Change the device of " + needle.id,
                 [id = needle.id, use](Plan plan) { return withDevice(std::move(plan), id, use); });
}

Work markFracture(const app::Document& document, const json& arguments) {
  const std::string level = textOf(arguments, "level");
  anatomy::requireLevel(document.patient(), level);
  const std::string word = textOf(arguments, "side");
  const std::optional<Side> side = sideFromString(word);
  if (!side)
    throw Error("There is no side \"" + word + "\": use left or right.");
  const bool fractured = truthIn(arguments, "fractured").value_or(true);
  return editing((fractured ? "Fracture of the pedicle, " : "No fracture of the pedicle, ") +
                     level + " " + word,
                 [=, side = *side](Plan plan) {
                   return withPedicleFracture(std::move(plan), level, side, fractured);
                 });
}

const Structure& lesionOf(const app::Document& document, const json& arguments) {
  const std::string lesion = textOf(arguments, "lesion");
  const Structure* structure = document.patient().find(lesion);
  if (!structure || structure->role != Role::Lesion)
    throw Error("The case has no lesion \"" + lesion + "\".");
  return *structure;
}

Work enterVascularity(const app::Document& document, const json& arguments) {
  const Structure& structure = lesionOf(document, arguments);
  const auto vascularity =
      choiceIn(arguments, "vascularity", vascularityFromString, "low, moderate or high");
  return editing("Vascularity of " + structure.name,
                 [lesion = structure.id, vascularity](Plan plan) {
                   return withVascularity(std::move(plan), lesion, vascularity);
                 });
}

/// What is given changes; null and an empty text take an entry back, `planned` false all of it.
Work embolise(const app::Document& document, const json& arguments) {
  const Structure& lesion = lesionOf(document, arguments);
  const Embolisation* present = embolisationOf(document.plan(), document.patient(), lesion.id);
  std::optional<Embolisation> next = present ? *present : Embolisation();
  if (arguments.contains("date"))
    next->date = textIn(arguments, "date").value_or("");
  if (arguments.contains("material"))
    next->material = textIn(arguments, "material").value_or("");
  if (arguments.contains("flowCut"))
    next->flowCut = entryIn(arguments, "flowCut");
  requirePossible(*next);
  if (!truthIn(arguments, "planned").value_or(true))
    next.reset();
  return editing(
      (next ? "Embolisation of " : "No embolisation of ") + lesion.name,
      [id = lesion.id, next](Plan plan) { return withEmbolisation(std::move(plan), id, next); });
}

Work dateProcedure(const app::Document&, const json& arguments) {
  const std::string date = textOf(arguments, "date");
  withProcedureDate({}, date);
  return editing("Date of the procedure: " + date,
                 [date](Plan plan) { return withProcedureDate(std::move(plan), date); });
}

Work fixFirst(const app::Document&, const json& arguments) {
  const bool first = truthIn(arguments, "first").value_or(true);
  return editing(first ? "Screws before the ablation" : "Screws after the ablation",
                 [first](Plan plan) { return withFixationFirst(std::move(plan), first); });
}

/// A lesion or bone by its id; without one, what is under work.
std::string subjectIn(const app::Document& document, const json& arguments) {
  const std::optional<std::string> given = textIn(arguments, "lesion");
  if (!given)
    return app::subjectUnderWork(document);
  const Structure* structure = document.patient().find(*given);
  if (!structure || (structure->role != Role::Lesion && !isBone(structure->role)))
    throw Error("The case has no lesion or bone \"" + *given + "\".");
  return *given;
}

/// An empty answer is taken back.
Work answerScore(const app::Document& document, const json& arguments) {
  const std::string score = textOf(arguments, "score");
  const std::string question = textOf(arguments, "question");
  const std::string answer = textOf(arguments, "answer");
  const std::string subject = subjectIn(document, arguments);
  withScoreAnswer(document.plan(), score, question, answer, subject);
  return editing("Answer " + question + " of " + score, [=](Plan plan) {
    return withScoreAnswer(std::move(plan), score, question, answer, subject);
  });
}

/// Opens its questions; an empty one closes them, "others" lists those about other bones.
Work showScore(const app::Document&, const json& arguments) {
  const std::string score = textOf(arguments, "score");
  if (!score.empty() && score != "others")
    scores::findScore(score);
  return showing([score](app::ViewState& view) {
    view.step = app::Step::Case;
    view.framework = score;
  });
}

}  // namespace

std::vector<Action> choiceActions() {
  return {
      {.id = "intent",
       .text = "Choose what the ablation is for",
       .arguments = {"intent"},
       .enabled = whenOpen,
       .prepare = chooseIntent},
      {.id = "lethal-criterion",
       .text = "Choose what counts as killed by heat",
       .arguments = {"criterion"},
       .enabled = whenOpen,
       .prepare = chooseLethalCriterion},
      {.id = "bone-cement",
       .text = "Choose product, start and room of the cement",
       .arguments = {"product", "startS", "roomC"},
       .enabled = whenOpen,
       .prepare = mixCement},
      {.id = "device",
       .text = "Enter how a needle's device is used",
       .arguments = {"needle", "balloonMl", "implantHeightMm", "coilLoops", "screwLengthMm"},
       .enabled = whenOpen,
       .prepare = useDevice},
      {.id = "pedicle-fracture",
       .text = "Mark a fractured pedicle",
       .arguments = {"level", "side", "fractured"},
       .enabled = whenOpen,
       .prepare = markFracture},
      {.id = "vascularity",
       .text = "Enter the vascularity of a lesion",
       .arguments = {"lesion", "vascularity"},
       .enabled = whenOpen,
       .prepare = enterVascularity},
      {.id = "embolisation",
       .text = "Enter an embolisation of a lesion",
       .arguments = {"lesion", "planned", "date", "material", "flowCut"},
       .enabled = whenOpen,
       .prepare = embolise},
      {.id = "procedure-date",
       .text = "Enter the date of the procedure",
       .arguments = {"date"},
       .enabled = whenOpen,
       .prepare = dateProcedure},
      {.id = "fixation-first",
       .text = "Place the screws before the ablation",
       .arguments = {"first"},
       .enabled = whenOpen,
       .prepare = fixFirst},
      {.id = "score-answer",
       .text = "Answer a question of a score",
       .arguments = {"score", "question", "answer", "lesion"},
       .enabled = whenOpen,
       .prepare = answerScore},
      {.id = "score-show",
       .text = "Show the questions of a score",
       .arguments = {"score"},
       .enabled = whenOpen,
       .prepare = showScore},
  };
}

}  // namespace trocar::actions
