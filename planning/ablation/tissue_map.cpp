#include "planning/ablation/tissue_map.h"

#include "core/region_distance.h"
#include "planning/ablation/case_simulation.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace trocar {
namespace {

constexpr double kLargeVesselMm =
    3.0;  ///< Diameter above which blood holds 37 C: the heat sink of clinics.

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

std::uint8_t materialRow(const std::string& material) {
  const std::vector<ThermalMaterial>& table = materialTable();
  const auto found = std::find_if(
      table.begin(), table.end(), [&](const ThermalMaterial& m) { return m.id == material; });
  assert(found != table.end());
  return static_cast<std::uint8_t>(found - table.begin());
}

std::vector<Tissue> tissuesOf(const CaseModel& model, const Plan& plan, const Grid& grid) {
  const Case& patient = model.patient();
  const Owners owners(patient, grid);
  const bool hasSac = !patient.withRole(Role::ThecalSac).empty();
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
    tissues[voxel] = {materialRow(materialOf(role, huAt(patient.ct, point, 50.0))),
                      owner >= 0 && large[s] && !inProbe(point),
                      false,
                      hasSac && role == Role::Canal};
  }
  return tissues;
}

}  // namespace trocar
