#pragma once

#include "core/case.h"
#include "core/voxel_runs.h"
#include "planning/anatomy/vertebra_anatomy.h"
#include "planning/evaluation/evaluation.h"
#include "planning/plan/plan.h"
#include "render/mesh/surface.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace trocar::search {
struct Suggestions;
}

namespace trocar::render {

/// CT grey levels: black at level - width/2, white at level + width/2.
struct HuWindow {
  double widthHu = 1000.0;
  double levelHu = 400.0;

  bool operator==(const HuWindow&) const = default;
};

/// What the user changed about one structure; the role's style otherwise.
struct Appearance {
  std::optional<bool> visible;
  std::optional<double> opacity;

  bool operator==(const Appearance&) const = default;
};

/// Part of a needle under the cursor or in the hand.
enum class NeedlePart { Tip, Entry, Shaft };

struct NeedleGrip {
  std::string needle;
  NeedlePart part = NeedlePart::Shaft;

  bool operator==(const NeedleGrip&) const = default;
};

/// A place of the measured anatomy that can be taken hold of.
struct LandmarkMark {
  std::string id;
  std::string name;
  Vec3 pointMm = Vec3::Zero();
  bool corrected = false;
  bool held = false;  ///< In the hand: drawn emphasised, with its name.

  bool operator==(const LandmarkMark&) const = default;
};

/// A round brush in the hand, and which of the plan's painted regions it paints.
struct BrushMark {
  std::string region;
  std::optional<Vec3> atMm;
  double radiusMm = 0.0;

  bool operator==(const BrushMark&) const = default;
};

/// A structure under the drawing hand: its voxels as they will be, and the tool.
struct DrawingMark {
  VoxelRuns voxels;
  Role role = Role::Other;
  std::optional<Vec3> atMm;  ///< Of a round brush, under the mouse.
  double radiusMm = 0.0;
  std::vector<Vec3> placesMm;  ///< Clicked so far.

  bool operator==(const DrawingMark&) const = default;
};

/// Everything the views show. A plain value: heavy things are shared and immutable, so copying is
/// cheap, and a view compares what it was shown last to redraw only what differs. Absent pointers
/// simply show less.
struct SceneState {
  std::shared_ptr<const Case> patient;
  std::shared_ptr<const Surfaces> surfaces;  ///< May still lack structures, or hold drafts of them.
  std::shared_ptr<const std::vector<anatomy::VertebraAnatomy>>
      vertebrae;  ///< For the pedicle in the barrel view.
  Plan plan;
  std::shared_ptr<const Evaluation> evaluation;

  std::vector<Needle>
      compared;  ///< Of another plan, drawn beside this one's in a colour of their own.

  std::string selectedNeedle;
  std::string selectedStructure;
  std::optional<NeedleGrip> grip;  ///< Drawn emphasised.
  std::optional<Vec3> markMm;      ///< A place to point at, such as that of a finding.
  std::vector<LandmarkMark> landmarks;
  std::optional<BrushMark> brush;
  std::optional<DrawingMark> drawing;
  std::shared_ptr<const search::Suggestions>
      suggestions;       ///< Their map of the reachable skin is drawn.
  int hoveredCard = -1;  ///< Whose needles are shown; none below 0.
  Vec3 crosshairMm = Vec3::Zero();
  HuWindow window;
  std::map<std::string, Appearance> appearance;  ///< By structure id.

  /// Temperature at one moment of a simulation; the evaluation's zones are drawn where it is
  /// absent.
  std::shared_ptr<const Image<float>> temperatureC;
  std::optional<double> timeS;  ///< Of `temperatureC`, named in the corner of the picture.
  std::vector<double> isothermsC = {
      -40.0, -20.0, 0.0, 45.0, 50.0, 60.0};  ///< Those that are drawn.
  std::optional<double> cementMl;            ///< Injected so far; all of it where empty.
  /// Compression of a vertebral body under load over that of the whole body; 0 outside it. Drawn as
  /// colours in the slices where present.
  std::shared_ptr<const Image<float>> strainRatio;
  bool strainTreated = true;  ///< `strainRatio` is that with the cement.

  double rotationDeg = 0.0;  ///< Of the along view about the shaft.
  double depthMm = 0.0;      ///< Of the across and barrel views: from the tip towards the hub.

  bool labels = true;    ///< Names, numbers beside the needle, legend.
  bool outlines = true;  ///< Structures in the slices.
  bool needles = true;
  bool zones = true;
  bool cement = true;
  bool crosshair = true;
  bool slicesIn3d = false;  ///< The three planes as frames in 3-D.
  bool seeThrough = true;   ///< Bone around a needle, lesion or zone becomes translucent in 3-D.

  /// Heavy things are the same where they are shared.
  bool operator==(const SceneState&) const = default;
};

/// The appearance of one structure: the user's choice over its role's style.
bool isVisible(const SceneState& state, const Structure& structure);
double opacityOf(const SceneState& state, const Structure& structure);

/// A state that shows the case and the plan well without anybody's help: the crosshair on the first
/// lesion (else the selected needle's tip, else the centre of the bones), the first needle
/// selected.
SceneState startState(std::shared_ptr<const Case> patient, Plan plan = {});

}  // namespace trocar::render
