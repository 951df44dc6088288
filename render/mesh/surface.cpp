#include "render/mesh/surface.h"

#include "core/parallel.h"
#include "render/body/openness.h"
#include "render/mesh/voxel_mesh.h"

#include <Eigen/Geometry>

namespace trocar::render {
namespace {

Vec3 toVec3(const std::array<float, 3>& p) {
  return {p[0], p[1], p[2]};
}

bool isTube(Role role) {
  return role == Role::Nerve || role == Role::Artery || role == Role::Vein ||
         role == Role::ThecalSac || role == Role::Cord;
}

/// Nerves and vessels are round: their voxel steps are no shape.
Smoothing smoothingOf(Role role) {
  return isTube(role) ? Smoothing{0.015, 40, 0.8} : Smoothing{};
}

/// Skin is seen from far away: a draft of it is enough, and quick. Thin structures fall to pieces
/// in a draft, and have few voxels.
SurfaceQuality qualityFor(const Structure& structure, SurfaceQuality wanted) {
  if (structure.role == Role::Skin)
    return SurfaceQuality::Draft;
  return isTube(structure.role) || structure.role == Role::Lesion ? SurfaceQuality::Final : wanted;
}

struct Making {
  SurfaceQuality quality;
  Smoothing smoothing;
};

/// `extent`: of a label region; empty where it has no voxel.
Mesh meshOf(const Case& patient,
            const Structure& structure,
            const std::optional<LabelExtent>& extent,
            const Making& making,
            const Progress& progress) {
  if (const auto* tube = std::get_if<TubeRegion>(&structure.region))
    return tubeMesh(*tube);
  if (const auto* ellipsoid = std::get_if<EllipsoidRegion>(&structure.region))
    return ellipsoidMesh(*ellipsoid);
  if (!extent)
    return {};
  const LabelRegion& region = std::get<LabelRegion>(structure.region);
  const LabelMap& layer = patient.layers.at(static_cast<std::size_t>(region.layer));
  return labelMesh({layer, region, *extent}, making.quality, making.smoothing, progress);
}

}  // namespace

double volumeMl(const Mesh& mesh) {
  double sixfold = 0.0;
  if (mesh.empty())
    return 0.0;
  const Vec3 origin = toVec3(mesh.pointsMm.front());
  for (const auto& [a, b, c] : mesh.triangles) {
    const auto at = [&](std::int32_t i) {
      return Vec3(toVec3(mesh.pointsMm[static_cast<std::size_t>(i)]) - origin);
    };
    sixfold += at(a).dot(at(b).cross(at(c)));
  }
  return sixfold / 6.0 / 1000.0;
}

Mesh surfaceOf(const Case& patient,
               const Structure& structure,
               SurfaceQuality quality,
               const Progress& progress) {
  const auto* labels = std::get_if<LabelRegion>(&structure.region);
  const auto extent =
      labels ? extentOf(patient.layers.at(static_cast<std::size_t>(labels->layer)), *labels)
             : std::nullopt;
  return meshOf(patient, structure, extent, {quality, smoothingOf(structure.role)}, progress);
}

Surfaces makeSurfaces(const Case& patient, SurfaceQuality quality, const Progress& progress) {
  const CaseExtents extents(patient);
  std::vector<Mesh> meshes(patient.structures.size());
  const Progress quiet = silenced(progress);
  parallelFor(meshes.size(), progress.span(0.0, 0.85), [&](std::size_t i) {
    const Structure& structure = patient.structures[i];
    const auto* labels = std::get_if<LabelRegion>(&structure.region);
    const auto extent = labels ? extents.of(*labels) : std::nullopt;
    meshes[i] = meshOf(patient,
                       structure,
                       extent,
                       {qualityFor(structure, quality), smoothingOf(structure.role)},
                       quiet);
  });
  const BoneOpenness openness(patient, extents);
  progress.at(0.93);
  Surfaces surfaces;
  for (std::size_t i = 0; i < meshes.size(); ++i) {
    const Structure& structure = patient.structures[i];
    Mesh& mesh = meshes[i];
    if (isBone(structure.role))
      mesh.openness = openness.of(mesh);
    surfaces[structure.id] = std::make_shared<const Mesh>(std::move(mesh));
  }
  progress.at(1.0);
  return surfaces;
}

Surfaces surfacesAfter(const Case& patient,
                       const Case& before,
                       const Surfaces& known,
                       const Progress& progress) {
  Surfaces surfaces;
  std::vector<const Structure*> changed;
  for (const Structure& structure : patient.structures) {
    const Structure* was = before.find(structure.id);
    const auto surface = known.find(structure.id);
    if (was && surface != known.end() && was->role == structure.role &&
        sameRegion(before, *was, patient, structure))
      surfaces[structure.id] = surface->second;
    else
      changed.push_back(&structure);
  }
  std::vector<Mesh> meshes(changed.size());
  parallelFor(changed.size(), progress.span(0.0, 0.8), [&](std::size_t n) {
    meshes[n] = surfaceOf(patient, *changed[n]);
  });
  const auto bone = [](const Structure* structure) { return isBone(structure->role); };
  if (std::any_of(changed.begin(), changed.end(), bone)) {
    const BoneOpenness openness(patient, CaseExtents(patient));
    for (std::size_t n = 0; n < changed.size(); ++n) {
      if (bone(changed[n]))
        meshes[n].openness = openness.of(meshes[n]);
    }
  }
  for (std::size_t n = 0; n < changed.size(); ++n)
    surfaces[changed[n]->id] = std::make_shared<const Mesh>(std::move(meshes[n]));
  progress.at(1.0);
  return surfaces;
}

}  // namespace trocar::render
