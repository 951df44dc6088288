#pragma once

#include "core/side.h"
#include "planning/anatomy/vertebra_anatomy.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trocar::anatomy {

/// A ball that fits a joint surface.
struct JointSphere {
  Vec3 centreMm = Vec3::Zero();
  double radiusMm = 0.0;
  double rmsMm = 0.0;
};

/// Mouth of a sacral canal on the front of the sacrum.
struct SacralForamen {
  std::string level;  ///< "S1".."S4", counted from above.
  Side side = Side::Left;
  Vec3 centreMm = Vec3::Zero();
  Vec3 lateralMarginMm = Vec3::Zero();
};

struct SacroiliacJoint {
  Vec3 centreMm = Vec3::Zero();
  Vec3 inferiorMarginMm = Vec3::Zero();
  Vec3 normal = Vec3::UnitX();  ///< From the sacrum to the hip bone.
};

/// One half of the sacrum; what its neighbours do not show is nullopt.
struct SacralSide {
  std::optional<Vec3> alaMm;  ///< Middle of the ala at the height of S1.
  std::optional<SacroiliacJoint> joint;
};

/// The first sacral vertebra and what hangs on it. Corners lie in the mid-sagittal plane.
struct SacrumAnatomy {
  std::string structureId;
  Trust trust;
  VertebraFrame frame;  ///< Superior is the normal of the S1 endplate.
  Plane s1Endplate;
  Vec3 promontoryMm = Vec3::Zero();  ///< Anterior superior corner of S1.
  Vec3 posteriorSuperiorMm = Vec3::Zero();
  Vec3 anteriorInferiorMm = Vec3::Zero();
  Vec3 posteriorInferiorMm = Vec3::Zero();
  Vec3 s1CrossingMm = Vec3::Zero();  ///< Where the diagonals of S1 cross: a target of sacroplasty.
  std::vector<SacralForamen> foramina;  ///< S1 left, S1 right, S2 left ... as far as found.
  SacralSide left;
  SacralSide right;
};

/// A hip bone's landmarks in the frame of the pelvis; nullopt for what is not on the label or lies
/// where the label map cuts it.
struct HipAnatomy {
  std::string structureId;
  Side side = Side::Left;
  Trust trust;
  std::optional<Vec3> anteriorSuperiorSpineMm;
  std::optional<Vec3> anteriorInferiorSpineMm;
  std::optional<Vec3> posteriorSuperiorSpineMm;
  std::optional<Vec3> ischialSpineMm;
  std::optional<Vec3> ischialTuberosityMm;
  std::optional<Vec3> pubicTubercleMm;
  std::optional<Vec3> greaterNotchMm;  ///< Apex of the greater sciatic notch.
  JointSphere acetabulum;
  Vec3 domeMm = Vec3::Zero();        ///< Joint surface straight above the centre.
  Vec3 medialWallMm = Vec3::Zero();  ///< Pelvic surface of the wall straight medial of the centre.
  std::vector<Vec3>
      anteriorColumnMm;  ///< Iliac wing, front of the acetabulum, pubis; empty if one is missing.
  std::vector<Vec3> posteriorColumnMm;  ///< Notch, back of the acetabulum, tuberosity; likewise.
};

/// Enneking: I ilium, II around the acetabulum, III pubis and ischium.
enum class PelvicZone { Ilium, Periacetabular, PubisIschium };
std::string_view toString(PelvicZone zone);
/// Zone II is what lies within 15 mm of the joint surface [estimated]; the others lie above and
/// below it.
PelvicZone zoneAt(const HipAnatomy& hip, const Vec3& pointMm);

struct FemurAnatomy {
  std::string structureId;
  Side side = Side::Left;
  Trust trust;
  JointSphere head;
  Vec3 neckCentreMm = Vec3::Zero();  ///< Of the narrowest section of the neck.
  Vec3 neckAxis = Vec3::UnitX();     ///< From the trochanters to the head.
  Vec3 shaftAxis = Vec3::UnitZ();    ///< Cranial.
  std::optional<Vec3> lesserTrochanterMm;
};

struct PelvisAnatomy {
  /// Of the bones themselves: those of a supine patient whose S1 endplate slopes as usual, else of
  /// the anterior pelvic plane (planning/anatomy/pelvic_frame.h).
  VertebraFrame frame;
  std::optional<SacrumAnatomy> sacrum;
  std::vector<HipAnatomy> hips;
  std::vector<FemurAnatomy> femurs;
};

/// Measures what the case has of sacrum, hips and femurs; empty members for what it has not. Sides
/// follow the ids ("hip_left"), else where the bone lies. Never throws for odd anatomy.
PelvisAnatomy measurePelvis(const Case& patient, const Progress& = {});

}  // namespace trocar::anatomy
