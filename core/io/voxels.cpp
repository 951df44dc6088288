// What the numbers of a file become: image_file.h's hounsfieldVolume and labelsOf.
#include "core/error.h"
#include "core/io/image_file.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace trocar {
namespace {

template <typename Visitor>
auto visitScalars(const RawImage& image, const Visitor& visit) {
  const void* data = image.bytes.data();
  switch (image.type) {
    case ScalarType::Int8:
      return visit(static_cast<const std::int8_t*>(data));
    case ScalarType::Uint8:
      return visit(static_cast<const std::uint8_t*>(data));
    case ScalarType::Int16:
      return visit(static_cast<const std::int16_t*>(data));
    case ScalarType::Uint16:
      return visit(static_cast<const std::uint16_t*>(data));
    case ScalarType::Int32:
      return visit(static_cast<const std::int32_t*>(data));
    case ScalarType::Uint32:
      return visit(static_cast<const std::uint32_t*>(data));
    case ScalarType::Int64:
      return visit(static_cast<const std::int64_t*>(data));
    case ScalarType::Uint64:
      return visit(static_cast<const std::uint64_t*>(data));
    case ScalarType::Float:
      return visit(static_cast<const float*>(data));
    case ScalarType::Double:
      break;
  }
  return visit(static_cast<const double*>(data));
}

struct Conversion {
  std::vector<std::int16_t> hu;
  bool clipped = false;
  bool notNumbers = false;
};

template <typename Scalar>
Conversion rounded(const Scalar* from, std::size_t count) {
  constexpr double kLow = std::numeric_limits<std::int16_t>::min();
  constexpr double kHigh = std::numeric_limits<std::int16_t>::max();
  Conversion result;
  result.hu.resize(count);
  for (std::size_t v = 0; v < count; ++v) {
    const auto value = static_cast<double>(from[v]);
    if (std::isnan(value)) {
      result.notNumbers = true;
      result.hu[v] = -1024;
      continue;
    }
    result.clipped = result.clipped || value < kLow || value > kHigh;
    result.hu[v] = static_cast<std::int16_t>(std::lround(std::clamp(value, kLow, kHigh)));
  }
  return result;
}

Conversion rounded(const std::int16_t* from, std::size_t count) {
  return {std::vector<std::int16_t>(from, from + count), false, false};
}

template <typename Scalar>
std::vector<std::uint16_t> wholeNumbers(const Scalar* from,
                                        const RawImage& image,
                                        int component,
                                        const std::string& source) {
  constexpr double kHigh = std::numeric_limits<std::uint16_t>::max();
  const std::size_t count = image.grid.voxelCount();
  const auto step = static_cast<std::size_t>(image.components);
  std::vector<std::uint16_t> labels(count);
  for (std::size_t v = 0; v < count; ++v) {
    const auto value = static_cast<double>(from[v * step + static_cast<std::size_t>(component)]);
    if (!(value >= 0.0 && value <= kHigh) || value != std::floor(value))
      throw Error(source +
                  " is no label map: its values are not all whole numbers from 0 to 65535. "
                  "Give the segmentation, not the CT.");
    labels[v] = static_cast<std::uint16_t>(value);
  }
  return labels;
}

}  // namespace

Volume hounsfieldVolume(const RawImage& image,
                        const std::string& source,
                        std::vector<Remark>& remarks) {
  if (image.components != 1)
    throw Error(source + " is no CT: it holds several numbers for each voxel.");
  Conversion result = visitScalars(
      image, [&](const auto* scalars) { return rounded(scalars, image.grid.voxelCount()); });
  if (result.clipped)
    remarks.push_back({"hu-clipped", "Values beyond 16 bits were clipped to -32768 .. 32767 HU."});
  if (result.notNumbers)
    remarks.push_back({"not-numbers", "Voxels that hold no number were read as air, -1024 HU."});
  return {image.grid, std::move(result.hu)};
}

LabelMap labelsOf(const RawImage& image, int component, const std::string& source) {
  return {image.grid, visitScalars(image, [&](const auto* scalars) {
            return wholeNumbers(scalars, image, component, source);
          })};
}

}  // namespace trocar
