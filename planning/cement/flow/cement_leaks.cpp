#include "planning/cement/cement_measures.h"
#include "planning/cement/flow/leak_path.h"

#include <algorithm>
#include <array>
#include <deque>
#include <map>

namespace trocar::cement {
namespace {

constexpr double kSmallestLeakMl = 0.005;  ///< Less than CT shows [estimated].

using Parts = std::vector<Escape>;  ///< Of the cement in one place, with when each came.

/// Cement outside the bone that hangs together, and the opening by which it came first.
struct Blob {
  LeakRoute route = LeakRoute::None;
  Vec3 atMm = Vec3::Zero();
  double openedAtMl = 0.0;  ///< When cement came to that opening.
  std::map<SitePlace, Parts> parts;
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

  /// A voxel that is not yet half full counts as filled at the end.
  void addParts(std::size_t c, Parts& parts) const {
    const auto arrivalMl = static_cast<double>(filled_.filling.arrivalMl()[c]);
    parts.push_back(
        {arrivalMl < 0.0 ? filled_.filling.clockMl() : arrivalMl,
         static_cast<double>(filled_.filling.fill()[c]) * filled_.site.flow.poreMm3(c)});
    const auto escapes = filled_.filling.escapes().find(c);
    if (escapes != filled_.filling.escapes().end())
      parts.insert(parts.end(), escapes->second.begin(), escapes->second.end());
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
        (blob.route != LeakRoute::None && atMl >= blob.openedAtMl))
      return;
    blob.route = filled_.site.route[bone];
    blob.openedAtMl = atMl;
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
      addParts(c, blob.parts[place]);
      const auto [last, isFirst] = blob.end.try_emplace(place, c);
      if (!isFirst && isLater(c, last->second))
        last->second = c;
      for (int axis = 0; axis < 3; ++axis) {
        const auto step = static_cast<std::size_t>(filled_.site.flow.stride(axis));
        for (const std::size_t next : {c + step, c - step})
          goOn(next, filled_.site.flow.connected(std::min(c, next), axis), blob, queue);
      }
    }
    return blob;
  }

  void goOn(std::size_t next, bool connected, Blob& blob, std::deque<std::size_t>& queue) {
    if (connected)
      consider(next, blob);
    if (isLeak(next) && !seen_[next]) {
      seen_[next] = true;
      queue.push_back(next);
    }
  }

  const FilledSite& filled_;
  std::vector<bool> seen_;
};

/// All cement that came by one route into one place.
struct Leak {
  LeakRoute route;
  SitePlace into;
  const Blob* first;  ///< Whose opening cement reached first.
  Parts parts;
};

void add(std::vector<Leak>& leaks, const Blob& blob, SitePlace into) {
  const auto known = std::find_if(leaks.begin(), leaks.end(), [&](const Leak& leak) {
    return leak.route == blob.route && leak.into == into;
  });
  const Parts& parts = blob.parts.at(into);
  if (known == leaks.end()) {
    leaks.push_back({blob.route, into, &blob, parts});
    return;
  }
  known->parts.insert(known->parts.end(), parts.begin(), parts.end());
  if (blob.openedAtMl < known->first->openedAtMl)
    known->first = &blob;
}

/// The leak as told: its volume, and when that passed the smallest that is one.
CementLeak told(const FilledSite& filled, Leak leak) {
  std::stable_sort(leak.parts.begin(), leak.parts.end(), [](const Escape& a, const Escape& b) {
    return a.atMl < b.atMl;
  });
  CementLeak result;
  result.route = toString(leak.route);
  result.into = toString(leak.into);
  result.atMm = leak.first->atMm;
  result.pathMm = leakPath(filled, leak.first->end.at(leak.into));
  for (const Escape& part : leak.parts) {
    if (result.volumeMl < kSmallestLeakMl)
      result.firstAtMl = part.atMl;
    result.volumeMl += part.mm3 / 1000.0;
  }
  return result;
}

}  // namespace

std::vector<CementLeak> leaksOf(const FilledSite& filled) {
  const std::vector<Blob> blobs = Blobs(filled).find();
  std::vector<Leak> all;
  for (const Blob& blob : blobs) {
    for (const auto& [place, last] : blob.end)
      add(all, blob, place);
  }
  std::vector<CementLeak> leaks;
  for (Leak& leak : all)
    leaks.push_back(told(filled, std::move(leak)));
  std::erase_if(leaks, [](const CementLeak& leak) { return leak.volumeMl < kSmallestLeakMl; });
  std::stable_sort(leaks.begin(), leaks.end(), [](const CementLeak& a, const CementLeak& b) {
    return a.volumeMl > b.volumeMl;
  });
  return leaks;
}

}  // namespace trocar::cement
