#pragma once

#include "core/vec3.h"

#include <Eigen/Core>

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace trocar {

/// The fields of a NIfTI-1 or NIfTI-2 header that say what and where the voxels are, as they are
/// stored (https://nifti.nimh.nih.gov/pub/dist/src/niftilib/nifti1.h and nifti2.h).
struct NiftiFields {
  bool bigEndian = false;
  bool pair = false;
  std::array<std::int64_t, 8> dim{};
  int datatype = 0;
  int bitpix = 0;
  std::array<double, 8> pixdim{};
  double voxOffset = 0.0;
  double slope = 0.0;
  double intercept = 0.0;
  int units = 0;
  int qformCode = 0;
  int sformCode = 0;
  Vec3 quaternion = Vec3::Zero();  ///< b, c, d.
  Vec3 qOffset = Vec3::Zero();
  Eigen::Matrix<double, 3, 4> srow = Eigen::Matrix<double, 3, 4>::Zero();
  double rounding = 0.0;  ///< Of a stored number, relative.
  std::int64_t headerBytes = 0;
};

/// nullopt where the bytes do not begin like a NIfTI header or are too few.
std::optional<NiftiFields> niftiFields(std::string_view bytes);

}  // namespace trocar
