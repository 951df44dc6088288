#include "planning/ablation/case_medium.h"

#include "core/region_distance.h"
#include "planning/ablation/case_simulation.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <compare>
#include <functional>
#include <map>
#include <string>

namespace trocar {
namespace {

constexpr double kLargeVesselMm =
    3.0;  ///< Diameter above which blood holds 37 C: the heat sink of clinics.
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

/// The later in this list, the more a role decides about a voxel that several structures share.
constexpr std::array<Role, 22> kPrecedence = {
    Role::Skin,     Role::Other,     Role::Muscle,    Role::Bowel,  Role::Kidney, Role::Pleura,
    Role::Lung,     Role::Bone,      Role::Rib,       Role::Hip,    Role::Femur,  Role::Sacrum,
    Role::Vertebra, Role::Disc,      Role::Cartilage, Role::Artery, Role::Vein,   Role::Canal,
    Role::Foramen,  Role::ThecalSac, Role::Nerve,     Role::Cord};

/// A lesion outranks all but the neural structures.
int precedenceOf(Role role) {
  if (role == Role::Lesion)
    return 100;
  const auto at = std::find(kPrecedence.begin(), kPrecedence.end(), role) - kPrecedence.begin();
  const bool neural = role == Role::ThecalSac || role == Role::Nerve || role == Role::Cord;
  return static_cast<int>(at) + (neural ? 200 : 0);
}

/// Which structure decides about each voxel of a grid; -1 for none.
class Owners {
 public:
  Owners(const Case& patient, const Grid& grid)
      : patient_(patient), grid_(grid), owner_(grid.voxelCount(), -1) {
    for (std::size_t layer = 0; layer < patient.layers.size(); ++layer)
      paintLayer(layer);
    for (std::size_t s = 0; s < patient.structures.size(); ++s)
      paintShape(s);
  }
  int at(std::size_t voxel) const { return owner_[voxel]; }

 private:
  bool outranks(int structure, int other) const {
    return other < 0 || precedenceOf(role(structure)) >= precedenceOf(role(other));
  }
  Role role(int structure) const {
    return patient_.structures[static_cast<std::size_t>(structure)].role;
  }

  void paintLayer(std::size_t layer) {
    std::vector<int> ownerOf(65536, -1);
    for (std::size_t s = 0; s < patient_.structures.size(); ++s) {
      const auto* labels = std::get_if<LabelRegion>(&patient_.structures[s].region);
      if (!labels || labels->layer != static_cast<int>(layer))
        continue;
      for (const std::uint16_t value : labels->values)
        if (outranks(static_cast<int>(s), ownerOf[value]))
          ownerOf[value] = static_cast<int>(s);
    }
    ownerOf[0] = -1;
    const LabelMap& map = patient_.layers[layer];
#pragma omp parallel for schedule(static)
    for (std::size_t voxel = 0; voxel < owner_.size(); ++voxel) {
      const int owner = ownerOf[map.nearest(grid_.voxelToPatient(grid_.voxelAt(voxel)), 0)];
      if (owner >= 0 && outranks(owner, owner_[voxel]))
        owner_[voxel] = owner;
    }
  }

  void paintShape(std::size_t structure) {
    const Structure& s = patient_.structures[structure];
    if (std::holds_alternative<LabelRegion>(s.region))
      return;
    const auto box = boundsOf(patient_, s);
    if (!box)
      return;
    const auto distance = [&](const Vec3& p) {
      const auto* tube = std::get_if<TubeRegion>(&s.region);
      return tube ? signedDistanceMm(*tube, p)
                  : signedDistanceMm(std::get<EllipsoidRegion>(s.region), p);
    };
    const VoxelIndex a = grid_.nearestVoxel(box->lowMm), b = grid_.nearestVoxel(box->highMm);
    for (int k = std::max(0, a.k); k <= std::min(b.k, grid_.size()[2] - 1); ++k)
      for (int j = std::max(0, a.j); j <= std::min(b.j, grid_.size()[1] - 1); ++j)
        for (int i = std::max(0, a.i); i <= std::min(b.i, grid_.size()[0] - 1); ++i)
          if (distance(grid_.voxelToPatient(VoxelIndex{i, j, k})) <= 0.0)
            claim(grid_.offset({i, j, k}), static_cast<int>(structure));
  }

  void claim(std::size_t voxel, int structure) {
    if (outranks(structure, owner_[voxel]))
      owner_[voxel] = structure;
  }

  const Case& patient_;
  const Grid& grid_;
  std::vector<int> owner_;
};

std::string boneOf(double hu) {
  if (hu > 2500.0)
    return "metal";
  if (hu > 600.0)
    return "cortical";
  return hu < -30.0 ? "yellow-marrow" : "bone";
}

std::string lesionOf(double hu) {
  if (hu > 2500.0)
    return "metal";
  if (hu > 350.0)
    return "sclerotic";
  return hu > 150.0 ? "bone" : "lytic";
}

std::string softOf(double hu) {
  if (hu < -300.0)
    return "air";
  if (hu < -30.0)
    return "fat";
  return hu > 250.0 ? boneOf(hu) : "muscle";
}

/// Whether blood flows fast enough to keep a vessel at its own temperature.
bool isLargeVessel(const CaseModel& model, const Structure& structure) {
  if (structure.role != Role::Artery && structure.role != Role::Vein)
    return false;
  if (const auto* tube = std::get_if<TubeRegion>(&structure.region))
    return 2.0 * tube->radiusMm >= kLargeVesselMm;
  const Image<float>& distances = model.fields().of(structure.id).image();
  const float deepest = *std::min_element(distances.voxels().begin(), distances.voxels().end());
  return -2.0 * static_cast<double>(deepest) >= kLargeVesselMm;
}

bool isBoneMaterial(const std::string& id) {
  return id == "bone" || id == "cortical" || id == "sclerotic" || id == "yellow-marrow";
}

/// What a voxel is taken for: a row of the material table, whether flowing blood holds its
/// temperature, and whether it lies beyond the skin.
struct Tissue {
  std::uint8_t row = 0;
  bool held = false;
  bool outside = false;  ///< Of the body.

  auto operator<=>(const Tissue&) const = default;
};

std::uint8_t rowOf(const std::string& material) {
  const std::vector<ThermalMaterial>& table = materialTable();
  const auto found = std::find_if(
      table.begin(), table.end(), [&](const ThermalMaterial& m) { return m.id == material; });
  assert(found != table.end());
  return static_cast<std::uint8_t>(found - table.begin());
}

ThermalMaterial scaled(const Tissue& tissue, const TissueScale& scale) {
  ThermalMaterial material = materialTable()[tissue.row];
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
      return {"d5w", cold ? 37.0 : kRoomC, false};
    case Protection::Medium::CarbonDioxide:
      return {"air", 37.0, false};
    case Protection::Medium::WarmSaline:
      return {"saline", kWarmSalineC, false};
    case Protection::Medium::ColdPack:
      return {"d5w", kColdPackC, true};
    case Protection::Medium::Saline:
      break;
  }
  return {"saline", cold ? 37.0 : kRoomC, false};
}

/// Fluid goes around a structure, not into bone nor into the structure or other nerves.
bool canHoldFluid(const std::string& material) {
  return material == "muscle" || material == "fat" || material == "air" || material == "skin";
}

}  // namespace

std::string materialOf(Role role, double hu) {
  switch (role) {
    case Role::Vertebra:
    case Role::Sacrum:
    case Role::Hip:
    case Role::Femur:
    case Role::Rib:
    case Role::Bone:
      return boneOf(hu);
    case Role::Lesion:
      return lesionOf(hu);
    case Role::Disc:
    case Role::Cartilage:
      return "disc";
    case Role::Canal:
    case Role::ThecalSac:
      return "csf";
    case Role::Cord:
    case Role::Nerve:
      return "nerve";
    case Role::Foramen:
      return "fat";
    case Role::Artery:
    case Role::Vein:
      return "blood";
    case Role::Lung:
    case Role::Pleura:
      return "lung";
    default:
      return softOf(hu);
  }
}

namespace {

/// The tissue of every voxel, before any fluid is put in.
std::vector<Tissue> tissuesOf(const CaseModel& model, const Plan& plan, const Grid& grid) {
  const Case& patient = model.patient();
  const Owners owners(patient, grid);
  std::vector<char> large;
  for (const Structure& structure : patient.structures)
    large.push_back(isLargeVessel(model, structure) ? 1 : 0);
  std::vector<ProbeShape> shapes;
  for (const TreatmentProbe& probe : simulatedProbes(plan))
    for (const TreatmentProbe& stand : standsOf(probe))
      shapes.push_back(shapeOf(stand.device, stand.tipMm, stand.backwards));
  // No blood flows where a probe lies.
  const auto inProbe = [&](const Vec3& point) {
    return std::any_of(shapes.begin(), shapes.end(), [&](const ProbeShape& shape) {
      return signedDistanceMm(shape, point) < grid.spacingMm().x();
    });
  };
  std::vector<Tissue> tissues(grid.voxelCount());
#pragma omp parallel for schedule(static)
  for (std::size_t voxel = 0; voxel < tissues.size(); ++voxel) {
    const int owner = owners.at(voxel);
    const auto s = static_cast<std::size_t>(std::max(owner, 0));
    const Role role = owner < 0 ? Role::Other : patient.structures[s].role;
    const Vec3 point = grid.voxelToPatient(grid.voxelAt(voxel));
    tissues[voxel] = {rowOf(materialOf(role, huAt(patient.ct, point, 50.0))),
                      owner >= 0 && large[s] && !inProbe(point)};
  }
  return tissues;
}

bool freezes(const Plan& plan) {
  const auto isFreeze = [](const ProtocolStep& step) {
    return step.kind == ProtocolStep::Kind::Freeze;
  };
  return std::any_of(plan.protocols.begin(), plan.protocols.end(), [&](const Protocol& protocol) {
    return std::any_of(protocol.steps.begin(), protocol.steps.end(), isFreeze);
  });
}

/// Whether a point lies where a protection's fluid is meant to be.
std::function<bool(const Vec3&)> extentOf(const CaseModel& model, const Protection& protection) {
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

/// Puts a protection's fluid in, where the tissue makes room for it, and tells where it went.
PlacedFluid place(const Fluid& fluid,
                  const std::function<bool(const Vec3&)>& extent,
                  const Grid& grid,
                  std::vector<Tissue>& tissues) {
  const Tissue tissue{rowOf(fluid.material), fluid.held};
  const std::vector<ThermalMaterial>& table = materialTable();
  PlacedFluid placed{{}, fluid.temperatureC};
  for (std::size_t voxel = 0; voxel < tissues.size(); ++voxel) {
    if (!canHoldFluid(table[tissues[voxel].row].id))
      continue;
    if (!extent(grid.voxelToPatient(grid.voxelAt(voxel))))
      continue;
    tissues[voxel] = tissue;
    placed.voxels.push_back(voxel);
  }
  return placed;
}

}  // namespace

namespace {

/// To the body's surface, negative inside; nullptr where the case has no skin.
const DistanceField* skinOf(const CaseModel& model) {
  for (const Structure& structure : model.patient().structures)
    if (structure.role == Role::Skin)
      return &model.fields().of(structure.id);
  return nullptr;
}

void leaveBody(const DistanceField& skin, const Grid& grid, std::vector<Tissue>& tissues) {
  for (std::size_t voxel = 0; voxel < tissues.size(); ++voxel)
    if (skin.at(grid.voxelToPatient(grid.voxelAt(voxel))) > 0.0)
      tissues[voxel] = {rowOf("air"), false, true};
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
    PlacedFluid placed = place(fluid, extentOf(model, protection), grid, tissues);
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

}  // namespace trocar
