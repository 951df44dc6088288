#pragma once

#include "core/label_extents.h"
#include "planning/anatomy/bone_outside.h"
#include "planning/anatomy/pelvis_anatomy.h"
#include "planning/anatomy/vertebra_anatomy.h"

#include <optional>
#include <string>
#include <vector>

namespace trocar::anatomy {

/// Between the wall of a route and bone, where there is room [estimated].
inline constexpr double kBoneGapMm = 1.0;

/// What an estimated route is: "sciatic" and a side become "sciatic_left", "Sciatic nerve, left".
struct RouteKind {
  std::string stem;
  std::string name;
  Role role = Role::Nerve;
  double radiusMm = 1.0;
};

/// The estimated course of a kind through its bends, its wall `kBoneGapMm` out of bone where there
/// is room; nullopt where bone leaves no way between the bends.
std::optional<Structure> route(const BoneOutside& outside,
                               const RouteKind& kind,
                               Side side,
                               const std::vector<Vec3>& bendsMm);

/// A displacement in a frame: away from the midline, to the back, to the head.
Vec3 displaced(const VertebraFrame& frame, Side side, const Vec3& d);

/// Roots of T1 to L5 and segmental arteries of one vertebra.
std::optional<Structure> spinalRoot(const BoneOutside& outside,
                                    const VertebraAnatomy& vertebra,
                                    Side side);
std::optional<Structure> segmentalArtery(const BoneOutside& outside,
                                         const VertebraAnatomy& vertebra,
                                         Side side);
/// The nerve of a thoracic level with its vessels, under the rib of the same number.
std::optional<Structure> intercostalBundle(const Case& patient,
                                           const CaseExtents& extents,
                                           const BoneOutside& outside,
                                           const VertebraAnatomy& vertebra,
                                           Side side);
/// Down the psoas past the discs that the vertebrae show, cranial to caudal.
std::optional<Structure> lumbarPlexus(const BoneOutside& outside,
                                      const std::vector<VertebraAnatomy>& vertebrae,
                                      Side side);

/// nullptr where it was not found.
const SacralForamen* foramenOf(const PelvisAnatomy& pelvis, const std::string& level, Side side);

/// A hip bone's landmarks and those of its neighbours, on one side.
struct HipSide {
  const HipAnatomy& hip;
  const PelvisAnatomy& pelvis;
  std::optional<Vec3> trochanterMm;  ///< Outermost of the greater trochanter.

  /// From a point, away from the midline, to the back, to the head.
  Vec3 from(const Vec3& pointMm, double out, double back, double up) const;
  /// Of the inguinal ligament, 0 on the anterior superior spine and 1 on the pubic tubercle;
  /// nullopt where one is missing.
  std::optional<Vec3> ligamentMm(double share) const;
  const SacroiliacJoint* joint() const;
};
/// `patient` has the femurs.
HipSide hipSide(const Case& patient,
                const CaseExtents& extents,
                const PelvisAnatomy& pelvis,
                const HipAnatomy& hip);

/// Nerves and vessels of the buttock; nullopt where a landmark they follow is missing.
std::optional<Structure> sciaticNerve(const BoneOutside& outside, const HipSide& side);
std::optional<Structure> lateralFemoralCutaneousNerve(const BoneOutside& outside,
                                                      const HipSide& side);
std::optional<Structure> superiorGlutealArtery(const BoneOutside& outside, const HipSide& side);
std::optional<Structure> inferiorGlutealArtery(const BoneOutside& outside, const HipSide& side);
/// From the sacral canal where that shows, else from the foramen's mouth. `hip` may be nullptr.
std::optional<Structure> sacralRoot(const BoneOutside& outside,
                                    const PelvisAnatomy& pelvis,
                                    const HipSide* hip,
                                    const std::string& level,
                                    Side side);

/// Of the groin and the wall of the pelvis, likewise. `plexus` is where the lumbar one ends.
std::optional<Structure> femoralNerve(const BoneOutside& outside,
                                      const HipSide& side,
                                      const std::optional<Vec3>& plexusMm);
std::optional<Structure> obturatorNerve(const BoneOutside& outside, const HipSide& side);
/// Common and external.
std::optional<Structure> iliacArtery(const BoneOutside& outside, const HipSide& side);
std::optional<Structure> iliacVein(const BoneOutside& outside, const HipSide& side);
std::optional<Structure> femoralArtery(const BoneOutside& outside, const HipSide& side);
std::optional<Structure> femoralVein(const BoneOutside& outside, const HipSide& side);

/// Where the sciatic nerve leaves the pelvis: about half way from the notch's apex to the ischial
/// spine, behind the bone's edge.
std::optional<Vec3> sciaticExit(const BoneOutside& outside, const HipSide& side);

}  // namespace trocar::anatomy
