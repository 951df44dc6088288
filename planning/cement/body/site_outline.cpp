#include "planning/cement/body/site_outline.h"

#include "core/error.h"
#include "core/parallel.h"

#include <algorithm>
#include <cmath>

namespace trocar::cement {
namespace {

constexpr double kTissueMm = 10.0;  ///< Kept around the bone.
constexpr double kArchMm = 15.0;    ///< Bone kept behind the posterior wall: the pedicles.
constexpr double kRimMm = 4.0;      ///< Kept beside and beyond the body, for its rims.

Eigen::Matrix3d axesOf(const anatomy::VertebraAnatomy* anatomy) {
  if (anatomy == nullptr)
    return Eigen::Matrix3d::Identity();
  Eigen::Matrix3d axes;
  axes.col(2) = anatomy->frame.superior.normalized();
  axes.col(0) = anatomy->frame.posterior.cross(axes.col(2)).normalized();
  axes.col(1) = axes.col(2).cross(axes.col(0));
  return axes;
}

/// Extent along the columns of `axes` of a structure's patient box.
Eigen::AlignedBox3d boundsAlong(const Case& patient,
                                const Structure& bone,
                                const Eigen::Matrix3d& axes) {
  const std::optional<Box> box = boundsOf(patient, bone);
  if (!box)
    throw Error("The structure \"" + bone.id + "\" has no voxel; no cement can be planned in it.");
  Eigen::AlignedBox3d along;
  for (unsigned corner = 0; corner < 8; ++corner) {
    const Vec3 pointMm((corner & 1U) != 0 ? box->highMm.x() : box->lowMm.x(),
                       (corner & 2U) != 0 ? box->highMm.y() : box->lowMm.y(),
                       (corner & 4U) != 0 ? box->highMm.z() : box->lowMm.z());
    along.extend(axes.transpose() * pointMm);
  }
  return along;
}

/// Body and pedicles, without the processes.
Eigen::AlignedBox3d bodyAlong(const anatomy::VertebraAnatomy& anatomy,
                              const Eigen::Matrix3d& axes) {
  const anatomy::VertebralBody& body = anatomy.body;
  const Vec3 middle = axes.transpose() * anatomy.bodyCentroidMm;
  const double wall = axes.col(1).dot(body.posteriorWall.pointMm);
  const double height =
      std::max({body.heightAnteriorMm, body.heightMiddleMm, body.heightPosteriorMm});
  const Vec3 half(body.widthMm / 2.0 + kRimMm, body.depthMm, height / 2.0 + kRimMm);
  Eigen::AlignedBox3d box(middle - half, middle + half);
  box.max().y() = wall + kArchMm;
  return box;
}

Eigen::AlignedBox3d boxOf(const CementSite& site,
                          const Case& patient,
                          const SiteRequest& request,
                          const Eigen::Matrix3d& axes) {
  Eigen::AlignedBox3d box = boundsAlong(patient, request.bone, axes);
  Eigen::AlignedBox3d tips;
  for (const Cannula& cannula : request.cannulas)
    tips.extend(axes.transpose() * cannula.trajectory.target);
  if (site.anatomy != nullptr) {
    box = box.intersection(bodyAlong(*site.anatomy, axes));
  }
  if (!tips.isEmpty())
    box = box.intersection(Eigen::AlignedBox3d(tips.min() - Vec3::Constant(request.reachMm),
                                               tips.max() + Vec3::Constant(request.reachMm)));
  return {box.min() - Vec3::Constant(kTissueMm), box.max() + Vec3::Constant(kTissueMm)};
}

/// Voxels of side `h` that cover the box, centred on it.
Grid gridOver(const Eigen::AlignedBox3d& box, const Eigen::Matrix3d& axes, double h) {
  std::array<int, 3> size{};
  Vec3 first;
  for (int a = 0; a < 3; ++a) {
    const int count = std::max(3, static_cast<int>(std::ceil(box.sizes()[a] / h - 1e-6)));
    size[static_cast<std::size_t>(a)] = count;
    first[a] = box.center()[a] - 0.5 * h * (count - 1);
  }
  return {size, axes * first, Vec3::Constant(h), axes};
}

bool onRim(const Grid& grid, const VoxelIndex& v) {
  const auto& n = grid.size();
  return v.i == 0 || v.j == 0 || v.k == 0 || v.i == n[0] - 1 || v.j == n[1] - 1 || v.k == n[2] - 1;
}

/// What cement enters in a structure that is not the bone itself.
std::optional<SitePlace> placeOf(Role role) {
  switch (role) {
    case Role::Canal:
    case Role::ThecalSac:
    case Role::Cord:
      return SitePlace::Canal;
    case Role::Foramen:
    case Role::Nerve:
      return SitePlace::Foramen;
    case Role::Disc:
      return SitePlace::Disc;
    case Role::Artery:
    case Role::Vein:
      return SitePlace::Vein;
    case Role::Cartilage:
      return SitePlace::Joint;
    default:
      return isBone(role) ? std::optional(SitePlace::Solid) : std::nullopt;
  }
}

/// Calls `visit` with every voxel whose centre lies in a structure, from within its box; on all
/// threads.
template <typename Visit>
void eachVoxelIn(const Grid& grid,
                 const CaseModel& model,
                 const Structure& structure,
                 const Visit& visit) {
  const Box& box = *model.boxOf(structure.id);
  Eigen::AlignedBox3d index;
  for (unsigned corner = 0; corner < 8; ++corner)
    index.extend(grid.patientToVoxel(Vec3((corner & 1U) != 0 ? box.highMm.x() : box.lowMm.x(),
                                          (corner & 2U) != 0 ? box.highMm.y() : box.lowMm.y(),
                                          (corner & 4U) != 0 ? box.highMm.z() : box.lowMm.z())));
  std::array<int, 3> low{}, high{};
  for (int a = 0; a < 3; ++a) {
    const auto n = static_cast<std::size_t>(a);
    low[n] = std::clamp(static_cast<int>(std::floor(index.min()[a])), 0, grid.size()[n] - 1);
    high[n] = std::clamp(static_cast<int>(std::ceil(index.max()[a])), 0, grid.size()[n] - 1);
  }
  parallelFor(high[2] - low[2] + 1, [&](int slice) {
    const int k = low[2] + slice;
    for (int j = low[1]; j <= high[1]; ++j) {
      for (int i = low[0]; i <= high[0]; ++i) {
        const VoxelIndex voxel{i, j, k};
        if (contains(model.patient(), structure, grid.voxelToPatient(voxel)))
          visit(grid.offset(voxel));
      }
    }
  });
}

/// The disc's space where the case has no structure for it, and the canal: what lies in it beside a
/// labelled one, fat or tumour, is no safer a place for cement.
SitePlace unlabelledPlace(const anatomy::VertebraAnatomy& anatomy, const Vec3& pointMm) {
  const anatomy::VertebralBody& body = anatomy.body;
  const Vec3 fromCentre = pointMm - anatomy.bodyCentroidMm;
  const double behindWall = (pointMm - body.posteriorWall.pointMm).dot(body.posteriorWall.normal);
  const double lateral = std::abs(fromCentre.dot(anatomy.frame.left));
  const double above = (pointMm - body.superiorEndplate.pointMm).dot(body.superiorEndplate.normal);
  const double below = (pointMm - body.inferiorEndplate.pointMm).dot(body.inferiorEndplate.normal);
  const bool between =
      behindWall < 0.0 && behindWall > -body.depthMm && lateral < body.widthMm / 2.0;
  if (between && (above > -1.0 || below > -1.0))
    return SitePlace::Disc;
  const bool behind = behindWall >= -2.0 && behindWall < 18.0;
  if (anatomy.canalCentreMm && behind && lateral < 0.28 * body.widthMm)
    return SitePlace::Canal;
  return SitePlace::Paravertebral;
}

void nameTissue(CementSite& site, const Case& patient) {
  const Grid& grid = site.flow.grid;
  const bool hasDiscs = !patient.withRole(Role::Disc).empty();
  eachVoxel(site, [&](std::size_t c) {
    site.place[c] = SitePlace::Paravertebral;
    if (site.anatomy == nullptr)
      return;
    const SitePlace guess = unlabelledPlace(*site.anatomy, grid.voxelToPatient(grid.voxelAt(c)));
    if (guess == SitePlace::Canal || (guess == SitePlace::Disc && !hasDiscs))
      site.place[c] = guess;
  });
}

/// Whether a structure's box meets the grid's.
bool isNear(const CaseModel& model, const Structure& structure, const Eigen::AlignedBox3d& grid) {
  const Box* box = model.boxOf(structure.id);
  return box != nullptr && grid.intersects(Eigen::AlignedBox3d(box->lowMm, box->highMm));
}

void nameStructures(CementSite& site, const CaseModel& model, const Structure& bone) {
  const Case& patient = model.patient();
  Eigen::AlignedBox3d around;
  for (const Vec3& corner : site.flow.grid.cornersMm())
    around.extend(corner);
  const auto mark = [&](bool solid) {
    for (const Structure& other : patient.structures) {
      const std::optional<SitePlace> place = placeOf(other.role);
      if (place && other.id != bone.id && (*place == SitePlace::Solid) == solid &&
          isNear(model, other, around))
        eachVoxelIn(site.flow.grid, model, other, [&](std::size_t c) { site.place[c] = *place; });
    }
  };
  mark(false);
  mark(true);
  for (const Structure* lesion : patient.withRole(Role::Lesion)) {
    if (!isNear(model, *lesion, around))
      continue;
    eachVoxelIn(site.flow.grid, model, *lesion, [&](std::size_t c) { site.lesion[c] = 1; });
  }
}

void nameBone(CementSite& site, const Case& patient, const Structure& bone) {
  const Image<std::uint8_t> mask = maskOf(patient, bone, site.flow.grid);
  eachVoxel(site, [&](std::size_t c) {
    const VoxelIndex voxel = site.flow.grid.voxelAt(c);
    if (mask.voxels()[c] != 0) {
      const auto front = site.inFrontOfPosteriorWallMm(site.flow.grid.voxelToPatient(voxel));
      site.place[c] = front.value_or(1.0) > 0.0 ? SitePlace::Body : SitePlace::OtherBone;
    }
    if (onRim(site.flow.grid, voxel))
      site.place[c] = SitePlace::Solid;
  });
}

}  // namespace

void outlineSite(CementSite& site, const CaseModel& model, const SiteRequest& request) {
  const Case& patient = model.patient();
  const Eigen::Matrix3d axes = axesOf(site.anatomy);
  site.flow = FlowDomain(gridOver(boxOf(site, patient, request, axes), axes, request.resolutionMm));
  const std::size_t count = site.flow.grid.voxelCount();
  site.place.assign(count, SitePlace::Paravertebral);
  site.route.assign(count, LeakRoute::None);
  site.lesion.assign(count, 0);
  nameTissue(site, patient);
  nameStructures(site, model, request.bone);
  nameBone(site, patient, request.bone);
}

}  // namespace trocar::cement
