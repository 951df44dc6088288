#include "planning/evaluation/made_up_results.h"

#include "core/case.h"
#include "core/number_text.h"
#include "planning/ablation/zones/case_simulation.h"
#include "planning/ablation/zones/lethal_criterion.h"
#include "planning/ablation/zones/zone_region.h"
#include "planning/access/made_up_slices.h"
#include "planning/findings/rule_text.h"

namespace trocar {
namespace {

/// The voxels that hold at least `least`.
std::vector<Vec3> pointsFrom(const Image<float>& image, float least) {
  std::vector<Vec3> points;
  for (std::size_t v = 0; v < image.voxels().size(); ++v) {
    if (image.data()[v] >= least)
      points.push_back(image.grid().voxelToPatient(image.grid().voxelAt(v)));
  }
  return points;
}

std::vector<Vec3> killedPoints(const ablation::AblationResult& result) {
  if (result.simulation)
    return pointsFrom(result.simulation->logDose, ablation::kKilledLogDose);
  std::vector<EllipsoidRegion> ellipsoids;
  for (const ablation::AblationZone& zone : result.zones) {
    if (zone.ellipsoid)
      ellipsoids.push_back(*zone.ellipsoid);
  }
  return ablation::unionOf(std::move(ellipsoids)).interiorMm;
}

void addFinding(const Case& patient,
                const std::string& rule,
                const std::string& of,
                const std::string& meaning,
                const std::vector<Vec3>& pointsMm,
                std::vector<Finding>& findings) {
  const auto found = access::madeUpShare(patient, pointsMm);
  if (!found)
    return;
  const std::string share = found->share < 0.005 ? "Less than 1 %" : shownShare(found->share, 0);
  findings.push_back(findingOf(rule,
                               Finding::Severity::Warning,
                               "",
                               share + " of " + of + " in slices that were never scanned (" +
                                   access::placeWords(patient, found->slices) + "): " + meaning));
  findings.back().value = 100.0 * found->share;
  findings.back().unit = "%";
  findings.back().atMm = found->atMm;
}

}  // namespace

std::vector<Finding> madeUpResultFindings(const Case& patient,
                                          const ablation::AblationResult* ablation,
                                          const cement::CementResult* cement) {
  std::vector<Finding> findings;
  if (patient.madeUp.empty())
    return findings;
  if (ablation != nullptr)
    addFinding(patient,
               "zone-in-made-up-slices",
               "the killed volume lies",
               "tissue and structures there are interpolated, and with them temperatures, coverage "
               "and margins.",
               killedPoints(*ablation),
               findings);
  if (cement != nullptr)
    addFinding(patient,
               "cement-in-made-up-slices",
               "the cement lies",
               "bone, cracks and veins there are interpolated, and with them where it flows and "
               "leaks.",
               pointsFrom(cement->arrival, 0.0F),
               findings);
  return findings;
}

}  // namespace trocar
