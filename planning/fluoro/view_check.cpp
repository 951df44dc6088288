#include "planning/fluoro/view_check.h"

#include "core/number_text.h"
#include "planning/model/angles.h"

#include <cmath>

namespace trocar::fluoro {
namespace {

double degrees(double radians) {
  return Angle::fromRadians(radians).degrees();
}

/// The anterior end (for a lateral view the end on the side of `setup`) of the ray through the
/// body.
Vec3 rayThrough(const anatomy::VertebraAnatomy& vertebra, const CarmSetup& setup) {
  const Vec3 ray = (vertebra.bodyCentroidMm - carmGeometry(setup).sourceMm).normalized();
  return ray.dot(anteriorBeamOf(setup)) < 0.0 ? Vec3(-ray) : ray;
}

/// Of a beam's anterior end, near a lateral view too, where carmAngles would swap the ends.
CarmAngles anglesOf(const Vec3& beam) {
  return {degrees(std::atan2(beam.x(), -beam.y())), degrees(std::asin(beam.z()))};
}

CarmAngles between(const Vec3& from, const Vec3& to, PatientPosition position) {
  const CarmAngles a = anglesOf(from);
  const CarmAngles b = anglesOf(to);
  return consoleAngles({std::remainder(b.laoDeg - a.laoDeg, 360.0), b.cranDeg - a.cranDeg},
                       position);
}

std::optional<double> spinousOffset(const anatomy::VertebraAnatomy& vertebra,
                                    const std::optional<Vec3>& spinousTipMm,
                                    const CarmSetup& setup) {
  if (!spinousTipMm || !vertebra.left.trust.trusted || !vertebra.right.trust.trusted)
    return std::nullopt;
  CarmSetup plain = setup;
  plain.operatorSide = false;
  const XrayGeometry geometry = carmGeometry(plain);
  const double middle = 0.5 * (geometry.project(vertebra.left.centreMm).x() +
                               geometry.project(vertebra.right.centreMm).x());
  return (geometry.project(*spinousTipMm).x() - middle) * geometry.pixelMm /
         geometry.enlargementAt(vertebra.left.centreMm);
}

std::string mm(double value) {
  return shownQuantity(value, "mm");
}

std::string part(double byDeg, const char* positive, const char* negative) {
  return std::to_string(std::lround(std::abs(byDeg))) + "° towards " +
         (byDeg > 0.0 ? positive : negative);
}

std::string advice(const CarmAngles& turnBy) {
  std::string text;
  if (std::abs(turnBy.laoDeg) >= 0.5)
    text = part(turnBy.laoDeg, "LAO", "RAO");
  if (std::abs(turnBy.cranDeg) >= 0.5)
    text += (text.empty() ? "" : " and ") + part(turnBy.cranDeg, "CRA", "CAU");
  return text.empty() ? "" : " Turn " + text + ".";
}

void finish(ViewCheck& check, const std::string& level, const std::string& what) {
  const double endplates = std::max(check.superiorEndplateMm, check.inferiorEndplateMm);
  check.sentence = std::string(check.isTrue ? "True " : "Not a true ") +
                   (check.lateral ? "lateral" : "AP") + " of " + level + ": " + what +
                   ", endplates open by " + mm(endplates) + "." +
                   (check.isTrue ? "" : advice(check.turnBy));
}

}  // namespace

ViewCheck checkAp(const anatomy::VertebraAnatomy& vertebra,
                  const std::optional<Vec3>& spinousTipMm,
                  const CarmSetup& setup) {
  const anatomy::VertebraFrame& frame = vertebra.frame;
  const Vec3 ray = rayThrough(vertebra, setup);
  ViewCheck check;
  check.rotationDeg = degrees(std::atan2(ray.dot(frame.left), -ray.dot(frame.posterior)));
  check.tiltDeg = degrees(std::asin(ray.dot(frame.superior)));
  check.spinousOffsetMm = spinousOffset(vertebra, spinousTipMm, setup);
  const double depth = vertebra.body.depthMm;
  check.superiorEndplateMm = depth * std::abs(ray.dot(vertebra.body.superiorEndplate.normal));
  check.inferiorEndplateMm = depth * std::abs(ray.dot(vertebra.body.inferiorEndplate.normal));
  check.turnBy = between(ray, -frame.posterior, setup.position);
  const double aside = check.spinousOffsetMm.value_or(
      depth * std::sin(std::atan2(ray.dot(frame.left), -ray.dot(frame.posterior))));
  check.isTrue = -ray.dot(frame.posterior) > 0.5 && std::abs(aside) <= kTrueViewMm &&
                 depth * std::abs(ray.dot(frame.superior)) <= kTrueViewMm;
  finish(check,
         vertebra.level,
         "spinous process " + mm(std::abs(aside)) + " to the " + (aside > 0.0 ? "left" : "right") +
             " of the middle");
  return check;
}

ViewCheck checkLateral(const anatomy::VertebraAnatomy& vertebra, const CarmSetup& setup) {
  const anatomy::VertebraFrame& frame = vertebra.frame;
  const Vec3 ray = rayThrough(vertebra, setup);
  const double side = ray.dot(frame.left) < 0.0 ? -1.0 : 1.0;
  ViewCheck check;
  check.lateral = true;
  check.rotationDeg =
      side * degrees(std::atan2(side * ray.dot(frame.posterior), std::abs(ray.dot(frame.left))));
  check.tiltDeg = degrees(std::asin(ray.dot(frame.superior)));
  const double width = vertebra.body.widthMm;
  check.superiorEndplateMm = width * std::abs(ray.dot(vertebra.body.superiorEndplate.normal));
  check.inferiorEndplateMm = width * std::abs(ray.dot(vertebra.body.inferiorEndplate.normal));
  check.wallMm = width * std::abs(ray.dot(frame.posterior));
  check.turnBy = between(ray, side * frame.left, setup.position);
  check.isTrue =
      check.wallMm <= kTrueViewMm && width * std::abs(ray.dot(frame.superior)) <= kTrueViewMm;
  finish(check, vertebra.level, "posterior wall double by " + mm(check.wallMm));
  return check;
}

ViewCheck checkView(const anatomy::VertebraAnatomy& vertebra,
                    const std::optional<Vec3>& spinousTipMm,
                    const CarmSetup& setup) {
  const Vec3 ray = rayThrough(vertebra, setup);
  const bool lateral =
      std::abs(ray.dot(vertebra.frame.left)) > std::abs(ray.dot(vertebra.frame.posterior));
  return lateral ? checkLateral(vertebra, setup) : checkAp(vertebra, spinousTipMm, setup);
}

}  // namespace trocar::fluoro
