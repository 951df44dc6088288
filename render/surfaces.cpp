#include "render/openness.h"
#include "render/surface.h"

namespace trocar {
namespace {

/// Skin and other large hulls are seen from far away: a draft of them is enough, and quick.
SurfaceQuality qualityFor(const Structure& structure, SurfaceQuality wanted) {
  return structure.role == Role::Skin ? SurfaceQuality::Draft : wanted;
}

}  // namespace

Surfaces makeSurfaces(const Case& patient, SurfaceQuality quality, const Progress& progress) {
  const int count = static_cast<int>(patient.structures.size());
  std::vector<Mesh> meshes(patient.structures.size());
#pragma omp parallel for schedule(dynamic)
  for (int i = 0; i < count; ++i) {
    const Structure& structure = patient.structures[static_cast<std::size_t>(i)];
    if (!progress.cancelled())
      meshes[static_cast<std::size_t>(i)] =
          surfaceOf(patient, structure, qualityFor(structure, quality));
  }
  progress.at(0.85);
  const BoneOpenness openness(patient);
  progress.at(0.93);
  Surfaces surfaces;
  for (int i = 0; i < count; ++i) {
    const Structure& structure = patient.structures[static_cast<std::size_t>(i)];
    Mesh& mesh = meshes[static_cast<std::size_t>(i)];
    if (isBone(structure.role))
      mesh.openness = openness.of(mesh);
    surfaces[structure.id] = std::make_shared<const Mesh>(std::move(mesh));
  }
  progress.at(1.0);
  return surfaces;
}

}  // namespace trocar
