#include "render/body/model.h"

#include "planning/ablation/zones/case_simulation.h"
#include "planning/handover/zone_field.h"
#include "render/canvas/palette.h"
#include "render/mesh/needle_mesh.h"
#include "render/mesh/voxel_mesh.h"
#include "render/mesh/vtk_mesh.h"
#include "render/role_style.h"
#include "render/slice/isotherm.h"

#include <vtkCellArray.h>
#include <vtkIdList.h>
#include <vtkNew.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkQuadricDecimation.h>

#include <limits>
#include <set>
#include <utility>

namespace trocar::render {
namespace {

void append(Mesh& mesh, const Mesh& more) {
  const auto first = static_cast<std::int32_t>(mesh.pointsMm.size());
  mesh.pointsMm.insert(mesh.pointsMm.end(), more.pointsMm.begin(), more.pointsMm.end());
  mesh.normals.insert(mesh.normals.end(), more.normals.begin(), more.normals.end());
  for (const auto& t : more.triangles)
    mesh.triangles.push_back({t[0] + first, t[1] + first, t[2] + first});
}

ModelPart partOf(const Structure& structure, const SceneState& state) {
  return {structure.id,
          structure.name.empty() ? structure.id : structure.name,
          "structure",
          styleOf(structure.role).color,
          opacityOf(state, structure),
          isVisible(state, structure),
          state.surfaces->find(structure.id)->second};
}

ModelPart partOf(const Needle& needle, const Evaluation* evaluation) {
  const NeedleMesh parts = meshOf(shapeOf(needle, evaluation));
  Mesh whole;
  for (const Mesh* part : {&parts.shaft, &parts.active, &parts.handle})
    append(whole, *part);
  return {needle.id,
          "Needle " + needle.id,
          "needle",
          palette::kNeedle,
          1.0,
          true,
          std::make_shared<const Mesh>(std::move(whole))};
}

}  // namespace

ModelPart zonePart(const ablation::AblationZone& zone, const ablation::AblationResult& result) {
  constexpr double kOpacity = 0.35;
  Mesh mesh;
  if (zone.ellipsoid)
    mesh = ellipsoidMesh(*zone.ellipsoid);
  else if (const auto field = handover::fieldOf(result, zone))
    mesh = isosurfaceOf(*field->image, static_cast<float>(field->value), field->below);
  return {handover::zoneId(zone),
          handover::zoneName(zone),
          "zone",
          isothermColor(zone.isothermC),
          kOpacity,
          true,
          std::make_shared<const Mesh>(std::move(mesh))};
}

ModelPart cementPart(const cement::CementResult& cement) {
  return {"cement",
          "Cement",
          "cement",
          palette::kCement,
          1.0,
          true,
          std::make_shared<const Mesh>(
              arrivalSurfaceOf(cement.arrival, std::numeric_limits<float>::max()))};
}

std::vector<ModelPart> modelOf(const SceneState& state) {
  std::vector<ModelPart> parts;
  if (state.patient && state.surfaces) {
    for (const Structure& structure : state.patient->structures) {
      if (state.surfaces->contains(structure.id))
        parts.push_back(partOf(structure, state));
    }
  }
  for (const Needle& needle : state.plan.needles)
    parts.push_back(partOf(needle, state.evaluation.get()));
  if (state.evaluation && state.evaluation->ablation) {
    for (const ablation::AblationZone& zone : state.evaluation->ablation->zones)
      parts.push_back(zonePart(zone, *state.evaluation->ablation));
  }
  if (state.evaluation && state.evaluation->cement)
    parts.push_back(cementPart(*state.evaluation->cement));
  std::erase_if(parts, [](const ModelPart& part) { return part.mesh->empty(); });
  std::set<std::string> taken;
  for (ModelPart& part : parts) {
    const std::string wanted = part.id;
    for (int n = 2; !taken.insert(part.id).second; ++n)
      part.id = wanted + "_" + std::to_string(n);
  }
  return parts;
}

Mesh decimated(const Mesh& mesh, double share) {
  vtkNew<vtkQuadricDecimation> decimation;
  decimation->SetInputData(toPolyData(mesh, {}, {}));
  decimation->SetTargetReduction(1.0 - share);
  decimation->VolumePreservationOn();
  decimation->Update();
  vtkPolyData& thin = *decimation->GetOutput();
  Mesh result;
  for (vtkIdType n = 0; n < thin.GetNumberOfPoints(); ++n) {
    const double* p = thin.GetPoint(n);
    result.pointsMm.push_back(
        {static_cast<float>(p[0]), static_cast<float>(p[1]), static_cast<float>(p[2])});
  }
  vtkNew<vtkIdList> corners;
  for (vtkIdType n = 0; n < thin.GetNumberOfCells(); ++n) {
    thin.GetCellPoints(n, corners);
    result.triangles.push_back({static_cast<std::int32_t>(corners->GetId(0)),
                                static_cast<std::int32_t>(corners->GetId(1)),
                                static_cast<std::int32_t>(corners->GetId(2))});
  }
  result.normals = pointNormals(result);
  return result;
}

std::vector<ModelPart> thinned(std::vector<ModelPart> parts,
                               double triangles,
                               const Progress& progress) {
  constexpr std::size_t kSmall = 2000;
  double all = 1.0;
  for (const ModelPart& part : parts)
    all += static_cast<double>(part.mesh->triangles.size());
  const double share = triangles / all;
  for (std::size_t n = 0; n < parts.size() && share < 1.0; ++n) {
    progress.at(static_cast<double>(n) / static_cast<double>(parts.size()));
    ModelPart& part = parts[n];
    if (part.group != "needle" && part.mesh->triangles.size() >= kSmall)
      part.mesh = std::make_shared<const Mesh>(decimated(*part.mesh, share));
  }
  progress.at(1.0);
  return parts;
}

}  // namespace trocar::render
