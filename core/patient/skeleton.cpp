#include "core/patient/skeleton.h"

#include "core/patient/ribs.h"

#include <algorithm>
#include <cmath>
#include <memory>

namespace trocar::synthetic {
namespace {

constexpr double kFacetGapMm = 1.3;
constexpr double kRibGapMm = 1.0;
constexpr double kSacroiliacGapMm = 2.4;

/// The disc between two endplates, bulging a little beyond their rims.
Shape discBetween(const SpineCurve& curve, std::size_t i) {
  const VertebraSize& above = curve.sizes[i];
  const auto body = std::make_shared<const VertebralBody>(above);
  const Frame& frame = curve.frames[i];
  const double low = -0.5 * above.heightMm() - above.discHeightMm - 3;
  const double high = -0.5 * above.heightMm() + 3;
  const Frame below = i + 1 < curve.frames.size() ? curve.frames[i + 1] : curve.sacrum;
  const double lid = i + 1 < curve.frames.size() ? 0.5 * curve.sizes[i + 1].heightMm() - 2.5 : -1.5;
  auto distance = [=](const Vec3& local) {
    const Vec3 rim(local.x(), local.y(), -0.5 * above.heightMm());
    const double wall = body->wallDistance(rim) + 0.4;
    const double floor = lid - below.toLocal(frame.toPatient(local)).z();
    return smoothMax(smoothMax(wall, local.z() - high, 3), floor, 3);
  };
  Box box = body->box();
  box.lowMm.z() = low - 6;
  box.highMm.z() = high;
  return placed({distance, box}, frame);
}

Shape sacralShapeIn(const SpineCurve& curve, const Shape& local) {
  return placed(local, curve.sacrum);
}

Shape wholeCanal(const Skeleton& skeleton) {
  std::vector<Shape> parts;
  const SpineCurve& curve = skeleton.curve;
  for (std::size_t i = 0; i < curve.sizes.size(); ++i) {
    const VertebraSize& size = curve.sizes[i];
    const double up =
        0.5 * size.heightMm() + (i == 0 ? 5 : 0.5 * curve.sizes[i - 1].discHeightMm) + 1;
    const double down = 0.5 * size.heightMm() + 0.5 * size.discHeightMm + 1;
    const Shape prism = vertebraShape(size).canal;
    auto distance = [prism, up, down](const Vec3& p) {
      return std::max({prism.distance(p), p.z() - up, -down - p.z()});
    };
    Box box = prism.box;
    box.lowMm.z() = -down;
    box.highMm.z() = up;
    parts.push_back(placed({distance, box}, curve.frames[i]));
  }
  parts.push_back(sacralShapeIn(curve, skeleton.sacrumLocal.canal));
  return blend(parts, 1.5);
}

/// Opens the facet joints: an upper vertebra gives way to the one below it.
void openFacets(Skeleton& skeleton) {
  for (std::size_t i = 0; i < skeleton.vertebrae.size(); ++i) {
    const bool last = i + 1 == skeleton.vertebrae.size();
    const Shape below = last ? skeleton.sacrum : skeleton.vertebrae[i + 1].bone;
    skeleton.vertebrae[i].bone = carve(skeleton.vertebrae[i].bone, offset(below, kFacetGapMm), 0.6);
  }
}

/// Ribs give way to the vertebrae that they touch, by a joint's width.
void addRibs(const PatientParameters& patient, int side, Skeleton& skeleton) {
  for (std::size_t i = 0; i < 12; ++i) {
    Shape rib = ribShape(patient, skeleton.curve, i, side);
    for (std::size_t v = i == 0 ? 0 : i - 1; v <= i; ++v)
      rib = carve(rib, offset(skeleton.vertebrae[v].bone, kRibGapMm), 0.6);
    skeleton.ribs[static_cast<std::size_t>(side)].push_back(rib);
  }
}

/// Where the ilium reaches towards the sacrum, so that the sacroiliac joint's faces fit each other.
Shape auricularFace(const Skeleton& skeleton, double scale, int side) {
  constexpr double kReachMm = 9.0;
  const Frame& frame = skeleton.curve.sacrum;
  const Vec3 centre = scale * Vec3(side == 0 ? 47 : -47, 12, -32);
  const Shape ear = ellipsoid(frame.toPatient(centre), frame.axes, scale * Vec3(16, 17, 26));
  return intersect(ear, offset(skeleton.sacrum, kReachMm), 3);
}

Shape onPelvis(const Shape& left, const PatientParameters& patient, const Frame& frame, int side) {
  const Vec3 scale =
      patient.boneScale * Vec3(patient.pelvisWidthScale * (side == 0 ? 1 : -1), 1, 1);
  const double least = scale.cwiseAbs().minCoeff();
  Box box{left.box.lowMm.cwiseProduct(scale), left.box.highMm.cwiseProduct(scale)};
  if (side == 1)
    std::swap(box.lowMm.x(), box.highMm.x());
  const Shape sized{
      [left, scale, least](const Vec3& p) { return least * left.distance(p.cwiseQuotient(scale)); },
      box};
  return placed(sized, frame);
}

}  // namespace

Vec3 pelvisPoint(const PatientParameters& patient,
                 const SpineCurve& curve,
                 const Vec3& left,
                 int side) {
  const Vec3 scale =
      patient.boneScale * Vec3(patient.pelvisWidthScale * (side == 0 ? 1 : -1), 1, 1);
  return curve.pelvis.toPatient(left.cwiseProduct(scale));
}

Skeleton skeletonOf(const PatientParameters& patient) {
  Skeleton skeleton;
  skeleton.curve = spineCurve(patient.sizes, patient.posture);
  const SpineCurve& curve = skeleton.curve;
  skeleton.sacrumLocal = sacrumShape(patient.boneScale);
  skeleton.sacrum = sacralShapeIn(curve, skeleton.sacrumLocal.bone);
  for (std::size_t i = 0; i < curve.sizes.size(); ++i) {
    const VertebraShape local = vertebraShape(curve.sizes[i]);
    skeleton.vertebrae.push_back({placed(local.body, curve.frames[i]),
                                  placed(local.arch, curve.frames[i]),
                                  placed(local.canal, curve.frames[i]),
                                  placed(local.bone, curve.frames[i])});
    skeleton.discs.push_back(discBetween(curve, i));
  }
  openFacets(skeleton);
  skeleton.canal = wholeCanal(skeleton);
  const HipShape hip = hipShape();
  const Shape femur = femurShape();
  for (int side = 0; side < 2; ++side) {
    const auto s = static_cast<std::size_t>(side);
    const Shape ilium = blend({onPelvis(hip.bone, patient, curve.pelvis, side),
                               auricularFace(skeleton, patient.boneScale, side)},
                              5);
    skeleton.hips[s] = carve(ilium, offset(skeleton.sacrum, kSacroiliacGapMm), 1.5);
    skeleton.hipCartilage[s] = onPelvis(hip.cartilage, patient, curve.pelvis, side);
    skeleton.femurs[s] = onPelvis(femur, patient, curve.pelvis, side);
    skeleton.costalCartilage[s] = costalCartilage(patient, curve, side);
    addRibs(patient, side, skeleton);
  }
  skeleton.sternum = sternumShape(patient, curve);
  return skeleton;
}

}  // namespace trocar::synthetic
