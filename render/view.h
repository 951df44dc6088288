#pragma once

#include "render/body/camera.h"
#include "render/canvas/pixel.h"
#include "render/scene_state.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

class vtkRenderWindow;

namespace trocar::render {

/// Along: a plane that contains the selected needle, turned about it by `rotationDeg`. Across:
/// perpendicular to it at `depthMm` from its tip. Barrel: the same plane seen from the hub, with
/// the pedicle's outline, a clock face and the medial wall; it follows the pedicle's isthmus while
/// `depthMm` is 0.
enum class ViewKind { Axial, Sagittal, Coronal, ThreeD, Along, Across, Barrel };
/// The word of the command line: "axial" .. "3d", "along", "across", "barrel".
std::string_view toString(ViewKind kind);
std::optional<ViewKind> viewKindFromString(std::string_view word);
bool isSlice(ViewKind kind);
/// Along, across and barrel need a selected needle.
bool followsNeedle(ViewKind kind);

/// What lies under the cursor: a landmark, else a part of a needle, else a structure.
struct Pick {
  std::optional<NeedleGrip> grip;
  std::string structure;
  std::string landmark;
  Vec3 pointMm = Vec3::Zero();
};

/// One picture of a scene in a VTK render window. Not for use from several threads.
///
/// `show` only notes what is to be drawn; the window's next Render() reconciles with what was drawn
/// last, and draws no body anew where only what lies over the 3-D picture changed. Zoom, pan and
/// the 3-D camera belong to the view; everything else belongs to the SceneState.
class View {
 public:
  explicit View(ViewKind kind);
  ~View();
  View(const View&) = delete;
  View& operator=(const View&) = delete;

  ViewKind kind() const;

  /// Adds the view's renderers to the window, which it then fills. The window outlives the view, or
  /// `removeFrom` is called before it goes.
  void addTo(vtkRenderWindow& window);
  void removeFrom(vtkRenderWindow& window);
  /// Of texts and line widths: the screen's device pixel ratio times the user's choice.
  void setScale(double scale);
  /// Colour of the frame and title where the view is active; quiet otherwise.
  void setActive(bool active);

  void show(const SceneState& state);
  const SceneState& state() const;
  /// What the window shows is no longer what is to be seen: it asks for a Render().
  bool isStale() const;
  /// In the 3-D view, while something moves in it: translucent bodies are blended in one pass and
  /// edges stay rough. Twice as quick; the difference is seen where several of them overlap.
  void setMoving(bool moving);

  /// The point under the pixel at the depth of `throughMm`: on the plane through it parallel to the
  /// screen.
  Vec3 displayToPatient(const Pixel& pixel, const Vec3& throughMm) const;
  /// On the slice; in 3-D at the depth of the camera's focus.
  Vec3 displayToPatient(const Pixel& pixel) const;
  /// Empty behind the camera.
  std::optional<Pixel> patientToDisplay(const Vec3& pointMm) const;
  std::optional<Pick> pickAt(const Pixel& pixel, double tolerancePx = 9.0) const;

  /// Unit vector from the picture towards the viewer, and the unit vectors of right and up on the
  /// screen.
  Vec3 towardsViewer() const;
  Vec3 screenRight() const;
  Vec3 screenUp() const;
  /// 0 in 3-D.
  double distanceToSliceMm(const Vec3& pointMm) const;
  double millimetresPerPixel() const;
  /// The crosshair moved by whole slices, positive towards S, L, A or the hub; by 1 mm or the CT's
  /// own spacing if finer.
  Vec3 stepped(const Vec3& crosshairMm, int slices) const;

  void zoom(double factor, const Pixel& about);
  void pan(double dxPx, double dyPx);
  /// Everything in the picture.
  void fit();
  /// Everything in the 3-D picture, seen from there, from the next Render() on.
  void lookFrom(Viewpoint viewpoint);
  /// Moves the picture so that the point is in its middle.
  void centreOn(const Vec3& pointMm);

  /// 3-D only.
  void orbit(double dxPx, double dyPx);
  Camera camera() const;
  void setCamera(const Camera& camera);
  Camera cameraFrom(Viewpoint viewpoint) const;  ///< With everything in the picture.
  Camera cameraTowards(
      const Vec3& pointMm) const;  ///< The present direction, near enough to see the place.

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace trocar::render
