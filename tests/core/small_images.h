#pragma once

#include "core/number_text.h"
#include "core/vec3.h"

#include <Eigen/Dense>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>

namespace trocar {

using VoxelToPatient = Eigen::Matrix<double, 3, 4>;  ///< Three steps and the origin, in mm.

/// The bytes of a NIfTI-1 file of 16-bit voxels, by its fields; RAS as the format has it.
struct SmallNifti {
  std::array<int, 3> size{3, 4, 5};
  int units = 2;
  std::array<float, 4> pixdim{1, 1, 1, 1};
  int sformCode = 1;
  VoxelToPatient sform = VoxelToPatient::Identity();
  int qformCode = 0;
  Vec3 quaternion = Vec3::Zero();
  Vec3 qOffset = Vec3::Zero();
  float voxOffset = 352;
  float slope = 0;
  int datatype = 4;
  int bits = 16;
  std::string voxels;  ///< Zeros where empty.

  std::string bytes() const {
    std::string file(352, '\0');
    const auto put = [&](std::size_t at, const auto& value) {
      std::memcpy(file.data() + at, &value, sizeof(value));
    };
    const auto narrow = [](int value) { return static_cast<std::int16_t>(value); };
    put(0, std::int32_t{348});
    put(40,
        std::array<std::int16_t, 8>{
            3, narrow(size[0]), narrow(size[1]), narrow(size[2]), 1, 1, 1, 1});
    put(70, narrow(datatype));
    put(72, narrow(bits));
    put(76, pixdim);
    put(108, voxOffset);
    put(112, slope);
    file[123] = static_cast<char>(units);
    put(252, narrow(qformCode));
    put(254, narrow(sformCode));
    for (int n = 0; n < 3; ++n) {
      const auto at = static_cast<std::size_t>(4 * n);
      put(256 + at, static_cast<float>(quaternion[n]));
      put(268 + at, static_cast<float>(qOffset[n]));
      for (int column = 0; column < 4; ++column)
        put(280 + 4 * at + 4 * static_cast<std::size_t>(column),
            static_cast<float>(sform(n, column)));
    }
    file.replace(344, 3, "n+1");
    const auto count =
        static_cast<std::size_t>(std::max(0, size[0] * size[1] * size[2] * bits / 8));
    return file + (voxels.empty() ? std::string(count, '\0') : voxels);
  }
};

inline std::string numberText(double value) {
  return plainNumber(value, 17);
}

/// An NRRD file of 8-bit voxels in a space; `extra` are whole lines.
inline std::string smallNrrd(const std::string& space,
                             const std::array<int, 3>& size,
                             const VoxelToPatient& place,
                             const std::string& voxels,
                             const std::string& extra = {}) {
  std::string text = "NRRD0005\ntype: uchar\ndimension: 3\n" +
                     (space.empty() ? std::string() : "space: " + space + "\n") + "sizes:";
  for (const int n : size)
    text += " " + std::to_string(n);
  const auto vector = [&](int column) {
    return "(" + numberText(place(0, column)) + "," + numberText(place(1, column)) + "," +
           numberText(place(2, column)) + ")";
  };
  if (!space.empty())
    text += "\nspace directions: " + vector(0) + " " + vector(1) + " " + vector(2) +
            "\nspace origin: " + vector(3);
  return text + "\nencoding: raw\n" + extra + "\n" + voxels;
}

/// A MetaImage of 8-bit voxels; `extra` are whole lines and come first.
inline std::string smallMeta(const std::array<int, 3>& size,
                             const VoxelToPatient& place,
                             const std::string& voxels,
                             const std::string& extra = {}) {
  std::string matrix;
  std::string spacing;
  std::string offset;
  std::string sizes;
  for (int axis = 0; axis < 3; ++axis) {
    const double length = place.col(axis).norm();
    for (int row = 0; row < 3; ++row)
      matrix += " " + numberText(place(row, axis) / length);
    spacing += " " + numberText(length);
    offset += " " + numberText(place(axis, 3));
    sizes += " " + std::to_string(size[static_cast<std::size_t>(axis)]);
  }
  return "ObjectType = Image\nNDims = 3\nBinaryData = True\n" + extra +
         "TransformMatrix =" + matrix + "\nOffset =" + offset + "\nElementSpacing =" + spacing +
         "\nDimSize =" + sizes + "\nElementType = MET_UCHAR\nElementDataFile = LOCAL\n" + voxels;
}

inline std::filesystem::path writeBytes(const std::filesystem::path& path,
                                        const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

}  // namespace trocar
