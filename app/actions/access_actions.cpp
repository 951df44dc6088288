#include "app/actions/arguments.h"
#include "app/actions/groups.h"
#include "app/needle_edits.h"
#include "app/words.h"
#include "core/error.h"
#include "planning/access/approach_record.h"
#include "planning/anatomy/levels.h"
#include "planning/plan/instrument.h"
#include "planning/search/suggest.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace trocar::actions {
namespace {

using nlohmann::json;

Approach approachOf(const app::Document& document, const json& arguments) {
  const std::optional<std::string> word = textIn(arguments, "approach");
  if (!word)
    return document.view().approach;
  const std::optional<Approach> approach = approachFromString(*word);
  if (!approach)
    throw Error("There is no approach \"" + *word + "\": choose one of the list.");
  return *approach;
}

std::optional<Side> sideOf(const json& arguments) {
  const std::optional<std::string> word = textIn(arguments, "side");
  const std::optional<Side> side = word ? sideFromString(*word) : std::nullopt;
  if (word && !side)
    throw Error("There is no side \"" + *word + "\": use left or right, the patient's.");
  return side;
}

std::string levelOf(const app::Document& document, const json& arguments) {
  const std::string level = textIn(arguments, "level").value_or(document.view().level);
  anatomy::requireLevel(document.patient(), level);
  return level;
}

/// The side of the vertebra on which the lesion, else the crosshair, lies.
Side nearerSide(const CaseModel& model, const std::string& level, const Vec3& crosshairMm) {
  const anatomy::VertebraAnatomy* vertebra = model.vertebra(level);
  const Vec3 at = vertebra ? vertebra->bodyCentroidMm : model.patient().ct.grid().centreMm();
  const Vec3 left = vertebra ? vertebra->frame.left : Vec3(Vec3::UnitX());
  return (crosshairMm - at).dot(left) >= 0.0 ? Side::Left : Side::Right;
}

struct TemplateRequest {
  std::string level;
  Approach approach = Approach::Bipedicular;
  std::optional<Side> side;
  std::string instrument;
  Vec3 crosshairMm = Vec3::Zero();
};

std::vector<Needle> needlesOf(const CaseModel& model, const TemplateRequest& request) {
  const bool pair = access::recordOf(request.approach).pair && !request.side;
  const std::vector<Side> sides = pair ? std::vector{Side::Left, Side::Right}
                                       : std::vector{request.side.value_or(nearerSide(
                                             model, request.level, request.crosshairMm))};
  std::vector<Needle> needles;
  for (const Side side : sides) {
    if (const auto needle = search::templateNeedle(
            model, request.level, request.approach, side, request.instrument))
      needles.push_back(*needle);
  }
  if (needles.empty())
    throw Error("The measured anatomy of " + request.level + " carries no " +
                std::string(app::nameOf(request.approach)) +
                " template: choose another approach, or place the needle by hand.");
  return needles;
}

/// Adds needles under free ids, in place of unlocked ones of the same route.
Plan withNeedles(Plan plan, const std::vector<Needle>& needles) {
  for (Needle needle : needles) {
    const std::vector<Needle> before = plan.needles;
    for (const Needle& other : before) {
      if (!other.locked && !other.through && other.level == needle.level &&
          other.side == needle.side && other.approach == needle.approach)
        plan = withoutNeedle(std::move(plan), other.id);
    }
    needle.id = nextNeedleId(plan);
    plan = withNeedle(std::move(plan), needle);
  }
  return plan;
}

void place(app::Document& document, const std::string& label, const std::vector<Needle>& needles) {
  const Plan plan = withNeedles(document.history().current(), needles);
  document.commit(label, plan);
  const std::string& first = plan.needles[plan.needles.size() - needles.size()].id;
  app::ViewState view = document.view();
  view.step = app::Step::Needles;
  view.needle = first;
  view.crosshairMm = plan.find(first)->trajectory.target;
  document.setView(std::move(view));
}

Work placeTemplate(const app::Document& document, const TemplateRequest& request) {
  findInstrument(request.instrument);
  return [model = document.sharedModel(), request](const Progress&) -> Change {
    const std::vector<Needle> needles = needlesOf(*model, request);
    const std::string label =
        std::string(app::nameOf(request.approach)) + " access, " + request.level;
    return [needles, label](app::Document& changed) { place(changed, label, needles); };
  };
}

Work byTemplate(const app::Document& document, const json& arguments) {
  return placeTemplate(document,
                       {levelOf(document, arguments),
                        approachOf(document, arguments),
                        sideOf(arguments),
                        textIn(arguments, "instrument").value_or(document.view().instrument),
                        document.view().crosshairMm});
}

Work planLevel(const app::Document& document, const json& arguments) {
  return placeTemplate(document,
                       {levelOf(document, arguments),
                        Approach::Bipedicular,
                        std::nullopt,
                        document.view().instrument,
                        document.view().crosshairMm});
}

Work chooseApproach(const app::Document& document, const json& arguments) {
  return showing([approach = approachOf(document, arguments)](app::ViewState& view) {
    view.approach = approach;
  });
}

search::SuggestRequest requestOf(const app::Document& document, const json& arguments) {
  search::SuggestRequest request;
  request.approach = approachOf(document, arguments);
  const std::vector<const Structure*> lesions = document.patient().withRole(Role::Lesion);
  if (access::recordOf(request.approach).needsLevel())
    request.level = levelOf(document, arguments);
  else
    request.structure =
        textIn(arguments, "structure").value_or(lesions.empty() ? "" : lesions[0]->id);
  request.shelf = app::needlesForSearch(document.shelf());
  request.side = sideOf(arguments);
  request.targetStructure = textIn(arguments, "target").value_or("");
  request.count = std::clamp(static_cast<int>(numberIn(arguments, "count").value_or(3)), 1, 12);
  return request;
}

Work search(const app::Document& document, const json& arguments) {
  return [model = document.sharedModel(),
          plan = document.plan(),
          request = requestOf(document, arguments)](const Progress& progress) -> Change {
    auto found = std::make_shared<const search::Suggestions>(
        search::suggest(*model, plan, request, progress));
    return [found](app::Document& changed) { changed.setSuggestions(found); };
  };
}

Work previewSuggestion(const app::Document&, const json& arguments) {
  return showing([card = static_cast<int>(numberOf(arguments, "card"))](app::ViewState& view) {
    view.hoveredCard = card;
  });
}

Work take(const app::Document& document, const json& arguments) {
  const auto& suggestions = document.suggestions();
  const double card = numberOf(arguments, "card");
  if (!suggestions || card < 0 || card >= static_cast<double>(suggestions->cards.size()))
    throw Error("There is no such suggestion: search first.");
  const std::vector<Needle>& needles = suggestions->cards[static_cast<std::size_t>(card)].needles;
  return atOnce([needles](app::Document& changed) {
    place(changed, "Take suggestion, " + needles.front().level, needles);
    changed.setSuggestions(nullptr);
  });
}

}  // namespace

std::vector<Action> accessActions() {
  const auto whenLevel = [](const app::Document& document) {
    return document.isOpen() && !document.view().level.empty();
  };
  return {
      {.id = "plan-level",
       .text = "Plan this level: both pedicles by template",
       .menu = "Needle",
       .shortcut = "Ctrl+B",
       .icon = "template",
       .arguments = {"level"},
       .enabled = whenLevel,
       .prepare = planLevel,
       .slow = true},
      {.id = "template",
       .text = "Place by template",
       .menu = "Needle",
       .shortcut = "Ctrl+N",
       .icon = "template",
       .arguments = {"level", "approach", "side", "instrument"},
       .enabled = whenLevel,
       .prepare = byTemplate,
       .slow = true},
      {.id = "approach",
       .text = "Choose the approach",
       .arguments = {"approach"},
       .enabled = whenOpen,
       .prepare = chooseApproach},
      {.id = "suggest",
       .text = "Suggest paths",
       .menu = "Needle",
       .shortcut = "Ctrl+J",
       .icon = "search",
       .arguments = {"level", "structure", "approach", "side", "target", "count"},
       .enabled = whenOpen,
       .prepare = search,
       .slow = true},
      {.id = "preview-suggestion",
       .text = "Show the needles of a suggestion; none below 0",
       .arguments = {"card"},
       .enabled = [](const app::Document& document) { return document.suggestions() != nullptr; },
       .prepare = previewSuggestion},
      {.id = "take-suggestion",
       .text = "Take a suggestion",
       .arguments = {"card"},
       .enabled = [](const app::Document& document) { return document.suggestions() != nullptr; },
       .prepare = take},
  };
}

}  // namespace trocar::actions
