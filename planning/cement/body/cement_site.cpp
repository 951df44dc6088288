#include "planning/cement/body/cement_site.h"

#include "core/parallel.h"
#include "planning/cement/body/cavity.h"
#include "planning/cement/body/site_outline.h"
#include "planning/cement/body/site_surface.h"
#include "planning/cement/flow/bone_flow.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace trocar::cement {
namespace {

constexpr double kTrunkRadiusMm = 1.5;

}  // namespace

std::string_view toString(SitePlace place) {
  constexpr std::array<std::string_view, 9> kWords = {
      "solid", "bone", "bone", "canal", "foramen", "disc", "vein", "joint", "paravertebral"};
  return kWords[static_cast<std::size_t>(place)];
}

std::string_view toString(LeakRoute route) {
  constexpr std::array<std::string_view, 8> kWords = {
      "none", "basivertebral", "segmental", "cortical", "disc", "foraminal", "joint", "track"};
  return kWords[static_cast<std::size_t>(route)];
}

void eachVoxel(const CementSite& site, const std::function<void(std::size_t)>& visit) {
  parallelFor(site.place.size(), visit);
}

double SiteRequest::veinsAt(const Vec3& pointMm) const {
  return factors.veins * (ablated.contains(pointMm) ? kAblatedVein : 1.0);
}

double CementSite::volumeMl(SitePlace of) const {
  const auto voxels = std::count(place.begin(), place.end(), of);
  return static_cast<double>(voxels) * flow.grid.voxelVolumeMm3() / 1000.0;
}

double CementSite::roomMl() const {
  double sum = 0.0;
  for (std::size_t c = 0; c < place.size(); ++c)
    sum += isInBone(place[c]) ? flow.poreMm3(c) : 0.0;
  return sum / 1000.0;
}

std::optional<double> CementSite::inFrontOfPosteriorWallMm(const Vec3& pointMm) const {
  if (anatomy == nullptr)
    return std::nullopt;
  const anatomy::Plane& wall = anatomy->body.posteriorWall;
  return (wall.pointMm - pointMm).dot(wall.normal);
}

bool CementSite::inBasivertebralForamen(const Vec3& pointMm) const {
  if (anatomy == nullptr)
    return false;
  const anatomy::VertebralBody& body = anatomy->body;
  const double inward = std::max(0.0, *inFrontOfPosteriorWallMm(pointMm)) / body.depthMm;
  const Vec3 fromCentre = pointMm - anatomy->bodyCentroidMm;
  const double lateralMm = std::abs(fromCentre.dot(anatomy->frame.left));
  const double verticalMm = std::abs(fromCentre.dot(anatomy->frame.superior));
  const double fromTrunkMm =
      std::abs(fromCentre.dot(anatomy->frame.superior) - veins.upShare * body.heightMiddleMm);
  const double wedge = 1.0 - inward / 0.4;
  return (lateralMm < body.widthMm / 10.0 * wedge &&
          verticalMm < body.heightMiddleMm / 8.0 * wedge) ||
         (inward < veins.trunkShare && std::hypot(lateralMm, fromTrunkMm) < kTrunkRadiusMm);
}

Vec3 CementSite::trunkMm() const {
  const anatomy::VertebralBody& body = anatomy->body;
  return anatomy->bodyCentroidMm + veins.upShare * body.heightMiddleMm * anatomy->frame.superior +
         (0.5 - veins.trunkShare) * body.depthMm * anatomy->frame.posterior;
}

std::vector<Vec3> CementSite::segmentalMouthsMm() const {
  std::vector<Vec3> mouths;
  if (anatomy == nullptr)
    return mouths;
  const Vec3 toFront = -0.4 * anatomy->body.depthMm * anatomy->frame.posterior;
  const Vec3 toLeft = anatomy->body.widthMm * anatomy->frame.left;
  const Vec3 middle = anatomy->bodyCentroidMm +
                      veins.upShare * anatomy->body.heightMiddleMm * anatomy->frame.superior -
                      veins.forwardShare * anatomy->body.depthMm * anatomy->frame.posterior;
  for (const double side : {1.0, -1.0}) {
    mouths.push_back(middle + 0.5 * side * toLeft);
    mouths.push_back(middle + 0.4 * side * toLeft + 0.5 * toFront);
  }
  return mouths;
}

bool CementSite::inPosteriorQuarter(std::size_t voxel) const {
  if (anatomy == nullptr || !isInBone(place[voxel]))
    return false;
  const Vec3 pointMm = flow.grid.voxelToPatient(flow.grid.voxelAt(voxel));
  return *inFrontOfPosteriorWallMm(pointMm) < 0.25 * anatomy->body.depthMm;
}

namespace {

void setBoneFlow(CementSite& site, const Volume& ct, const SiteRequest& request) {
  const double factor = request.factors.permeability;
  eachVoxel(site, [&](std::size_t c) {
    if (!isInBone(site.place[c]))
      return;
    const Vec3 pointMm = site.flow.grid.voxelToPatient(site.flow.grid.voxelAt(c));
    const double hu = huAt(ct, pointMm);
    const bool lytic = site.lesion[c] != 0 && hu < kLyticBelowHu;
    const double b = boneVolumeFraction(hu);
    site.flow.porosity[c] = static_cast<float>(lytic ? kLyticPorosity : 1.0 - b);
    site.flow.permeabilityM2[c] =
        static_cast<float>(factor * (lytic ? kLyticPermeabilityM2 : permeabilityM2(b)));
    if (site.lesion[c] != 0 && request.ablated.contains(pointMm))
      site.flow.permeabilityM2[c] *= static_cast<float>(kAblatedTumour);
  });
}

/// The vein lies in a gap of the trabeculae.
void hollowBasivertebralForamen(CementSite& site, const SiteRequest& request) {
  eachVoxel(site, [&](std::size_t c) {
    const Vec3 pointMm = site.flow.grid.voxelToPatient(site.flow.grid.voxelAt(c));
    if (site.place[c] != SitePlace::Body || !site.inBasivertebralForamen(pointMm))
      return;
    const auto open = static_cast<float>(request.veinsAt(pointMm) * kVeinPermeabilityM2);
    site.flow.permeabilityM2[c] = std::max(site.flow.permeabilityM2[c], open);
  });
}

/// Distance from a point to the line between two others.
double fromLineMm(const Vec3& from, const Vec3& to, const Vec3& pointMm) {
  const Vec3 along = (to - from).normalized();
  const double depthMm = std::clamp((pointMm - from).dot(along), 0.0, (to - from).norm());
  return (pointMm - from - depthMm * along).norm();
}

/// The tributaries of the basivertebral vein run in the middle of the height from its trunk to
/// where segmental veins leave. Each voxel near one is a share of vein and a share of bone, so that
/// the vein's flow and speed do not depend on the voxels.
void hollowTributaries(CementSite& site, const SiteRequest& request) {
  const std::vector<Vec3> mouths = site.segmentalMouthsMm();
  if (mouths.empty())
    return;
  const double reachMm = 0.75 * site.flow.grid.spacingMm()[0];
  const auto share =
      static_cast<float>(std::min(1.0, kTributaryMm * kTributaryMm / 4.0 / (reachMm * reachMm)));
  const Vec3 trunk = site.trunkMm();
  eachVoxel(site, [&](std::size_t c) {
    if (site.place[c] != SitePlace::Body)
      return;
    const Vec3 p = site.flow.grid.voxelToPatient(site.flow.grid.voxelAt(c));
    if (std::abs((p - trunk).dot(site.anatomy->frame.superior)) > reachMm ||
        std::none_of(mouths.begin(), mouths.end(), [&](const Vec3& mouth) {
          return fromLineMm(trunk, mouth, p) <= reachMm;
        }))
      return;
    const auto open = static_cast<float>(request.veinsAt(p) * tubePermeabilityM2(kTributaryMm));
    float& permeability = site.flow.permeabilityM2[c];
    permeability = std::max(permeability, share * open + (1.0F - share) * permeability);
    site.flow.porosity[c] = share + (1.0F - share) * site.flow.porosity[c];
  });
}

/// Pushed aside, bone leaves a room without resistance.
void emptyCavities(CementSite& site, const std::vector<EllipsoidRegion>& cavities) {
  for (const EllipsoidRegion& cavity : cavities) {
    for (std::size_t c = 0; c < site.place.size(); ++c) {
      if (!isInBone(site.place[c]) ||
          !contains(cavity, site.flow.grid.voxelToPatient(site.flow.grid.voxelAt(c))))
        continue;
      site.flow.porosity[c] = 1.0F;
      site.flow.permeabilityM2[c] = static_cast<float>(kLyticPermeabilityM2);
    }
  }
}

/// The wall of a coil is solid, what it encloses is a room.
void placeRings(CementSite& site, const std::vector<Ring>& rings) {
  for (const Ring& ring : rings) {
    for (std::size_t c = 0; c < site.place.size(); ++c) {
      const Vec3 pointMm = site.flow.grid.voxelToPatient(site.flow.grid.voxelAt(c));
      if (!isInBone(site.place[c]) || (!ring.inWall(pointMm) && !ring.encloses(pointMm)))
        continue;
      const bool wall = ring.inWall(pointMm);
      site.flow.porosity[c] = wall ? 0.0F : 1.0F;
      site.flow.permeabilityM2[c] = wall ? 0.0F : static_cast<float>(kLyticPermeabilityM2);
    }
  }
}

/// Steel is solid; the voxel in front of the tip stays free.
void placeCannulas(CementSite& site, const std::vector<Cannula>& cannulas) {
  const double h = site.flow.grid.spacingMm()[0];
  eachVoxel(site, [&](std::size_t c) {
    if (!isInBone(site.place[c]))
      return;
    const Vec3 pointMm = site.flow.grid.voxelToPatient(site.flow.grid.voxelAt(c));
    for (const Cannula& cannula : cannulas) {
      const Vec3 direction = cannula.trajectory.direction();
      const Vec3 offset = pointMm - cannula.trajectory.target;
      const double behindTipMm = -offset.dot(direction);
      const double fromAxisMm = (offset + behindTipMm * direction).norm();
      if (behindTipMm > h && fromAxisMm < cannula.outerDiameterMm / 2.0)
        site.flow.porosity[c] = site.flow.permeabilityM2[c] = 0.0F;
    }
  });
}

using Corners = std::array<std::array<int, 3>, 2>;  ///< First and last voxel of a box.

/// The smallest box with all bone and all that flows, and a rim of one voxel.
Corners boxOfUse(const CementSite& site) {
  const Grid& grid = site.flow.grid;
  Corners box{grid.size(), {-1, -1, -1}};
  for (std::size_t c = 0; c < site.place.size(); ++c) {
    if (!isInBone(site.place[c]) && !site.flow.flows(c))
      continue;
    const VoxelIndex v = grid.voxelAt(c);
    const std::array<int, 3> at{v.i, v.j, v.k};
    for (std::size_t a = 0; a < 3; ++a) {
      box[0][a] = std::min(box[0][a], at[a] - 1);
      box[1][a] = std::max(box[1][a], at[a] + 1);
    }
  }
  return box;
}

template <typename Value>
std::vector<Value> part(const Grid& from,
                        const Grid& to,
                        const std::array<int, 3>& first,
                        const std::vector<Value>& values) {
  std::vector<Value> result;
  result.reserve(to.voxelCount());
  for (int k = 0; k < to.size()[2]; ++k)
    for (int j = 0; j < to.size()[1]; ++j) {
      const auto row = values.begin() + static_cast<std::ptrdiff_t>(
                                            from.offset({first[0], first[1] + j, first[2] + k}));
      result.insert(result.end(), row, row + to.size()[0]);
    }
  return result;
}

/// Without the tissue around it that nothing reaches: the flow is solved on every voxel.
CementSite cropped(const CementSite& site) {
  const Corners box = boxOfUse(site);
  const auto& first = box[0];
  const auto& last = box[1];
  const Grid& from = site.flow.grid;
  const Vec3 origin = from.voxelToPatient(VoxelIndex{first[0], first[1], first[2]});
  const Grid to({last[0] - first[0] + 1, last[1] - first[1] + 1, last[2] - first[2] + 1},
                origin,
                from.spacingMm(),
                from.directions());
  const auto take = [&](const auto& values) { return part(from, to, first, values); };
  CementSite result = site;
  result.flow = FlowDomain(to);
  result.flow.anisotropy = site.flow.anisotropy;
  result.flow.porosity = take(site.flow.porosity);
  result.flow.permeabilityM2 = take(site.flow.permeabilityM2);
  result.flow.walls = take(site.flow.walls);
  result.flow.marrowDrainMm3 = take(site.flow.marrowDrainMm3);
  result.flow.open = take(site.flow.open);
  result.place = take(site.place);
  result.route = take(site.route);
  result.lesion = take(site.lesion);
  return result;
}

}  // namespace

CementSite makeCementSite(const CaseModel& model, const SiteRequest& request) {
  CementSite site;
  site.structure = request.bone.id;
  site.level = levelOf(request.bone);
  site.anatomy = request.anatomy;
  site.veins = request.factors.veinPlace;
  outlineSite(site, model, request);
  if (site.anatomy != nullptr)
    site.flow.anisotropy = Vec3(kTransverseOverAxial, kTransverseOverAxial, 1.0);
  setBoneFlow(site, model.patient().ct, request);
  hollowBasivertebralForamen(site, request);
  hollowTributaries(site, request);
  emptyCavities(site, request.cavities);
  placeRings(site, request.rings);
  placeCannulas(site, request.cannulas);
  openSurface(site, model, request);
  return cropped(site);
}

}  // namespace trocar::cement
