#include "planning/ablation/zones/coverage_chance.h"

#include "core/parallel.h"
#include "planning/ablation/evaluate_ablation.h"
#include "planning/ablation/zones/ablation_archive.h"
#include "planning/ablation/zones/ablation_part.h"
#include "planning/ablation/zones/case_simulation.h"
#include "planning/ablation/zones/coverage.h"
#include "planning/ablation/zones/lethal_criterion.h"
#include "planning/access/placement.h"
#include "planning/model/body_temperature.h"
#include "planning/model/recalled.h"
#include "planning/plan/needle_path.h"

#include <Eigen/Geometry>

#include <algorithm>
#include <limits>

namespace trocar::ablation {
namespace {

constexpr double kGoal = 0.95;
constexpr std::size_t kPoints = 2000;  ///< Of a lesion, at most.

/// A probe as planned, and where each draw puts it.
struct DrawnProbe {
  Trajectory axis;
  std::vector<Trajectory> placed;
};

std::vector<DrawnProbe> draw(const Plan& plan, const access::PlacementRequest& request) {
  std::vector<DrawnProbe> probes;
  std::uint64_t seed = request.seed;
  for (const Needle& needle : plan.needles) {
    if (needle.purpose != Purpose::Probe)
      continue;
    const Trajectory axis = workingAxis(needle);
    probes.push_back({axis, access::placements(axis, request.technique, request.samples, seed++)});
  }
  return probes;
}

ZoneRegion planningZone(const AblationResult& result, std::optional<double> isothermC) {
  if (const auto& simulation = result.simulation) {
    if (!isothermC)
      return regionOf(simulation->logDose, kKilledLogDose, false);
    const bool cold = *isothermC < kBodyC;
    return regionOf(cold ? simulation->coldest : simulation->hottest, *isothermC, cold);
  }
  std::vector<EllipsoidRegion> ellipsoids;
  for (const AblationZone& zone : result.zones) {
    if (zone.ellipsoid && zone.isothermC == isothermC)
      ellipsoids.push_back(*zone.ellipsoid);
  }
  return unionOf(std::move(ellipsoids));
}

/// From the line of a probe's working part.
double distanceMm(const Trajectory& axis, const Vec3& pointMm) {
  const double depthMm =
      std::clamp((pointMm - axis.entry).dot(axis.direction()), 0.0, axis.lengthMm());
  return (pointMm - axis.pointAtDepth(depthMm)).norm();
}

std::size_t nearestOf(const std::vector<DrawnProbe>& probes, const Vec3& pointMm) {
  std::size_t nearest = 0;
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t p = 0; p < probes.size(); ++p) {
    const double away = distanceMm(probes[p].axis, pointMm);
    if (away < least) {
      least = away;
      nearest = p;
    }
  }
  return nearest;
}

/// Where a point that lies here about the placed probe would lie about the planned one.
struct Back {
  Eigen::Quaterniond turn;
  Vec3 from;
  Vec3 to;
  Vec3 of(const Vec3& pointMm) const { return to + turn * (pointMm - from); }
};

Back backOf(const Trajectory& placed, const Trajectory& meant) {
  return {Eigen::Quaterniond::FromTwoVectors(placed.direction(), meant.direction()),
          placed.target,
          meant.target};
}

std::vector<Vec3> thinned(const std::vector<Vec3>& points) {
  const std::size_t step = 1 + points.size() / kPoints;
  std::vector<Vec3> kept;
  for (std::size_t i = 0; i < points.size(); i += step)
    kept.push_back(points[i]);
  return kept;
}

/// Of the points, in each draw.
std::vector<double> coveredShares(const std::vector<Vec3>& pointsMm,
                                  const std::vector<DrawnProbe>& probes,
                                  const ZoneRegion& zone) {
  std::vector<std::size_t> owner;
  for (const Vec3& point : pointsMm)
    owner.push_back(nearestOf(probes, point));
  std::vector<double> shares(probes.front().placed.size());
  parallelFor(shares.size(), [&](std::size_t n) {
    std::vector<Back> backs;
    for (const DrawnProbe& probe : probes)
      backs.push_back(backOf(probe.placed[n], probe.axis));
    std::size_t covered = 0;
    for (std::size_t i = 0; i < pointsMm.size(); ++i)
      covered += zone.contains(backs[owner[i]].of(pointsMm[i])) ? 1 : 0;
    shares[n] = static_cast<double>(covered) / static_cast<double>(pointsMm.size());
  });
  return shares;
}

double quantile(const std::vector<double>& sorted, double share) {
  return sorted[static_cast<std::size_t>(
      std::lround(share * static_cast<double>(sorted.size() - 1)))];
}

std::vector<CoverageChance> chancesOf(const CaseModel& model,
                                      const Plan& plan,
                                      const EvaluationOptions& options,
                                      const AblationResult& result) {
  const access::PlacementRequest request = access::placementRequest(plan, options);
  if (request.samples <= 0 || result.targets.empty())
    return {};
  const std::vector<DrawnProbe> probes = draw(plan, request);
  if (probes.empty() || (probes.size() > 1 && !result.simulation))
    return {};
  const ZoneRegion zone = planningZone(result, planningIsothermC(plan, result));
  std::vector<CoverageChance> chances;
  for (const TargetCoverage& target : result.targets) {
    const std::vector<Vec3> points =
        thinned(targetPoints(model.fields().of(target.structure)).insideMm);
    if (points.empty() || zone.empty())
      continue;
    std::vector<double> shares = coveredShares(points, probes, zone);
    std::sort(shares.begin(), shares.end());
    const auto reached = shares.end() - std::lower_bound(shares.begin(), shares.end(), kGoal);
    chances.push_back({target.structure,
                       kGoal,
                       static_cast<double>(reached) / static_cast<double>(shares.size()),
                       quantile(shares, 0.5),
                       quantile(shares, 0.05),
                       request.technique.id,
                       request.samples});
  }
  return chances;
}

}  // namespace

std::vector<CoverageChance> coverageChances(const CaseModel& model,
                                            const Plan& plan,
                                            const EvaluationOptions& options,
                                            const AblationResult& result) {
  const Plan part = placedPart(plan);
  const RecallKey key = resultKey(model, part, result)
                            .of("chances",
                                options.placement + '/' + std::to_string(options.placementSamples) +
                                    '/' + std::to_string(options.seed));
  return *recalled<std::vector<CoverageChance>>(
      model, key, [&] { return chancesOf(model, part, options, result); });
}

}  // namespace trocar::ablation
