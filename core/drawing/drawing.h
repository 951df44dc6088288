#pragma once

#include "core/case.h"
#include "core/voxel_runs.h"

#include <map>
#include <string>
#include <variant>

namespace trocar::drawing {

/// The region stays what the case has; only the name differs.
struct AsItCame {
  bool operator==(const AsItCame&) const = default;
};
/// The structure is no longer one of the case.
struct TakenAway {
  bool operator==(const TakenAway&) const = default;
};
/// Runs are of the CT's voxels.
using DrawnRegion = std::variant<AsItCame, TakenAway, VoxelRuns, TubeRegion, EllipsoidRegion>;

/// What a person drew, redrew, renamed or took away.
struct DrawnStructure {
  std::string name;
  Role role = Role::Other;
  DrawnRegion region;

  bool operator==(const DrawnStructure&) const = default;
};

/// By the structure's id. The case as it came stays beside it.
using Drawing = std::map<std::string, DrawnStructure>;

/// The case with what was drawn: each set of voxels is a label map of its own that reaches a voxel
/// beyond it, its structure has the basis Drawn. Throws Error for voxels outside the CT and for a
/// name or region that is of no structure of the case.
Case withDrawing(const Case& patient, const Drawing& drawing);

/// The drawing after the voxels of one structure became these. Bones have no voxel in common: what
/// is drawn into a bone is taken from its neighbours, which are then drawn too. `patient` is the
/// case with `drawing`; a new structure's name and role stand in `as`. Throws Error where a
/// neighbour, or the structure itself, would be left without a voxel.
Drawing withVoxels(Drawing drawing,
                   const Case& patient,
                   const std::string& id,
                   const DrawnStructure& as,
                   const VoxelRuns& voxels);

/// "lesion_2", "nerve_3": the word of the role and the first number that no structure has.
std::string freeId(const Case& patient, Role role);

}  // namespace trocar::drawing
