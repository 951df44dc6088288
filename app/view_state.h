#pragma once

#include "core/drawing/stroke.h"
#include "core/structure.h"
#include "core/vec3.h"
#include "core/voxel_runs.h"
#include "planning/plan/bookmark.h"
#include "planning/plan/needle.h"
#include "planning/plan/plan.h"
#include "render/scene_state.h"
#include "render/view.h"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trocar::app {

/// The pages of the planner, in the order of the work.
enum class Step { Case, Anatomy, Needles, Treatment, Review };
inline constexpr int kStepCount = 5;

/// What fills the window: the planner, the C-arm's room, the list of lessons, or the plan's
/// bookmarks for a room of people.
enum class Place { Planner, Fluoroscopy, School, Conference };

using Panes = std::array<render::ViewKind, 4>;
inline constexpr Panes kPatientPanes = {render::ViewKind::ThreeD,
                                        render::ViewKind::Axial,
                                        render::ViewKind::Sagittal,
                                        render::ViewKind::Coronal};
/// While the views follow the selected needle.
inline constexpr Panes kNeedlePanes = {render::ViewKind::ThreeD,
                                       render::ViewKind::Axial,
                                       render::ViewKind::Along,
                                       render::ViewKind::Barrel};

/// One large view with the others beside it, two by two, or one view alone.
enum class ViewLayout { Focus, Quad, Single };

/// What lies over the window.
enum class Overlay {
  None,
  Palette,
  Shortcuts,
  Findings,
  Comparison,
  Shelf,
  Import,
  Export,
  HandOver
};

/// The parts of the Review page.
enum class ReviewPart { Plan, Findings, Present, Prepare };
inline constexpr int kReviewPartCount = 4;

/// How the vertebral body is compressed under load, drawn over the slices.
enum class StrainShown { None, Treated, Untreated };

enum class Theme { Dark, Light };
enum class MouseScheme { Planner, Pacs };

/// A landmark in the hand, before it is put down.
struct HeldLandmark {
  std::string id;
  Vec3 pointMm = Vec3::Zero();

  bool operator==(const HeldLandmark&) const = default;
};

/// A round brush in the hand, which paints where a protection's fluid goes into the slices.
struct Brush {
  std::string region;  ///< The protection's name, such as "fluid_1".
  Protection::Medium medium = Protection::Medium::Dextrose;
  double radiusMm = 6.0;
  std::optional<Vec3> atMm;  ///< Under the mouse.

  bool operator==(const Brush&) const = default;
};

/// What draws a structure into the slices.
struct DrawingTool {
  enum class Kind { Lesion, Brush, Eraser, Grow, Split, Tube };
  Kind kind = Kind::Brush;
  std::string structure;  ///< Its id; that which it will get, where it is not in the case yet.
  std::string name;
  Role role = Role::Lesion;
  VoxelRuns before;       ///< Its voxels in the case, before this tool drew.
  double radiusMm = 4.0;  ///< Of the brush, the lesion or the tube; how far Grow reaches.
  bool ball = false;      ///< The brush; else it is a disc in the slice.
  bool inBone = true;     ///< A lesion stays within the bones.
  std::optional<drawing::HuRange> withinHu;
  std::optional<Vec3> atMm;    ///< Under the mouse.
  drawing::Stroke stroke;      ///< While a button is down; without a place else.
  bool erasing = false;        ///< The stroke takes away.
  std::vector<Vec3> placesMm;  ///< Clicked, and not accepted yet: of a lesion, a split, a tube.

  bool operator==(const DrawingTool&) const = default;
};
/// "lesion", "brush", "eraser", "grow", "split" or "tube".
std::string_view toString(DrawingTool::Kind kind);
std::optional<DrawingTool::Kind> drawingToolFromString(std::string_view word);

/// Everything about the screen that is no part of the plan: neither saved with it nor undone.
struct ViewState {
  Place place = Place::Planner;
  Step step = Step::Case;
  ViewLayout layout = ViewLayout::Focus;
  Panes panes = kPatientPanes;
  int large = 0;   ///< The pane of a Focus or Single layout.
  int active = 1;  ///< The pane that keys act in: the last under the mouse.
  Vec3 crosshairMm = Vec3::Zero();
  render::HuWindow window;
  std::map<std::string, render::Appearance>
      appearance;        ///< Of structures that differ from their role.
  double turnDeg = 0.0;  ///< Of the view along the selected needle, about its shaft.
  double depthMm = 0.0;  ///< Of the views across it, from the tip towards the hub.
  bool crosshairShown = true;
  bool zonesShown = true;
  bool cementShown = true;
  bool labelsShown = true;
  std::optional<double> timeS;     ///< Moment of the simulated treatment; empty: all of it at once.
  std::optional<double> cementMl;  ///< Injected so far; empty: all of it.
  StrainShown strain = StrainShown::None;

  std::string level;      ///< The vertebra under work, such as "L3"; empty where there is none.
  std::string structure;  ///< The lesion, or other bone, under work; empty for a level by itself.
  std::string bone;       ///< In which that lies.
  Approach approach = Approach::Bipedicular;
  std::string instrument;  ///< Of the next needle; a case opens with the usual one.
  std::string needle;      ///< The selected one; empty for none.
  bool symmetric = false;  ///< A needle that is moved takes its partner on the other side along.
  /// Whose landmarks are shown while the anatomy is checked: the id of a structure, or a level;
  /// those of `level` where empty.
  std::string landmarksOf;
  std::optional<HeldLandmark> held;
  std::optional<Brush> brush;
  std::optional<DrawingTool> drawing;
  /// The score whose questions are open on the first page, "others" for those about other bones;
  /// none where empty.
  std::string framework;
  int hoveredCard = -1;  ///< The suggestion whose needles are previewed; none below 0.

  Overlay overlay = Overlay::None;
  Theme theme = Theme::Dark;
  MouseScheme mouse = MouseScheme::Planner;
  int fontPt = 10;
  bool closing = false;  ///< Somebody asked to leave the program.

  double zoom = 1.0;             ///< The product of all zooming by key; views take its changes.
  int fits = 0;                  ///< Counts the times that everything was to be seen.
  int looks = 0;                 ///< Counts the times that a place was to be seen.
  Vec3 lookAtMm = Vec3::Zero();  ///< The last of them.
  int flights = 0;               ///< Counts the times that a bookmark was gone to.
  Eye flyTo;                     ///< From where the last of them is seen.
  ReviewPart reviewPart = ReviewPart::Plan;
  int bookmark = -1;        ///< The one under work or on the screen; none below 0.
  bool laserOn = false;     ///< A red dot follows the mouse in a conference.
  bool notesShown = false;  ///< The presenter's, on a single screen.

  bool operator==(const ViewState&) const = default;
};

}  // namespace trocar::app
