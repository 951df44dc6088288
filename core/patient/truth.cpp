#include "core/patient/truth.h"

#include "core/angle.h"
#include "core/parallel.h"
#include "core/patient/atlas.h"
#include "core/patient/lesion.h"
#include "core/patient/probe.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace trocar {
namespace {

using namespace synthetic;

/// Extent of a solid through a point along both senses of a direction, and the middle of it.
struct Chord {
  double lengthMm;
  Vec3 middleMm;
};

Chord chordThrough(const Distance& solid, const Vec3& point, const Vec3& direction) {
  const double ahead = lengthInside(solid, point, direction, 40);
  const double behind = lengthInside(solid, point, -direction, 40);
  return {ahead + behind, point + 0.5 * (ahead - behind) * direction};
}

/// A pedicle's course: a point of it and its direction, from back to front.
struct Course {
  Vec3 pointMm;
  Vec3 axis;
};

/// Height and width of the bone across a course, the width in the middle of the height.
struct Girth {
  Chord tall;
  Chord wide;
};

Girth girthAt(const Distance& bone, const Vec3& superior, const Course& course, double along) {
  const Vec3 up = (superior - superior.dot(course.axis) * course.axis).normalized();
  const Chord tall = chordThrough(bone, course.pointMm + along * course.axis, up);
  return {tall, chordThrough(bone, tall.middleMm, course.axis.cross(up))};
}

/// The narrowest girth within 4 mm, looked for in steps.
Girth isthmusOf(const Distance& bone, const Vec3& superior, const Course& course, double stepMm) {
  Girth narrowest = girthAt(bone, superior, course, -4);
  for (double along = -4 + stepMm; along <= 4; along += stepMm) {
    const Girth girth = girthAt(bone, superior, course, along);
    if (girth.wide.lengthMm < narrowest.wide.lengthMm)
      narrowest = girth;
  }
  return narrowest;
}

/// Turned in the axial plane to follow the middles between the side walls within 6 mm of a point,
/// where a place counts e times less for each fifth by which it is wider than the narrowest.
Course turned(const Distance& bone, const Vec3& superior, const Course& course) {
  const Vec3 across = course.axis.cross(superior).normalized();
  const double narrowest = isthmusOf(bone, superior, course, 1).wide.lengthMm;
  Eigen::Matrix2d normal = Eigen::Matrix2d::Zero();
  Eigen::Vector2d right = Eigen::Vector2d::Zero();
  for (double along = -6; along <= 6; along += 0.5) {
    const Vec3 point = course.pointMm + along * course.axis;
    const Chord wide = chordThrough(bone, point, across);
    const double weight = std::exp(-std::max(0.0, wide.lengthMm - narrowest) / (0.2 * narrowest));
    const Eigen::Vector2d row(1, along);
    normal += weight * row * row.transpose();
    right += weight * (wide.middleMm - point).dot(across) * row;
  }
  const Eigen::Vector2d line = normal.ldlt().solve(right);
  return {course.pointMm + line[0] * across, (course.axis + line[1] * across).normalized()};
}

PedicleTruth pedicleTruth(const Anatomy& anatomy, std::size_t i, int side) {
  const SpineCurve& curve = anatomy.skeleton.curve;
  const Distance& bone = anatomy.skeleton.vertebrae[i].bone.distance;
  const Frame& frame = curve.frames[i];
  const Vec3 superior = frame.axes.col(2);
  const Vec3 mirror(sign(side), 1, 1);
  const PedicleAxis left = leftPedicleAxis(curve.sizes[i]);
  Course course{frame.toPatient(left.centreMm.cwiseProduct(mirror)),
                frame.axes * left.forward.cwiseProduct(mirror)};
  for (int pass = 0; pass < 3; ++pass)
    course = turned(bone, superior, course);
  const Girth isthmus = isthmusOf(bone, superior, course, 0.25);
  const Vec3 axis = frame.axes.transpose() * course.axis;
  PedicleTruth truth;
  truth.centreMm = isthmus.wide.middleMm;
  truth.axis = course.axis;
  truth.isthmusWidthMm = isthmus.wide.lengthMm;
  truth.isthmusHeightMm = isthmus.tall.lengthMm;
  truth.transverseAngleDeg =
      Angle::fromRadians(std::atan2(-sign(side) * axis.x(), -axis.y())).degrees();
  truth.sagittalAngleDeg = Angle::fromRadians(std::asin(-axis.z())).degrees();
  return truth;
}

/// Height of the body over a place of the midsagittal plane.
double heightAt(const VertebralBody& body, double y) {
  const auto solid = [&](const Vec3& p) { return body.distance(p); };
  return chordThrough(solid, {0, y, 0}, Vec3::UnitZ()).lengthMm;
}

double greatestHeight(const VertebralBody& body, double fromY, double toY) {
  double greatest = 0;
  for (int i = 0; i <= 40; ++i)
    greatest = std::max(greatest, heightAt(body, fromY + (toY - fromY) * i / 40));
  return greatest;
}

void measureBody(const Anatomy& anatomy, std::size_t i, VertebraTruth& truth) {
  const VertebraSize& size = anatomy.skeleton.curve.sizes[i];
  const VertebralBody body(size);
  const auto solid = [&](const Vec3& p) { return body.distance(p); };
  const double front = -lengthInside(solid, Vec3::Zero(), -Vec3::UnitY(), 40);
  const double back = lengthInside(solid, Vec3::Zero(), Vec3::UnitY(), 40);
  const double quarter = 0.25 * (back - front);
  truth.bodyDepthMm = back - front;
  truth.heightAnteriorMm = greatestHeight(body, front, front + quarter);
  truth.heightPosteriorMm = greatestHeight(body, back - quarter, back);
  truth.heightMiddleMm = heightAt(body, 0.5 * (front + back));
  for (double z = -0.5 * size.heightMm(); z <= 0.5 * size.heightMm(); z += 0.25)
    for (double y = -6; y <= 10; y += 0.5)
      truth.bodyWidthMm =
          std::max(truth.bodyWidthMm, 2 * lengthInside(solid, {0, y, z}, Vec3::UnitX(), 40));
  const Mass mass = massOf(anatomy.skeleton.vertebrae[i].body, 0.7);
  truth.bodyCentroidMm = mass.centroidMm;
  truth.bodyVolumeMl = mass.volumeMl;
}

void measureCanal(const Anatomy& anatomy, std::size_t i, VertebraTruth& truth) {
  const VertebraSize& size = anatomy.skeleton.curve.sizes[i];
  const Frame& frame = anatomy.skeleton.curve.frames[i];
  const CanalSection section = canalSection(size);
  const Distance& canal = anatomy.skeleton.vertebrae[i].canal.distance;
  const double z = leftPedicleAxis(size).centreMm.z();
  const Vec3 middle = frame.toPatient({0, 0.5 * (section.frontYMm + section.backYMm), z});
  const Chord deep = chordThrough(canal, middle, frame.axes.col(1));
  truth.canalDepthMm = deep.lengthMm;
  truth.canalCentreMm = deep.middleMm;
  for (double share = -0.4; share <= 0.4; share += 0.05)
    truth.canalWidthMm = std::max(
        truth.canalWidthMm,
        chordThrough(
            canal, deep.middleMm + share * deep.lengthMm * frame.axes.col(1), frame.axes.col(0))
            .lengthMm);
}

VertebraTruth vertebraTruth(const Anatomy& anatomy, std::size_t i) {
  const SpineCurve& curve = anatomy.skeleton.curve;
  VertebraTruth truth{};
  truth.level = curve.sizes[i].level;
  truth.left = curve.frames[i].axes.col(0);
  truth.posterior = curve.frames[i].axes.col(1);
  truth.superior = curve.frames[i].axes.col(2);
  measureBody(anatomy, i, truth);
  measureCanal(anatomy, i, truth);
  truth.leftPedicle = pedicleTruth(anatomy, i, 0);
  truth.rightPedicle = pedicleTruth(anatomy, i, 1);
  const Box& bone = anatomy.skeleton.vertebrae[i].bone.box;
  const Box& field = anatomy.patient.fieldMm;
  truth.inField = (bone.lowMm.array() >= field.lowMm.array()).all() &&
                  (bone.highMm.array() <= field.highMm.array()).all();
  return truth;
}

/// The backmost bone at a height, at most 40 mm to the outer side of a place; nullopt where none
/// is.
std::optional<Vec3> backmost(const Distance& bone, const Vec3& fromMm, double outward) {
  std::optional<Vec3> best;
  for (double x = -12; x <= 40; x += 1) {
    const Vec3 start = fromMm + Vec3(outward * x, 0, 0);
    const double way = lengthOutside(bone, start, -Vec3::UnitY(), 120);
    if (way < 120 && (!best || start.y() - way > best->y()))
      best = start - way * Vec3::UnitY();
  }
  return best;
}

/// Where the posterior border lies furthest before the straight line between two of its points.
Vec3 deepestBetween(const Distance& bone, const Vec3& lower, const Vec3& upper, double outward) {
  Vec3 deepest = lower;
  double most = 0;
  const Vec3 line = (upper - lower).cwiseProduct(Vec3(0, 1, 1)).normalized();
  for (double z = lower.z() + 6; z < upper.z() - 5; z += 1) {
    const auto border = backmost(bone, Vec3(lower.x(), upper.y() + 10, z), outward);
    if (!border)
      continue;
    const Vec3 d = *border - lower;
    const double depth = d.z() * line.y() - d.y() * line.z();
    if (depth > most) {
      most = depth;
      deepest = *border;
    }
  }
  return deepest;
}

HipTruth hipTruth(const Anatomy& anatomy, int side) {
  const HipLandmarks at;
  const auto s = static_cast<std::size_t>(side);
  const Distance& bone = anatomy.skeleton.hips[s].distance;
  const double scale = anatomy.patient.boneScale;
  const auto tip = [&](const Vec3& near, const Vec3& direction, double radiusMm = 9) {
    const Vec3 there = Vec3(sign(side), 1, 1).cwiseProduct(direction).normalized();
    return tipAlong(bone, anatomy.pelvis(near, side), there, radiusMm);
  };
  HipTruth truth{};
  truth.anteriorSuperiorSpineMm = tip(at.anteriorSuperiorSpine, {0, -1, 0});
  // Out of the line between the superior spine and the acetabulum's edge.
  truth.anteriorInferiorSpineMm = tip(at.anteriorInferiorSpine, {0, -0.93, -0.36});
  truth.posteriorSuperiorSpineMm = tip(at.posteriorSuperiorSpine, {0, 1, 0});
  truth.ischialSpineMm = tip(at.ischialSpine, {-0.9, 0.4, -0.1});
  truth.ischialTuberosityMm = tip(at.ischialTuberosity, {0, 0, -1}, 18);
  truth.pubicTubercleMm = tip(at.pubicTubercle, {0, -0.7, 0.7});
  truth.greaterNotchMm =
      deepestBetween(bone, truth.ischialSpineMm, truth.posteriorSuperiorSpineMm, sign(side));
  truth.acetabularCentreMm = anatomy.pelvis(at.hipCentre, side);
  truth.acetabularRadiusMm = scale * at.acetabularRadiusMm;
  truth.acetabularOpening =
      anatomy.skeleton.curve.pelvis.axes * acetabularOpening().cwiseProduct(Vec3(sign(side), 1, 1));
  truth.femoralHeadCentreMm = truth.acetabularCentreMm;
  truth.femoralHeadRadiusMm = scale * at.headRadiusMm;
  truth.lesserTrochanterMm = tipAlong(anatomy.skeleton.femurs[s].distance,
                                      anatomy.pelvis(at.lesserTrochanter, side),
                                      Vec3(-sign(side), 1, 0).normalized(),
                                      9);
  return truth;
}

SacrumTruth sacrumTruth(const Anatomy& anatomy) {
  const Frame& frame = anatomy.skeleton.curve.sacrum;
  SacrumTruth truth;
  truth.endplateCentreMm = frame.originMm;
  truth.left = frame.axes.col(0);
  truth.posterior = frame.axes.col(1);
  truth.superior = frame.axes.col(2);
  truth.promontoryMm = tipAlong(anatomy.skeleton.sacrum.distance,
                                frame.toPatient({0, -15 * anatomy.patient.boneScale, -2}),
                                (truth.superior - 2 * truth.posterior).normalized(),
                                6);
  for (int side = 0; side < 2; ++side)
    for (std::size_t i = 0; i < 4; ++i)
      truth.foramenMm[static_cast<std::size_t>(side)][i] = frame.toPatient(
          anatomy.skeleton.sacrumLocal.foramenLeftMm[i].cwiseProduct(Vec3(sign(side), 1, 1)));
  return truth;
}

LesionTruth lesionTruth(const Anatomy& anatomy, const LesionParameters& lesion) {
  const BoneSolid bone = boneOf(anatomy, lesion.bone);
  const Shape whole = lesionShape(lesion, bone.frame);
  const Shape inside = lesionInBone(lesion, whole, bone.shape);
  const Shape all = lesion.outsideMm > 0
                        ? blend({inside, lesionOutside(lesion, whole, bone.shape)}, 0.01)
                        : inside;
  return {lesion.id, bone.id, massOf(all, 0.6).volumeMl};
}

}  // namespace

PatientTruth truthOf(std::string_view id) {
  const PatientParameters patient = patientParameters(id);
  const Skeleton skeleton = skeletonOf(patient);
  const Anatomy anatomy{patient, skeleton};
  PatientTruth truth;
  truth.vertebrae.resize(skeleton.vertebrae.size());
  parallelFor(skeleton.vertebrae.size(),
              [&](std::size_t i) { truth.vertebrae[i] = vertebraTruth(anatomy, i); });
  parallelFor(
      2, [&](int side) { truth.hips[static_cast<std::size_t>(side)] = hipTruth(anatomy, side); });
  truth.sacrum = sacrumTruth(anatomy);
  for (const LesionParameters& lesion : patient.lesions)
    truth.lesions.push_back(lesionTruth(anatomy, lesion));
  return truth;
}

}  // namespace trocar
