#include "core/drawing/drawing.h"

#include "core/drawing/kept_voxels.h"
#include "core/error.h"

#include <algorithm>
#include <utility>

namespace trocar::drawing {
namespace {

Structure* findIn(Case& patient, const std::string& id) {
  const auto found = std::find_if(patient.structures.begin(),
                                  patient.structures.end(),
                                  [&](const Structure& one) { return one.id == id; });
  return found == patient.structures.end() ? nullptr : &*found;
}

LabelMap labelsOf(const VoxelRuns& voxels, const Grid& grid, const std::string& id) {
  const std::optional<VoxelBox> box = voxels.box();
  if (!box)
    throw Error("The drawing of " + id + " has no voxel.");
  for (std::size_t a = 0; a < 3; ++a) {
    if (box->high[a] >= grid.size()[a])
      throw Error("The drawing of " + id + " reaches beyond the CT: it is of another image.");
  }
  const VoxelPatch patch = patchOf(voxels, grid, 1);
  const VoxelIndex low{patch.low[0], patch.low[1], patch.low[2]};
  const Grid own(patch.size, grid.voxelToPatient(low), grid.spacingMm(), grid.directions());
  return {own, std::vector<std::uint16_t>(patch.voxels.begin(), patch.voxels.end())};
}

/// Puts the region into the case; `structure` is one of it.
void place(Case& patient, Structure& structure, const DrawnRegion& region) {
  structure.basis = Basis::Drawn;
  if (const auto* voxels = std::get_if<VoxelRuns>(&region)) {
    structure.region = LabelRegion{static_cast<int>(patient.layers.size()), {1}};
    patient.layers.push_back(labelsOf(*voxels, patient.ct.grid(), structure.id));
  } else if (const auto* tube = std::get_if<TubeRegion>(&region)) {
    structure.region = *tube;
  } else {
    structure.region = std::get<EllipsoidRegion>(region);
  }
}

/// What of `voxels` lies in the structure too.
VoxelRuns sharedWith(const VoxelRuns& voxels, const Case& patient, const Structure& structure) {
  const Grid& grid = patient.ct.grid();
  return keptVoxels(voxels, [&](const VoxelIndex& voxel) {
    return contains(patient, structure, grid.voxelToPatient(voxel));
  });
}

}  // namespace

Case withDrawing(const Case& patient, const Drawing& drawing) {
  Case result = patient;
  for (const auto& [id, drawn] : drawing) {
    Structure* structure = findIn(result, id);
    const bool asItCame = std::holds_alternative<AsItCame>(drawn.region);
    const bool takenAway = std::holds_alternative<TakenAway>(drawn.region);
    if (!structure && (asItCame || takenAway))
      throw Error("The case has no structure " + id + " to rename or to take away.");
    if (takenAway) {
      std::erase_if(result.structures,
                    [&, key = id](const Structure& one) { return one.id == key; });
      continue;
    }
    if (!structure)
      structure = &result.structures.emplace_back(Structure{id, {}, drawn.role, {}});
    structure->name = drawn.name;
    structure->role = drawn.role;
    if (!asItCame)
      place(result, *structure, drawn.region);
  }
  return result;
}

Drawing withVoxels(Drawing drawing,
                   const Case& patient,
                   const std::string& id,
                   const DrawnStructure& as,
                   const VoxelRuns& voxels) {
  if (voxels.empty())
    throw Error("Nothing would be left of " + as.name + ": take it away instead.");
  drawing[id] = {as.name, as.role, voxels};
  if (!isBone(as.role))
    return drawing;
  for (const Structure& other : patient.structures) {
    if (!isBone(other.role) || other.id == id)
      continue;
    const VoxelRuns shared = sharedWith(voxels, patient, other);
    if (shared.empty())
      continue;
    const VoxelRuns left = without(runsOf(patient, other), shared);
    if (left.empty())
      throw Error("Nothing would be left of " + other.name + ": merge the two instead.");
    drawing[other.id] = {other.name, other.role, left};
  }
  return drawing;
}

std::string freeId(const Case& patient, Role role) {
  for (int number = 1;; ++number) {
    std::string id = std::string(toString(role)) + "_" + std::to_string(number);
    if (!patient.find(id))
      return id;
  }
}

}  // namespace trocar::drawing
