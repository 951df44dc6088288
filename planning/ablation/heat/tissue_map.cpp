#include "planning/ablation/heat/tissue_map.h"

#include "core/parallel.h"
#include "core/region_distance.h"
#include "planning/ablation/zones/case_simulation.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

namespace trocar::ablation {
namespace {

constexpr double kLargeVesselMm =
    3.0;  ///< Diameter above which blood holds 37 C: the heat sink of clinics.

/// The later in this list, the more a role decides about a voxel that several structures share.
constexpr std::array<Role, 23> kPrecedence = {
    Role::Skin,   Role::Other,    Role::Muscle,    Role::Bowel,     Role::Organ,  Role::Kidney,
    Role::Pleura, Role::Lung,     Role::Bone,      Role::Rib,       Role::Hip,    Role::Femur,
    Role::Sacrum, Role::Vertebra, Role::Disc,      Role::Cartilage, Role::Artery, Role::Vein,
    Role::Canal,  Role::Foramen,  Role::ThecalSac, Role::Nerve,     Role::Cord};

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
    parallelFor(owner_.size(), [&](std::size_t voxel) {
      const int owner = ownerOf[map.nearest(grid_.voxelToPatient(grid_.voxelAt(voxel)), 0)];
      if (owner >= 0 && outranks(owner, owner_[voxel]))
        owner_[voxel] = owner;
    });
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

/// A material that a HU stands for; between two of them a voxel holds both.
struct Knot {
  double hu;
  const char* material;
};
// Estimates: the middles between two are where one outweighs the other.
constexpr std::array<Knot, 4> kBone = {
    {{-110.0, "yellow-marrow"}, {50.0, "bone"}, {300.0, "bone"}, {900.0, "cortical"}}};
constexpr std::array<Knot, 3> kLesion = {{{50.0, "lytic"}, {250.0, "bone"}, {450.0, "sclerotic"}}};
constexpr double kMetalHu = 2500.0;

std::uint8_t rowOf(const std::string& material) {
  const std::vector<ThermalMaterial>& table = materialTable();
  const auto found = std::find_if(
      table.begin(), table.end(), [&](const ThermalMaterial& m) { return m.id == material; });
  assert(found != table.end());
  return static_cast<std::uint8_t>(found - table.begin());
}

template <std::size_t Count>
Tissue mixtureAt(const std::array<Knot, Count>& knots, double hu) {
  if (hu > kMetalHu)
    return {rowOf("metal")};
  const auto above =
      std::find_if(knots.begin() + 1, knots.end() - 1, [&](const Knot& k) { return hu <= k.hu; });
  const Knot& high = *above;
  const Knot& low = *(above - 1);
  const double share = std::clamp((hu - low.hu) / (high.hu - low.hu), 0.0, 1.0);
  const std::uint8_t first = rowOf(low.material), second = rowOf(high.material);
  const auto tenths = static_cast<std::uint8_t>(std::lround(10.0 * share));
  if (first == second || tenths == 0)
    return {first};
  return tenths == 10 ? Tissue{second} : Tissue{first, second, tenths};
}

/// Of a lesion's usual blood flow, what an embolisation leaves until the procedure.
std::uint8_t flowPercentOf(const Plan& plan, const Case& patient, const std::string& lesionId) {
  const Embolisation* embolisation = embolisationOf(plan, patient, lesionId);
  const double left = embolisation ? flowLeft(*embolisation, plan.procedureDate) : 1.0;
  return static_cast<std::uint8_t>(std::lround(100.0 * left));
}

/// The soft part of a lesion by its blood supply; nullopt: none was entered.
std::uint8_t lyticRowOf(std::optional<Vascularity> vascularity) {
  if (vascularity == Vascularity::Low)
    return rowOf("lytic-low");
  return rowOf(vascularity == Vascularity::High ? "lytic-high" : "lytic");
}

Tissue withLytic(Tissue tissue, std::uint8_t row) {
  const std::uint8_t usual = rowOf("lytic");
  for (std::uint8_t* material : {&tissue.row, &tissue.otherRow}) {
    if (*material == usual)
      *material = row;
  }
  return tissue;
}

Tissue softAt(double hu) {
  if (hu < -300.0)
    return {rowOf("air")};
  if (hu < -30.0)
    return {rowOf("fat")};
  return hu > 250.0 ? mixtureAt(kBone, hu) : Tissue{rowOf("muscle")};
}

/// An organ with blood of its own, without the fat and gas in it.
Tissue organAt(const char* material, double hu) {
  const Tissue soft = softAt(hu);
  return soft.row == rowOf("muscle") ? Tissue{rowOf(material)} : soft;
}

/// Of organs, whose role does not tell them apart, by what they are called.
Tissue organOf(const Structure& structure, double hu) {
  for (const char* organ : {"liver", "spleen"})
    if (structure.id.rfind(organ, 0) == 0)
      return organAt(organ, hu);
  return softAt(hu);
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

}  // namespace

Tissue tissueOf(const std::string& material) {
  return {rowOf(material)};
}

Tissue tissueOf(Role role, double hu) {
  switch (role) {
    case Role::Vertebra:
    case Role::Sacrum:
    case Role::Hip:
    case Role::Femur:
    case Role::Rib:
    case Role::Bone:
      return mixtureAt(kBone, hu);
    case Role::Lesion:
      return mixtureAt(kLesion, hu);
    case Role::Disc:
    case Role::Cartilage:
      return tissueOf("disc");
    case Role::Canal:
    case Role::ThecalSac:
      return tissueOf("csf");
    case Role::Cord:
    case Role::Nerve:
      return tissueOf("nerve");
    case Role::Foramen:
      return tissueOf("fat");
    case Role::Artery:
    case Role::Vein:
      return tissueOf("blood");
    case Role::Lung:
    case Role::Pleura:
      return tissueOf("lung");
    case Role::Kidney:
      return organAt("kidney", hu);
    case Role::Bowel:
      return organAt("bowel", hu);
    default:
      return softAt(hu);
  }
}

std::vector<Tissue> tissuesOf(const CaseModel& model, const Plan& plan, const Grid& grid) {
  const Case& patient = model.patient();
  const Owners owners(patient, grid);
  const bool hasSac = !patient.withRole(Role::ThecalSac).empty();
  std::vector<char> large;
  std::vector<std::uint8_t> lytic;
  std::vector<std::uint8_t> flow;
  for (const Structure& structure : patient.structures) {
    large.push_back(isLargeVessel(model, structure) ? 1 : 0);
    lytic.push_back(structure.role == Role::Lesion
                        ? lyticRowOf(vascularityOf(plan, patient, structure.id))
                        : std::uint8_t{0});
    flow.push_back(structure.role == Role::Lesion ? flowPercentOf(plan, patient, structure.id)
                                                  : std::uint8_t{100});
  }
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
  parallelFor(tissues.size(), [&](std::size_t voxel) {
    const int owner = owners.at(voxel);
    const auto s = static_cast<std::size_t>(std::max(owner, 0));
    const Role role = owner < 0 ? Role::Other : patient.structures[s].role;
    const Vec3 point = grid.voxelToPatient(grid.voxelAt(voxel));
    const double hu = huAt(patient.ct, point, 50.0);
    Tissue tissue = role == Role::Organ ? organOf(patient.structures[s], hu) : tissueOf(role, hu);
    if (role == Role::Lesion) {
      tissue = withLytic(tissue, lytic[s]);
      tissue.flowPercent = flow[s];
    }
    tissue.held = owner >= 0 && large[s] && !inProbe(point);
    tissue.epidural = hasSac && role == Role::Canal;
    tissues[voxel] = tissue;
  });
  return tissues;
}

}  // namespace trocar::ablation
