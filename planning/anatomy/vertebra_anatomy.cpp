#include "planning/anatomy/vertebra_anatomy.h"

#include "planning/anatomy/canal_shadow.h"
#include "planning/anatomy/pedicle.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace trocar {
namespace {

constexpr double kSmallestMl = 1.5;
constexpr double kLargestMl = 250.0;
constexpr double kLargestExtentMm = 200.0;
constexpr double kTallestBodyMm = 48.0;
constexpr double kUnevenEndplateMm = 3.0;
constexpr int kFramePasses = 3;

/// A vertebra on its way to being measured.
struct Subject {
  const Case& patient;
  const Structure& structure;
  const CaseExtents& extents;
};

std::optional<LabelExtent> extentOf(const Subject& subject, const Structure& structure) {
  const auto* region = std::get_if<LabelRegion>(&structure.region);
  if (region == nullptr || region->layer < 0 ||
      static_cast<std::size_t>(region->layer) >= subject.patient.layers.size())
    return std::nullopt;
  return subject.extents.of(*region);
}

const Grid& gridOf(const Subject& subject, const Structure& structure) {
  return subject.patient
      .layers[static_cast<std::size_t>(std::get<LabelRegion>(structure.region).layer)]
      .grid();
}

Vec3 centreOf(const LabelExtent& extent, const Grid& grid) {
  return grid.voxelToPatient(Vec3(extent.low[0] + extent.high[0],
                                  extent.low[1] + extent.high[1],
                                  extent.low[2] + extent.high[2]) /
                             2.0);
}

/// Cranial direction from the boxes of the nearest labelled neighbours, else the patient's.
Vec3 cranialGuess(const Subject& subject) {
  const std::optional<int> own = levelOrder(levelOf(subject.structure));
  if (!own)
    return Vec3::UnitZ();
  std::map<int, Vec3> centres;
  for (const Structure& other : subject.patient.structures) {
    if (other.role != Role::Vertebra)
      continue;
    const std::optional<int> order = levelOrder(levelOf(other));
    const auto extent = extentOf(subject, other);
    if (order && extent && std::abs(*order - *own) <= 1)
      centres.emplace(*order, centreOf(*extent, gridOf(subject, other)));
  }
  if (centres.size() < 2)
    return Vec3::UnitZ();
  const Vec3 up = (centres.begin()->second - centres.rbegin()->second).normalized();
  return up.dot(Vec3::UnitZ()) > 0.5 ? up : Vec3::UnitZ();
}

/// Why a label cannot be a vertebra at all, or empty.
std::string whyHopeless(const LabelExtent& extent, const Grid& grid) {
  const double ml = static_cast<double>(extent.voxels) * grid.voxelVolumeMm3() / 1000.0;
  double longest = 0.0;
  for (std::size_t a = 0; a < 3; ++a)
    longest = std::max(
        longest,
        (extent.high[a] - extent.low[a] + 1) * grid.spacingMm()[static_cast<Eigen::Index>(a)]);
  if (ml < kSmallestMl || extent.voxels < 100)
    return "The label is too small to be a vertebra.";
  if (ml > kLargestMl || longest > kLargestExtentMm)
    return "The label is too large to be one vertebra.";
  return {};
}

/// A point of the canal from a structure that fills it, nearest to the body.
std::optional<Vec3> canalFromStructures(const Case& patient,
                                        const Vec3& bodyMm,
                                        const Vec3& superior) {
  for (const Role role : {Role::Canal, Role::ThecalSac, Role::Cord}) {
    for (const Structure* structure : patient.withRole(role)) {
      Vec3 sum = Vec3::Zero();
      int count = 0;
      for (double x = -25.0; x <= 25.0; x += 2.0) {
        for (double y = 5.0; y <= 45.0; y += 2.0) {
          const VertebraFrame frame = frameOf(superior, Vec3::UnitY());
          const Vec3 point = bodyMm + x * frame.left + y * frame.posterior;
          if (contains(patient, *structure, point)) {
            sum += point;
            ++count;
          }
        }
      }
      if (count >= 4)
        return Vec3(sum / count);
    }
  }
  return std::nullopt;
}

/// Axes, body and canal found together: each improves the others.
struct Core {
  BodyShape body;
  std::optional<CanalOutline> canal;
  Vec3 centroidMm = Vec3::Zero();
};

Core findCore(const SoftMask& mask,
              const Vec3& bodyMm,
              const Vec3& superior,
              const std::optional<Vec3>& canalMm) {
  Core core;
  Vec3 up = superior;
  Vec3 inCanal = canalMm.value_or(bodyMm + Vec3::UnitY());
  Vec3 back = inCanal - bodyMm;
  core.centroidMm = bodyMm;
  for (int pass = 0; pass < kFramePasses; ++pass) {
    core.body = traceBody(mask, {core.centroidMm, frameOf(up, back)});
    if (!core.body.found())
      return core;
    core.centroidMm = massOf(mask, core.body).centroidMm;
    if (canalMm) {
      core.canal = traceCanal(mask, core.body, core.body.axes.toLocal(inCanal));
      if (core.canal)
        inCanal = core.body.axes.toPatient(core.canal->centreMm);
      back = inCanal - core.centroidMm;
    }
    up = (core.body.superior.plane.normal - core.body.inferior.plane.normal).normalized();
  }
  return core;
}

bool bodyTouchesBorder(const SoftMask& mask, const BodyShape& body) {
  const auto& border = mask.borderVoxels();
  return std::count_if(border.begin(), border.end(), [&](const Vec3& voxel) {
           return body.contains(body.axes.toLocal(voxel), 8.0);
         }) > 2;
}

Trust judge(const SoftMask& mask, const Core& core, const VertebralBody& size) {
  if (bodyTouchesBorder(mask, core.body))
    return {false, "The body is cut off by the border of the label map."};
  if (std::max(core.body.superior.rmsMm, core.body.inferior.rmsMm) > kUnevenEndplateMm)
    return {false, "An endplate is too uneven for a plane, as after a fracture."};
  if (size.heightMiddleMm > kTallestBodyMm)
    return {false, "The body is taller than any vertebra: neighbours may share this label."};
  if (std::min(size.heightAnteriorMm, size.heightPosteriorMm) < 4.0 || size.widthMm < 12.0)
    return {false, "The label does not have the size of a vertebral body."};
  if (mask.scatteredFraction() > 0.2)
    return {false, "The label lies in several separate pieces."};
  if (!core.canal || core.canal->closedShare < 0.6)
    return {false, "No ring of bone closes around the canal: the arch is missing from the label."};
  return {};
}

VertebraAnatomy measure(const Subject& subject) {
  VertebraAnatomy anatomy;
  anatomy.structureId = subject.structure.id;
  anatomy.level = levelOf(subject.structure);
  const std::string noPedicle = "The vertebra could not be measured.";
  anatomy.left.trust = anatomy.right.trust = {false, noPedicle};
  const auto extent = extentOf(subject, subject.structure);
  if (!extent) {
    anatomy.trust = {false, "The structure has no voxel in a label map."};
    return anatomy;
  }
  const Grid& grid = gridOf(subject, subject.structure);
  anatomy.bodyCentroidMm = centreOf(*extent, grid);
  if (const std::string why = whyHopeless(*extent, grid); !why.empty()) {
    anatomy.trust = {false, why};
    return anatomy;
  }
  const SoftMask mask =
      makeSoftMask(subject.patient, std::get<LabelRegion>(subject.structure.region), *extent);
  const Vec3 dense = densestPointMm(mask);
  const Vec3 guess = cranialGuess(subject);
  const auto shadow = findCanalShadow(mask, dense, guess);
  const Vec3 superior = shadow ? shadow->direction : guess;
  const auto canalMm = shadow ? std::optional(shadow->centreMm)
                              : canalFromStructures(subject.patient, dense, superior);
  const Core core = findCore(mask, dense, superior, canalMm);
  anatomy.bodyCentroidMm = core.centroidMm;
  anatomy.frame = core.body.axes.frame;
  if (!core.body.found()) {
    anatomy.trust = {false, "No vertebral body with two endplates was found in the label."};
    return anatomy;
  }
  anatomy.body = dimensionsOf(mask, core.body);
  anatomy.trust = judge(mask, core, anatomy.body);
  if (core.canal) {
    anatomy.canalCentreMm = core.body.axes.toPatient(core.canal->centreMm);
    anatomy.left = measurePedicle(mask, core.body, *core.canal, 1);
    anatomy.right = measurePedicle(mask, core.body, *core.canal, -1);
  } else {
    anatomy.left.trust = anatomy.right.trust = {false, "No canal was found to look beside."};
  }
  return anatomy;
}

}  // namespace

VertebraAnatomy measureVertebra(const Case& patient,
                                const Structure& vertebra,
                                const Progress& progress) {
  progress.at(0.0);
  const CaseExtents extents(patient);
  return measure({patient, vertebra, extents});
}

std::vector<VertebraAnatomy> measureVertebrae(const Case& patient, const Progress& progress) {
  std::vector<const Structure*> vertebrae = patient.withRole(Role::Vertebra);
  std::stable_sort(vertebrae.begin(), vertebrae.end(), [](const Structure* a, const Structure* b) {
    return levelOrder(levelOf(*a)).value_or(1000) < levelOrder(levelOf(*b)).value_or(1000);
  });
  const CaseExtents extents(patient);
  std::vector<VertebraAnatomy> anatomies(vertebrae.size());
#pragma omp parallel for schedule(static, 1)
  for (std::size_t n = 0; n < vertebrae.size(); ++n) {
    if (!progress.cancelled())
      anatomies[n] = measure({patient, *vertebrae[n], extents});
  }
  progress.at(1.0);
  return anatomies;
}

}  // namespace trocar
