// What the numbers of a file become: image_file.h's hounsfieldVolume and labelsOf.
#include "core/error.h"
#include "core/io/image_file.h"
#include "core/number_text.h"
#include "core/parallel.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <optional>
#include <type_traits>

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

constexpr std::size_t kBlock = std::size_t{1} << 18U;

/// Calls `work(begin, end)` for blocks of the voxels, in parallel.
template <typename Work>
void inBlocks(std::size_t count, const Work& work) {
  parallelFor((count + kBlock - 1) / kBlock, [&](std::size_t block) {
    work(block * kBlock, std::min(count, (block + 1) * kBlock));
  });
}

struct Conversion {
  std::vector<std::int16_t> hu;
  std::atomic<bool> clipped = false;
  std::atomic<bool> notNumbers = false;
};

template <typename Scalar>
void roundTo(Conversion& result, const Scalar* from, const RawImage& image) {
  constexpr double kLow = std::numeric_limits<std::int16_t>::min();
  constexpr double kHigh = std::numeric_limits<std::int16_t>::max();
  const std::size_t count = image.grid.voxelCount();
  if constexpr (std::is_same_v<Scalar, std::int16_t>) {
    if (image.slope == 1.0 && image.intercept == 0.0) {
      result.hu.assign(from, from + count);
      return;
    }
  }
  result.hu.resize(count);
  inBlocks(count, [&](std::size_t begin, std::size_t end) {
    bool clipped = false;
    bool notNumbers = false;
    for (std::size_t v = begin; v < end; ++v) {
      const double value = image.slope * static_cast<double>(from[v]) + image.intercept;
      const bool number = !std::isnan(value);
      notNumbers |= !number;
      clipped |= value < kLow || value > kHigh;
      result.hu[v] = number ? static_cast<std::int16_t>(std::lround(std::clamp(value, kLow, kHigh)))
                            : std::int16_t{-1024};
    }
    if (clipped)
      result.clipped = true;
    if (notNumbers)
      result.notNumbers = true;
  });
}

[[noreturn]] void refuseLabel(double value, const VoxelIndex& voxel, const std::string& source) {
  throw Error(
      source + " is no label map: its voxel (" + std::to_string(voxel.i) + ", " +
      std::to_string(voxel.j) + ", " + std::to_string(voxel.k) + ") holds " + plainNumber(value) +
      ", and labels are whole numbers from 0 to 65535. Give the segmentation, not the CT or "
      "a map of probabilities.");
}

/// The label that a number is; nullopt where it is none.
std::optional<std::uint16_t> labelOf(double value) {
  constexpr double kNearly = 0.01;  // Resampling and slopes leave 28.0001 and 0.9999847.
  constexpr double kHigh = std::numeric_limits<std::uint16_t>::max();
  const double whole = std::round(value);
  if (!(std::abs(value - whole) <= kNearly) || whole < -1.0 || whole > kHigh)
    return std::nullopt;
  return static_cast<std::uint16_t>(std::max(0.0, whole));
}

template <typename Scalar>
std::vector<std::uint16_t> wholeNumbers(const Scalar* from,
                                        const RawImage& image,
                                        int component,
                                        const std::string& source) {
  const std::size_t count = image.grid.voxelCount();
  const auto step = static_cast<std::size_t>(image.components);
  const Scalar* first = from + component;
  const bool stored = image.slope == 1.0 && image.intercept == 0.0;
  std::vector<std::uint16_t> labels(count);
  inBlocks(count, [&](std::size_t begin, std::size_t end) {
    for (std::size_t v = begin; v < end; ++v) {
      const Scalar scalar = first[v * step];
      if constexpr (std::is_unsigned_v<Scalar> && sizeof(Scalar) <= 2) {
        if (stored) {
          labels[v] = scalar;
          continue;
        }
      }
      const double value = image.slope * static_cast<double>(scalar) + image.intercept;
      const std::optional<std::uint16_t> label = labelOf(value);
      if (!label)
        refuseLabel(value, image.grid.voxelAt(v), source);
      labels[v] = *label;
    }
  });
  return labels;
}

}  // namespace

Volume hounsfieldVolume(const RawImage& image,
                        const std::string& source,
                        std::vector<Remark>& remarks) {
  if (image.components != 1)
    throw Error(source + " is no CT: it holds several numbers for each voxel.");
  Conversion result;
  visitScalars(image, [&](const auto* scalars) { roundTo(result, scalars, image); });
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
