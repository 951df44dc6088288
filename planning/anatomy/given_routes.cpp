#include "planning/anatomy/given_routes.h"

#include "core/labels/plain_words.h"
#include "core/region_distance.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

namespace trocar::anatomy {
namespace {

using Words = std::vector<std::string>;

bool says(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Names that mean the same: all of `words` and none of `without`, where the stem begins so.
struct SameKind {
  std::string stem;
  Words words;
  Words without = {};
};

const std::vector<SameKind>& sameKinds() {
  static const std::vector<SameKind> kinds = {
      {"root", {"root"}},
      {"root", {"nerve"}, {"intercostal"}},
      {"segmental", {"segmental"}},
      {"segmental", {"lumbar", "artery"}},
      {"segmental", {"intercostal", "artery"}},
      {"intercostal", {"intercostal"}},
      {"lumbar_plexus", {"lumbar", "plexus"}},
      {"lumbar_plexus", {"lumbosacral", "plexus"}},
      {"sciatic", {"sciatic"}},
      {"lfcn", {"lfcn"}},
      {"lfcn", {"femoral", "cutaneous"}, {"posterior"}},
      {"femoral_nerve", {"femoral", "nerve"}, {"cutaneous"}},
      {"femoral_artery", {"femoral", "artery"}},
      {"femoral_vein", {"femoral", "vein"}},
      {"obturator_nerve", {"obturator"}},
      {"iliac_artery", {"iliac", "artery"}},
      {"iliac_vein", {"iliac", "vein"}},
      {"superior_gluteal", {"superior", "gluteal"}},
      {"inferior_gluteal", {"inferior", "gluteal"}},
  };
  return kinds;
}

/// "t8" of a route's words, or empty.
std::string levelIn(const Words& words) {
  const auto level = std::find_if(words.begin(), words.end(), [](const std::string& word) {
    return word.size() > 1 && std::string_view("tls").find(word.front()) != std::string::npos &&
           word.find_first_not_of("0123456789", 1) == std::string::npos;
  });
  return level == words.end() ? std::string() : *level;
}

Words wordsOf(const Structure& structure) {
  Words words = labels::plainWords(structure.id);
  const Words more = labels::plainWords(structure.name);
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

bool isCalledAlike(const Words& words, const Structure& route) {
  const Words own = labels::plainWords(route.id);
  const std::string_view side = says(own, "left") ? "left" : "right";
  const std::string_view other = side == "left" ? "right" : "left";
  if (says(words, other) && !says(words, side))
    return false;
  const std::string level = levelIn(own);
  const bool needsLevel = route.id.starts_with("root") || !levelIn(words).empty();
  if (!level.empty() && needsLevel && !says(words, level))
    return false;
  return std::any_of(sameKinds().begin(), sameKinds().end(), [&](const SameKind& kind) {
    const auto said = [&](const std::string& word) { return says(words, word); };
    return route.id.starts_with(kind.stem) &&
           std::all_of(kind.words.begin(), kind.words.end(), said) &&
           std::none_of(kind.without.begin(), kind.without.end(), said);
  });
}

/// Points along a tube, 3 mm apart.
std::vector<Vec3> pointsOf(const TubeRegion& tube) {
  constexpr double kApartMm = 3.0;
  std::vector<Vec3> points;
  for (std::size_t n = 1; n < tube.centreLineMm.size(); ++n) {
    const Vec3& from = tube.centreLineMm[n - 1];
    const Vec3 way = tube.centreLineMm[n] - from;
    const int steps = std::max(1, static_cast<int>(way.norm() / kApartMm));
    for (int step = 0; step < steps; ++step)
      points.push_back(from + way * (step + 0.5) / steps);
  }
  return points;
}

/// At most about 1000 voxels of a label, evenly taken.
std::vector<Vec3> pointsOf(const LabelMap& labels,
                           const LabelRegion& region,
                           const LabelExtent& extent) {
  constexpr std::size_t kMost = 1000;
  const std::vector<std::uint8_t> member = membershipOf(region);
  const std::size_t stride = extent.voxels / kMost + 1;
  std::vector<Vec3> points;
  std::size_t count = 0;
  for (int k = extent.low[2]; k <= extent.high[2]; ++k) {
    for (int j = extent.low[1]; j <= extent.high[1]; ++j) {
      for (int i = extent.low[0]; i <= extent.high[0]; ++i) {
        const VoxelIndex voxel{i, j, k};
        if (member[labels.voxels()[labels.grid().offset(voxel)]] != 0 && count++ % stride == 0)
          points.push_back(labels.grid().voxelToPatient(voxel));
      }
    }
  }
  return points;
}

template <typename IsNear>
bool mostAre(const std::vector<Vec3>& points, const IsNear& isNear) {
  const auto near = std::count_if(points.begin(), points.end(), isNear);
  return 2 * static_cast<std::size_t>(near) > points.size();
}

/// Most of each lies near the other.
bool liesBeside(const std::vector<Vec3>& given, const TubeRegion& route) {
  constexpr double kNearMm = 20.0;  // As far as courses of one kind scatter.
  return mostAre(given, [&](const Vec3& p) { return signedDistanceMm(route, p) < kNearMm; }) &&
         mostAre(pointsOf(route), [&](const Vec3& p) {
           return std::any_of(given.begin(), given.end(), [&](const Vec3& q) {
             return (p - q).squaredNorm() < kNearMm * kNearMm;
           });
         });
}

}  // namespace

GivenRoutes::GivenRoutes(const Case& patient, const CaseExtents& extents) {
  for (const Structure& structure : patient.structures) {
    if (structure.role != Role::Nerve && structure.role != Role::Artery &&
        structure.role != Role::Vein)
      continue;
    Given given{&structure, wordsOf(structure), {}};
    const auto* labels = std::get_if<LabelRegion>(&structure.region);
    const auto* tube = std::get_if<TubeRegion>(&structure.region);
    const auto extent = labels != nullptr ? extents.of(*labels) : std::nullopt;
    if (structure.basis != Basis::Estimated && extent)
      given.pointsMm =
          pointsOf(patient.layers[static_cast<std::size_t>(labels->layer)], *labels, *extent);
    else if (structure.basis != Basis::Estimated && tube != nullptr)
      given.pointsMm = pointsOf(*tube);
    given_.push_back(std::move(given));
  }
}

bool GivenRoutes::hold(const Structure& route) const {
  return std::any_of(given_.begin(), given_.end(), [&](const Given& given) {
    return given.structure->role == route.role &&
           (isCalledAlike(given.words, route) ||
            liesBeside(given.pointsMm, std::get<TubeRegion>(route.region)));
  });
}

}  // namespace trocar::anatomy
