#include "render/body/body_scene.h"

#include "core/parallel.h"
#include "render/canvas/palette.h"
#include "render/mesh/coarse_mesh.h"
#include "render/mesh/needle_mesh.h"
#include "render/mesh/vtk_mesh.h"

#include <Eigen/Geometry>
#include <vtkActor.h>
#include <vtkCamera.h>
#include <vtkLight.h>
#include <vtkMapper.h>
#include <vtkOpenGLPolyDataMapper.h>
#include <vtkPolyData.h>
#include <vtkProperty.h>
#include <vtkRenderer.h>
#include <vtkShaderProperty.h>

#include <algorithm>
#include <cmath>

namespace trocar::render {

struct BodyScene::Item {
  std::shared_ptr<const Mesh> mesh;
  Look look;
  vtkNew<vtkActor> actor;
  vtkNew<vtkOpenGLPolyDataMapper> mapper;
  vtkNew<vtkOpenGLPolyDataMapper> coarse;  ///< Of the same surface; empty until something moves.
  bool hasCoarse = false;
};

namespace {

std::array<double, 3> toUnit(const Color& color) {
  return {color.red / 255.0, color.green / 255.0, color.blue / 255.0};
}

/// Crevices are darker and warmer than the open surface.
Color shadeOf(const Color& color) {
  return mix(color, {38, 18, 10}, 0.86);
}

/// A light that stays with the camera: from the right, from above and from the viewer's side.
void addLight(vtkRenderer& renderer, const Vec3& from, const Color& color, double intensity) {
  vtkNew<vtkLight> light;
  light->SetLightTypeToCameraLight();
  light->SetPosition(from.x(), from.y(), from.z());
  light->SetFocalPoint(0.0, 0.0, 0.0);
  light->SetColor(toUnit(color).data());
  light->SetIntensity(intensity);
  renderer.AddLight(light);
}

void light(vtkRenderer& renderer) {
  renderer.AutomaticLightCreationOff();
  addLight(renderer, {-0.55, 0.75, 0.9}, {255, 246, 232}, 0.78);
  addLight(renderer, {0.95, 0.05, 0.55}, {206, 222, 255}, 0.30);
  addLight(renderer, {0.1, 0.25, 1.0}, {255, 255, 255}, 0.16);
  addLight(renderer, {0.35, 0.85, -0.75}, {190, 214, 255}, 0.42);
}

/// Of glass, the opacity follows the angle to the viewer.
void makeGlassy(vtkActor& actor, bool glassy) {
  vtkShaderProperty* shader = actor.GetShaderProperty();
  shader->ClearAllFragmentShaderReplacements();
  if (!glassy)
    return;
  shader->AddFragmentShaderReplacement(
      "//VTK::Light::Impl",
      true,
      "//VTK::Light::Impl\n"
      "  float edge = 1.0 - abs(normalVCVSOutput.z);\n"
      "  gl_FragData[0].a = clamp(gl_FragData[0].a * (0.5 + 2.4 * edge * edge), 0.0, 0.95);\n",
      false);
}

void dress(vtkActor& actor, const Look& look) {
  vtkProperty* property = actor.GetProperty();
  property->SetColor(toUnit(look.color).data());
  property->SetOpacity(look.opacity);
  property->SetAmbient(look.material.ambient);
  property->SetDiffuse(look.material.diffuse);
  property->SetSpecular(look.material.specular);
  property->SetSpecularPower(look.material.specularPower);
  property->SetInterpolationToPhong();
  property->SetLighting(look.lit);
  property->BackfaceCullingOn();  // All surfaces are closed.
  makeGlassy(actor, look.glassy);
}

std::optional<Vec3> centroidOf(const Mesh& mesh) {
  if (mesh.empty())
    return {};
  Vec3 sum = Vec3::Zero();
  for (const auto& point : mesh.pointsMm)
    sum += Vec3(point[0], point[1], point[2]);
  return sum / static_cast<double>(mesh.pointsMm.size());
}

Eigen::AlignedBox3d boxOf(const Mesh& mesh) {
  Eigen::AlignedBox3d box;
  for (const auto& point : mesh.pointsMm)
    box.extend(Vec3(point[0], point[1], point[2]));
  return box;
}

/// Box of the surfaces of visible structures that `wanted` chooses.
template <typename Wanted>
Eigen::AlignedBox3d boxOf(const SceneState& state, const Wanted& wanted) {
  Eigen::AlignedBox3d box;
  for (const Structure& structure : state.patient->structures) {
    const auto surface = state.surfaces->find(structure.id);
    if (surface != state.surfaces->end() && isVisible(state, structure) && wanted(structure))
      box.extend(boxOf(*surface->second));
  }
  return box;
}

/// The lesions and needles with two vertebrae on either side; without them the bones, or all there
/// is.
BodyScene::Extent extentOf(const SceneState& state) {
  constexpr double kAboutMm = 62.0;
  Eigen::AlignedBox3d box = boxOf(state, [](const Structure& s) { return s.role == Role::Lesion; });
  for (const Needle& needle : state.plan.needles)
    box.extend(needle.trajectory.target)
        .extend(needle.trajectory.pointAtDepth(0.4 * needle.trajectory.lengthMm()));
  if (!box.isEmpty())
    return {box.center(), kAboutMm + 0.5 * box.diagonal().norm()};
  box = boxOf(state, [](const Structure& s) { return isBone(s.role); });
  if (box.isEmpty())
    box = boxOf(state, [](const Structure&) { return true; });
  if (box.isEmpty())
    return {state.patient->ct.grid().centreMm(), 100.0};
  return {box.center(), 0.5 * box.diagonal().norm()};
}

/// Of the voxels that are not 0.
Vec3 centroidOf(const Image<float>& image) {
  Vec3 sum = Vec3::Zero();
  double count = 0.0;
  for (std::size_t c = 0; c < image.voxels().size(); ++c) {
    if (image.voxels()[c] == 0.0F)
      continue;
    sum += image.grid().voxelToPatient(image.grid().voxelAt(c));
    count += 1.0;
  }
  return count > 0.0 ? Vec3(sum / count) : image.grid().centreMm();
}

/// Tips of needles and middles of lesions.
void addPlacesOfInterest(const SceneState& state, std::vector<Vec3>& places) {
  for (const Needle& needle : state.plan.needles)
    places.push_back(needle.trajectory.target);
  for (const Structure* lesion : state.patient->withRole(Role::Lesion)) {
    const auto surface = state.surfaces->find(lesion->id);
    if (surface == state.surfaces->end())
      continue;
    if (const auto centroid = centroidOf(*surface->second))
      places.push_back(*centroid);
  }
}

}  // namespace

std::set<std::string> bonesToSeeThrough(const SceneState& state) {
  std::set<std::string> bones;
  if (!state.patient || !state.surfaces || (!state.seeThrough && !state.strainRatio))
    return bones;
  std::vector<Vec3> places;
  if (state.strainRatio)
    places.push_back(centroidOf(*state.strainRatio));
  if (state.seeThrough)
    addPlacesOfInterest(state, places);
  for (const Structure& structure : state.patient->structures) {
    const bool holds =
        isBone(structure.role) && std::any_of(places.begin(), places.end(), [&](const Vec3& place) {
          return contains(*state.patient, structure, place);
        });
    if (holds)
      bones.insert(structure.id);
  }
  return bones;
}

BodyScene::BodyScene() {
  light(*renderer_);
  renderer_->GradientBackgroundOn();
  renderer_->SetBackground(0.035, 0.043, 0.055);
  renderer_->SetBackground2(0.125, 0.145, 0.175);
  renderer_->SetBackgroundAlpha(1.0);
  renderer_->UseDepthPeelingOn();
  renderer_->UseDepthPeelingForVolumesOff();
  renderer_->SetMaximumNumberOfPeels(8);
  renderer_->SetOcclusionRatio(0.0);
  renderer_->UseFXAAOn();
  renderer_->BackingStoreOn();
  renderer_->AddActor(&strain_.actor());
  setCamera({});
}

BodyScene::~BodyScene() = default;

void BodyScene::place(const std::string& key,
                      const std::shared_ptr<const Mesh>& mesh,
                      const Look& look) {
  if (!mesh || mesh->empty() || look.opacity <= 0.0)
    return;
  placed_.insert(key);
  std::unique_ptr<Item>& item = items_[key];
  const bool fresh = !item;
  if (fresh) {
    item = std::make_unique<Item>();
    item->actor->SetMapper(item->mapper);
    renderer_->AddActor(item->actor);
  }
  const bool sameMesh = item->mesh == mesh || (item->mesh && *item->mesh == *mesh);
  if (!sameMesh || !(item->look.color == look.color)) {
    item->mapper->SetInputData(toPolyData(*mesh, look.color, shadeOf(look.color)));
    item->mapper->SetScalarVisibility(!mesh->openness.empty());
    item->hasCoarse = false;
  }
  if (fresh || !(item->look == look))
    dress(*item->actor, look);
  item->mesh = mesh;
  item->look = look;
  chooseMesh(*item);
}

void BodyScene::chooseMesh(Item& item) const {
  item.actor->SetMapper(moving_ && item.hasCoarse ? item.coarse : item.mapper);
}

/// Of the large surfaces that have none yet.
void BodyScene::makeCoarse() {
  constexpr std::size_t kLargeTriangles = 4000;
  constexpr double kCellMm = 3.0;
  std::vector<Item*> without;
  for (const auto& [key, item] : items_) {
    if (!item->hasCoarse && item->mesh->triangles.size() > kLargeTriangles)
      without.push_back(item.get());
  }
  std::vector<Mesh> meshes(without.size());
  parallelFor(without.size(),
              [&](std::size_t i) { meshes[i] = coarseMesh(*without[i]->mesh, kCellMm); });
  for (std::size_t i = 0; i < without.size(); ++i) {
    Item& item = *without[i];
    item.coarse->SetInputData(toPolyData(meshes[i], item.look.color, shadeOf(item.look.color)));
    item.coarse->SetScalarVisibility(!meshes[i].openness.empty());
    item.hasCoarse = true;
  }
}

void BodyScene::showStructures(const SceneState& state) {
  if (!state.patient || !state.surfaces)
    return;
  const std::set<std::string> glass = bonesToSeeThrough(state);
  const bool treated = (state.zones && !shapes_.zones().empty()) ||
                       (state.cement && shapes_.cement() && !shapes_.cement()->empty());
  for (const Structure& structure : state.patient->structures) {
    const auto surface = state.surfaces->find(structure.id);
    // The map of the opened body is to be seen, not the lesion in front of it.
    const bool inTheWay = state.strainRatio && structure.role == Role::Lesion;
    if (surface == state.surfaces->end() || !isVisible(state, structure) || inTheWay)
      continue;
    const RoleStyle& style = styleOf(structure.role);
    Look look{style.color, opacityOf(state, structure), style.material};
    if (treated && structure.role == Role::Lesion)
      look.opacity = std::min(look.opacity, 0.45);  // What is done inside it is seen.
    if (glass.contains(structure.id)) {
      look.opacity = std::min(look.opacity, 0.36);
      look.glassy = true;
    }
    if (structure.id == state.selectedStructure)
      look.color = mix(look.color, {255, 255, 255}, 0.25);
    place("structure " + structure.id, surface->second, look);
  }
}

void BodyScene::showNeedles(const SceneState& state) {
  if (!state.needles)
    return;
  for (const Needle& needle : state.plan.needles)
    placeNeedle("needle " + needle.id,
                shapeOf(needle, state),
                needle.id == state.selectedNeedle ? palette::kSelectedNeedle : palette::kNeedle);
  for (const Needle& needle : state.compared)
    placeNeedle("compared " + needle.id, shapeOf(needle), palette::kCompared);
}

void BodyScene::placeNeedle(const std::string& name, const NeedleShape& shape, const Color& color) {
  const Material steel{0.22, 0.72, 0.55, 40.0};
  const Material plastic{0.2, 0.75, 0.25, 25.0};
  NeedleMesh parts = meshOf(shape);
  const auto part = [&](const char* which, Mesh& mesh, const Look& look) {
    place(name + " " + which, std::make_shared<const Mesh>(std::move(mesh)), look);
  };
  part("shaft", parts.shaft, {color, 1.0, steel});
  part("marks", parts.marks, {mix(color, {10, 20, 30}, 0.55), 1.0, steel});
  part("active", parts.active, {palette::kActiveTip, 1.0, steel});
  part("handle", parts.handle, {mix(color, {24, 60, 84}, 0.55), 1.0, plastic});
}

void BodyScene::showZones(const SceneState& state) {
  if (state.zones) {
    int number = 0;
    for (const FluidShape& fluid : shapes_.fluids())
      place(
          "fluid " + fluid.region, fluid.mesh, {palette::kFluid, 0.3, {0.4, 0.6, 0.3, 30.0}, true});
    for (const ZoneShape& zone : shapes_.zones())
      place("zone " + std::to_string(number++),
            zone.mesh,
            {zone.color, 0.24, {0.35, 0.65, 0.25, 30.0}, true});
  }
  if (state.cement && !state.strainRatio)
    place("cement", shapes_.cement(), {palette::kCement, 0.92, {0.3, 0.7, 0.15, 20.0}});
}

void BodyScene::showPlanes(const SceneState& state) {
  if (!state.slicesIn3d || !state.patient)
    return;
  constexpr double kThicknessMm = 0.4;
  const auto corners = state.patient->ct.grid().cornersMm();
  Eigen::AlignedBox3d box;
  for (const Vec3& corner : corners)
    box.extend(corner);
  constexpr std::array<ViewKind, 3> kKinds = {
      ViewKind::Sagittal, ViewKind::Coronal, ViewKind::Axial};
  for (int axis = 0; axis < 3; ++axis) {
    std::vector<Vec3> frame;
    const int u = (axis + 1) % 3, v = (axis + 2) % 3;
    for (const auto& [a, b] :
         {std::pair(0, 0), std::pair(1, 0), std::pair(1, 1), std::pair(0, 1), std::pair(0, 0)}) {
      Vec3 corner = state.crosshairMm;
      corner[u] = a ? box.max()[u] : box.min()[u];
      corner[v] = b ? box.max()[v] : box.min()[v];
      frame.push_back(corner);
    }
    const Color color = palette::frameOf(kKinds[static_cast<std::size_t>(axis)]);
    place("plane " + std::to_string(axis),
          std::make_shared<const Mesh>(tubeMesh({frame, kThicknessMm}, 8)),
          {color, 1.0, {1.0, 0.0, 0.0, 1.0}, false, false});
  }
}

void BodyScene::show(const SceneState& state) {
  placed_.clear();
  shapes_.show(state);
  showStructures(state);
  showNeedles(state);
  showZones(state);
  showPlanes(state);
  std::erase_if(items_, [&](const auto& entry) {
    if (placed_.contains(entry.first))
      return false;
    renderer_->RemoveActor(entry.second->actor);
    return true;
  });
  if (state.patient && state.surfaces && extentOf_ != state.surfaces) {
    extent_ = render::extentOf(state);
    extentOf_ = state.surfaces;
  }
}

void BodyScene::openStrain(const SceneState& state) {
  const Camera from = camera();
  strain_.show(state.strainRatio, state.crosshairMm, (from.positionMm - from.focusMm).normalized());
}

void BodyScene::setMoving(bool moving) {
  moving_ = moving;
  renderer_->SetUseDepthPeeling(!moving);
  renderer_->SetUseFXAA(!moving);
  if (moving)
    makeCoarse();
  for (const auto& [key, item] : items_)
    chooseMesh(*item);
}

Camera BodyScene::camera() const {
  vtkCamera* camera = renderer_->GetActiveCamera();
  return {Vec3(Eigen::Map<const Vec3>(camera->GetPosition())),
          Vec3(Eigen::Map<const Vec3>(camera->GetFocalPoint())),
          Vec3(Eigen::Map<const Vec3>(camera->GetViewUp())),
          camera->GetViewAngle()};
}

void BodyScene::setCamera(const Camera& camera) {
  vtkCamera* active = renderer_->GetActiveCamera();
  active->SetPosition(camera.positionMm.data());
  active->SetFocalPoint(camera.focusMm.data());
  active->SetViewUp(camera.up.data());
  active->SetViewAngle(camera.viewAngleDeg);
  renderer_->ResetCameraClippingRange();
}

}  // namespace trocar::render
