#pragma once

#include "app/document.h"
#include "core/drawing/drawing.h"
#include "core/drawing/stroke.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trocar::app {

inline constexpr double kLeastDrawnMm = 0.5;  ///< Radius of what draws.
inline constexpr double kMostDrawnMm = 80.0;

/// A tool for a structure of the case, or for a new one of the role. Throws Error for a structure
/// that the case lacks.
DrawingTool toolFor(const Document& document, const std::string& structureId);
DrawingTool toolFor(const Document& document, Role role);

/// The voxels of the structure in the hand as they are now.
VoxelRuns voxelsNow(const Document& document, const DrawingTool& tool);
/// The same once the stroke ends, or what was clicked is accepted.
VoxelRuns voxelsToBe(const Document& document, const DrawingTool& tool);

/// The voxels of a round lesion: those about its middle that the tool's bounds of HU allow, in one
/// piece, its hollows filled; within the bones where it is to stay there.
VoxelRuns lesionVoxels(const Case& patient, const DrawingTool& tool, const Vec3& centreMm);

/// Edits of the plan's drawing. `patient` is the case with it. Each throws Error for what cannot
/// be.
Plan withVoxels(Plan plan, const Case& patient, const DrawingTool& as, const VoxelRuns& voxels);
Plan withTube(Plan plan, const DrawingTool& as, const std::vector<Vec3>& placesMm);
/// The part at the second place becomes a structure of its own: of a vertebra, the next level that
/// has no vertebra, downwards or upwards as it lies.
Plan withSplit(Plan plan,
               const Case& patient,
               const std::string& id,
               const std::array<Vec3, 2>& placesMm);
/// The second structure becomes part of the first.
Plan withMerged(Plan plan, const Case& patient, const std::string& id, const std::string& otherId);
/// Takes a structure out of the case; one that was only drawn is forgotten.
Plan withoutStructure(Plan plan, const Case& original, const Case& patient, const std::string& id);
/// Forgets what was drawn of it.
Plan asItCame(Plan plan, const std::string& id);
Plan withName(Plan plan, const Case& patient, const std::string& id, const std::string& name);
/// Another role for a structure, whose region stays. Throws Error for a vertebra that is none by
/// its id, which names its level.
Plan withRole(Plan plan, const Case& patient, const std::string& id, Role role);

/// The plane in which the sides of the body mirror each other: of the vertebra nearest to the
/// place, else the patient's sagittal plane through the middle of the CT.
struct MirrorPlane {
  Vec3 pointMm = Vec3::Zero();
  Vec3 normal = Vec3::UnitX();
};
MirrorPlane mirrorPlaneAt(const CaseModel& model, const Vec3& placeMm);
/// "root_L3_right" of "root_L3_left", "L3 root, right" of its name; the same word where it has no
/// side.
std::string ofOtherSide(std::string_view idOrName);

}  // namespace trocar::app
