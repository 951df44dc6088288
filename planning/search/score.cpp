#include "planning/search/score.h"

#include <algorithm>
#include <cmath>

namespace trocar::search {
namespace {

double craniocaudalDeg(const Vec3& direction) {
  return Angle::fromRadians(std::asin(std::clamp(direction.z(), -1.0, 1.0))).degrees();
}

/// At most `count` of the voxels of a lesion, evenly taken.
std::vector<Vec3> voxelsOf(const Case& patient, const Structure& structure, int count) {
  const auto mask = maskOf(patient, structure, patient.ct.grid());
  std::vector<std::size_t> inside;
  for (std::size_t offset = 0; offset < mask.voxels().size(); ++offset) {
    if (mask.voxels()[offset])
      inside.push_back(offset);
  }
  const std::size_t stride =
      std::max<std::size_t>(1, inside.size() / static_cast<std::size_t>(count));
  std::vector<Vec3> points;
  for (std::size_t i = 0; i < inside.size(); i += stride)
    points.push_back(mask.grid().voxelToPatient(mask.grid().voxelAt(inside[i])));
  return points;
}

/// A lattice of 4 mm in the anterior two thirds of a body, where the bone is.
std::vector<Vec3> bodySamples(const CaseModel& model, const anatomy::VertebraAnatomy& vertebra) {
  constexpr double kStepMm = 4.0;
  const DistanceField& bone = model.fields().of(vertebra.structureId);
  const anatomy::VertebralBody& body = vertebra.body;
  const Vec3 back = body.posteriorWall.pointMm;
  std::vector<Vec3> points;
  for (double deep = body.depthMm / 3.0; deep <= body.depthMm; deep += kStepMm) {
    for (double across = -0.5 * body.widthMm; across <= 0.5 * body.widthMm; across += kStepMm) {
      for (double up = -0.5 * body.heightPosteriorMm; up <= 0.5 * body.heightPosteriorMm;
           up += kStepMm) {
        const Vec3 middle = vertebra.bodyCentroidMm +
                            (back - vertebra.bodyCentroidMm).dot(vertebra.frame.posterior) *
                                vertebra.frame.posterior;
        const Vec3 point = middle - deep * vertebra.frame.posterior + across * vertebra.frame.left +
                           up * vertebra.frame.superior;
        if (bone.at(point) < 0.0)
          points.push_back(point);
      }
    }
  }
  return points;
}

}  // namespace

double clamped(double share) {
  return std::clamp(share, 0.0, 1.0);
}

std::vector<ScoreTerm> scoreTerms(const Corridor& corridor,
                                  const Candidate& candidate,
                                  const Judgement& judgement,
                                  const Wishes& wishes) {
  constexpr double kCalmMm = 10.0;
  std::vector<ScoreTerm> terms;
  if (corridor.bone && corridor.staysInBone)
    terms.push_back({"wall-margin",
                     "Margin to the cortex",
                     judgement.wallMarginMm,
                     "mm",
                     clamped(judgement.wallMarginMm / 3.0),
                     3.0});
  // A tip that meets the cortex at a slant skives along it [house rule: free up to 30 degrees].
  if (corridor.bone && corridor.staysInBone)
    terms.push_back({"incidence",
                     "Slant on the cortex at the entry",
                     judgement.incidenceDeg,
                     "deg",
                     clamped(1.0 - (judgement.incidenceDeg - 30.0) / 50.0),
                     1.5});
  const double criticalMm = std::min(judgement.criticalMm, 2.0 * kCalmMm);
  terms.push_back({"critical",
                   "Nearest structure to spare",
                   criticalMm,
                   "mm",
                   clamped(criticalMm / kCalmMm),
                   3.0});
  if (judgement.leadMm)
    terms.push_back({"order-lead",
                     "Lead of the two-view rule",
                     *judgement.leadMm,
                     "mm",
                     clamped(*judgement.leadMm / 8.0),
                     1.0});
  const double offMm = (candidate.targetMm - wishes.idealTargetMm).norm();
  terms.push_back({"target",
                   "Tip from the ideal target",
                   offMm,
                   "mm",
                   clamped(1.0 - offMm / 15.0),
                   wishes.targetGiven ? 4.0 : 2.0});
  if (corridor.ampleInBoneMm > 0.0)
    terms.push_back({"along",
                     "Way along the bone",
                     judgement.boneEntryMm,
                     "mm",
                     clamped(judgement.boneEntryMm / corridor.ampleInBoneMm),
                     3.0});
  const double steepDeg = craniocaudalDeg(candidate.direction);
  terms.push_back({"angle",
                   "Tilt against the axial plane",
                   steepDeg,
                   "deg",
                   clamped(1.0 - std::abs(steepDeg) / 35.0),
                   1.0});
  return terms;
}

double scoreOf(const std::vector<ScoreTerm>& terms) {
  double sum = 0.0;
  double weights = 0.0;
  for (const ScoreTerm& term : terms) {
    sum += term.weight * term.quality;
    weights += term.weight;
  }
  return weights > 0.0 ? sum / weights : 0.0;
}

std::vector<Vec3> coverageSamples(const CaseModel& model,
                                  const Structure* lesion,
                                  const anatomy::VertebraAnatomy* vertebra,
                                  int count) {
  if (lesion)
    return voxelsOf(model.patient(), *lesion, count);
  return vertebra ? bodySamples(model, *vertebra) : std::vector<Vec3>();
}

double coverageOf(const std::vector<Vec3>& samplesMm,
                  const std::vector<Vec3>& tipsMm,
                  double reachMm) {
  if (samplesMm.empty())
    return 0.0;
  const auto reached = std::count_if(samplesMm.begin(), samplesMm.end(), [&](const Vec3& sample) {
    return std::any_of(tipsMm.begin(), tipsMm.end(), [&](const Vec3& tip) {
      return (sample - tip).squaredNorm() <= reachMm * reachMm;
    });
  });
  return static_cast<double>(reached) / static_cast<double>(samplesMm.size());
}

}  // namespace trocar::search
