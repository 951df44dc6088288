#include "core/io/image/placement.h"

#include "core/angle.h"
#include "core/error.h"
#include "core/number_text.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace trocar {
namespace {

constexpr double kFinestMm = 0.05;
constexpr double kCoarsestMm = 20.0;
constexpr double kFarthestMm = 1e4;  // No scanner is larger than ten metres.
constexpr double kNoticeableMm = 0.1;

/// Axis and sign of a letter in LPS.
std::optional<std::pair<int, double>> directionOf(char letter) {
  constexpr std::string_view kPositive = "LPS";
  constexpr std::string_view kNegative = "RAI";
  const char upper = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
  if (const std::size_t axis = kPositive.find(upper); axis != std::string_view::npos)
    return std::pair(static_cast<int>(axis), 1.0);
  if (const std::size_t axis = kNegative.find(upper); axis != std::string_view::npos)
    return std::pair(static_cast<int>(axis), -1.0);
  return std::nullopt;
}

/// Turned so that its voxel axes point where a person said. Files in the same unknown space keep
/// their places to each other.
Placement turned(const Placement& place, const Eigen::Matrix3d& axes) {
  const Vec3 spacing = spacingOf(place);
  const Eigen::Matrix3d own = place.stepsMm * spacing.cwiseInverse().asDiagonal();
  return {axes * spacing.asDiagonal(), axes * own.inverse() * place.originMm};
}

Placement answered(const ImageHeader& header,
                   const ImportChoices& choices,
                   std::vector<Remark>& remarks) {
  if (header.unplaced.empty())
    return header.place;
  if (choices.axes.empty())
    throw Doubt(kAxesUnknown,
                "it does not say which side is left: " + header.unplaced +
                    ". Find out where its first, second and third voxel axis point and say so, "
                    "such as LPS for left, posterior, superior; or export it with its "
                    "orientation.");
  remarks.push_back({"axes-given",
                     "An image does not say which side is left; its voxel axes were taken to point "
                     "to " +
                         choices.axes + ", as told."});
  return turned(header.place, axesFromLetters(choices.axes).value());
}

/// Directions may be a little off right angles from rounding in the file: the nearest rotation is
/// taken where that is more than the rounding of 32-bit numbers.
Placement straightened(const Placement& place) {
  constexpr double kRounding = 1e-6;
  const Vec3 spacing = spacingOf(place);
  const Eigen::Matrix3d directions = place.stepsMm * spacing.cwiseInverse().asDiagonal();
  const Eigen::Matrix3d gram = directions.transpose() * directions;
  if ((gram - Eigen::Matrix3d::Identity()).cwiseAbs().maxCoeff() <= kRounding)
    return place;
  const Eigen::JacobiSVD<Eigen::Matrix3d> svd(directions,
                                              Eigen::ComputeFullU | Eigen::ComputeFullV);
  return {svd.matrixU() * svd.matrixV().transpose() * spacing.asDiagonal(), place.originMm};
}

}  // namespace

std::optional<Eigen::Matrix3d> axesFromLetters(std::string_view letters) {
  if (letters.size() != 3)
    return std::nullopt;
  Eigen::Matrix3d axes = Eigen::Matrix3d::Zero();
  for (int column = 0; column < 3; ++column) {
    const auto direction = directionOf(letters[static_cast<std::size_t>(column)]);
    if (!direction || axes.row(direction->first).any())
      return std::nullopt;
    axes(direction->first, column) = direction->second;
  }
  return axes;
}

std::string lettersOfAxes(const Eigen::Matrix3d& steps) {
  std::string letters;
  for (int column = 0; column < 3; ++column) {
    Eigen::Index axis = 0;
    steps.col(column).cwiseAbs().maxCoeff(&axis);
    letters += (steps(axis, column) < 0.0 ? "RAI" : "LPS")[axis];
  }
  return letters;
}

std::optional<double> millimetresOf(std::string_view unit) {
  static const std::map<std::string, double, std::less<>> kUnits = {{"mm", 1.0},
                                                                    {"millimeter", 1.0},
                                                                    {"millimeters", 1.0},
                                                                    {"millimetre", 1.0},
                                                                    {"millimetres", 1.0},
                                                                    {"cm", 10.0},
                                                                    {"centimeter", 10.0},
                                                                    {"centimeters", 10.0},
                                                                    {"centimetre", 10.0},
                                                                    {"centimetres", 10.0},
                                                                    {"m", 1e3},
                                                                    {"meter", 1e3},
                                                                    {"meters", 1e3},
                                                                    {"metre", 1e3},
                                                                    {"metres", 1e3},
                                                                    {"um", 1e-3},
                                                                    {"\xc2\xb5m", 1e-3},
                                                                    {"\xce\xbcm", 1e-3},
                                                                    {"\xb5m", 1e-3},
                                                                    {"micron", 1e-3},
                                                                    {"microns", 1e-3},
                                                                    {"micrometer", 1e-3},
                                                                    {"micrometers", 1e-3},
                                                                    {"micrometre", 1e-3},
                                                                    {"micrometres", 1e-3},
                                                                    {"nm", 1e-6},
                                                                    {"nanometer", 1e-6},
                                                                    {"nanometre", 1e-6}};
  const auto found = kUnits.find(unit);
  return found == kUnits.end() ? std::nullopt : std::optional(found->second);
}

Vec3 spacingOf(const Placement& place) {
  return place.stepsMm.colwise().norm();
}

double degreesOffSquare(const Placement& place) {
  double largest = 0.0;
  for (int a = 0; a < 3; ++a) {
    const Vec3 one = place.stepsMm.col(a).normalized();
    const Vec3 other = place.stepsMm.col((a + 1) % 3).normalized();
    largest = std::max(largest, std::asin(std::min(1.0, std::abs(one.dot(other)))));
  }
  return Angle::fromRadians(largest).degrees();
}

double farthestApartMm(const Placement& a, const Placement& b, const std::array<int, 3>& size) {
  double farthest = 0.0;
  for (unsigned corner = 0; corner < 8; ++corner) {
    Vec3 voxel;
    for (unsigned axis = 0; axis < 3; ++axis)
      voxel[axis] = (corner >> axis & 1U) != 0 ? size[axis] - 1 : 0;
    farthest =
        std::max(farthest, ((a.stepsMm - b.stepsMm) * voxel + a.originMm - b.originMm).norm());
  }
  return farthest;
}

std::string flawOf(const Placement& place, const std::array<int, 3>& size) {
  if (!place.stepsMm.allFinite() || !place.originMm.allFinite())
    return "its place in the patient holds a number that is none (NaN or infinite)";
  const Vec3 spacing = spacingOf(place);
  for (int a = 0; a < 3; ++a) {
    if (!(spacing[a] >= kFinestMm && spacing[a] <= kCoarsestMm))
      return "its voxels are " + plainNumber(spacing[a], 4) + " mm long along its " +
             std::array{"first", "second", "third"}[static_cast<std::size_t>(a)] +
             " axis, and images of patients have 0.05 to 20 mm: its unit of length may be wrong";
  }
  const double far = farthestApartMm(place, {Eigen::Matrix3d::Zero(), Vec3::Zero()}, size);
  if (far > kFarthestMm)
    return "it lies " + plainNumber(far / 1000.0, 4) +
           " m from the origin of the scanner, farther than 10 m: its origin or its unit of length "
           "is wrong";
  return {};
}

std::string flawOf(const Grid& grid) {
  return flawOf({grid.directions() * grid.spacingMm().asDiagonal(), grid.originMm()}, grid.size());
}

Grid placed(const ImageHeader& header, const ImportChoices& choices, std::vector<Remark>& remarks) {
  if (const std::string flaw = flawOf(header.place, header.size); !flaw.empty())
    throw Error(flaw + "; export it again in millimetres.");
  if (const double off = degreesOffSquare(header.place); off > kSquareDegrees)
    throw Error("its axes are " + decimalText(off, 2) +
                " degrees off right angles (sheared, as by a tilted gantry); resample it to a "
                "straight grid first.");
  const Placement told = answered(header, choices, remarks);
  const Placement place = straightened(told);
  if (const double moved = farthestApartMm(told, place, header.size); moved > kNoticeableMm)
    remarks.push_back({"axes-straightened",
                       "The axes of an image were not quite at right angles; straightened, its "
                       "voxels lie up to " +
                           decimalText(moved, 1) + " mm from where its file puts them."});
  const Vec3 spacing = spacingOf(place);
  return {
      header.size, place.originMm, spacing, place.stepsMm * spacing.cwiseInverse().asDiagonal()};
}

}  // namespace trocar
