#include "render/mesh/known_surfaces.h"

#include "planning/model/recalled.h"

namespace trocar::render {

template <class A, Like<Mesh> V>
void pass(A& archive, V& v) {
  auto& [pointsMm, normals, triangles, openness] = v;
  archive(pointsMm, normals, triangles, openness);
}

namespace {

/// In the order of the case's structures.
using Meshes = std::vector<std::shared_ptr<const Mesh>>;

Meshes madeOf(const Case& patient, SurfaceQuality quality, const Progress& progress) {
  const Surfaces surfaces = makeSurfaces(patient, quality, progress);
  Meshes meshes;
  for (const Structure& structure : patient.structures)
    meshes.push_back(surfaces.at(structure.id));
  return meshes;
}

}  // namespace

Surfaces knownSurfaces(const CaseModel& model, SurfaceQuality quality, const Progress& progress) {
  const RecallKey key =
      recallKey("surfaces", model, Plan(), quality == SurfaceQuality::Draft ? "draft" : "final");
  const auto meshes =
      recalled<Meshes>(model, key, [&] { return madeOf(model.patient(), quality, progress); });
  Surfaces surfaces;
  for (std::size_t n = 0; n < meshes->size(); ++n)
    surfaces[model.patient().structures[n].id] = (*meshes)[n];
  progress.at(1.0);
  return surfaces;
}

}  // namespace trocar::render
