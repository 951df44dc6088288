#include "core/io/dicom/nesting.h"

#include <array>
#include <cstdint>
#include <fstream>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace trocar {
namespace {

constexpr std::uint64_t kOpen = std::numeric_limits<std::uint64_t>::max();

/// The items that the bytes so far stand in, by where they end.
class OpenItems {
 public:
  void closeUpTo(std::uint64_t at) {
    while (!ends_.empty() && ends_.back() <= at)
      ends_.pop_back();
  }
  void begin(std::uint64_t at, std::uint32_t length) {
    ends_.push_back(length == 0xFFFFFFFF ? kOpen : at + length);
  }
  void end() {
    if (!ends_.empty())
      ends_.pop_back();
  }
  std::size_t depth() const { return ends_.size(); }

 private:
  std::vector<std::uint64_t> ends_;
};

std::uint32_t wordAt(std::string_view bytes, std::size_t at, bool bigEndian) {
  std::uint32_t value = 0;
  for (std::size_t n = 0; n < 4; ++n)
    value = value << 8U | static_cast<unsigned char>(bytes[at + (bigEndian ? n : 3 - n)]);
  return value;
}

enum class Mark { None, Item, ItemEnd, Pixels };

Mark markAt(std::string_view bytes, std::size_t at, bool bigEndian) {
  using namespace std::string_view_literals;
  const std::string_view tag = bytes.substr(at, 4);
  if (tag == (bigEndian ? "\xFF\xFE\xE0\x00"sv : "\xFE\xFF\x00\xE0"sv))
    return Mark::Item;
  if (tag == (bigEndian ? "\xFF\xFE\xE0\x0D"sv : "\xFE\xFF\x0D\xE0"sv))
    return Mark::ItemEnd;
  return tag == (bigEndian ? "\x7F\xE0\x00\x10"sv : "\xE0\x7F\x10\x00"sv) ? Mark::Pixels
                                                                          : Mark::None;
}

/// By the transfer syntax in the file's head, or by the first tag where there is none.
bool hasBigEndianTags(std::istream& file) {
  using namespace std::string_view_literals;
  std::array<char, 1024> start{};
  file.read(start.data(), start.size());
  const std::string_view head(start.data(), static_cast<std::size_t>(file.gcount()));
  return head.find("1.2.840.10008.1.2.2\0"sv) != std::string_view::npos ||
         head.starts_with("\0\x08\0"sv);
}

bool nestsTooDeep(std::istream& file, bool bigEndian) {
  constexpr std::size_t kDeepest = 500;
  constexpr std::size_t kHeader = 8;  ///< Tag and length of an item.
  OpenItems items;
  std::string bytes;
  std::uint64_t first = 0;  ///< Place in the file of the first of `bytes`.
  std::array<char, 65536> chunk{};
  while (file.read(chunk.data(), chunk.size()), file.gcount() > 0) {
    bytes.append(chunk.data(), static_cast<std::size_t>(file.gcount()));
    std::size_t at = 0;
    for (; at + kHeader <= bytes.size(); ++at) {
      const Mark mark = markAt(bytes, at, bigEndian);
      if (mark == Mark::None)
        continue;
      items.closeUpTo(first + at);
      if (mark == Mark::Pixels && items.depth() == 0)
        return false;
      if (mark == Mark::Item)
        items.begin(first + at + kHeader, wordAt(bytes, at + 4, bigEndian));
      if (mark == Mark::ItemEnd)
        items.end();
      if (items.depth() > kDeepest)
        return true;
    }
    bytes.erase(0, at);
    first += at;
  }
  return false;
}

}  // namespace

bool nestsTooDeep(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  const bool bigEndian = hasBigEndianTags(file);
  file.clear();
  file.seekg(0);
  return nestsTooDeep(file, bigEndian);
}

}  // namespace trocar
