#include "planning/ablation/zones/protected_region.h"

#include "planning/ablation/heat/thermal_material.h"
#include "planning/words/names.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

namespace trocar::ablation {
namespace {

constexpr double kMostDrawnVoxels = 4.0e5;  ///< Of a region that is drawn.
constexpr double kFinestMm = 1.0;

bool canHoldFluid(const Tissue& tissue) {
  const std::string& material = materialTable()[tissue.row].id;
  return tissue.epidural || material == "muscle" || material == "fat" || material == "air" ||
         material == "skin";
}

/// Whether a point lies where a protection's fluid is meant to be.
std::function<bool(const Vec3&)> meantFor(const CaseModel& model, const Protection& protection) {
  if (!protection.painted.empty())
    return [&balls = protection.painted](const Vec3& point) {
      return std::any_of(balls.begin(), balls.end(), [&](const PaintedBall& ball) {
        return (point - ball.centreMm).norm() <= ball.radiusMm;
      });
    };
  const DistanceField& field = model.fields().of(protection.structure);
  if (protection.thicknessMm <= 0.0)
    return [&field](const Vec3& point) { return field.at(point) <= 0.0; };
  return [&field, thicknessMm = protection.thicknessMm](const Vec3& point) {
    return std::abs(field.at(point)) <= thicknessMm;
  };
}

/// Around everything that a protection may reach; nothing for a structure without a voxel.
std::optional<Box> reachOf(const CaseModel& model, const Protection& protection) {
  Box box;
  if (protection.painted.empty()) {
    const Box* structure = model.boxOf(protection.structure);
    if (!structure)
      return std::nullopt;
    box = *structure;
    box.lowMm.array() -= protection.thicknessMm;
    box.highMm.array() += protection.thicknessMm;
    return box;
  }
  box.lowMm = box.highMm = protection.painted.front().centreMm;
  for (const PaintedBall& ball : protection.painted) {
    box.lowMm = box.lowMm.cwiseMin(ball.centreMm - Vec3::Constant(ball.radiusMm));
    box.highMm = box.highMm.cwiseMax(ball.centreMm + Vec3::Constant(ball.radiusMm));
  }
  return box;
}

/// Voxels as small as their number allows, with one more around what is drawn.
Grid gridOf(const Box& box) {
  const Vec3 size = box.highMm - box.lowMm;
  const double h = std::max(kFinestMm, std::cbrt(size.prod() / kMostDrawnVoxels));
  std::array<int, 3> count{};
  for (int a = 0; a < 3; ++a)
    count[static_cast<std::size_t>(a)] = static_cast<int>(std::ceil(size[a] / h)) + 3;
  return {count, box.lowMm - Vec3::Constant(h), Vec3::Constant(h)};
}

}  // namespace

std::vector<std::size_t> fluidVoxels(const CaseModel& model,
                                     const Protection& protection,
                                     const Grid& grid,
                                     const std::vector<Tissue>& tissues) {
  const std::function<bool(const Vec3&)> isMeant = meantFor(model, protection);
  std::vector<std::size_t> voxels;
  for (std::size_t voxel = 0; voxel < tissues.size(); ++voxel)
    if (canHoldFluid(tissues[voxel]) && isMeant(grid.voxelToPatient(grid.voxelAt(voxel))))
      voxels.push_back(voxel);
  return voxels;
}

std::vector<ProtectedRegion> protectedRegions(const CaseModel& model, const Plan& plan) {
  std::vector<ProtectedRegion> regions;
  for (const Protection& protection : plan.protections) {
    regions.push_back({protection.structure, 0.0, nullptr});
    const std::optional<Box> box = reachOf(model, protection);
    if (!box)
      continue;
    const Grid grid = gridOf(*box);
    const std::vector<std::size_t> voxels =
        fluidVoxels(model, protection, grid, tissuesOf(model, plan, grid));
    std::vector<std::uint16_t> filled(grid.voxelCount(), 0);
    for (const std::size_t voxel : voxels)
      filled[voxel] = 1;
    regions.back().volumeMl = 1.0e-3 * grid.spacingMm().prod() * static_cast<double>(voxels.size());
    regions.back().filled = std::make_shared<const LabelMap>(grid, std::move(filled));
  }
  return regions;
}

std::vector<Finding> protectedRegionFindings(const CaseModel& model,
                                             const Plan& plan,
                                             const std::vector<ProtectedRegion>& regions) {
  std::vector<Finding> findings;
  for (std::size_t p = 0; p < regions.size(); ++p) {
    if (regions[p].volumeMl > 0.0)
      continue;
    const Protection& protection = plan.protections[p];
    Finding finding;
    finding.rule = "protection-without-room";
    finding.severity = Finding::Severity::Warning;
    finding.subject = protection.structure;
    finding.text = "There is no soft tissue for the " + words::mediumName(protection.medium) +
                   " at " + words::nameInCase(model.patient(), protection.structure) +
                   ": it protects nothing.";
    finding.why = "Fluid goes into fat and muscle, and within the canal around the thecal sac.";
    finding.source = "docs/ablation.md";
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace trocar::ablation
