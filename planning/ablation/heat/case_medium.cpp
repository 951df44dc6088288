#include "planning/ablation/heat/case_medium.h"

#include "planning/ablation/heat/tissue_map.h"
#include "planning/ablation/zones/protected_region.h"
#include "planning/model/body_temperature.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

namespace trocar::ablation {
namespace {

constexpr double kWarmSalineC = 40.0;
constexpr double kColdPackC = 5.0;
constexpr double kRoomC = 20.0;
constexpr double kHeldCapacity = 1.0e6;  ///< Times its own: so much that it keeps its temperature.
/// W/m2K between skin and still air: 3.4 by convection and 4.5 by radiation (de Dear 1997, of a
/// whole standing body).
constexpr double kSkinToAir = 7.9;
constexpr double kOutsideConductivity = 1.0e-6;  ///< W/mK; the skin's exchange stands for the air.
constexpr double kGasConductivity = 0.1;         ///< W/mK; below it a material is a gas.
/// m2/s. Gas spreads heat so fast that it would rule the time step; with this diffusivity it stores
/// a hundredth of what tissue does, which is still next to nothing.
constexpr double kGasDiffusivity = 5.0e-7;

bool isBoneMaterial(const std::string& id) {
  return id == "bone" || id == "cortical" || id == "sclerotic" || id == "yellow-marrow";
}

ThermalMaterial scaledRow(std::uint8_t row, const TissueScale& scale) {
  ThermalMaterial material = materialTable()[row];
  if (material.id == "cortical" && !scale.barrier) {
    const ThermalMaterial& open = findMaterial("bone");
    material.conductivityW = open.conductivityW;
    material.frozenConductivityW = open.frozenConductivityW;
    material.electricalS = open.electricalS;
  }
  material.perfusionW *= scale.perfusion;
  if (isBoneMaterial(material.id)) {
    material.conductivityW *= scale.boneConductivity;
    material.frozenConductivityW *= scale.boneConductivity;
  }
  return material;
}

/// Everything by volume: exact for what is stored, an upper bound for what is conducted.
ThermalMaterial mixed(ThermalMaterial material, const ThermalMaterial& other, double share) {
  const auto mix = [share](double& value, double with) { value += share * (with - value); };
  mix(material.conductivityW, other.conductivityW);
  mix(material.frozenConductivityW, other.frozenConductivityW);
  mix(material.heatCapacityJ, other.heatCapacityJ);
  mix(material.frozenHeatCapacityJ, other.frozenHeatCapacityJ);
  mix(material.latentHeatJ, other.latentHeatJ);
  mix(material.liquidusC, other.liquidusC);
  mix(material.solidusC, other.solidusC);
  mix(material.perfusionW, other.perfusionW);
  mix(material.electricalS, other.electricalS);
  return material;
}

ThermalMaterial scaled(const Tissue& tissue, const TissueScale& scale) {
  ThermalMaterial material = scaledRow(tissue.row, scale);
  if (tissue.otherTenths > 0)
    material = mixed(material, scaledRow(tissue.otherRow, scale), 0.1 * tissue.otherTenths);
  material.perfusionW *= 0.01 * tissue.flowPercent;
  if (material.conductivityW < kGasConductivity)
    material.heatCapacityJ =
        std::max(material.heatCapacityJ, material.conductivityW / kGasDiffusivity);
  if (tissue.outside)
    material.conductivityW = material.frozenConductivityW = kOutsideConductivity;
  if (tissue.held || tissue.outside)
    material.heatCapacityJ *= kHeldCapacity;
  return material;
}

/// The materials of a medium, one for each tissue that is met.
void setMaterials(const std::vector<Tissue>& tissues,
                  const TissueScale& scale,
                  HeatMedium& medium) {
  std::map<Tissue, std::uint8_t> index;
  medium.material.resize(tissues.size());
  for (std::size_t voxel = 0; voxel < tissues.size(); ++voxel) {
    const auto [entry, isNew] =
        index.try_emplace(tissues[voxel], static_cast<std::uint8_t>(medium.materials.size()));
    if (isNew)
      medium.materials.push_back(scaled(tissues[voxel], scale));
    medium.material[voxel] = entry->second;
  }
}

struct Fluid {
  const char* material;
  double temperatureC;
  bool held;
};

Fluid fluidOf(Protection::Medium medium, bool cold) {
  switch (medium) {
    case Protection::Medium::Dextrose:
      return {"d5w", cold ? kBodyC : kRoomC, false};
    case Protection::Medium::CarbonDioxide:
      return {"air", kBodyC, false};
    case Protection::Medium::WarmSaline:
      return {"saline", kWarmSalineC, false};
    case Protection::Medium::ColdPack:
      return {"d5w", kColdPackC, true};
    case Protection::Medium::Saline:
      break;
  }
  return {"saline", cold ? kBodyC : kRoomC, false};
}

bool freezes(const Plan& plan) {
  const auto isFreeze = [](const ProtocolStep& step) {
    return step.kind == ProtocolStep::Kind::Freeze;
  };
  return std::any_of(plan.protocols.begin(), plan.protocols.end(), [&](const Protocol& protocol) {
    return std::any_of(protocol.steps.begin(), protocol.steps.end(), isFreeze);
  });
}

/// To the body's surface, negative inside; nullptr where the case has no skin.
const DistanceField* skinOf(const CaseModel& model) {
  for (const Structure& structure : model.patient().structures)
    if (structure.role == Role::Skin)
      return &model.fields().of(structure.id);
  return nullptr;
}

void leaveBody(const DistanceField& skin, const Grid& grid, std::vector<Tissue>& tissues) {
  for (std::size_t voxel = 0; voxel < tissues.size(); ++voxel)
    if (skin.at(grid.voxelToPatient(grid.voxelAt(voxel))) > 0.0) {
      tissues[voxel] = tissueOf("air");
      tissues[voxel].outside = true;
    }
}

/// What each voxel at the skin exchanges with air: its faces towards the outside, each by as much
/// as it looks along the skin's normal, so that steps do not count as more skin.
std::vector<float> skinExchange(const DistanceField& skin,
                                const Grid& grid,
                                const std::vector<Tissue>& tissues) {
  std::vector<float> exchange(tissues.size(), 0.0F);
  const double h = grid.spacingMm().x();
  for (std::size_t voxel = 0; voxel < tissues.size(); ++voxel) {
    if (tissues[voxel].outside)
      continue;
    const VoxelIndex v = grid.voxelAt(voxel);
    const Vec3 point = grid.voxelToPatient(v);
    if (skin.at(point) < -1.8 * h)
      continue;
    Vec3 normal = Vec3::Zero();
    for (int a = 0; a < 3; ++a)
      normal[a] = skin.at(point + h * Vec3::Unit(a)) - skin.at(point - h * Vec3::Unit(a));
    normal /= std::max(normal.norm(), 1.0e-9);
    double area = 0.0;
    for (int a = 0; a < 3; ++a)
      for (const int step : {-1, 1}) {
        VoxelIndex next = v;
        (a == 0 ? next.i : a == 1 ? next.j : next.k) += step;
        if (grid.contains(next) && tissues[grid.offset(next)].outside)
          area += std::abs(normal[a]);
      }
    exchange[voxel] = static_cast<float>(kSkinToAir * area / (1.0e-3 * h));
  }
  return exchange;
}

}  // namespace

CaseMedium caseMedium(const CaseModel& model,
                      const Plan& plan,
                      const Grid& grid,
                      const TissueScale& scale) {
  CaseMedium result;
  std::vector<Tissue> tissues = tissuesOf(model, plan, grid);
  for (const Protection& protection : plan.protections) {
    const Fluid fluid = fluidOf(protection.medium, freezes(plan));
    PlacedFluid placed{fluidVoxels(model, protection, grid, tissues), fluid.temperatureC};
    for (const std::size_t voxel : placed.voxels) {
      tissues[voxel] = tissueOf(fluid.material);
      tissues[voxel].held = fluid.held;
    }
    if (fluid.temperatureC != result.medium.referenceC)
      result.fluids.push_back(std::move(placed));
  }
  result.medium.grid = grid;
  if (const DistanceField* skin = skinOf(model)) {
    leaveBody(*skin, grid, tissues);
    result.medium.exchange = skinExchange(*skin, grid, tissues);
  }
  setMaterials(tissues, scale, result.medium);
  return result;
}

}  // namespace trocar::ablation
