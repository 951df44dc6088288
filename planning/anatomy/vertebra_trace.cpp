#include "planning/anatomy/vertebra_trace.h"

#include "planning/anatomy/canal_shadow.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace trocar::anatomy {
namespace {

constexpr double kSmallestMl = 1.5;
constexpr double kLargestMl = 250.0;
constexpr double kLargestExtentMm = 200.0;
constexpr int kFramePasses = 3;

std::optional<LabelExtent> extentOf(const VertebraSubject& subject, const Structure& structure) {
  const auto* region = std::get_if<LabelRegion>(&structure.region);
  if (region == nullptr || region->layer < 0 ||
      static_cast<std::size_t>(region->layer) >= subject.patient.layers.size())
    return std::nullopt;
  return subject.extents.of(*region);
}

const Grid& gridOf(const VertebraSubject& subject, const Structure& structure) {
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
Vec3 cranialGuess(const VertebraSubject& subject) {
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

/// Middle of a structure's section in the plane of the body, behind it.
std::optional<Vec3> sectionBehind(const Case& patient,
                                  const Structure& structure,
                                  const Vec3& bodyMm,
                                  const VertebraFrame& frame) {
  Vec3 sum = Vec3::Zero();
  int count = 0;
  for (double x = -25.0; x <= 25.0; x += 2.0) {
    for (double y = 5.0; y <= 45.0; y += 2.0) {
      const Vec3 point = bodyMm + x * frame.left + y * frame.posterior;
      if (contains(patient, structure, point)) {
        sum += point;
        ++count;
      }
    }
  }
  return count >= 4 ? std::optional(Vec3(sum / count)) : std::nullopt;
}

/// A point of the canal from a structure that fills it, nearest to the body.
std::optional<Vec3> canalFromStructures(const Case& patient,
                                        const Vec3& bodyMm,
                                        const Vec3& superior) {
  const VertebraFrame frame = frameOf(superior, Vec3::UnitY());
  for (const Role role : {Role::Canal, Role::ThecalSac, Role::Cord}) {
    for (const Structure* structure : patient.withRole(role)) {
      if (const auto middle = sectionBehind(patient, *structure, bodyMm, frame))
        return middle;
    }
  }
  return std::nullopt;
}

/// Axes, body and canal found together: each improves the others.
void findBody(VertebraTrace& trace, const Vec3& superior, const std::optional<Vec3>& canalMm) {
  Vec3 up = superior;
  Vec3 inCanal = canalMm.value_or(trace.centroidMm + Vec3::UnitY());
  Vec3 back = inCanal - trace.centroidMm;
  for (int pass = 0; pass < kFramePasses; ++pass) {
    trace.body = traceBody(trace.mask, {trace.centroidMm, frameOf(up, back)});
    if (!trace.body.found())
      return;
    trace.centroidMm = massOf(trace.mask, trace.body).centroidMm;
    if (canalMm) {
      trace.canal = traceCanal(trace.mask, trace.body, trace.body.axes.toLocal(inCanal));
      if (trace.canal)
        inCanal = trace.body.axes.toPatient(trace.canal->centreMm);
      back = inCanal - trace.centroidMm;
    }
    up = (trace.body.superior.plane.normal - trace.body.inferior.plane.normal).normalized();
  }
}

}  // namespace

VertebraTrace traceVertebra(const VertebraSubject& subject) {
  VertebraTrace trace;
  const auto extent = extentOf(subject, subject.structure);
  if (!extent) {
    trace.failure = "The structure has no voxel in a label map.";
    return trace;
  }
  const Grid& grid = gridOf(subject, subject.structure);
  trace.centroidMm = centreOf(*extent, grid);
  trace.failure = whyHopeless(*extent, grid);
  if (!trace.failure.empty())
    return trace;
  trace.mask =
      makeSoftMask(subject.patient, std::get<LabelRegion>(subject.structure.region), *extent);
  trace.centroidMm = densestPointMm(trace.mask);
  const Vec3 guess = cranialGuess(subject);
  const auto shadow = findCanalShadow(trace.mask, trace.centroidMm, guess);
  const Vec3 superior = shadow ? shadow->direction : guess;
  findBody(trace,
           superior,
           shadow ? std::optional(shadow->centreMm)
                  : canalFromStructures(subject.patient, trace.centroidMm, superior));
  if (!trace.body.found())
    trace.failure = "No vertebral body with two endplates was found in the label.";
  return trace;
}

}  // namespace trocar::anatomy
