#include "planning/model/angles.h"

#include "core/number_text.h"

#include <algorithm>
#include <cmath>

namespace trocar {
namespace {

double degrees(double radians) {
  return Angle::fromRadians(radians).degrees();
}
double radians(double degrees) {
  return Angle::fromDegrees(degrees).radians();
}

}  // namespace

VertebraAngles needleAngles(const Vec3& direction, Side side, const anatomy::VertebraFrame& frame) {
  const double towardsMidline = direction.dot(frame.left) * (side == Side::Left ? -1.0 : 1.0);
  const double alongPlane = std::abs(direction.dot(frame.posterior));
  return {degrees(std::atan2(towardsMidline, alongPlane)),
          degrees(std::asin(std::clamp(direction.dot(frame.superior), -1.0, 1.0)))};
}

CarmAngles carmAngles(const Vec3& direction) {
  const Vec3 anteriorEnd = direction.y() > 0.0 ? Vec3(-direction) : direction;
  // An exact cranio-caudal beam has no LAO of its own: 0.
  const double across = std::hypot(anteriorEnd.x(), anteriorEnd.y());
  return {across > 1e-9 ? degrees(std::atan2(anteriorEnd.x(), -anteriorEnd.y())) : 0.0,
          degrees(std::asin(std::clamp(anteriorEnd.z(), -1.0, 1.0)))};
}

CarmAngles readProne(const CarmAngles& supine) {
  return {supine.laoDeg, -supine.cranDeg};
}

std::string consoleText(const CarmAngles& angles, int decimals) {
  const auto part = [decimals](double degrees, const char* positive, const char* negative) {
    const bool zero = std::abs(degrees) < 0.5 * std::pow(10.0, -decimals);
    return std::string(degrees < 0.0 && !zero ? negative : positive) + " " +
           shownQuantity(std::abs(degrees), "°", decimals);
  };
  return part(angles.laoDeg, "LAO", "RAO") + " " + part(angles.cranDeg, "CRA", "CAU");
}

Vec3 beamOf(const CarmAngles& supine) {
  const double lao = radians(supine.laoDeg);
  const double cran = radians(supine.cranDeg);
  return {std::sin(lao) * std::cos(cran), -std::cos(lao) * std::cos(cran), std::sin(cran)};
}

std::optional<Vec3> upwards(PatientPosition position) {
  switch (position) {
    case PatientPosition::Supine:
      return -Vec3::UnitY();
    case PatientPosition::Prone:
      return Vec3::UnitY();
    case PatientPosition::LateralLeft:
      return -Vec3::UnitX();
    case PatientPosition::LateralRight:
      return Vec3::UnitX();
    case PatientPosition::Unknown:
      break;
  }
  return std::nullopt;
}

}  // namespace trocar
