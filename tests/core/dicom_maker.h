#pragma once

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace trocar {

/// A DICOM file under construction: explicit little endian, its elements by tag.
class DicomMaker {
 public:
  /// Texts (and bytes) as they are to stand in the file.
  DicomMaker& put(std::uint32_t tag, const std::string& kind, const std::string& value) {
    elements_[tag] = {kind, value};
    return *this;
  }
  DicomMaker& putWord(std::uint32_t tag, std::uint16_t value) {
    return put(tag, "US", bytesOf(value));
  }
  /// A sequence whose items hold the elements of other makers.
  DicomMaker& putItems(std::uint32_t tag, const std::vector<DicomMaker>& items) {
    std::string bytes;
    for (const DicomMaker& maker : items) {
      std::string elements;
      for (const auto& [inner, value] : maker.elements_)
        elements += element(inner, value, false);
      bytes += item(elements);
    }
    return put(tag, "SQ", bytes);
  }
  DicomMaker& remove(std::uint32_t tag) {
    elements_.erase(tag);
    return *this;
  }
  DicomMaker& pixels(const std::vector<std::uint16_t>& words) {
    return put(0x7FE00010, "OW", {reinterpret_cast<const char*>(words.data()), 2 * words.size()});
  }
  /// Compressed frames, one fragment each.
  DicomMaker& fragments(const std::string& transferSyntax, const std::vector<std::string>& frames) {
    syntax_ = transferSyntax;
    std::string items = item({});
    for (const std::string& frame : frames)
      items += item(frame);
    items += bytesOf<std::uint16_t>(0xFFFE) + bytesOf<std::uint16_t>(0xE0DD) + bytesOf(0U);
    return put(0x7FE00010, "OB", items);
  }
  std::string file() const {
    const std::string meta = element(0x00020010, {"UI", syntax_}, false);
    std::string bytes =
        std::string(128, '\0') + "DICM" +
        element(0x00020000, {"UL", bytesOf(static_cast<std::uint32_t>(meta.size()))}, false) + meta;
    for (const auto& [tag, value] : elements_)
      bytes += element(tag, value, tag == 0x7FE00010 && syntax_ != kPlain);
    return bytes;
  }
  std::filesystem::path write(const std::filesystem::path& path) const {
    std::ofstream(path, std::ios::binary) << file();
    return path;
  }

 private:
  static constexpr const char* kPlain = "1.2.840.10008.1.2.1";

  template <typename Number>
  static std::string bytesOf(Number number) {
    std::string bytes(sizeof number, '\0');
    std::memcpy(bytes.data(), &number, sizeof number);
    return bytes;
  }
  static std::string filled(std::string value, char with) {
    return value + std::string(value.size() % 2, with);
  }
  static std::string item(const std::string& value) {
    const std::string bytes = filled(value, '\0');
    return bytesOf<std::uint16_t>(0xFFFE) + bytesOf<std::uint16_t>(0xE000) +
           bytesOf(static_cast<std::uint32_t>(bytes.size())) + bytes;
  }
  static std::string element(std::uint32_t tag,
                             const std::pair<std::string, std::string>& value,
                             bool undefinedLength) {
    const bool wide =
        value.first == "OW" || value.first == "OB" || value.first == "SQ" || value.first == "UN";
    const std::string bytes = filled(value.second, value.first == "UI" ? '\0' : ' ');
    const std::string head = bytesOf(static_cast<std::uint16_t>(tag >> 16U)) +
                             bytesOf(static_cast<std::uint16_t>(tag)) + value.first;
    const std::uint32_t length =
        undefinedLength ? 0xFFFFFFFF : static_cast<std::uint32_t>(bytes.size());
    return head +
           (wide ? std::string(2, '\0') + bytesOf(length)
                 : bytesOf(static_cast<std::uint16_t>(length))) +
           bytes;
  }

  std::string syntax_ = kPlain;
  std::map<std::uint32_t, std::pair<std::string, std::string>> elements_;
};

inline constexpr int kMadeColumns = 16;
inline constexpr int kMadeRows = 12;
inline constexpr std::size_t kMadePixels = kMadeColumns * kMadeRows;

/// Transfer syntaxes.
inline constexpr const char* kRle = "1.2.840.10008.1.2.5";
inline constexpr const char* kDeflatedFrames = "1.2.840.10008.1.2.8.1";
inline constexpr const char* kJpegLs = "1.2.840.10008.1.2.4.80";
inline constexpr const char* kJpeg2000 = "1.2.840.10008.1.2.4.90";

/// The stored numbers of slice k of a small CT, 1024 above its HU: air with a block of bone, in
/// which pixel (8, 6) holds 100 k HU.
inline std::vector<std::uint16_t> madeWords(int k) {
  std::vector<std::uint16_t> words(kMadePixels, 24);
  for (int row = 3; row < 9; ++row) {
    for (int column = 4; column < 12; ++column)
      words[static_cast<std::size_t>(row * kMadeColumns + column)] = 1324;
  }
  words[6 * kMadeColumns + 8] = static_cast<std::uint16_t>(1024 + 100 * k);
  return words;
}

/// Slice k, 2 mm below the next.
inline DicomMaker madeSlice(int k) {
  DicomMaker maker;
  maker.put(0x00080008, "CS", "ORIGINAL\\PRIMARY\\AXIAL")
      .put(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.2")
      .put(0x00080018, "UI", "1.2.3.4." + std::to_string(k + 1))
      .put(0x00080060, "CS", "CT")
      .put(0x00100010, "PN", "Test^Made")
      .put(0x00100020, "LO", "made-1")
      .put(0x00180050, "DS", "2")
      .put(0x00185100, "CS", "HFS")
      .put(0x0020000D, "UI", "1.2.3.1")
      .put(0x0020000E, "UI", "1.2.3.2")
      .put(0x00200011, "IS", "1")
      .put(0x00200013, "IS", std::to_string(k + 1))
      .put(0x00200032, "DS", "-10\\-20\\" + std::to_string(2 * k))
      .put(0x00200037, "DS", "1\\0\\0\\0\\1\\0")
      .put(0x00200052, "UI", "1.2.3.3")
      .put(0x00280030, "DS", "2.5\\3")
      .put(0x00281052, "DS", "-1024")
      .put(0x00281053, "DS", "1");
  maker.putWord(0x00280002, 1)
      .putWord(0x00280010, kMadeRows)
      .putWord(0x00280011, kMadeColumns)
      .putWord(0x00280100, 16)
      .putWord(0x00280101, 16)
      .putWord(0x00280102, 15)
      .putWord(0x00280103, 0);
  return maker.pixels(madeWords(k));
}

inline std::string madeName(int k) {
  return "slice" + std::to_string(100 + k) + ".dcm";
}

/// Writes slices 0 to `count` - 1, each after `change(maker, k)`; the folder.
template <typename Change>
std::filesystem::path writeMadeSeries(const std::filesystem::path& folder,
                                      int count,
                                      const Change& change) {
  std::filesystem::create_directories(folder);
  for (int k = 0; k < count; ++k) {
    DicomMaker maker = madeSlice(k);
    change(maker, k);
    maker.write(folder / madeName(k));
  }
  return folder;
}

}  // namespace trocar
