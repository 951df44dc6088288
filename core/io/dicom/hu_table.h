#pragma once

#include "core/io/dicom/dicom_image.h"

#include <cstdint>
#include <span>
#include <vector>

namespace trocar {

inline constexpr std::int16_t kUnmeasuredHu = -1024;  ///< Where nothing was measured.

/// HU of every word that the pixels of a frame may hold. Padding and what lies far below air is
/// air.
class HuTable {
 public:
  HuTable(const DicomImage& image, const DicomFrame& frame);

  std::int16_t hu(std::uint16_t word) const { return hu_[word]; }
  bool isPadding(std::uint16_t word) const { return padding_[word]; }
  bool isClipped(std::uint16_t word) const { return clipped_[word]; }
  /// Padding that would be tissue or bone: it is air only where it lies outside the field.
  bool hasBrightPadding() const { return brightPadding_; }
  bool clips() const { return clips_; }

 private:
  std::vector<std::int16_t> hu_;
  std::vector<bool> padding_;
  std::vector<bool> clipped_;
  bool brightPadding_ = false;
  bool clips_ = false;
};

/// What happened to the pixels of a frame on their way.
struct HuCounts {
  std::size_t clipped = 0;      ///< Beyond what 16 bits hold.
  std::size_t paddedAsAir = 0;  ///< Bright padding around the field.
};

/// The words of a frame in HU. Sizes agree; rows of `columns`.
HuCounts toHu(std::span<const std::uint16_t> words,
              std::size_t columns,
              const HuTable& table,
              std::span<std::int16_t> hu);

}  // namespace trocar
