#pragma once

#include "planning/model/angles.h"
#include "planning/model/case_model.h"
#include "planning/plan/needle.h"

#include <string>
#include <vector>

namespace trocar::fluoro {

/// A needle as a hand holds it: where it goes through the skin, which way it points and how deep
/// its tip is. It is seen in exposures alone.
struct NeedleDrive {
  std::string id = "N1";
  std::string instrument;  ///< Id in the catalogue.
  Approach approach = Approach::Free;
  std::string level;
  std::optional<Side> side;
  Vec3 skinMm = Vec3::Zero();
  Vec3 direction = -Vec3::UnitY();
  double depthMm = 0.0;
  double bevelDeg = 0.0;    ///< About the shaft, clockwise seen from the hub; 0 faces cranially.
  int corticalPasses = 0;   ///< Times the tip went into bone.
  int corrections = 0;      ///< Times it was turned or moved after it first touched bone.
  bool correcting = false;  ///< Turned or moved since it last advanced.

  Vec3 tipMm() const { return skinMm + depthMm * direction; }
  /// In a plan's terms. A needle that only touches the skin is a tenth of a millimetre long.
  Needle needle() const;
  bool operator==(const NeedleDrive&) const = default;
};

/// A needle of a plan as it would be held, drawn back to the skin where `atSkin`; of a bent one the
/// straight shaft.
NeedleDrive driveOf(const CaseModel& model, const Needle& needle, bool atSkin);

/// What the hand feels under the drill.
struct Felt {
  enum class Kind { BoneContact, CortexPassed, BoneLeft };
  Kind kind = Kind::BoneContact;
  double depthMm = 0.0;  ///< From the skin.
};
/// Along the needle's line from the skin to `toMm`, in the order of depth. Bone is what the label
/// maps hold; the cortex is passed where 3 mm of bone lie behind the tip, or where the CT falls
/// below 60 % of the hardest bone since the contact after at least a millimetre [house rule].
std::vector<Felt> feltTo(const CaseModel& model, const NeedleDrive& drive, double toMm);
/// "Bone contact, 62 mm deep."
std::string sentenceOf(const Felt& felt);

/// What a move of the hand led to.
struct Driven {
  NeedleDrive drive;
  std::vector<std::string> messages;  ///< Felt on the way.
};
/// Each throws Error, one sentence, where the move cannot be made. Deeper than 5 mm the bone holds
/// the needle's direction [house rule]; a tip that stands in bone less deep is what it turns about.
/// `byDeg` turns the needle's way towards the patient's left and towards cranial.
Driven advanced(const CaseModel& model, NeedleDrive drive, double byMm);
Driven turned(const CaseModel& model, NeedleDrive drive, const VertebraAngles& byDeg);
/// Points the needle along a C-arm's beam: its hub over its tip, down the barrel.
Driven aimed(const CaseModel& model, NeedleDrive drive, const Vec3& direction);
/// Moves the entry over the skin, to where the line through `throughMm` along `outward` leaves the
/// body. The needle has to be out of the bone.
Driven entered(const CaseModel& model,
               NeedleDrive drive,
               const Vec3& throughMm,
               const Vec3& outward);
NeedleDrive bevelTurned(NeedleDrive drive, double byDeg);

}  // namespace trocar::fluoro
