#include "app/actions/arguments.h"
#include "app/actions/groups.h"
#include "app/needle_edits.h"
#include "app/where.h"
#include "app/words.h"
#include "core/error.h"
#include "planning/access/approach_record.h"
#include "planning/access/usual_position.h"
#include "planning/cement/devices/device_room.h"
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

/// The place that the arguments name, else the one under work.
app::Where placeOf(const app::Document& document, const json& arguments) {
  const std::optional<std::string> structure = textIn(arguments, "structure");
  const std::optional<std::string> level = textIn(arguments, "level");
  if (structure && level)
    throw Error("Give either \"level\" or \"structure\", not both.");
  if (structure)
    return app::whereIs(document.patient(), *structure);
  return level ? app::atLevel(document.patient(), *level) : app::whereOf(document.view());
}

void requireFit(const app::Document& document,
                Approach approach,
                const app::Where& where,
                const std::optional<Side>& side) {
  const std::string why = app::whyNot(approach, where, side, document.patient());
  if (!why.empty())
    throw Error(why);
}

/// The side of the vertebra on which the lesion, else the crosshair, lies.
Side nearerSide(const CaseModel& model, const std::string& level, const Vec3& crosshairMm) {
  const anatomy::VertebraAnatomy* vertebra = model.vertebra(level);
  const Vec3 at = vertebra ? vertebra->bodyCentroidMm : model.patient().ct.grid().centreMm();
  const Vec3 left = vertebra ? vertebra->frame.left : Vec3(Vec3::UnitX());
  return (crosshairMm - at).dot(left) >= 0.0 ? Side::Left : Side::Right;
}

struct TemplateRequest {
  app::Where where;
  Approach approach = Approach::Bipedicular;
  std::optional<Side> side;
  std::string instrument;
  Vec3 crosshairMm = Vec3::Zero();
};

/// What was placed, and how.
struct Placed {
  std::vector<Needle> needles;
  Approach approach = Approach::Free;
};

Placed onVertebra(const CaseModel& model, const TemplateRequest& request) {
  const std::string& level = request.where.level;
  const bool pair = access::recordOf(request.approach).pair && !request.side;
  const std::vector<Side> sides =
      pair ? std::vector{Side::Left, Side::Right}
           : std::vector{request.side.value_or(nearerSide(model, level, request.crosshairMm))};
  Placed placed{{}, request.approach};
  for (const Side side : sides) {
    if (const auto needle =
            search::templateNeedle(model, level, request.approach, side, request.instrument))
      placed.needles.push_back(*needle);
  }
  if (placed.needles.empty())
    throw Error("The measured anatomy of " + level + " carries no " +
                std::string(app::nameOf(request.approach)) +
                " template: choose another approach, or place the needle by hand.");
  return placed;
}

/// Other bones have no template: the best proposal of the search stands for it.
Placed bySearch(const CaseModel& model,
                const Plan& plan,
                const TemplateRequest& request,
                const Progress& progress) {
  search::SuggestRequest wanted;
  wanted.structure = request.where.structure;
  wanted.approach = request.approach;
  wanted.side = request.side;
  cement::askFor(request.instrument, wanted);
  wanted.count = 1;
  return {search::suggest(model, plan, wanted, progress).cards.front().needles, request.approach};
}

Placed placedBy(const CaseModel& model,
                const Plan& plan,
                const TemplateRequest& request,
                const Progress& progress) {
  return access::recordOf(request.approach).needsLevel() ? onVertebra(model, request)
                                                         : bySearch(model, plan, request, progress);
}

/// The lesion's bone by its own approach: first those that aim where the lesion is, then the
/// others into that bone.
Placed usuallyPlaced(const CaseModel& model,
                     const Plan& plan,
                     TemplateRequest request,
                     const Progress& progress) {
  request.approach = app::usualApproach(request.where, model.patient());
  if (!request.where.level.empty())
    return placedBy(model, plan, request, progress);
  std::vector<Approach> ways = app::approachesAt(request.where, model.patient());
  std::erase_if(ways, [](Approach way) {
    return access::recordOf(way).screw || !access::recordOf(way).legs.empty();
  });
  std::stable_partition(ways.begin(), ways.end(), [&](Approach way) {
    return search::aimsAt(model, way, request.where.structure);
  });
  std::string refusal = "No approach leads there but screws: choose one and press Suggest.";
  for (std::size_t i = 0; i < ways.size(); ++i) {
    request.approach = ways[i];
    const auto share = [&](std::size_t n) {
      return static_cast<double>(n) / static_cast<double>(ways.size());
    };
    try {
      return bySearch(model, plan, request, progress.span(share(i), share(i + 1)));
    } catch (const Error& error) {
      refusal = i == 0 ? error.what() : refusal;
    }
  }
  throw Error(refusal);
}

/// Adds needles under free ids, in place of unlocked ones of the same route.
Plan withNeedles(Plan plan, const std::vector<Needle>& needles) {
  if (!needles.empty())
    plan = access::laidFor(std::move(plan), needles.front().approach);
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

using Placing = Placed (*)(const CaseModel&, const Plan&, TemplateRequest, const Progress&);

Work placing(const app::Document& document, const TemplateRequest& request, Placing how) {
  findInstrument(request.instrument);
  return [model = document.sharedModel(), plan = document.plan(), request, how](
             const Progress& progress) -> Change {
    const Placed placed = how(*model, plan, request, progress);
    return [placed, request](app::Document& changed) {
      const std::string where = app::nameOf(request.where, changed.patient());
      app::ViewState view = changed.view();
      view.approach = placed.approach;
      app::workAt(view, request.where, changed.patient());
      changed.setView(std::move(view));
      place(
          changed, std::string(app::nameOf(placed.approach)) + " access, " + where, placed.needles);
    };
  };
}

TemplateRequest requestFor(const app::Document& document, const json& arguments) {
  return {placeOf(document, arguments),
          approachOf(document, arguments),
          sideOf(arguments),
          textIn(arguments, "instrument").value_or(document.view().instrument),
          document.view().crosshairMm};
}

Work byTemplate(const app::Document& document, const json& arguments) {
  const TemplateRequest request = requestFor(document, arguments);
  requireFit(document, request.approach, request.where, request.side);
  const access::ApproachRecord& record = access::recordOf(request.approach);
  if (record.screw || !record.legs.empty())
    throw Error(record.name +
                ": a screw has no template. Suggest measures the corridors that the bone has.");
  return placing(document,
                 request,
                 [](const CaseModel& model,
                    const Plan& plan,
                    TemplateRequest wanted,
                    const Progress& progress) { return placedBy(model, plan, wanted, progress); });
}

Work planLevel(const app::Document& document, const json& arguments) {
  const TemplateRequest request = requestFor(document, arguments);
  if (request.where.empty())
    throw Error("Nothing says where: choose a lesion, a level or a bone.");
  return placing(document, request, usuallyPlaced);
}

/// Goes to a lesion, a level or a bone and works there.
Work workThere(const app::Document& document, const json& arguments) {
  const app::Where where = placeOf(document, arguments);
  const Structure* there =
      document.patient().find(where.structure.empty() ? where.bone : where.structure);
  const std::optional<Box> box = there ? boundsOf(document.patient(), *there) : std::nullopt;
  return atOnce([where, box](app::Document& changed) {
    app::ViewState view = changed.view();
    app::workAt(view, where, changed.patient());
    if (box) {
      view.crosshairMm = 0.5 * (box->lowMm + box->highMm);
      view.lookAtMm = view.crosshairMm;
      ++view.looks;
    }
    changed.setView(std::move(view));
  });
}

Work chooseApproach(const app::Document& document, const json& arguments) {
  const app::Where where = app::whereOf(document.view());
  if (!where.empty())
    requireFit(document, approachOf(document, arguments), where, {});
  return showing([approach = approachOf(document, arguments)](app::ViewState& view) {
    view.approach = approach;
  });
}

search::SuggestRequest requestOf(const app::Document& document, const json& arguments) {
  search::SuggestRequest request;
  request.approach = approachOf(document, arguments);
  const app::Where where = placeOf(document, arguments);
  requireFit(document, request.approach, where, sideOf(arguments));
  if (access::recordOf(request.approach).needsLevel())
    request.level = where.level;
  else
    request.structure = where.structure.empty() ? where.bone : where.structure;
  const std::optional<std::string> named = textIn(arguments, "instrument");
  const Instrument& chosen = findInstrument(named.value_or(document.view().instrument));
  if (named || chosen.kind == InstrumentKind::Implant)
    cement::askFor(chosen.id, request);
  else
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
    place(changed,
          "Take suggestion, " + app::nameOf(app::whereOf(changed.view()), changed.patient()),
          needles);
    changed.setSuggestions(nullptr);
  });
}

}  // namespace

std::vector<Action> accessActions() {
  const auto whenPlace = [](const app::Document& document) {
    return document.isOpen() && !app::whereOf(document.view()).empty();
  };
  return {
      {.id = "plan-level",
       .text = "Plan this level or lesion by its usual approach",
       .menu = "Needle",
       .shortcut = "Ctrl+B",
       .icon = "template",
       .arguments = {"level", "structure"},
       .enabled = whenPlace,
       .prepare = planLevel,
       .slow = true},
      {.id = "template",
       .text = "Place by template",
       .menu = "Needle",
       .shortcut = "Ctrl+N",
       .icon = "template",
       .arguments = {"level", "structure", "approach", "side", "instrument"},
       .enabled = whenPlace,
       .prepare = byTemplate,
       .slow = true},
      {.id = "where",
       .text = "Work at a lesion, a level or a bone",
       .arguments = {"level", "structure"},
       .enabled = whenOpen,
       .prepare = workThere},
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
       .arguments = {"level", "structure", "approach", "side", "target", "instrument", "count"},
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
