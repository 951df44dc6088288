#include "planning/cement/body/site_surface.h"

#include "core/parallel.h"
#include "planning/cement/flow/bone_flow.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>
#include <optional>

namespace trocar::cement {
namespace {

constexpr double kReachOutsideMm = 9.0;  ///< Of cement into the tissue behind an opening.
/// Small vessels of intact cortex: permeability over thickness, so that injecting 0.05 ml/s into a
/// sealed lumbar body raises the marrow's pressure by about 3 kPa [estimated].
constexpr double kSeepageMm = 5e-7;
constexpr double kTrackPermeabilityM2 = 1e-10;  ///< Of the gap around a cannula [estimated].
constexpr double kTrackGapMm = 1.0;
constexpr double kSegmentalMouthMm = 3.0;  ///< Across [estimated].

/// A face between a bone voxel and the tissue outside.
struct Face {
  std::size_t bone = 0;
  std::size_t outside = 0;
  int axis = 0;
};

/// Porosity and permeability of tissue that cement enters [estimated].
struct Tissue {
  double porosity;
  double permeabilityM2;
};

Tissue tissueOf(const CementSite& site, std::size_t voxel) {
  if (site.lesion[voxel] != 0)
    return {kLyticPorosity, kLyticPermeabilityM2};
  switch (site.place[voxel]) {
    case SitePlace::Canal:
    case SitePlace::Foramen:
      return {0.5, 1e-8};
    case SitePlace::Disc:
      return {0.2, 1e-9};
    case SitePlace::Vein:
      return {1.0, 1e-7};
    case SitePlace::Joint:
      return {1.0, 1e-8};
    default:
      return {0.2, 1e-9};
  }
}

std::vector<Face> facesOf(const CementSite& site) {
  std::vector<Face> faces;
  for (std::size_t c = 0; c < site.place.size(); ++c) {
    if (site.place[c] == SitePlace::Solid)
      continue;
    for (int axis = 0; axis < 3; ++axis) {
      const std::size_t next = c + static_cast<std::size_t>(site.flow.stride(axis));
      if (isInBone(site.place[c]) && isOutsideBone(site.place[next]))
        faces.push_back({c, next, axis});
      if (isInBone(site.place[next]) && isOutsideBone(site.place[c]))
        faces.push_back({next, c, axis});
    }
  }
  return faces;
}

class Surface {
 public:
  Surface(CementSite& site, const CaseModel& model, const SiteRequest& request)
      : site_(site), model_(model), request_(request), faces_(facesOf(site)) {}

  void open() {
    for (const Face& face : faces_)
      close(face);
    const std::vector<LeakRoute> routes = routesOfFaces();
    for (std::size_t n = 0; n < faces_.size(); ++n) {
      if (routes[n] != LeakRoute::None)
        openFace(faces_[n], routes[n]);
    }
    openSegmentalVeins();
    spreadOutside();
  }

 private:
  Vec3 pointOf(std::size_t voxel) const {
    return site_.flow.grid.voxelToPatient(site_.flow.grid.voxelAt(voxel));
  }
  Vec3 centreOf(const Face& face) const {
    return 0.5 * (pointOf(face.bone) + pointOf(face.outside));
  }

  void close(const Face& face) {
    const std::size_t first = std::min(face.bone, face.outside);
    site_.flow.walls[first] |= static_cast<std::uint8_t>(1U << face.axis);
    const double h = site_.flow.grid.spacingMm()[0];
    site_.flow.marrowDrainMm3[face.bone] += static_cast<float>(h * h * kSeepageMm);
  }

  /// The CT along the outward normal stays below cortical density.
  bool isDefect(const Face& face) const {
    const Vec3 middle = centreOf(face);
    Vec3 normal = model_.fields().of(site_.structure).gradientAt(middle);
    if (normal.squaredNorm() == 0.0)
      normal = (pointOf(face.outside) - pointOf(face.bone)).normalized();
    const double limit = kCortexHu * request_.factors.cortexHu;
    for (double alongMm = -1.5; alongMm <= 1.0; alongMm += 0.5) {
      if (huAt(model_.patient().ct, middle + alongMm * normal) >= limit)
        return false;
    }
    return true;
  }

  std::vector<LeakRoute> routesOfFaces() const {
    std::vector<LeakRoute> routes(faces_.size(), LeakRoute::None);
    parallelFor(faces_.size(), [&](std::size_t n) { routes[n] = routeOf(faces_[n]); });
    return routes;
  }

  LeakRoute routeOf(const Face& face) const {
    if (site_.flow.permeabilityM2[face.bone] <= 0.0F)
      return LeakRoute::None;
    const bool tumourGoesOn = site_.lesion[face.bone] != 0 && site_.lesion[face.outside] != 0;
    const bool vein = atBasivertebralVein(face);
    if (!vein && !tumourGoesOn && !isDefect(face))
      return besideCannula(face) ? LeakRoute::Track : LeakRoute::None;
    if (vein)
      return LeakRoute::Basivertebral;
    switch (site_.place[face.outside]) {
      case SitePlace::Disc:
        return LeakRoute::Disc;
      case SitePlace::Foramen:
        return LeakRoute::Foraminal;
      case SitePlace::Joint:
        return LeakRoute::Joint;
      default:
        return LeakRoute::Cortical;
    }
  }

  bool atBasivertebralVein(const Face& face) const {
    return site_.place[face.outside] == SitePlace::Canal &&
           site_.inBasivertebralForamen(centreOf(face));
  }

  bool besideCannula(const Face& face) const {
    const Vec3 middle = centreOf(face);
    return std::any_of(
        request_.cannulas.begin(), request_.cannulas.end(), [&](const Cannula& cannula) {
          const Vec3 offset = middle - cannula.trajectory.target;
          const double behindTipMm = -offset.dot(cannula.trajectory.direction());
          const Vec3 across = offset + behindTipMm * cannula.trajectory.direction();
          return behindTipMm > 5.0 && across.norm() < cannula.outerDiameterMm / 2.0 + kTrackGapMm;
        });
  }

  void openFace(const Face& face, LeakRoute route) {
    const std::size_t first = std::min(face.bone, face.outside);
    site_.flow.walls[first] &= static_cast<std::uint8_t>(~(1U << face.axis));
    site_.route[face.bone] = route;
    const Tissue tissue = tissueOf(site_, face.outside);
    const bool vein = route == LeakRoute::Basivertebral || route == LeakRoute::Segmental;
    const double mouth = vein ? tubePermeabilityM2(kTributaryMm) * request_.veinsAt(centreOf(face))
                         : route == LeakRoute::Track ? kTrackPermeabilityM2
                                                     : tissue.permeabilityM2;
    site_.flow.porosity[face.outside] = static_cast<float>(tissue.porosity);
    site_.flow.permeabilityM2[face.outside] = static_cast<float>(mouth);
    mouths_.push_back(face.outside);
  }

  /// Two mouths on each side, halfway up the body, at its flank and farther to the front, through
  /// which cement leaves the site.
  void openSegmentalVeins() {
    for (const Vec3& at : site_.segmentalMouthsMm()) {
      const std::optional<Vec3> middle = nearestFaceMm(at);
      for (const Face& face : faces_) {
        if (!middle || (centreOf(face) - *middle).norm() > kSegmentalMouthMm / 2.0 ||
            site_.route[face.bone] != LeakRoute::None ||
            site_.flow.permeabilityM2[face.bone] <= 0.0F)
          continue;
        site_.place[face.outside] = SitePlace::Vein;
        openFace(face, LeakRoute::Segmental);
      }
    }
  }

  std::optional<Vec3> nearestFaceMm(const Vec3& at) const {
    std::optional<Vec3> best;
    double bestMm = 5.0;
    for (const Face& face : faces_) {
      const double distanceMm = (centreOf(face) - at).norm();
      if (distanceMm < bestMm && site_.flow.permeabilityM2[face.bone] > 0.0F) {
        bestMm = distanceMm;
        best = centreOf(face);
      }
    }
    return best;
  }

  void spreadOutside() {
    const double h = site_.flow.grid.spacingMm()[0];
    const int reach = static_cast<int>(std::lround(kReachOutsideMm / h));
    std::vector<int> steps(site_.place.size(), std::numeric_limits<int>::max());
    std::deque<std::size_t> queue;
    for (const std::size_t mouth : mouths_) {
      steps[mouth] = 0;
      queue.push_back(mouth);
    }
    while (!queue.empty()) {
      const std::size_t c = queue.front();
      queue.pop_front();
      if (steps[c] == reach || site_.place[c] == SitePlace::Vein) {
        site_.flow.open[c] = 1;
        continue;
      }
      for (int axis = 0; axis < 3; ++axis) {
        const std::ptrdiff_t stride = site_.flow.stride(axis);
        for (const std::ptrdiff_t offset : {stride, -stride})
          enter(c + static_cast<std::size_t>(offset), steps[c] + 1, steps, queue);
      }
    }
  }

  void enter(std::size_t voxel, int step, std::vector<int>& steps, std::deque<std::size_t>& queue) {
    if (!isOutsideBone(site_.place[voxel]) || steps[voxel] <= step)
      return;
    const Tissue tissue = tissueOf(site_, voxel);
    if (site_.flow.permeabilityM2[voxel] <= 0.0F) {
      site_.flow.porosity[voxel] = static_cast<float>(tissue.porosity);
      site_.flow.permeabilityM2[voxel] = static_cast<float>(tissue.permeabilityM2);
    }
    steps[voxel] = step;
    queue.push_back(voxel);
  }

  CementSite& site_;
  const CaseModel& model_;
  const SiteRequest& request_;
  std::vector<Face> faces_;
  std::vector<std::size_t> mouths_;
};

}  // namespace

void openSurface(CementSite& site, const CaseModel& model, const SiteRequest& request) {
  Surface(site, model, request).open();
}

}  // namespace trocar::cement
