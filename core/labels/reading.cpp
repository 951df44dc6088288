#include "core/labels/reading.h"

#include "core/case.h"
#include "core/labels/tissue.h"

#include <algorithm>
#include <optional>

namespace trocar::labels {
namespace {

constexpr std::size_t kEnoughVoxels = 100;  ///< Fewer tell nothing.

/// A labelled structure that is large enough to be judged.
struct Read {
  std::uint16_t value = 0;
  LabelMeaning meaning;
  LabelExtent extent;

  std::string level() const { return levelOf({meaning.id, meaning.name, meaning.role, {}, {}}); }
  Vec3 middleMm(const Grid& grid) const {
    Vec3 middle;
    for (std::size_t a = 0; a < 3; ++a)
      middle[static_cast<int>(a)] = 0.5 * (extent.low[a] + extent.high[a]);
    return grid.voxelToPatient(middle);
  }
};

std::vector<Read> structuresIn(const LabelLayer& layer, const LabelMeanings& meanings) {
  std::vector<Read> all;
  for (const auto& [value, extent] : layer.extents) {
    const auto meaning = meanings.find(value);
    if (meaning != meanings.end() && extent.voxels >= kEnoughVoxels)
      all.push_back({value, meaning->second, extent});
  }
  return all;
}

Contrast contrastIn(const LabelLayer& layer,
                    const Volume& ct,
                    Tissue tissue,
                    const std::vector<std::uint16_t>& values) {
  constexpr std::size_t kPoints = 1000;
  return contrastOf(ct, tissue, edgePointsOf(layer.labels, layer.extents, values, kPoints));
}

/// Soft tissue that contrast medium does not raise to the HU of bone.
bool isNeverDense(Role role) {
  return role == Role::Muscle || role == Role::Lung || role == Role::Bowel || role == Role::Disc ||
         role == Role::Cord;
}

std::string againstTissues(const LabelLayer& layer,
                           const Volume& ct,
                           const std::vector<Read>& structures) {
  for (const Read& one : structures) {
    const bool bone = isBone(one.meaning.role);
    if (!bone && !isNeverDense(one.meaning.role))
      continue;
    const Contrast contrast = contrastIn(layer, ct, Tissue::Bone, {one.value});
    if (bone && contrast.inside < 0.05)
      return one.meaning.name + " would not be bone";
    if (!bone && contrast.inside > 0.4 && contrast.difference() > 0.25)
      return one.meaning.name + " would be bone";
    if (one.meaning.role == Role::Lung &&
        contrastIn(layer, ct, Tissue::Lung, {one.value}).inside < 0.1)
      return one.meaning.name + " would hold no air";
  }
  return {};
}

std::string againstOrder(const Grid& grid, const std::vector<Read>& structures) {
  std::map<int, const Read*> byLevel;
  for (const Read& one : structures) {
    if (const std::optional<int> order = levelOrder(one.level()))
      byLevel[*order] = &one;
  }
  const Read* above = nullptr;
  for (const auto& [order, one] : byLevel) {
    if (above != nullptr && above->middleMm(grid)[2] < one->middleMm(grid)[2])
      return above->meaning.name + " would lie below " + one->meaning.name;
    above = one;
  }
  return {};
}

/// Share of lung beside a vertebra, 30 to 60 mm from its middle to both sides; nullopt where the CT
/// shows less than half of that. Plain air is none: it is outside of the body, or gas of the bowel.
std::optional<double> lungBeside(const Volume& ct, const Vec3& middleMm) {
  constexpr int kAirHu = -950;
  constexpr int kLungHu = -600;
  double seen = 0.0;
  double lung = 0.0;
  double all = 0.0;
  for (int x = 30; x <= 60; x += 4) {
    for (int y = -20; y <= 20; y += 4) {
      for (const int side : {-1, 1}) {
        const VoxelIndex voxel = ct.grid().nearestVoxel(middleMm + Vec3(side * x, y, 0));
        ++all;
        if (!ct.grid().contains(voxel) || ct.at(voxel) <= kAirHu)
          continue;
        ++seen;
        lung += ct.at(voxel) < kLungHu ? 1.0 : 0.0;
      }
    }
  }
  return 2.0 * seen < all ? std::nullopt : std::optional(lung / seen);
}

/// T2 to T10 have lung on both sides (half of those points and more), L2 to L5 have none. Most of
/// the thoracic levels decide: T12 read as T3 has some.
std::string againstLungs(const Volume& ct, const Grid& grid, const std::vector<Read>& structures) {
  std::string without;
  std::string with;
  int thoracic = 0;
  int airless = 0;
  for (const Read& one : structures) {
    const std::optional<int> order = levelOrder(one.level());
    const std::optional<double> lung = order ? lungBeside(ct, one.middleMm(grid)) : std::nullopt;
    if (!lung)
      continue;
    if (*order >= levelOrder("T2") && *order <= levelOrder("T10")) {
      ++thoracic;
      if (*lung < 0.05) {
        ++airless;
        without += (without.empty() ? "" : ", ") + one.meaning.name;
      }
    } else if (*order >= levelOrder("L2") && *order <= levelOrder("L5") && *lung > 0.3) {
      with += (with.empty() ? "" : ", ") + one.meaning.name;
    }
  }
  if (2 * airless > thoracic)
    return "no lung lies beside " + without;
  return with.empty() ? std::string() : "lung lies beside " + with;
}

}  // namespace

std::string contradictionIn(const LabelLayer& layer,
                            const LabelMeanings& meanings,
                            const Volume& ct) {
  const std::vector<Read> structures = structuresIn(layer, meanings);
  const Grid& grid = layer.labels.grid();
  std::string against = againstOrder(grid, structures);
  if (against.empty())
    against = againstLungs(ct, grid, structures);
  return against.empty() ? againstTissues(layer, ct, structures) : against;
}

bool hasItsBones(const LabelLayer& layer, const LabelMeanings& meanings, const Volume& ct) {
  std::vector<std::uint16_t> bones;
  for (const auto& [value, extent] : layer.extents) {
    const auto meaning = meanings.find(value);
    if (meaning != meanings.end() && isBone(meaning->second.role))
      bones.push_back(value);
  }
  const Contrast contrast = contrastIn(layer, ct, Tissue::Bone, bones);
  return contrast.inside > 0.25;
}

}  // namespace trocar::labels
