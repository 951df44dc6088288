#pragma once

#include "render/body/camera.h"
#include "render/body/needle_shape.h"
#include "render/body/scene_shapes.h"
#include "render/body/strain_body.h"
#include "render/role_style.h"
#include "render/scene_state.h"

#include <vtkNew.h>
#include <vtkSmartPointer.h>

#include <map>
#include <memory>
#include <set>
#include <string>

class vtkActor;
class vtkRenderer;

namespace trocar::render {

/// How one thing of the 3-D scene is drawn.
struct Look {
  Color color;
  double opacity = 1.0;
  Material material;
  bool glassy = false;  ///< Clear where it faces the viewer, denser towards its edge.
  bool lit = true;

  bool operator==(const Look&) const = default;
};

/// The patient, needles, zones and cement as VTK actors. `show` keeps the actors of what stays the
/// same.
class BodyScene {
 public:
  BodyScene();
  ~BodyScene();
  BodyScene(const BodyScene&) = delete;
  BodyScene& operator=(const BodyScene&) = delete;

  vtkRenderer& renderer() { return *renderer_; }
  void show(const SceneState& state);
  /// Opens the body of the compression map on the side that the camera sees; after `show` and after
  /// the camera moved.
  void openStrain(const SceneState& state);
  /// Quick pictures instead of fine ones: large surfaces are drawn coarse, translucent ones blended
  /// in one pass, edges left rough.
  void setMoving(bool moving);
  bool isMoving() const { return moving_; }
  const SceneShapes& shapes() const { return shapes_; }

  Camera camera() const;
  void setCamera(const Camera& camera);
  /// Centre and radius of what a first picture should show.
  struct Extent {
    Vec3 centreMm = Vec3::Zero();
    double radiusMm = 100.0;
  };
  Extent extent() const { return extent_; }

 private:
  struct Item;
  void makeCoarse();
  void chooseMesh(Item& item) const;
  void place(const std::string& key, const std::shared_ptr<const Mesh>& mesh, const Look& look);
  void showStructures(const SceneState& state);
  void showNeedles(const SceneState& state);
  void placeNeedle(const std::string& name, const NeedleShape& shape, const Color& color);
  void showZones(const SceneState& state);
  void showPlanes(const SceneState& state);

  vtkNew<vtkRenderer> renderer_;
  std::map<std::string, std::unique_ptr<Item>> items_;
  std::set<std::string> placed_;
  bool moving_ = false;
  SceneShapes shapes_;
  StrainActor strain_;
  Extent extent_;
  std::shared_ptr<const Surfaces> extentOf_;
};

/// Bones that hold a lesion or the tip of a needle: those are drawn as glass where the state asks
/// for it.
std::set<std::string> bonesToSeeThrough(const SceneState& state);

}  // namespace trocar::render
