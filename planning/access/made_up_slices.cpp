#include "planning/access/made_up_slices.h"

#include "core/number_text.h"
#include "planning/access/rules.h"
#include "planning/findings/rule_text.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace trocar::access {
namespace {

constexpr double kMadeUpStepMm = 0.5;

/// Counts from the first slice's outer face in slices.
struct Slab {
  double from = 0.0;
  double to = 0.0;

  bool holds(double slice) const { return slice >= from && slice < to; }
};

Slab slabOf(const SliceRange& slices) {
  return {slices.first - 0.5, slices.last + 0.5};
}

/// How much of the way lies in one range, as one stretch from the first to the last point in it.
std::optional<MadeUpWay> wayIn(const Case& patient,
                               const SliceRange& slices,
                               const NeedlePath& axis) {
  const Grid& grid = patient.ct.grid();
  const Slab slab = slabOf(slices);
  const int steps = 1 + static_cast<int>(axis.lengthMm() / kMadeUpStepMm);
  double inMm = 0.0;
  double middleMm = 0.0;
  for (int step = 0; step <= steps; ++step) {
    const double depthMm = axis.lengthMm() * step / steps;
    const Vec3 pointMm = axis.pointAtDepth(depthMm);
    if (!grid.contains(pointMm) || !slab.holds(grid.patientToVoxel(pointMm).z()))
      continue;
    inMm += axis.lengthMm() / steps;
    middleMm += depthMm * axis.lengthMm() / steps;
  }
  if (inMm <= 0.0)
    return std::nullopt;
  return MadeUpWay{slices, std::min(inMm, axis.lengthMm()), axis.pointAtDepth(middleMm / inMm)};
}

bool reaches(const Grid& grid, const Box& box, const SliceRange& slices) {
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (unsigned corner = 0; corner < 8; ++corner) {
    const Vec3 at((corner & 1U) != 0 ? box.highMm.x() : box.lowMm.x(),
                  (corner & 2U) != 0 ? box.highMm.y() : box.lowMm.y(),
                  (corner & 4U) != 0 ? box.highMm.z() : box.lowMm.z());
    low = std::min(low, grid.patientToVoxel(at).z());
    high = std::max(high, grid.patientToVoxel(at).z());
  }
  return low < slabOf(slices).to && high >= slabOf(slices).from;
}

}  // namespace

std::string placeWords(const Case& patient, const SliceRange& slices) {
  const Grid& grid = patient.ct.grid();
  if (std::abs(grid.directions()(2, 2)) < 0.99)
    return "slices " + std::to_string(slices.first + 1) + " to " + std::to_string(slices.last + 1) +
           " of " + std::to_string(grid.size()[2]);
  const double oneMm = grid.voxelToPatient(Vec3(0.0, 0.0, slabOf(slices).from)).z();
  const double otherMm = grid.voxelToPatient(Vec3(0.0, 0.0, slabOf(slices).to)).z();
  return "z " + decimalText(std::min(oneMm, otherMm)) + " to " +
         decimalText(std::max(oneMm, otherMm)) + " mm";
}

std::optional<MadeUpShare> madeUpShare(const Case& patient, const std::vector<Vec3>& pointsMm) {
  const Grid& grid = patient.ct.grid();
  std::size_t all = 0;
  std::size_t most = 0;
  MadeUpShare result;
  for (const SliceRange& slices : patient.madeUp) {
    const Slab slab = slabOf(slices);
    std::size_t here = 0;
    Vec3 sum = Vec3::Zero();
    for (const Vec3& pointMm : pointsMm) {
      if (!grid.contains(pointMm) || !slab.holds(grid.patientToVoxel(pointMm).z()))
        continue;
      ++here;
      sum += pointMm;
    }
    all += here;
    if (here <= most)
      continue;
    most = here;
    result.slices = slices;
    result.atMm = sum / static_cast<double>(here);
  }
  if (all == 0)
    return std::nullopt;
  result.share = static_cast<double>(all) / static_cast<double>(pointsMm.size());
  return result;
}

std::optional<MadeUpWay> madeUpWay(const Case& patient, const NeedlePath& axis) {
  std::optional<MadeUpWay> longest;
  for (const SliceRange& slices : patient.madeUp) {
    const std::optional<MadeUpWay> way = wayIn(patient, slices, axis);
    if (way && (!longest || way->lengthMm > longest->lengthMm))
      longest = way;
  }
  return longest;
}

double thicknessMm(const Case& patient, const SliceRange& slices) {
  return (slices.last - slices.first + 1) * patient.ct.grid().spacingMm().z();
}

std::optional<Finding> ruleMadeUpSlices(const NeedleView& view) {
  const Case& patient = view.model.patient();
  const auto way = madeUpWay(patient, NeedlePath(view.needle));
  if (!way)
    return std::nullopt;
  const double thickMm = thicknessMm(patient, way->slices);
  const bool hides = thickMm > ruleLimit("made-up-slices");
  return withValue(
      about(view,
            "made-up-slices",
            hides ? Finding::Severity::Danger : Finding::Severity::Warning,
            rounded(way->lengthMm) + " mm of its way lie in slices that were never scanned (" +
                placeWords(patient, way->slices) + "): they are interpolated over a gap, and " +
                "nothing is known of what lies there."),
      thickMm,
      way->atMm);
}

std::vector<Finding> madeUpLesionFindings(const CaseModel& model) {
  const Case& patient = model.patient();
  std::vector<Finding> findings;
  for (const Structure* lesion : patient.withRole(Role::Lesion)) {
    const Box* box = model.boxOf(lesion->id);
    const auto slices =
        std::find_if(patient.madeUp.begin(), patient.madeUp.end(), [&](const SliceRange& one) {
          return box && reaches(patient.ct.grid(), *box, one);
        });
    if (slices == patient.madeUp.end())
      continue;
    findings.push_back(findingOf("lesion-in-made-up-slices",
                                 Finding::Severity::Warning,
                                 lesion->id,
                                 lesion->name + " reaches into slices that were never scanned (" +
                                     placeWords(patient, *slices) +
                                     "): its size and border there are interpolated."));
    findings.back().atMm = 0.5 * (box->lowMm + box->highMm);
  }
  return findings;
}

}  // namespace trocar::access
