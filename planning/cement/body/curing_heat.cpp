#include "planning/cement/body/curing_heat.h"

#include "planning/ablation/heat/case_medium.h"
#include "planning/ablation/heat/heat_solver.h"
#include "planning/model/body_temperature.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace trocar::cement {
namespace {

constexpr double kGridMm = 1.5;
constexpr double kReachMm = 18.0;   ///< Around the cement: the depth heat goes in ten minutes.
constexpr double kFollowS = 600.0;  ///< From the beginning of setting.
constexpr double kSourceStepS = 3.0;
constexpr double kAfterStepS = 30.0;
constexpr double kHeldCapacity = 1.0e6;

bool isWatched(Role role) {
  return role == Role::Canal || role == Role::ThecalSac || role == Role::Cord ||
         role == Role::Nerve || role == Role::Foramen;
}

/// Around all voxels that cement reaches; nullopt without one.
std::optional<Grid> gridAround(const Image<float>& arrival, const Volume& ct) {
  Eigen::AlignedBox3d box;
  const Grid& from = arrival.grid();
  for (std::size_t voxel = 0; voxel < from.voxelCount(); ++voxel)
    if (arrival.voxels()[voxel] >= 0.0F)
      box.extend(from.voxelToPatient(from.voxelAt(voxel)));
  if (box.isEmpty())
    return std::nullopt;
  Eigen::AlignedBox3d image;
  for (const Vec3& corner : ct.grid().cornersMm())
    image.extend(corner);
  const Eigen::AlignedBox3d around = Eigen::AlignedBox3d(box.min() - Vec3::Constant(kReachMm),
                                                         box.max() + Vec3::Constant(kReachMm))
                                         .intersection(image);
  std::array<int, 3> size{};
  for (int a = 0; a < 3; ++a)
    size[static_cast<std::size_t>(a)] =
        std::max(1, static_cast<int>(std::ceil(around.sizes()[a] / kGridMm)));
  return Grid(size, around.min(), Vec3::Constant(kGridMm));
}

std::vector<std::uint8_t> maskOn(const Grid& grid, const Image<float>& arrival) {
  std::vector<std::uint8_t> mask(grid.voxelCount(), 0);
  for (std::size_t voxel = 0; voxel < mask.size(); ++voxel)
    mask[voxel] = arrival.nearest(grid.voxelToPatient(grid.voxelAt(voxel)), -1.0F) >= 0.0F ? 1 : 0;
  return mask;
}

/// The tissue with cement for the bone that it soaks.
ablation::HeatMedium withCement(ablation::HeatMedium medium,
                                const std::vector<std::uint8_t>& mask,
                                double share) {
  const ablation::ThermalMaterial& pmma = ablation::findMaterial("pmma");
  const ablation::ThermalMaterial& bone = ablation::findMaterial("bone");
  ablation::ThermalMaterial soaked = pmma;
  soaked.conductivityW = share * pmma.conductivityW + (1.0 - share) * bone.conductivityW;
  soaked.heatCapacityJ = share * pmma.heatCapacityJ + (1.0 - share) * bone.heatCapacityJ;
  medium.materials.push_back(soaked);
  for (std::size_t voxel = 0; voxel < mask.size(); ++voxel)
    if (mask[voxel] != 0)
      medium.material[voxel] = static_cast<std::uint8_t>(medium.materials.size() - 1);
  return medium;
}

ablation::HeatMedium withCoolingFluid(ablation::HeatMedium medium) {
  for (ablation::ThermalMaterial& material : medium.materials)
    if (material.id == "csf")
      material.heatCapacityJ *= kHeldCapacity;
  return medium;
}

struct Hottest {
  double temperatureC = kBodyC;
  Vec3 atMm = Vec3::Zero();
};

/// Of the voxels that touch a structure.
Hottest hottestAt(const Image<float>& hottest, const DistanceField& field) {
  Hottest found;
  const Grid& grid = hottest.grid();
  for (std::size_t voxel = 0; voxel < grid.voxelCount(); ++voxel) {
    const auto t = static_cast<double>(hottest.voxels()[voxel]);
    if (t <= found.temperatureC)
      continue;
    const Vec3 point = grid.voxelToPatient(grid.voxelAt(voxel));
    if (field.at(point) <= 0.5 * kGridMm)
      found = {t, point};
  }
  return found;
}

double poresShare(const CementResult& cement, const Image<float>& arrival) {
  const auto filled = std::count_if(
      arrival.voxels().begin(), arrival.voxels().end(), [](float ml) { return ml >= 0.0F; });
  const double reachedMl = static_cast<double>(filled) * arrival.grid().voxelVolumeMm3() / 1000.0;
  return std::clamp(cement.deliveredMl / reachedMl, 0.1, 1.0);
}

}  // namespace

double settingRate(double sinceSettingS) {
  if (sinceSettingS <= 0.0 || sinceSettingS >= kSettingS)
    return 0.0;
  return (1.0 - std::cos(2.0 * std::numbers::pi * sinceSettingS / kSettingS)) / kSettingS;
}

std::array<double, 2> settingBandC(double celsius) {
  constexpr double kSpread = 0.2;
  const double rise = celsius - kBodyC;
  return {kBodyC + (1.0 - kSpread) * rise, kBodyC + (1.0 + kSpread) * rise};
}

Image<float> cureIn(const ablation::HeatMedium& medium,
                    const std::vector<std::uint8_t>& mask,
                    double heatJPerM3,
                    double share,
                    const Progress& progress) {
  ablation::HeatOptions options;
  options.keepExtremes = true;
  ablation::HeatSolver solver(medium, {}, options);
  std::vector<float> source(mask.size(), 0.0F);
  double now = 0.0;
  while (now < kFollowS - 1e-9) {
    const bool setting = now < kSettingS - 1e-9;
    const double end = std::min(now + (setting ? kSourceStepS : kAfterStepS), kFollowS);
    const double rate = settingRate(0.5 * (now + end));
    for (std::size_t voxel = 0; voxel < mask.size(); ++voxel)
      source[voxel] = mask[voxel] != 0 ? static_cast<float>(heatJPerM3 * share * rate) : 0.0F;
    solver.setSource(source);
    solver.advance(end);
    now = end;
    progress.at(now / kFollowS);
  }
  return solver.hottest();
}

std::optional<CuringHeat> curingHeat(const CaseModel& model,
                                     const CementResult& cement,
                                     const Progress& progress) {
  const std::optional<Grid> grid = gridAround(cement.arrival, model.patient().ct);
  if (!grid || cement.product.empty() || cement.deliveredMl <= 0.0)
    return std::nullopt;
  const std::vector<std::uint8_t> mask = maskOn(*grid, cement.arrival);
  const double share = poresShare(cement, cement.arrival);
  const double heat = 1.0e6 * findCement(cement.product).heatMJPerM3;
  const ablation::HeatMedium medium =
      withCement(ablation::caseMedium(model, {}, *grid).medium, mask, share);
  const Image<float> plain = cureIn(medium, mask, heat, share, progress.span(0.0, 0.5));
  const Image<float> cooled =
      cureIn(withCoolingFluid(medium), mask, heat, share, progress.span(0.5, 1.0));
  CuringHeat result;
  result.cementC =
      static_cast<double>(*std::max_element(plain.voxels().begin(), plain.voxels().end()));
  Eigen::AlignedBox3d around;
  for (const Vec3& corner : grid->cornersMm())
    around.extend(corner);
  for (const Structure& structure : model.patient().structures) {
    const Box* box = isWatched(structure.role) ? model.boxOf(structure.id) : nullptr;
    if (!box || !around.intersects(Eigen::AlignedBox3d(box->lowMm, box->highMm)))
      continue;
    const DistanceField& field = model.fields().of(structure.id);
    const Hottest found = hottestAt(plain, field);
    if (found.temperatureC > 37.5)
      result.structures.push_back(
          {structure.id, found.temperatureC, hottestAt(cooled, field).temperatureC, found.atMm});
  }
  std::stable_sort(result.structures.begin(),
                   result.structures.end(),
                   [](const auto& a, const auto& b) { return a.maximumC > b.maximumC; });
  return result;
}

}  // namespace trocar::cement
