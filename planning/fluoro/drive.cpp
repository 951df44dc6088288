#include "planning/fluoro/drive.h"

#include "core/error.h"
#include "planning/model/angles.h"
#include "planning/model/skin.h"
#include "planning/plan/instrument.h"
#include "planning/plan/needle_path.h"

#include <Eigen/Geometry>

#include <algorithm>
#include <cmath>

namespace trocar::fluoro {
namespace {

constexpr double kStepMm = 0.25;
constexpr double kCortexMm = 3.0;
constexpr double kThinCortexMm = 1.0;
constexpr double kSofterShare = 0.6;
constexpr double kHeldMm = 5.0;
constexpr double kFreeBevelMm = 5.0;
constexpr double kBevelDegPerMm = 0.05;  // A bevelled tip runs off in soft tissue [estimated].

std::string millimetres(double value) {
  return std::to_string(std::lround(value)) + " mm";
}

/// Length of bone that the tip stands in, from the last contact on; nullopt outside bone.
std::optional<double> heldMm(const CaseModel& model, const NeedleDrive& drive) {
  double contactMm = 0.0;
  bool inBone = false;
  for (const Felt& felt : feltTo(model, drive, drive.depthMm)) {
    if (felt.kind == Felt::Kind::CortexPassed)
      continue;
    inBone = felt.kind == Felt::Kind::BoneContact;
    contactMm = felt.depthMm;
  }
  if (!inBone)
    return std::nullopt;
  return drive.depthMm - contactMm;
}

void requireInVolume(const CaseModel& model, const NeedleDrive& drive) {
  if (!model.patient().ct.grid().contains(drive.tipMm()))
    throw Error("The needle would leave the CT: draw it back or turn it.");
}

void requireFree(double heldMm) {
  if (heldMm > kHeldMm)
    throw Error("The bone holds the needle, " + millimetres(heldMm) + " deep: draw it back to " +
                millimetres(kHeldMm) + " of bone or less to turn it.");
}

/// Where the line of a needle that ends in `tipMm` crosses the skin.
Vec3 skinBehind(const CaseModel& model, const Vec3& tipMm, const Vec3& direction) {
  const std::optional<Vec3> skin = skinCrossing(model.patient(), tipMm, -direction);
  if (!skin)
    throw Error("The needle's line does not reach the skin inside the CT: choose another angle.");
  return *skin;
}

void noteCorrection(NeedleDrive& drive) {
  if (drive.corticalPasses == 0 || drive.correcting)
    return;
  ++drive.corrections;
  drive.correcting = true;
}

/// A bevel pushes the tip to its long side while it goes through soft tissue.
Vec3 deflected(const NeedleDrive& drive, double byMm) {
  Vec3 up = Vec3::UnitZ() - drive.direction.z() * drive.direction;
  if (up.norm() < 1e-6)
    up = Vec3::UnitX();
  const Eigen::AngleAxisd turned(Angle::fromDegrees(drive.bevelDeg).radians(), drive.direction);
  const Vec3 longSide = -(turned * up.normalized());
  const double turn = Angle::fromDegrees(kBevelDegPerMm * byMm).radians();
  return (drive.direction + std::tan(turn) * longSide).normalized();
}

Driven pointed(const CaseModel& model, NeedleDrive drive, const Vec3& direction) {
  const std::optional<double> held = heldMm(model, drive);
  requireFree(held.value_or(0.0));
  const Vec3 tipMm = drive.tipMm();
  drive.direction = direction.normalized();
  if (held) {
    drive.skinMm = skinBehind(model, tipMm, drive.direction);
    drive.depthMm = (tipMm - drive.skinMm).norm();
  }
  requireInVolume(model, drive);
  noteCorrection(drive);
  return {drive, {}};
}

}  // namespace

Needle NeedleDrive::needle() const {
  constexpr double kShortestMm = 0.1;
  const Vec3 tip = skinMm + std::max(depthMm, kShortestMm) * direction;
  return {.id = id,
          .instrument = instrument,
          .purpose = Purpose::Access,
          .approach = approach,
          .level = level,
          .side = side,
          .through = {},
          .trajectory = {skinMm, tip}};
}

NeedleDrive driveOf(const CaseModel& model, const Needle& needle, bool atSkin) {
  NeedleDrive drive;
  drive.id = needle.id;
  drive.instrument = needle.instrument;
  drive.approach = needle.approach;
  drive.level = needle.level;
  drive.side = needle.side;
  const Trajectory shaft = NeedlePath(needle).shaft();
  drive.direction = shaft.direction();
  drive.skinMm = skinCrossing(model.patient(), shaft.target, -drive.direction)
                     .value_or(needle.trajectory.entry);
  if (!atSkin) {
    drive.depthMm = (shaft.target - drive.skinMm).norm();
    for (const Felt& felt : feltTo(model, drive, drive.depthMm))
      drive.corticalPasses += felt.kind == Felt::Kind::BoneContact ? 1 : 0;
  }
  return drive;
}

std::vector<Felt> feltTo(const CaseModel& model, const NeedleDrive& drive, double toMm) {
  std::vector<Felt> felt;
  double contactMm = 0.0;
  double hardestHu = 0.0;
  bool inBone = false;
  bool passed = false;
  for (double depth = 0.0; depth <= toMm; depth += kStepMm) {
    const Vec3 at = drive.skinMm + depth * drive.direction;
    const bool bone = model.boneAt(at) != nullptr;
    if (bone != inBone) {
      felt.push_back({bone ? Felt::Kind::BoneContact : Felt::Kind::BoneLeft, depth});
      contactMm = depth;
      hardestHu = 0.0;
      passed = false;
      inBone = bone;
    }
    if (!bone || passed)
      continue;
    const double hu = huAt(model.patient().ct, at);
    hardestHu = std::max(hardestHu, hu);
    const double deep = depth - contactMm;
    passed = deep >= kCortexMm || (deep >= kThinCortexMm && hu < kSofterShare * hardestHu);
    if (passed)
      felt.push_back({Felt::Kind::CortexPassed, depth});
  }
  return felt;
}

std::string sentenceOf(const Felt& felt) {
  const std::string depth = std::to_string(std::lround(felt.depthMm)) + " mm deep";
  switch (felt.kind) {
    case Felt::Kind::BoneContact:
      return "Bone contact, " + depth + ".";
    case Felt::Kind::CortexPassed:
      return "Through the cortex, " + depth + ": it gives way.";
    case Felt::Kind::BoneLeft:
      break;
  }
  return "Out of the bone, " + depth + ": no resistance.";
}

Driven advanced(const CaseModel& model, NeedleDrive drive, double byMm) {
  const double lengthMm = findInstrument(drive.instrument).lengthMm;
  const double before = drive.depthMm;
  if (before + byMm > lengthMm)
    throw Error("The hub is at the skin: the needle is " + millimetres(lengthMm) + " long.");
  if (byMm > 0.0 && drive.bevelDeg != 0.0 && before > kFreeBevelMm && !heldMm(model, drive))
    drive.direction = deflected(drive, byMm);
  drive.depthMm = std::max(0.0, before + byMm);
  requireInVolume(model, drive);
  Driven driven{drive, {}};
  driven.drive.correcting = byMm < 0.0 && drive.correcting;
  for (const Felt& felt : feltTo(model, drive, drive.depthMm)) {
    if (felt.depthMm <= before)
      continue;
    driven.messages.push_back(sentenceOf(felt));
    driven.drive.corticalPasses += felt.kind == Felt::Kind::BoneContact ? 1 : 0;
  }
  return driven;
}

Driven turned(const CaseModel& model, NeedleDrive drive, const VertebraAngles& byDeg) {
  const double right = Angle::fromDegrees(byDeg.axialDeg).radians();
  const double up = Angle::fromDegrees(byDeg.craniocaudalDeg).radians();
  const Vec3& d = drive.direction;
  const double axial = std::atan2(d.x(), -d.y()) + right;
  const double cranio = std::clamp(std::asin(std::clamp(d.z(), -1.0, 1.0)) + up, -1.5, 1.5);
  return pointed(
      model,
      std::move(drive),
      {std::sin(axial) * std::cos(cranio), -std::cos(axial) * std::cos(cranio), std::sin(cranio)});
}

Driven aimed(const CaseModel& model, NeedleDrive drive, const Vec3& direction) {
  return pointed(model, std::move(drive), direction);
}

Driven entered(const CaseModel& model,
               NeedleDrive drive,
               const Vec3& throughMm,
               const Vec3& outward) {
  if (heldMm(model, drive))
    throw Error("The tip stands in bone: draw it back before you choose another entry.");
  const std::optional<Vec3> skin = skinCrossing(model.patient(), throughMm, outward.normalized());
  if (!skin)
    throw Error("There is no skin inside the CT at that place: choose another one.");
  drive.skinMm = *skin;
  drive.depthMm = 0.0;
  noteCorrection(drive);
  return {drive, {}};
}

NeedleDrive bevelTurned(NeedleDrive drive, double byDeg) {
  drive.bevelDeg = std::fmod(drive.bevelDeg + byDeg + 360.0, 360.0);
  return drive;
}

}  // namespace trocar::fluoro
