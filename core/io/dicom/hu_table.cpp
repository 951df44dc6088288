#include "core/io/dicom/hu_table.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace trocar {
namespace {

constexpr std::size_t kWords = 65536;
/// No air is so far below -1000 HU, noise included; scanners write -2000, -2048 or -3024 outside
/// their field.
constexpr double kBelowAirHu = -1500.0;
/// Padding at or below this may stay where it is.
constexpr double kAirLikeHu = -900.0;

/// Bits `highBit - bitsStored + 1` to `highBit` of a word as a number.
int numberOf(std::uint32_t word, const DicomImage& image) {
  const auto shift = static_cast<unsigned>(std::max(0, image.highBit + 1 - image.bitsStored));
  const std::uint32_t range = std::uint32_t{1} << static_cast<unsigned>(image.bitsStored);
  const std::uint32_t value = (word >> shift) & (range - 1);
  const bool negative = image.isSigned && (value & (range >> 1U)) != 0;
  return static_cast<int>(value) - (negative ? static_cast<int>(range) : 0);
}

/// Pixels that padding joins to the edge of the frame, by their sides.
class Outside {
 public:
  Outside(std::span<const std::uint16_t> words, std::size_t columns, const HuTable& table)
      : words_(words), columns_(columns), table_(table), seen_(words.size(), false) {
    const std::size_t rows = words.size() / columns;
    for (std::size_t column = 0; column < columns; ++column) {
      visit(column);
      visit((rows - 1) * columns + column);
    }
    for (std::size_t row = 0; row < rows; ++row) {
      visit(row * columns);
      visit(row * columns + columns - 1);
    }
  }

  std::vector<std::size_t> pixels() {
    for (std::size_t next = 0; next < found_.size(); ++next) {
      const std::size_t pixel = found_[next];
      const std::size_t column = pixel % columns_;
      if (column > 0)
        visit(pixel - 1);
      if (column + 1 < columns_)
        visit(pixel + 1);
      if (pixel >= columns_)
        visit(pixel - columns_);
      if (pixel + columns_ < words_.size())
        visit(pixel + columns_);
    }
    return std::move(found_);
  }

 private:
  void visit(std::size_t pixel) {
    if (seen_[pixel] || !table_.isPadding(words_[pixel]))
      return;
    seen_[pixel] = true;
    found_.push_back(pixel);
  }

  std::span<const std::uint16_t> words_;
  std::size_t columns_;
  const HuTable& table_;
  std::vector<bool> seen_;
  std::vector<std::size_t> found_;
};

}  // namespace

HuTable::HuTable(const DicomImage& image, const DicomFrame& frame)
    : hu_(kWords), padding_(kWords, false), clipped_(kWords, false) {
  constexpr double kHigh = std::numeric_limits<std::int16_t>::max();
  for (std::size_t word = 0; word < kWords; ++word) {
    const int stored = numberOf(static_cast<std::uint32_t>(word), image);
    const double value = stored * frame.slope + frame.intercept;
    const bool padding =
        image.padding && stored >= (*image.padding)[0] && stored <= (*image.padding)[1];
    padding_[word] = padding;
    brightPadding_ = brightPadding_ || (padding && value > kAirLikeHu);
    clipped_[word] = value > kHigh;
    clips_ = clips_ || clipped_[word];
    hu_[word] = value < kBelowAirHu
                    ? kUnmeasuredHu
                    : static_cast<std::int16_t>(std::lround(std::min(value, kHigh)));
  }
}

HuCounts toHu(std::span<const std::uint16_t> words,
              std::size_t columns,
              const HuTable& table,
              std::span<std::int16_t> hu) {
  HuCounts counts;
  std::transform(
      words.begin(), words.end(), hu.begin(), [&](std::uint16_t word) { return table.hu(word); });
  if (table.clips())
    counts.clipped = static_cast<std::size_t>(std::count_if(
        words.begin(), words.end(), [&](std::uint16_t word) { return table.isClipped(word); }));
  if (!table.hasBrightPadding())
    return counts;
  const std::vector<std::size_t> outside = Outside(words, columns, table).pixels();
  for (const std::size_t pixel : outside)
    hu[pixel] = kUnmeasuredHu;
  counts.paddedAsAir = outside.size();
  return counts;
}

}  // namespace trocar
