#include "planning/cement/cement_measures.h"
#include "planning/cement/leak_path.h"

#include <algorithm>
#include <array>
#include <deque>
#include <map>

namespace trocar {
namespace {

constexpr double kSmallestLeakMl = 0.005;  ///< Less than CT shows [estimated].

/// Cement outside the bone that hangs together, and the opening by which it came first.
struct Blob {
  LeakRoute route = LeakRoute::None;
  Vec3 atMm = Vec3::Zero();
  double firstAtMl = 0.0;
  std::map<SitePlace, double> volumeMm3;
  std::map<SitePlace, std::size_t> end;  ///< The voxel that filled last.
};

class Blobs {
 public:
  explicit Blobs(const FilledSite& filled)
      : filled_(filled), seen_(filled.site.place.size(), false) {}

  std::vector<Blob> find() {
    std::vector<Blob> blobs;
    for (std::size_t c = 0; c < seen_.size(); ++c) {
      if (isLeak(c) && !seen_[c])
        blobs.push_back(blobFrom(c));
    }
    return blobs;
  }

 private:
  bool isLeak(std::size_t c) const {
    return isOutsideBone(filled_.site.place[c]) && filled_.filling.fill()[c] > 0.0F;
  }

  double volumeMm3(std::size_t c) const {
    const auto escaped = filled_.filling.escapedMm3().find(c);
    return static_cast<double>(filled_.filling.fill()[c]) * filled_.site.flow.poreMm3(c) +
           (escaped == filled_.filling.escapedMm3().end() ? 0.0 : escaped->second);
  }

  /// Whether cement came to `c` after `other`; voxels less than half full have no arrival and count
  /// as first.
  bool isLater(std::size_t c, std::size_t other) const {
    const std::vector<float>& arrival = filled_.filling.arrivalMl();
    if (arrival[c] < 0.0F || arrival[other] < 0.0F)
      return arrival[other] < 0.0F && arrival[c] >= 0.0F;
    return arrival[c] > arrival[other];
  }

  /// The opening in a bone voxel next to `c` that filled first, if it filled before the blob's.
  void consider(std::size_t bone, Blob& blob) const {
    const auto atMl = static_cast<double>(filled_.filling.arrivalMl()[bone]);
    if (atMl < 0.0 || filled_.site.route[bone] == LeakRoute::None ||
        (blob.route != LeakRoute::None && atMl >= blob.firstAtMl))
      return;
    blob.route = filled_.site.route[bone];
    blob.firstAtMl = atMl;
    blob.atMm = filled_.site.flow.grid.voxelToPatient(filled_.site.flow.grid.voxelAt(bone));
  }

  Blob blobFrom(std::size_t first) {
    Blob blob;
    std::deque<std::size_t> queue = {first};
    seen_[first] = true;
    while (!queue.empty()) {
      const std::size_t c = queue.front();
      queue.pop_front();
      const SitePlace place = filled_.site.place[c];
      blob.volumeMm3[place] += volumeMm3(c);
      const auto [last, isFirst] = blob.end.try_emplace(place, c);
      if (!isFirst && isLater(c, last->second))
        last->second = c;
      for (int axis = 0; axis < 3; ++axis) {
        const auto step = static_cast<std::size_t>(filled_.site.flow.stride(axis));
        for (const std::size_t next : {c + step, c - step}) {
          if (filled_.site.flow.connected(std::min(c, next), axis))
            consider(next, blob);
          if (isLeak(next) && !seen_[next]) {
            seen_[next] = true;
            queue.push_back(next);
          }
        }
      }
    }
    return blob;
  }

  const FilledSite& filled_;
  std::vector<bool> seen_;
};

void add(std::vector<CementLeak>& leaks,
         const FilledSite& filled,
         const Blob& blob,
         SitePlace into) {
  const double volumeMm3 = blob.volumeMm3.at(into);
  const std::string route(toString(blob.route));
  const std::string place(toString(into));
  const auto known = std::find_if(leaks.begin(), leaks.end(), [&](const CementLeak& leak) {
    return leak.route == route && leak.into == place;
  });
  if (known == leaks.end()) {
    leaks.push_back({route,
                     place,
                     volumeMm3 / 1000.0,
                     std::nullopt,
                     blob.atMm,
                     leakPath(filled, blob.end.at(into)),
                     blob.firstAtMl});
    return;
  }
  known->volumeMl += volumeMm3 / 1000.0;
  if (blob.firstAtMl < known->firstAtMl) {
    known->firstAtMl = blob.firstAtMl;
    known->atMm = blob.atMm;
    known->pathMm = leakPath(filled, blob.end.at(into));
  }
}

}  // namespace

std::vector<CementLeak> leaksOf(const FilledSite& filled) {
  std::vector<CementLeak> leaks;
  for (const Blob& blob : Blobs(filled).find()) {
    for (const auto& [place, last] : blob.end)
      add(leaks, filled, blob, place);
  }
  std::erase_if(leaks, [](const CementLeak& leak) { return leak.volumeMl < kSmallestLeakMl; });
  std::stable_sort(leaks.begin(), leaks.end(), [](const CementLeak& a, const CementLeak& b) {
    return a.volumeMl > b.volumeMl;
  });
  return leaks;
}

}  // namespace trocar
