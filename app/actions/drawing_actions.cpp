#include "app/actions/arguments.h"
#include "app/actions/groups.h"
#include "app/drawing_edits.h"
#include "app/where.h"
#include "core/drawing/growing.h"
#include "core/drawing/shape.h"
#include "core/error.h"
#include "core/number_text.h"

#include <nlohmann/json.hpp>

#include <map>
#include <utility>

namespace trocar::actions {
namespace {

using app::DrawingTool;
using nlohmann::json;

constexpr double kMostMarginMm = 50.0;

/// null and an absent key are no bound.
std::optional<drawing::HuRange> rangeIn(const json& arguments) {
  const auto bound = [&](const char* key) {
    return arguments.contains(key) && arguments.at(key).is_null() ? std::nullopt
                                                                  : numberIn(arguments, key);
  };
  const std::optional<double> low = bound("fromHu"), high = bound("toHu");
  if (!low && !high)
    return std::nullopt;
  constexpr double kLowest = -1024.0, kHighest = 30000.0;
  const drawing::HuRange range{low.value_or(kLowest), high.value_or(kHighest)};
  if (!(range.low <= range.high))
    throw Error("The bounds of HU are turned round: fromHu is " + shownNumber(range.low, 0) +
                ", toHu " + shownNumber(range.high, 0) + ".");
  return range;
}

double drawnRadiusMm(const json& arguments, double usualMm) {
  const double radiusMm = numberIn(arguments, "radiusMm").value_or(usualMm);
  if (!(radiusMm >= app::kLeastDrawnMm && radiusMm <= app::kMostDrawnMm))
    throw Error("What draws has a radius of 0.5 to 80 mm.");
  return radiusMm;
}

std::vector<Vec3> placesIn(const json& arguments, const char* key) {
  std::vector<Vec3> places;
  if (!arguments.contains(key) || !arguments.at(key).is_array())
    throw Error("\"" + std::string(key) + "\" should hold a list of points.");
  for (const json& place : arguments.at(key))
    places.push_back(pointOf({{key, place}}, key));
  return places;
}

/// The tool in the hand where no other structure is named; else one for that.
DrawingTool toolOf(const app::Document& document, const json& arguments) {
  const std::optional<std::string> id = textIn(arguments, "structure");
  const std::optional<DrawingTool>& held = document.view().drawing;
  DrawingTool tool;
  if (held && (!id || *id == held->structure))
    tool = *held;
  else if (id && document.patient().find(*id))
    tool = app::toolFor(document, *id);
  else if (const std::optional<std::string> word = textIn(arguments, "role")) {
    const std::optional<Role> role = roleFromString(*word);
    if (!role)
      throw Error("There is no role \"" + *word + "\": use lesion, vertebra, nerve, artery ...");
    tool = app::toolFor(document, *role);
  } else {
    throw Error(id ? "The case has no structure " + *id + ": name its role to begin a new one."
                   : "Choose a structure to draw, or the role of a new one.");
  }
  tool.name = textIn(arguments, "name").value_or(tool.name);
  tool.radiusMm = drawnRadiusMm(arguments, tool.radiusMm);
  tool.ball = truthIn(arguments, "ball").value_or(tool.ball);
  tool.inBone = truthIn(arguments, "inBone").value_or(tool.inBone);
  if (arguments.contains("fromHu") || arguments.contains("toHu"))
    tool.withinHu = rangeIn(arguments);
  return tool;
}

/// Commits what a tool drew; a tool in the hand stays there, with its clicks used up.
Change committing(const std::string& verb,
                  const DrawingTool& tool,
                  std::function<Plan(Plan)> edit) {
  return [label = verb + ", " + tool.name, tool, edit = std::move(edit)](app::Document& document) {
    document.commit(label, edit(document.history().current()));
    app::ViewState view = document.view();
    if (view.drawing) {
      view.drawing->placesMm.clear();
      view.drawing->stroke = {};
      view.drawing->atMm.reset();
    }
    if (tool.role == Role::Lesion && document.patient().find(tool.structure))
      app::workAt(view, app::whereIs(document.patient(), tool.structure), document.patient());
    document.setView(view);
  };
}

/// {"tool": "brush", "structure": "vertebra_L3"} or {"tool": "lesion", "role": "lesion"} takes a
/// tool into the hand, {} puts it away.
Work draw(const app::Document& document, const json& arguments) {
  const std::optional<std::string> word = textIn(arguments, "tool");
  if (!word)
    return showing([](app::ViewState& view) { view.drawing.reset(); });
  const std::optional<DrawingTool::Kind> kind = app::drawingToolFromString(*word);
  if (!kind)
    throw Error("There is no drawing tool \"" + *word +
                "\": use lesion, brush, eraser, grow, split or tube.");
  DrawingTool tool = toolOf(document, arguments);
  if (*kind == DrawingTool::Kind::Split && !document.patient().find(tool.structure))
    throw Error("Choose a structure of the case to split.");
  const Structure* known = document.patient().find(tool.structure);
  if (*kind == DrawingTool::Kind::Tube && known &&
      !std::holds_alternative<TubeRegion>(known->region))
    throw Error(tool.name + " is no tube: choose a new nerve, artery or vein for one.");
  tool.kind = *kind;
  tool.placesMm.clear();
  tool.stroke = {};
  return showing([tool](app::ViewState& view) {
    view.place = app::Place::Planner;
    view.step = app::Step::Anatomy;
    view.drawing = tool;
  });
}

/// Changes how the tool in the hand draws; its clicks stay.
Work drawWith(const app::Document& document, const json& arguments) {
  if (!document.view().drawing)
    throw Error("No drawing tool is in the hand: take one first.");
  json changed = arguments;
  changed["structure"] = document.view().drawing->structure;
  changed.erase("role");
  const DrawingTool tool = toolOf(document, changed);
  return showing([tool](app::ViewState& view) { view.drawing = tool; });
}

Work drawStroke(const app::Document& document, const json& arguments) {
  const DrawingTool tool = toolOf(document, arguments);
  drawing::Stroke stroke{placesIn(arguments, "pathMm"), tool.radiusMm, std::nullopt, tool.withinHu};
  stroke.sliceNormal = pointIn(arguments, "sliceNormal");
  if (stroke.sliceNormal && !(stroke.sliceNormal->norm() > 0.5))
    throw Error("\"sliceNormal\" is a direction of length 1.");
  const bool erase = truthIn(arguments, "erase").value_or(false);
  const Case& patient = document.patient();
  const VoxelRuns now = app::voxelsNow(document, tool);
  const VoxelRuns under = drawing::voxelsUnder(stroke, patient.ct);
  const VoxelRuns next = erase ? without(now, under) : united(now, under);
  if (next == now)
    return atOnce([](app::Document& unchanged) { unchanged.setView(unchanged.view()); });
  const bool forgotten = next.empty() && !document.original().find(tool.structure);
  return atOnce(
      committing(erase ? "Erase" : "Paint", tool, [=, model = document.sharedModel()](Plan plan) {
        if (!forgotten)
          return app::withVoxels(std::move(plan), model->patient(), tool, next);
        plan.corrections.drawn.erase(tool.structure);
        return plan;
      }));
}

Work drawLesion(const app::Document& document, const json& arguments) {
  DrawingTool tool = toolOf(document, arguments);
  const std::optional<Vec3> given = pointIn(arguments, "atMm");
  if (!given && tool.placesMm.empty())
    throw Error("Click on the middle of the lesion first.");
  const Vec3 centre = given ? *given : tool.placesMm.back();
  return [model = document.sharedModel(), now = app::voxelsNow(document, tool), tool, centre](
             const Progress&) -> Change {
    const VoxelRuns lesion = app::lesionVoxels(model->patient(), tool, centre);
    if (lesion.empty())
      throw Error(tool.inBone
                      ? "No voxel of bone within these bounds lies there: widen the radius or "
                        "the HU, or let it leave the bone."
                      : "No voxel within these bounds of HU lies there: widen them.");
    return committing("Draw", tool, [=, next = united(now, lesion)](Plan plan) {
      return app::withVoxels(std::move(plan), model->patient(), tool, next);
    });
  };
}

Work drawGrow(const app::Document& document, const json& arguments) {
  const DrawingTool tool = toolOf(document, arguments);
  if (!tool.withinHu)
    throw Error("Growing needs bounds of HU: set them first.");
  const Vec3 seed = pointOf(arguments, "atMm");
  const double reachMm = numberIn(arguments, "reachMm").value_or(app::kMostDrawnMm);
  if (!(reachMm > 0.0 && reachMm <= 500.0))
    throw Error("\"reachMm\" is above 0 and at most 500 mm.");
  return
      [model = document.sharedModel(), now = app::voxelsNow(document, tool), tool, seed, reachMm](
          const Progress&) -> Change {
        const VoxelRuns grown =
            drawing::grownFrom(model->patient().ct, seed, *tool.withinHu, reachMm);
        return committing("Grow", tool, [=, next = united(now, grown)](Plan plan) {
          return app::withVoxels(std::move(plan), model->patient(), tool, next);
        });
      };
}

Work drawSplit(const app::Document& document, const json& arguments) {
  const DrawingTool tool = toolOf(document, arguments);
  const std::vector<Vec3> places =
      arguments.contains("placesMm") ? placesIn(arguments, "placesMm") : tool.placesMm;
  if (places.size() != 2)
    throw Error("A split needs two places: click into each part.");
  return [model = document.sharedModel(), tool, places, plan = document.history().current()](
             const Progress&) -> Change {
    Plan next = app::withSplit(plan, model->patient(), tool.structure, {places[0], places[1]});
    return committing("Split", tool, [next](const Plan&) { return next; });
  };
}

Work drawTube(const app::Document& document, const json& arguments) {
  const DrawingTool tool = toolOf(document, arguments);
  const std::vector<Vec3> places =
      arguments.contains("placesMm") ? placesIn(arguments, "placesMm") : tool.placesMm;
  if (places.size() < 2)
    throw Error("A tube needs two places at least: click along it.");
  return atOnce(committing(
      "Draw", tool, [=](Plan plan) { return app::withTube(std::move(plan), tool, places); }));
}

/// Axis of the CT's grid that a direction lies along.
int axisAlong(const Grid& grid, const Vec3& direction) {
  Eigen::Index axis = 0;
  (grid.directions().transpose() * direction).cwiseAbs().maxCoeff(&axis);
  return static_cast<int>(axis);
}

VoxelRuns shaped(const CaseModel& model, const VoxelRuns& set, const json& arguments) {
  const Grid& grid = model.patient().ct.grid();
  const std::string how = textOf(arguments, "how");
  if (how == "fill")
    return drawing::filled(set, grid);
  if (how == "largest")
    return drawing::largestPiece(set, grid);
  if (how == "smooth") {
    const double sigmaMm = numberIn(arguments, "sigmaMm").value_or(grid.spacingMm().maxCoeff());
    if (!(sigmaMm > 0.0 && sigmaMm <= 10.0))
      throw Error("\"sigmaMm\" is above 0 and at most 10 mm.");
    return drawing::smoothed(set, grid, sigmaMm);
  }
  if (how == "between")
    return drawing::betweenSlices(
        set, grid, axisAlong(grid, pointIn(arguments, "sliceNormal").value_or(Vec3::UnitZ())));
  throw Error("There is no way \"" + how +
              "\" to change a shape: use fill, largest, smooth or between.");
}

Work drawShape(const app::Document& document, const json& arguments) {
  const DrawingTool tool = toolOf(document, arguments);
  const VoxelRuns now = app::voxelsNow(document, tool);
  if (now.empty())
    throw Error("Nothing is drawn of " + tool.name + " yet.");
  static const std::map<std::string, std::string> kVerbs = {{"fill", "Fill holes"},
                                                            {"largest", "Keep the largest piece"},
                                                            {"smooth", "Smooth"},
                                                            {"between", "Fill between slices"}};
  return [model = document.sharedModel(), tool, now, arguments](const Progress&) -> Change {
    const VoxelRuns next = shaped(*model, now, arguments);
    const auto verb = kVerbs.find(textOf(arguments, "how"));
    return committing(verb->second, tool, [=](Plan plan) {
      return app::withVoxels(std::move(plan), model->patient(), tool, next);
    });
  };
}

/// A copy on the other side of the body, as a structure of its own.
Work drawOtherSide(const app::Document& document, const json& arguments) {
  const DrawingTool tool = toolOf(document, arguments);
  const VoxelRuns now = app::voxelsNow(document, tool);
  const std::optional<VoxelBox> box = now.box();
  if (!box)
    throw Error("Nothing is drawn of " + tool.name + " yet.");
  DrawingTool copy = app::toolFor(document, tool.role);
  const std::string other = app::ofOtherSide(tool.structure);
  if (other != tool.structure && !document.patient().find(other)) {
    copy.structure = other;
    copy.name = app::ofOtherSide(tool.name);
  }
  return [model = document.sharedModel(), copy, now, box = *box](const Progress&) -> Change {
    const Grid& grid = model->patient().ct.grid();
    const Vec3 middle =
        0.5 * (grid.voxelToPatient(VoxelIndex{box.low[0], box.low[1], box.low[2]}) +
               grid.voxelToPatient(VoxelIndex{box.high[0], box.high[1], box.high[2]}));
    const app::MirrorPlane plane = app::mirrorPlaneAt(*model, middle);
    const VoxelRuns mirrored = drawing::mirrored(now, grid, plane.pointMm, plane.normal);
    if (mirrored.empty())
      throw Error("The other side lies outside the CT.");
    return committing("Copy to the other side", copy, [=](Plan plan) {
      return app::withVoxels(std::move(plan), model->patient(), copy, mirrored);
    });
  };
}

/// All structures named grow at once, up to each other and to what marks no structure.
Work drawApart(const app::Document& document, const json& arguments) {
  const std::vector<std::string> ids = textsIn(arguments, "structures");
  const double marginMm = numberIn(arguments, "marginMm").value_or(10.0);
  if (!(marginMm >= 0.0 && marginMm <= kMostMarginMm))
    throw Error("\"marginMm\" is 0 to 50 mm.");
  std::vector<DrawingTool> tools;
  std::vector<VoxelRuns> seeds;
  for (const std::string& id : ids) {
    tools.push_back(app::toolFor(document, id));
    seeds.push_back(app::voxelsNow(document, tools.back()));
  }
  return
      [model = document.sharedModel(), tools, seeds, marginMm](const Progress& progress) -> Change {
        const std::vector<VoxelRuns> grown =
            drawing::grownApart(model->patient().ct, seeds, marginMm, progress);
        return [=](app::Document& changed) {
          Plan plan = changed.history().current();
          for (std::size_t n = 0; n < tools.size(); ++n)
            plan.corrections.drawn[tools[n].structure] = {tools[n].name, tools[n].role, grown[n]};
          changed.commit("Grow apart", plan);
        };
      };
}

Work drawMerge(const app::Document& document, const json& arguments) {
  const DrawingTool tool = toolOf(document, arguments);
  const std::string other = textOf(arguments, "with");
  return [model = document.sharedModel(), tool, other](const Progress&) -> Change {
    return committing("Merge", tool, [=](Plan plan) {
      return app::withMerged(std::move(plan), model->patient(), tool.structure, other);
    });
  };
}

Work renameStructure(const app::Document& document, const json& arguments) {
  const std::string id = textOf(arguments, "structure"), name = textOf(arguments, "name");
  return editing("Rename, " + name, [=, model = document.sharedModel()](Plan plan) {
    return app::withName(std::move(plan), model->patient(), id, name);
  });
}

Work changeRole(const app::Document& document, const json& arguments) {
  const std::string id = textOf(arguments, "structure"), word = textOf(arguments, "role");
  const std::optional<Role> role = roleFromString(word);
  if (!role)
    throw Error("There is no role \"" + word + "\": give one such as lesion, nerve or bowel.");
  return editing("Role, " + word, [=, model = document.sharedModel()](Plan plan) {
    return app::withRole(std::move(plan), model->patient(), id, *role);
  });
}

Work removeStructure(const app::Document& document, const json& arguments) {
  const std::string id = textOf(arguments, "structure");
  const Structure* structure = document.patient().find(id);
  if (!structure)
    throw Error("The case has no structure " + id + ": choose one of the Anatomy page.");
  return atOnce([id, label = "Take away, " + structure->name](app::Document& changed) {
    changed.commit(label,
                   app::withoutStructure(
                       changed.history().current(), changed.original(), changed.patient(), id));
    app::ViewState view = changed.view();
    if (view.drawing && view.drawing->structure == id)
      view.drawing.reset();
    changed.setView(view);
  });
}

Work resetStructure(const app::Document&, const json& arguments) {
  return editing("As it came", [id = textOf(arguments, "structure")](Plan plan) {
    return app::asItCame(std::move(plan), id);
  });
}

}  // namespace

std::vector<Action> drawingActions() {
  const std::vector<std::string> kTool = {
      "structure", "role", "name", "radiusMm", "ball", "inBone", "fromHu", "toHu"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.end(), kTool.begin(), kTool.end());
    return more;
  };
  return {
      {.id = "draw",
       .text = "Take a drawing tool",
       .arguments = with({"tool"}),
       .enabled = whenOpen,
       .prepare = draw},
      {.id = "draw-with",
       .text = "Change how the drawing tool draws",
       .arguments = with({}),
       .enabled = whenOpen,
       .prepare = drawWith},
      {.id = "draw-stroke",
       .text = "Paint or erase a structure",
       .arguments = with({"pathMm", "sliceNormal", "erase"}),
       .enabled = whenOpen,
       .prepare = drawStroke},
      {.id = "draw-lesion",
       .text = "Draw a round lesion",
       .arguments = with({"atMm"}),
       .enabled = whenOpen,
       .prepare = drawLesion},
      {.id = "draw-grow",
       .text = "Grow a structure from a place",
       .arguments = with({"atMm", "reachMm"}),
       .enabled = whenOpen,
       .prepare = drawGrow,
       .slow = true},
      {.id = "draw-split",
       .text = "Split a structure in two",
       .arguments = with({"placesMm"}),
       .enabled = whenOpen,
       .prepare = drawSplit,
       .slow = true},
      {.id = "draw-tube",
       .text = "Draw a nerve or vessel as a tube",
       .arguments = with({"placesMm"}),
       .enabled = whenOpen,
       .prepare = drawTube},
      {.id = "draw-shape",
       .text = "Change the shape of a structure",
       .arguments = with({"how", "sigmaMm", "sliceNormal"}),
       .enabled = whenOpen,
       .prepare = drawShape,
       .slow = true},
      {.id = "draw-other-side",
       .text = "Copy a structure to the other side",
       .arguments = with({}),
       .enabled = whenOpen,
       .prepare = drawOtherSide,
       .slow = true},
      {.id = "draw-apart",
       .text = "Grow several structures up to each other",
       .arguments = {"structures", "marginMm"},
       .enabled = whenOpen,
       .prepare = drawApart,
       .slow = true},
      {.id = "draw-merge",
       .text = "Make one structure part of another",
       .arguments = with({"with"}),
       .enabled = whenOpen,
       .prepare = drawMerge,
       .slow = true},
      {.id = "rename-structure",
       .text = "Rename a structure",
       .arguments = {"structure", "name"},
       .enabled = whenOpen,
       .prepare = renameStructure},
      {.id = "change-role",
       .text = "Say what a structure is",
       .arguments = {"structure", "role"},
       .enabled = whenOpen,
       .prepare = changeRole},
      {.id = "remove-structure",
       .text = "Take a structure out of the case",
       .arguments = {"structure"},
       .enabled = whenOpen,
       .prepare = removeStructure},
      {.id = "reset-structure",
       .text = "Forget what was drawn of a structure",
       .arguments = {"structure"},
       .enabled = whenOpen,
       .prepare = resetStructure},
  };
}

}  // namespace trocar::actions
