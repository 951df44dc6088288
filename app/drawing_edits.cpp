#include "app/drawing_edits.h"

#include "core/drawing/kept_voxels.h"
#include "core/drawing/shape.h"
#include "core/error.h"
#include "core/word_table.h"

#include <algorithm>
#include <cctype>
#include <limits>
#include <utility>

namespace trocar::app {
namespace {

constexpr WordTable<DrawingTool::Kind, 6> kTools = {{
    {DrawingTool::Kind::Lesion, "lesion"},
    {DrawingTool::Kind::Brush, "brush"},
    {DrawingTool::Kind::Eraser, "eraser"},
    {DrawingTool::Kind::Grow, "grow"},
    {DrawingTool::Kind::Split, "split"},
    {DrawingTool::Kind::Tube, "tube"},
}};

const Structure& structureOf(const Case& patient, const std::string& id) {
  const Structure* structure = patient.find(id);
  if (!structure)
    throw Error("The case has no structure " + id + ": choose one of the Anatomy page.");
  return *structure;
}

/// "Lesion 2" of "lesion_2", "Thecal sac 1" of "thecal_sac_1".
std::string nameOfNew(std::string id) {
  std::replace(id.begin(), id.end(), '_', ' ');
  id.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(id.front())));
  return id;
}

VoxelRuns voxelsIn(const Case& patient, const VoxelRuns& voxels, bool (*wanted)(Role)) {
  std::vector<const Structure*> structures;
  for (const Structure& structure : patient.structures) {
    if (wanted(structure.role))
      structures.push_back(&structure);
  }
  const Grid& grid = patient.ct.grid();
  return drawing::keptVoxels(voxels, [&](const VoxelIndex& voxel) {
    const Vec3 point = grid.voxelToPatient(voxel);
    return std::any_of(structures.begin(), structures.end(), [&](const Structure* structure) {
      return contains(patient, *structure, point);
    });
  });
}

/// The level below (steps 1) or above (-1), of seven, twelve and five; empty beyond the ends.
std::string levelBeside(const std::string& level, int steps) {
  std::vector<std::string> ladder;
  for (const auto& [region, count] : {std::pair("C", 7), std::pair("T", 12), std::pair("L", 5)}) {
    for (int n = 1; n <= count; ++n)
      ladder.push_back(region + std::to_string(n));
  }
  const auto here = std::find(ladder.begin(), ladder.end(), level);
  const auto next = here - ladder.begin() + steps;
  const bool inside =
      here != ladder.end() && next >= 0 && next < static_cast<std::ptrdiff_t>(ladder.size());
  return inside ? ladder[static_cast<std::size_t>(next)] : std::string();
}

/// What the second part of a split structure is.
std::pair<std::string, drawing::DrawnStructure> partOf(const Case& patient,
                                                       const Structure& whole,
                                                       bool below) {
  const std::string level = levelBeside(levelOf(whole), below ? 1 : -1);
  if (!level.empty() && !patient.find("vertebra_" + level))
    return {"vertebra_" + level, {level, Role::Vertebra, {}}};
  const Role role = whole.role == Role::Vertebra ? Role::Bone : whole.role;
  const std::string id = drawing::freeId(patient, role);
  return {id, {nameOfNew(id), role, {}}};
}

}  // namespace

std::string_view toString(DrawingTool::Kind kind) {
  return wordOf(kTools, kind);
}
std::optional<DrawingTool::Kind> drawingToolFromString(std::string_view word) {
  return valueOf(kTools, word);
}

DrawingTool toolFor(const Document& document, const std::string& structureId) {
  const Case& patient = document.patient();
  const Structure& structure = structureOf(patient, structureId);
  DrawingTool tool;
  tool.structure = structure.id;
  tool.name = structure.name;
  tool.role = structure.role;
  const auto drawn = document.plan().corrections.drawn.find(structureId);
  const bool known = drawn != document.plan().corrections.drawn.end() &&
                     std::holds_alternative<VoxelRuns>(drawn->second.region);
  tool.before = known ? std::get<VoxelRuns>(drawn->second.region) : runsOf(patient, structure);
  return tool;
}

DrawingTool toolFor(const Document& document, Role role) {
  DrawingTool tool;
  tool.structure = drawing::freeId(document.patient(), role);
  tool.name = nameOfNew(tool.structure);
  tool.role = role;
  return tool;
}

VoxelRuns voxelsNow(const Document& document, const DrawingTool& tool) {
  const drawing::Drawing& drawn = document.plan().corrections.drawn;
  const auto found = drawn.find(tool.structure);
  if (found == drawn.end())
    return document.original().find(tool.structure) ? tool.before : VoxelRuns();
  const auto* voxels = std::get_if<VoxelRuns>(&found->second.region);
  return voxels ? *voxels : tool.before;
}

VoxelRuns voxelsToBe(const Document& document, const DrawingTool& tool) {
  const VoxelRuns now = voxelsNow(document, tool);
  if (tool.kind == DrawingTool::Kind::Lesion && !tool.placesMm.empty())
    return united(now, lesionVoxels(document.patient(), tool, tool.placesMm.back()));
  if (tool.stroke.pathMm.empty())
    return now;
  const VoxelRuns under = drawing::voxelsUnder(tool.stroke, document.patient().ct);
  return tool.erasing ? without(now, under) : united(now, under);
}

VoxelRuns lesionVoxels(const Case& patient, const DrawingTool& tool, const Vec3& centreMm) {
  const Grid& grid = patient.ct.grid();
  VoxelRuns voxels =
      drawing::voxelsUnder({{centreMm}, tool.radiusMm, std::nullopt, tool.withinHu}, patient.ct);
  if (tool.inBone)
    voxels = voxelsIn(patient, voxels, isBone);
  return tool.withinHu ? drawing::filled(drawing::largestPiece(voxels, grid), grid) : voxels;
}

Plan withVoxels(Plan plan, const Case& patient, const DrawingTool& as, const VoxelRuns& voxels) {
  plan.corrections.drawn = drawing::withVoxels(
      std::move(plan.corrections.drawn), patient, as.structure, {as.name, as.role, {}}, voxels);
  return plan;
}

Plan withTube(Plan plan, const DrawingTool& as, const std::vector<Vec3>& placesMm) {
  if (placesMm.size() < 2)
    throw Error("A tube needs two places at least: click along it.");
  plan.corrections.drawn[as.structure] = {as.name, as.role, TubeRegion{placesMm, as.radiusMm}};
  return plan;
}

Plan withSplit(Plan plan,
               const Case& patient,
               const std::string& id,
               const std::array<Vec3, 2>& placesMm) {
  const Structure& whole = structureOf(patient, id);
  const auto parts = drawing::split(runsOf(patient, whole), patient.ct.grid(), placesMm);
  auto [partId, part] = partOf(patient, whole, placesMm[1].z() < placesMm[0].z());
  part.region = parts[1];
  plan.corrections.drawn[id] = {whole.name, whole.role, parts[0]};
  plan.corrections.drawn[partId] = std::move(part);
  return plan;
}

Plan withMerged(Plan plan, const Case& patient, const std::string& id, const std::string& otherId) {
  const Structure& one = structureOf(patient, id);
  const Structure& other = structureOf(patient, otherId);
  if (id == otherId)
    throw Error("A structure cannot be merged with itself: choose another.");
  plan.corrections.drawn[id] = {
      one.name, one.role, united(runsOf(patient, one), runsOf(patient, other))};
  plan.corrections.drawn[otherId] = {other.name, other.role, drawing::TakenAway()};
  return plan;
}

Plan withoutStructure(Plan plan, const Case& original, const Case& patient, const std::string& id) {
  const Structure& structure = structureOf(patient, id);
  if (original.find(id))
    plan.corrections.drawn[id] = {structure.name, structure.role, drawing::TakenAway()};
  else
    plan.corrections.drawn.erase(id);
  return plan;
}

Plan asItCame(Plan plan, const std::string& id) {
  if (plan.corrections.drawn.erase(id) == 0)
    throw Error("Nothing was drawn of " + id + ".");
  return plan;
}

namespace {

/// What the plan says of a structure, which it begins to say where it does not.
drawing::DrawnStructure& drawnIn(Plan& plan, const Case& patient, const std::string& id) {
  const Structure& structure = structureOf(patient, id);
  return plan.corrections.drawn.try_emplace(id, structure.name, structure.role, drawing::AsItCame())
      .first->second;
}

}  // namespace

Plan withName(Plan plan, const Case& patient, const std::string& id, const std::string& name) {
  if (name.empty())
    throw Error("A structure needs a name.");
  drawnIn(plan, patient, id).name = name;
  return plan;
}

Plan withRole(Plan plan, const Case& patient, const std::string& id, Role role) {
  if (role == Role::Vertebra && !id.starts_with("vertebra_"))
    throw Error("A vertebra is known by its level: draw it as a vertebra instead.");
  drawnIn(plan, patient, id).role = role;
  return plan;
}

MirrorPlane mirrorPlaneAt(const CaseModel& model, const Vec3& placeMm) {
  MirrorPlane plane{model.patient().ct.grid().centreMm(), Vec3::UnitX()};
  double nearestMm = std::numeric_limits<double>::max();
  for (const anatomy::VertebraAnatomy& vertebra : model.vertebrae()) {
    const double awayMm =
        std::abs((vertebra.bodyCentroidMm - placeMm).dot(vertebra.frame.superior));
    if (vertebra.bodyCentroidMm.isZero() || awayMm >= nearestMm)
      continue;
    nearestMm = awayMm;
    plane = {vertebra.bodyCentroidMm, vertebra.frame.left};
  }
  return plane;
}

std::string ofOtherSide(std::string_view idOrName) {
  std::string text(idOrName);
  if (const std::size_t at = text.rfind("left"); at != std::string::npos)
    return text.replace(at, 4, "right");
  if (const std::size_t at = text.rfind("right"); at != std::string::npos)
    return text.replace(at, 5, "left");
  return text;
}

}  // namespace trocar::app
