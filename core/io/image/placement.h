#pragma once

#include "core/io/image/image_header.h"

#include <optional>
#include <string_view>

namespace trocar {

/// Unit LPS vectors, one a column, for letters that say where axes point: "LPS" is the identity,
/// "RAS" turns the first two round. nullopt unless there is one letter each of L/R, P/A and S/I.
std::optional<Eigen::Matrix3d> axesFromLetters(std::string_view letters);
/// The letter of the nearest patient axis for each column: "LPS" for the identity.
std::string lettersOfAxes(const Eigen::Matrix3d& steps);

/// Millimetres of a unit of length: 10 for "cm". nullopt for a word that is none.
std::optional<double> millimetresOf(std::string_view unit);

Vec3 spacingOf(const Placement& place);
inline constexpr double kSquareDegrees = 0.057;  ///< A thousandth: rounding in a file.

/// The largest angle, in degrees, by which two of the axes miss the right angle.
double degreesOffSquare(const Placement& place);
/// Largest distance, in mm, between the places of a voxel, over an image of this size.
double farthestApartMm(const Placement& a, const Placement& b, const std::array<int, 3>& size);

/// What makes a place impossible for an image of a patient: voxels outside 0.05 to 20 mm, a corner
/// farther than 10 m from the origin, numbers that are none. A clause that begins with "its", or
/// empty.
std::string flawOf(const Placement& place, const std::array<int, 3>& size);
std::string flawOf(const Grid& grid);

/// The grid of an image, with the axes that a person named where its file does not say them. The
/// steps are the file's to the last bit unless its axes are more than rounding off right angles:
/// then the nearest straight ones are taken. Throws Error for what cannot be placed.
Grid placed(const ImageHeader& header, const ImportChoices& choices, std::vector<Remark>& remarks);

}  // namespace trocar
