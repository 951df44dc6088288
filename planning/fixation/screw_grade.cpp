#include "planning/fixation/screw_grade.h"

#include "core/box.h"
#include "planning/access/pedicle_path.h"
#include "planning/access/screw_bone.h"
#include "planning/findings/rule_text.h"
#include "planning/fixation/end_face.h"
#include "planning/model/clearance.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace trocar::fixation {
namespace {

constexpr double kRingStepMm = 0.5;
constexpr int kRingPoints = 24;

/// A screw in its bone.
struct Seated {
  const CaseModel& model;
  const Needle& needle;
  access::BoneDistance bone;
  Side side;
  double radiusMm = 0.0;
  Trajectory inBone;  ///< First cortex to tip.
};

/// A point of the envelope.
struct Sample {
  double distanceMm = -1e9;  ///< To the cortex, positive outside.
  Vec3 onAxisMm = Vec3::Zero();
  Vec3 atMm = Vec3::Zero();
};

/// Where the envelope is nearest to, or furthest beyond, the cortex.
struct Worst {
  Sample sample;
  std::vector<Vec3> almostMm;  ///< Points of the envelope within half a millimetre of that.
};

/// The two cortices that the axis goes through.
struct Ends {
  EndFace near;
  EndFace far;
  double farMm = 0.0;    ///< Depth of the far one.
  double belowMm = 0.0;  ///< From here on the whole cylinder lies below the near one.
};

Ends endsOf(const Seated& screw) {
  const Vec3 along = screw.inBone.direction();
  const double lengthMm = screw.inBone.lengthMm();
  Ends ends;
  ends.farMm = lengthMm + wayOutMm(screw.bone, screw.inBone.target, along);
  ends.near = endFaceAt(screw.bone, screw.inBone.entry, along);
  ends.far = endFaceAt(screw.bone, screw.inBone.pointAtDepth(ends.farMm), along);
  const double cosine = ends.near.cosine;
  ends.belowMm =
      ruleLimit("entry-zone") + screw.radiusMm * std::sqrt(1.0 - cosine * cosine) / cosine;
  return ends;
}

/// The thread where it lies behind the cortex that it came through: from its first ring that is
/// wholly inside on, at the latest from where a flat cortex of that slope lies behind it. Of rings
/// before that, and of those for which an end of the bone is nearest, only what breaks out.
std::vector<Sample> envelope(const Seated& screw) {
  const Vec3 along = screw.inBone.direction();
  const Vec3 u = along.unitOrthogonal();
  const Vec3 v = along.cross(u);
  const double lengthMm = screw.inBone.lengthMm();
  const Ends ends = endsOf(screw);
  const double belowMm = std::min(ends.belowMm, lengthMm);
  const int rings = static_cast<int>(lengthMm / kRingStepMm) + 1;
  std::vector<Sample> samples;
  bool wentIn = false;
  for (int ring = 0; ring <= rings; ++ring) {
    const double depthMm = std::min(ring * kRingStepMm, lengthMm);
    const bool below = depthMm >= belowMm;
    const Vec3 centre = screw.inBone.pointAtDepth(depthMm);
    const double boneMm = -screw.bone(centre);
    const bool marginCounts = below && !ends.near.isNearest(depthMm, boneMm) &&
                              !ends.far.isNearest(ends.farMm - depthMm, boneMm);
    double farthestMm = -1e9;
    for (int n = 0; n < kRingPoints; ++n) {
      const double turn = 2.0 * std::numbers::pi * n / kRingPoints;
      const Vec3 p = centre + screw.radiusMm * (std::cos(turn) * u + std::sin(turn) * v);
      const double distance = screw.bone(p);
      farthestMm = std::max(farthestMm, distance);
      if (marginCounts || (distance > 0.0 && (below || wentIn)))
        samples.push_back({distance, centre, p});
    }
    wentIn = wentIn || farthestMm <= 0.0;
  }
  return samples;
}

Worst worstOf(const Seated& screw) {
  constexpr double kAlmostMm = 0.5;
  const std::vector<Sample> samples = envelope(screw);
  Worst worst;
  worst.sample = {screw.bone(screw.inBone.target), screw.inBone.target, screw.inBone.target};
  for (const Sample& sample : samples) {
    if (sample.distanceMm > worst.sample.distanceMm || worst.almostMm.empty()) {
      worst.sample = sample;
      worst.almostMm = {sample.atMm};
    }
  }
  for (const Sample& sample : samples) {
    if (sample.distanceMm > worst.sample.distanceMm - kAlmostMm)
      worst.almostMm.push_back(sample.atMm);
  }
  return worst;
}

/// The word for a direction away from the axis, in the axes of the screw's vertebra, else in the
/// patient's.
std::string directionWord(const Vec3& direction, const Seated& screw) {
  const std::string& level = screw.needle.level;
  const anatomy::VertebraAnatomy* vertebra = level.empty() ? nullptr : screw.model.vertebra(level);
  const anatomy::VertebraFrame frame = vertebra ? vertebra->frame : anatomy::VertebraFrame();
  const Vec3 parts(
      direction.dot(frame.left), direction.dot(frame.posterior), direction.dot(frame.superior));
  int axis = 0;
  parts.cwiseAbs().maxCoeff(&axis);
  if (axis == 0)
    return parts.x() * signOf(screw.side) > 0.0 ? "lateral" : "medial";
  if (axis == 1)
    return parts.y() > 0.0 ? "posterior" : "anterior";
  return parts.z() > 0.0 ? "superior" : "inferior";
}

/// Whether a point lies between the surfaces of a hip joint.
bool inHipJoint(const CaseModel& model, const Vec3& p) {
  constexpr double kGapMm = 4.0;
  const std::vector<anatomy::HipAnatomy>& hips = model.pelvis().hips;
  return std::any_of(hips.begin(), hips.end(), [&](const anatomy::HipAnatomy& hip) {
    return (p - hip.acetabulum.centreMm).norm() < hip.acetabulum.radiusMm + kGapMm;
  });
}

/// Least distance of some points to a structure; at most `limitMm`.
double nearestMm(const CaseModel& model,
                 const Structure& structure,
                 const std::vector<Vec3>& points,
                 double limitMm) {
  const Box* box = model.boxOf(structure.id);
  if (!box)
    return limitMm;
  const Eigen::AlignedBox3d around(box->lowMm, box->highMm);
  const DistanceField* field = nullptr;
  for (const Vec3& p : points) {
    if (around.exteriorDistance(p) >= limitMm)
      continue;
    if (field == nullptr)
      field = &model.fields().around(structure.id, boxAround(points));
    limitMm = std::min(limitMm, field->at(p));
  }
  return limitMm;
}

/// Of points of the envelope, those to the same side of its axis as the worst one.
std::vector<Vec3> onItsSide(const Seated& screw, const Worst& worst) {
  const Vec3 along = screw.inBone.direction();
  const auto sideOf = [&](const Vec3& p) {
    const Vec3 out = p - screw.inBone.entry;
    return directionWord(out - out.dot(along) * along, screw);
  };
  const std::string word = sideOf(worst.sample.atMm);
  std::vector<Vec3> points;
  for (const Vec3& p : worst.almostMm) {
    if (sideOf(p) == word)
      points.push_back(p);
  }
  return points;
}

/// What lies where the bone is thinnest.
std::string limitAt(const Seated& screw, const std::vector<Vec3>& almostMm) {
  constexpr double kNearMm = 3.0;
  const bool pelvic = screw.needle.level.empty();
  if (pelvic && std::any_of(almostMm.begin(), almostMm.end(), [&](const Vec3& p) {
        return inHipJoint(screw.model, p);
      }))
    return "hip joint";
  std::string nearest = "cortex";
  double leastMm = kNearMm;
  for (const Structure& structure : screw.model.patient().structures) {
    if (!isCritical(structure.role) ||
        access::crossesOnPurpose(screw.needle.approach, structure.role))
      continue;
    const double distance = nearestMm(screw.model, structure, almostMm, leastMm);
    if (distance < leastMm) {
      leastMm = distance;
      nearest = structure.id;
    }
  }
  return nearest;
}

struct Along {
  double inLesionMm = 0.0;
  double meanHu = 0.0;
};

Along alongAxis(const Seated& screw) {
  const Case& patient = screw.model.patient();
  const std::vector<const Structure*> lesions = patient.withRole(Role::Lesion);
  const ShaftSamples samples(screw.inBone);
  Along along;
  for (int n = 0; n < samples.count; ++n) {
    const Vec3 p = samples.pointMm(n);
    along.meanHu += huAt(patient.ct, p) / samples.count;
    if (std::any_of(lesions.begin(), lesions.end(), [&](const Structure* lesion) {
          return contains(patient, *lesion, p);
        }))
      along.inLesionMm += samples.stepMm;
  }
  return along;
}

std::optional<double> beyondTipMm(const Seated& screw) {
  constexpr double kFarMm = 60.0;
  constexpr double kStepMm = 0.1;
  const Vec3& tip = screw.needle.trajectory.target;
  if (screw.bone(tip) >= 0.0)
    return std::nullopt;
  const Vec3 along = screw.needle.trajectory.direction();
  double walkedMm = 0.0;
  while (walkedMm < kFarMm && screw.bone(tip + walkedMm * along) < 0.0)
    walkedMm += kStepMm;
  return walkedMm;
}

/// The side of the patient on which it enters: its own, else by where it comes from.
Side sideFor(const CaseModel& model, const Needle& needle) {
  const double middleX = model.patient().ct.grid().centreMm().x();
  return needle.side.value_or(needle.trajectory.entry.x() >= middleX ? Side::Left : Side::Right);
}

}  // namespace

double madeLengthMm(const Instrument& screw, double wantedMm) {
  constexpr double kToleranceMm = 0.25;
  if (!screw.lengths)
    return screw.lengthMm;
  const ScrewLengths& made = *screw.lengths;
  const double steps = std::ceil((wantedMm - kToleranceMm - made.shortestMm) / made.stepMm);
  return std::min(made.longestMm, made.shortestMm + std::max(0.0, steps) * made.stepMm);
}

std::optional<double> fittingLengthMm(const Instrument& screw, double availableMm) {
  const ScrewLengths made = screw.lengths.value_or(ScrewLengths{screw.lengthMm, screw.lengthMm});
  if (availableMm < made.shortestMm)
    return std::nullopt;
  const double steps = std::floor((availableMm - made.shortestMm) / made.stepMm + 1e-9);
  return std::min(made.longestMm, made.shortestMm + steps * made.stepMm);
}

std::optional<ScrewGrade> gradeScrew(const CaseModel& model,
                                     const Plan& plan,
                                     const Needle& needle) {
  const Side side = sideFor(model, needle);
  return gradeScrew(model,
                    plan,
                    needle,
                    access::screwBone(model, needle.approach, side, needle.trajectory.target));
}

void gradeAsScrew(const CaseModel& model,
                  const Plan& plan,
                  const Needle& needle,
                  NeedleEvaluation& numbers) {
  if (needle.purpose != Purpose::Screw)
    return;
  numbers.screw = gradeScrew(model, plan, needle);
  if (!numbers.breach)
    return;
  if (!numbers.screw) {
    numbers.breach.reset();
    return;
  }
  numbers.breach->grade = numbers.screw->grade;
  numbers.breach->maxExcursionMm = numbers.screw->maxExcursionMm;
  numbers.breach->direction = numbers.screw->grade == 'A' ? "none" : numbers.screw->direction;
  numbers.breach->atMm = numbers.screw->atMm;
}

std::optional<ScrewGrade> gradeScrew(const CaseModel& model,
                                     const Plan& plan,
                                     const Needle& needle,
                                     const access::BoneDistance& bone) {
  const Trajectory& axis = needle.trajectory;
  const Side side = sideFor(model, needle);
  Seated screw{
      model, needle, bone, side, 0.5 * findInstrument(needle.instrument).outerDiameterMm, {}};
  const auto entryMm = screw.bone ? access::boneEntryDepthMm(screw.bone, axis) : std::nullopt;
  if (!entryMm || *entryMm >= axis.lengthMm())
    return std::nullopt;
  screw.inBone = {axis.pointAtDepth(*entryMm), axis.target};
  const Worst worst = worstOf(screw);
  const Along along = alongAxis(screw);
  ScrewGrade grade;
  grade.inBoneMm = screw.inBone.lengthMm();
  grade.lengthEntered = needle.device.screwLengthMm.has_value();
  grade.lengthMm = needle.device.screwLengthMm.value_or(
      madeLengthMm(findInstrument(needle.instrument), grade.inBoneMm));
  grade.headProudMm = grade.lengthMm - grade.inBoneMm;
  grade.maxExcursionMm = std::max(0.0, worst.sample.distanceMm);
  grade.grade = access::breachGrade(grade.maxExcursionMm);
  grade.marginMm = -worst.sample.distanceMm;
  grade.direction = directionWord(worst.sample.atMm - worst.sample.onAxisMm, screw);
  grade.atMm = worst.sample.atMm;
  grade.limit = limitAt(screw, onItsSide(screw, worst));
  grade.beyondTipMm = beyondTipMm(screw);
  grade.inLesionMm = along.inLesionMm;
  grade.meanHu = along.meanHu;
  grade.cemented = std::any_of(plan.injections.begin(), plan.injections.end(), [&](const auto& i) {
    return i.needle == needle.id && i.volumeMl > 0.0;
  });
  return grade;
}

std::vector<NeedleEvaluation> gradedScrews(const CaseModel& model, const Plan& plan) {
  std::vector<NeedleEvaluation> graded;
  for (const Needle& needle : plan.needles) {
    if (needle.purpose != Purpose::Screw)
      continue;
    NeedleEvaluation numbers;
    numbers.id = needle.id;
    numbers.screw = gradeScrew(model, plan, needle);
    if (numbers.screw)
      graded.push_back(std::move(numbers));
  }
  return graded;
}

}  // namespace trocar::fixation
