#include "core/io/image/nifti_fields.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

namespace trocar {
namespace {

/// Numbers at places of a header, in its byte order.
class HeaderBytes {
 public:
  HeaderBytes(std::string_view bytes, bool bigEndian)
      : bytes_(bytes), swapped_(bigEndian == (std::endian::native == std::endian::little)) {}

  template <typename Number>
  Number at(std::size_t place) const {
    std::array<char, sizeof(Number)> part{};
    std::copy_n(bytes_.substr(place).begin(), sizeof(Number), part.begin());
    if (swapped_)
      std::reverse(part.begin(), part.end());
    Number number{};
    std::memcpy(&number, part.data(), sizeof(number));
    return number;
  }

  template <typename Number, typename Numbers>
  void into(Numbers& numbers, std::size_t place) const {
    for (std::size_t n = 0; n < numbers.size(); ++n)
      numbers[n] = at<Number>(place + n * sizeof(Number));
  }

  template <typename Number>
  Vec3 vector(std::size_t place) const {
    return {at<Number>(place),
            at<Number>(place + sizeof(Number)),
            at<Number>(place + 2 * sizeof(Number))};
  }

  template <typename Number>
  Eigen::Matrix<double, 3, 4> rows(std::size_t place) const {
    Eigen::Matrix<double, 3, 4> rows;
    for (int row = 0; row < 3; ++row) {
      for (int column = 0; column < 4; ++column)
        rows(row, column) =
            at<Number>(place + sizeof(Number) * static_cast<std::size_t>(4 * row + column));
    }
    return rows;
  }

 private:
  std::string_view bytes_;
  bool swapped_;
};

NiftiFields firstVersion(const HeaderBytes& header) {
  NiftiFields fields;
  fields.headerBytes = 348;
  header.into<std::int16_t>(fields.dim, 40);
  fields.datatype = header.at<std::int16_t>(70);
  fields.bitpix = header.at<std::int16_t>(72);
  header.into<float>(fields.pixdim, 76);
  fields.voxOffset = header.at<float>(108);
  fields.slope = header.at<float>(112);
  fields.intercept = header.at<float>(116);
  fields.units = header.at<unsigned char>(123);
  fields.qformCode = header.at<std::int16_t>(252);
  fields.sformCode = header.at<std::int16_t>(254);
  fields.quaternion = header.vector<float>(256);
  fields.qOffset = header.vector<float>(268);
  fields.srow = header.rows<float>(280);
  fields.rounding = std::numeric_limits<float>::epsilon();
  return fields;
}

NiftiFields secondVersion(const HeaderBytes& header) {
  NiftiFields fields;
  fields.headerBytes = 540;
  fields.datatype = header.at<std::int16_t>(12);
  fields.bitpix = header.at<std::int16_t>(14);
  header.into<std::int64_t>(fields.dim, 16);
  header.into<double>(fields.pixdim, 104);
  fields.voxOffset = static_cast<double>(header.at<std::int64_t>(168));
  fields.slope = header.at<double>(176);
  fields.intercept = header.at<double>(184);
  fields.qformCode = header.at<std::int32_t>(344);
  fields.sformCode = header.at<std::int32_t>(348);
  fields.quaternion = header.vector<double>(352);
  fields.qOffset = header.vector<double>(376);
  fields.srow = header.rows<double>(400);
  fields.units = header.at<std::int32_t>(500);
  fields.rounding = std::numeric_limits<double>::epsilon();
  return fields;
}

bool holds(std::string_view bytes, std::size_t place, std::string_view word) {
  return bytes.size() >= place + word.size() && bytes.substr(place, word.size()) == word;
}

}  // namespace

std::optional<NiftiFields> niftiFields(std::string_view bytes) {
  constexpr std::size_t kFirst = 348;
  constexpr std::size_t kSecond = 540;
  if (bytes.size() < kFirst)
    return std::nullopt;
  for (const bool bigEndian : {false, true}) {
    const HeaderBytes header(bytes, bigEndian);
    const auto length = static_cast<std::size_t>(header.at<std::int32_t>(0));
    NiftiFields fields;
    if (length == kFirst && (holds(bytes, 344, "n+1") || holds(bytes, 344, "ni1"))) {
      fields = firstVersion(header);
      fields.pair = holds(bytes, 344, "ni1");
    } else if (length == kSecond && bytes.size() >= kSecond &&
               (holds(bytes, 4, "n+2") || holds(bytes, 4, "ni2"))) {
      fields = secondVersion(header);
      fields.pair = holds(bytes, 4, "ni2");
    } else {
      continue;
    }
    fields.bigEndian = bigEndian;
    return fields;
  }
  return std::nullopt;
}

}  // namespace trocar
