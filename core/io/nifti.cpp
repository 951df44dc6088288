#include "core/io/nifti.h"

#include "core/io.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

namespace trocar {
namespace {

constexpr std::int16_t kFloat32 = 16, kInt16 = 4;
constexpr float kStep = 1.0F / 64.0F;
constexpr std::size_t kDataAt = 352;  ///< Header of 348 bytes and an empty extension.

/// A value at its byte in the header.
template <typename T>
void put(std::string& header, std::size_t at, T value) {
  std::memcpy(header.data() + at, &value, sizeof value);
}

/// Voxel to right-anterior-superior millimetres, as NIfTI has it: x and y turn round from LPS.
Eigen::Matrix<double, 3, 4> toRas(const Grid& grid) {
  Eigen::Matrix<double, 3, 4> m;
  m.leftCols<3>() = grid.directions() * grid.spacingMm().asDiagonal();
  m.col(3) = grid.originMm();
  m.topRows<2>() *= -1.0;
  return m;
}

std::string headerOf(const Grid& grid, std::int16_t type, int frames, double secondsApart) {
  std::string header(kDataAt, '\0');
  put<std::int32_t>(header, 0, 348);
  const auto& n = grid.size();
  const std::array<int, 5> dim{frames > 0 ? 4 : 3, n[0], n[1], n[2], std::max(frames, 1)};
  for (std::size_t a = 0; a < 8; ++a)
    put<std::int16_t>(header, 40 + 2 * a, static_cast<std::int16_t>(a < dim.size() ? dim[a] : 1));
  put<std::int16_t>(header, 70, type);
  put<std::int16_t>(header, 72, type == kFloat32 ? 32 : 16);
  put<float>(header, 76, 1.0F);
  for (int a = 0; a < 3; ++a)
    put<float>(
        header, 80 + 4 * static_cast<std::size_t>(a), static_cast<float>(grid.spacingMm()[a]));
  put<float>(header, 92, static_cast<float>(secondsApart));
  put<float>(header, 108, static_cast<float>(kDataAt));
  put<float>(header, 112, type == kInt16 ? kStep : 1.0F);
  header[123] = 2 | 8;  // Millimetres and seconds.
  put<std::int16_t>(header, 254, 1);
  const Eigen::Matrix<double, 3, 4> m = toRas(grid);
  for (int row = 0; row < 3; ++row)
    for (int column = 0; column < 4; ++column)
      put<float>(header,
                 280 + 16 * static_cast<std::size_t>(row) + 4 * static_cast<std::size_t>(column),
                 static_cast<float>(m(row, column)));
  std::memcpy(header.data() + 344, "n+1", 4);
  return header;
}

}  // namespace

void writeNifti(const std::filesystem::path& path, const Image<float>& image) {
  std::string bytes = headerOf(image.grid(), kFloat32, 0, 0.0);
  bytes.append(reinterpret_cast<const char*>(image.data()), image.voxels().size() * sizeof(float));
  writeFileAtomically(path, bytes);
}

void writeNiftiSeries(const std::filesystem::path& path,
                      const Grid& grid,
                      int count,
                      double secondsApart,
                      const std::function<Image<float>(int)>& frame) {
  std::string bytes = headerOf(grid, kInt16, count, secondsApart);
  std::vector<std::int16_t> packed(grid.voxelCount());
  for (int n = 0; n < count; ++n) {
    const Image<float> image = frame(n);
    std::transform(image.voxels().begin(), image.voxels().end(), packed.begin(), [](float value) {
      return static_cast<std::int16_t>(std::clamp(std::round(value / kStep), -32767.0F, 32767.0F));
    });
    bytes.append(reinterpret_cast<const char*>(packed.data()),
                 packed.size() * sizeof(std::int16_t));
  }
  writeFileAtomically(path, bytes);
}

}  // namespace trocar
