#include "planning/anatomy/vertebra_anatomy.h"

#include "core/parallel.h"
#include "planning/anatomy/pedicle.h"
#include "planning/anatomy/vertebra_trace.h"

#include <algorithm>
#include <cmath>

namespace trocar::anatomy {
namespace {

constexpr double kTallestBodyMm = 48.0;
constexpr double kUnevenEndplateMm = 3.0;
constexpr int kNeighbourReach = 2;  // Levels on each side that lend their height.
constexpr double kUncollapsed =
    0.85;  // Of its own largest height: a neighbour lower than this lends nothing.

bool bodyTouchesBorder(const SoftMask& mask, const BodyShape& body) {
  const auto& border = mask.borderVoxels();
  return std::count_if(border.begin(), border.end(), [&](const Vec3& voxel) {
           return body.contains(body.axes.toLocal(voxel), 8.0);
         }) > 2;
}

Trust judge(const VertebraTrace& trace, const VertebralBody& size) {
  if (bodyTouchesBorder(trace.mask, trace.body))
    return {false, "The body is cut off by the border of the label map."};
  if (std::max(trace.body.superior.rmsMm, trace.body.inferior.rmsMm) > kUnevenEndplateMm)
    return {false, "An endplate is too uneven for a plane, as after a fracture."};
  if (size.heightMiddleMm > kTallestBodyMm)
    return {false, "The body is taller than any vertebra: neighbours may share this label."};
  if (std::min(size.heightAnteriorMm, size.heightPosteriorMm) < 4.0 || size.widthMm < 12.0)
    return {false, "The label does not have the size of a vertebral body."};
  if (trace.mask.scatteredFraction() > 0.2)
    return {false, "The label lies in several separate pieces."};
  if (!trace.canal || trace.canal->closedShare < 0.6)
    return {false, "No ring of bone closes around the canal: the arch is missing from the label."};
  return {};
}

VertebraAnatomy measure(const VertebraSubject& subject) {
  VertebraAnatomy anatomy;
  anatomy.structureId = subject.structure.id;
  anatomy.level = levelOf(subject.structure);
  anatomy.left.trust = anatomy.right.trust = {false, "The vertebra could not be measured."};
  const VertebraTrace trace = traceVertebra(subject);
  anatomy.bodyCentroidMm = trace.centroidMm;
  if (!trace.failure.empty()) {
    anatomy.trust = {false, trace.failure};
    return anatomy;
  }
  anatomy.frame = trace.body.axes.frame;
  anatomy.body = dimensionsOf(trace.mask, trace.body);
  anatomy.trust = judge(trace, anatomy.body);
  if (!trace.canal) {
    anatomy.left.trust = anatomy.right.trust = {false, "No canal was found to look beside."};
    return anatomy;
  }
  anatomy.canalCentreMm = trace.body.axes.toPatient(trace.canal->centreMm);
  anatomy.canalAreaMm2 = trace.canal->areaMm2;
  anatomy.left = measurePedicle(trace.mask, trace.body, *trace.canal, 1);
  anatomy.right = measurePedicle(trace.mask, trace.body, *trace.canal, -1);
  return anatomy;
}

bool lendsHeight(const VertebraAnatomy& anatomy) {
  const VertebralBody& body = anatomy.body;
  const auto [least, most] =
      std::minmax({body.heightAnteriorMm, body.heightMiddleMm, body.heightPosteriorMm});
  return anatomy.trust.trusted && least >= kUncollapsed * most - 2.0;
}

/// A height expected from the neighbours, nearer ones counting more; nullopt where none lends it.
std::optional<double> expectedHeight(const std::vector<VertebraAnatomy>& all,
                                     std::size_t index,
                                     double VertebralBody::*height) {
  double sum = 0.0;
  double weights = 0.0;
  const int own = levelOrder(all[index].level).value_or(-1000);
  for (const VertebraAnatomy& other : all) {
    const int distance = std::abs(levelOrder(other.level).value_or(1000) - own);
    if (distance == 0 || distance > kNeighbourReach || !lendsHeight(other))
      continue;
    sum += other.body.*height / distance;
    weights += 1.0 / distance;
  }
  return weights > 0.0 ? std::optional(sum / weights) : std::nullopt;
}

/// The largest share of height lost in front, in the middle or behind.
std::optional<double> collapseOf(const std::vector<VertebraAnatomy>& all, std::size_t index) {
  const VertebralBody& body = all[index].body;
  if (body.heightMiddleMm <= 0.0)
    return std::nullopt;
  double collapse = 0.0;
  for (double VertebralBody::*height : {&VertebralBody::heightAnteriorMm,
                                        &VertebralBody::heightMiddleMm,
                                        &VertebralBody::heightPosteriorMm}) {
    const auto expected = expectedHeight(all, index, height);
    if (!expected)
      return std::nullopt;
    collapse = std::max(collapse, 1.0 - body.*height / *expected);
  }
  return collapse;
}

}  // namespace

VertebraFrame leaning(const VertebraFrame& frame, Angle forwards) {
  const double along = std::cos(forwards.radians());
  const double across = std::sin(forwards.radians());
  return {along * frame.superior - across * frame.posterior,
          along * frame.posterior + across * frame.superior,
          frame.left};
}

VertebraAnatomy measureVertebra(const Case& patient,
                                const Structure& vertebra,
                                const Progress& progress) {
  progress.at(0.0);
  const CaseExtents extents(patient);
  return measure({patient, vertebra, extents});
}

void addCollapse(std::vector<VertebraAnatomy>& vertebrae) {
  for (std::size_t n = 0; n < vertebrae.size(); ++n)
    vertebrae[n].collapseFraction = collapseOf(vertebrae, n);
}

std::vector<VertebraAnatomy> measureVertebrae(const Case& patient, const Progress& progress) {
  std::vector<const Structure*> vertebrae = patient.withRole(Role::Vertebra);
  std::stable_sort(vertebrae.begin(), vertebrae.end(), [](const Structure* a, const Structure* b) {
    return levelOrder(levelOf(*a)).value_or(1000) < levelOrder(levelOf(*b)).value_or(1000);
  });
  const CaseExtents extents(patient);
  std::vector<VertebraAnatomy> anatomies(vertebrae.size());
  parallelFor(vertebrae.size(), progress.span(0.0, 0.99), [&](std::size_t n) {
    anatomies[n] = measure({patient, *vertebrae[n], extents});
  });
  addCollapse(anatomies);
  progress.at(1.0);
  return anatomies;
}

}  // namespace trocar::anatomy
