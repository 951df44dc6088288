#pragma once

#include "core/import.h"
#include "core/io/image_file.h"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace trocar {

/// Where the voxels of an image lie: column a of `stepsMm` leads from a voxel to the next one along
/// voxel axis a. Not yet checked.
struct Placement {
  Eigen::Matrix3d stepsMm = Eigen::Matrix3d::Identity();
  Vec3 originMm = Vec3::Zero();
};

enum class VoxelEncoding { Raw, Deflated, Bzip2, Text };

/// Where the bytes of the voxels are and how they are kept.
struct VoxelStore {
  /// Beside the header's file, one after the other and equal parts of the image; none: in it.
  std::vector<std::string> files;
  std::uint64_t from = 0;         ///< Byte of each file where they begin.
  int skippedLines = 0;           ///< After that, before inflating.
  std::int64_t skippedBytes = 0;  ///< After inflating; -1: the voxels are the last bytes.
  VoxelEncoding encoding = VoxelEncoding::Raw;
  bool bigEndian = false;
};

/// What the header of a NIfTI, NRRD or MHA file says, each number of it checked by itself.
struct ImageHeader {
  std::array<int, 3> size{1, 1, 1};
  int components = 1;  ///< Numbers of a voxel, side by side.
  ScalarType type = ScalarType::Int16;
  VoxelStore store;
  double slope = 1.0;  ///< A voxel's value is slope * stored + intercept.
  double intercept = 0.0;
  Placement place;  ///< In LPS millimetres, unless `unplaced`.
  /// Why nobody knows where in the patient the axes point, such as "its sform_code and its
  /// qform_code are 0"; empty where the file says it.
  std::string unplaced;
  std::map<std::string, std::string> fields;  ///< Free text fields of an NRRD file.
  std::vector<Doubt> doubts;
  std::vector<Remark> remarks;
};

std::size_t bytesOf(ScalarType type);

/// Throws Error, naming the field that gives the sizes, where one is not from 1 to a million or all
/// voxels together take a terabyte.
void checkSizes(const ImageHeader& header, std::string_view field);

}  // namespace trocar
