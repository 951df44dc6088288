#include "render/glyphs.h"

#include "core/error.h"

#include <ft2build.h>
#include FT_FREETYPE_H

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <mutex>
#include <tuple>

namespace trocar {
namespace {

/// Sans fonts of the usual systems, the best first: regular and bold.
constexpr std::array<std::array<const char*, 2>, 5> kFonts = {{
    {"/usr/share/fonts/opentype/inter/Inter-Regular.otf",
     "/usr/share/fonts/opentype/inter/Inter-SemiBold.otf"},
    {"/usr/share/fonts/truetype/inter/Inter-Regular.ttf",
     "/usr/share/fonts/truetype/inter/Inter-SemiBold.ttf"},
    {"/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
     "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"},
    {"/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf",
     "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans-Bold.ttf"},
    {"/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
     "/usr/share/fonts/truetype/liberation/LiberationSans-Bold.ttf"},
}};

/// The code points of a UTF-8 text; what is malformed is left out.
std::vector<char32_t> codePoints(const std::string& utf8) {
  std::vector<char32_t> points;
  for (const char byte : utf8) {
    const auto value = static_cast<unsigned char>(byte);
    if (value < 0x80)
      points.push_back(value);
    else if (value >= 0xF0)
      points.push_back(value & 0x07U);
    else if (value >= 0xE0)
      points.push_back(value & 0x0FU);
    else if (value >= 0xC0)
      points.push_back(value & 0x1FU);
    else if (!points.empty())
      points.back() = (points.back() << 6U) | (value & 0x3FU);
  }
  return points;
}

class Fonts {
 public:
  Fonts() {
    FT_Init_FreeType(&library_);
    for (const auto& pair : kFonts) {
      if (std::filesystem::exists(pair[0]) && std::filesystem::exists(pair[1]) &&
          FT_New_Face(library_, pair[0], 0, faces_.data()) == 0 &&
          FT_New_Face(library_, pair[1], 0, &faces_[1]) == 0)
        return;
    }
    throw Error(
        "texts cannot be drawn: no font was found; install one (apt-get install "
        "fonts-dejavu-core)");
  }
  ~Fonts() { FT_Done_FreeType(library_); }
  Fonts(const Fonts&) = delete;
  Fonts& operator=(const Fonts&) = delete;

  TextBitmap render(const std::string& utf8, int sizePx, bool bold) const {
    FT_Face face = faces_[bold ? 1 : 0];
    FT_Set_Pixel_Sizes(face, 0, static_cast<FT_UInt>(std::max(sizePx, 1)));
    const int ascent = static_cast<int>(face->size->metrics.ascender >> 6);
    const int descent = static_cast<int>(-(face->size->metrics.descender >> 6));
    const std::vector<char32_t> points = codePoints(utf8);
    TextBitmap bitmap{advanceOf(face, points) + 1, ascent + descent, {}};
    bitmap.coverage.resize(static_cast<std::size_t>(bitmap.widthPx) *
                           static_cast<std::size_t>(bitmap.heightPx));
    int pen = 0;
    for (const char32_t point : points) {
      if (FT_Load_Char(face, point, FT_LOAD_RENDER | FT_LOAD_TARGET_LIGHT) != 0)
        continue;
      stamp(bitmap, *face->glyph, pen + face->glyph->bitmap_left, ascent - face->glyph->bitmap_top);
      pen += static_cast<int>(face->glyph->advance.x >> 6);
    }
    return bitmap;
  }

 private:
  static int advanceOf(FT_Face face, const std::vector<char32_t>& points) {
    int width = 0;
    for (const char32_t point : points) {
      if (FT_Load_Char(face, point, FT_LOAD_TARGET_LIGHT) == 0)
        width += static_cast<int>(face->glyph->advance.x >> 6);
    }
    return width;
  }

  static void stamp(TextBitmap& bitmap, const FT_GlyphSlotRec& glyph, int left, int top) {
    for (int y = 0; y < static_cast<int>(glyph.bitmap.rows); ++y) {
      for (int x = 0; x < static_cast<int>(glyph.bitmap.width); ++x) {
        const int toX = left + x, toY = top + y;
        if (toX < 0 || toX >= bitmap.widthPx || toY < 0 || toY >= bitmap.heightPx)
          continue;
        std::uint8_t& to = bitmap.coverage[static_cast<std::size_t>(toY * bitmap.widthPx + toX)];
        to = std::max(to, glyph.bitmap.buffer[y * glyph.bitmap.pitch + x]);
      }
    }
  }

  FT_Library library_ = nullptr;
  std::array<FT_Face, 2> faces_{};
};

}  // namespace

TextBitmap textBitmap(const std::string& utf8, int sizePx, bool bold) {
  constexpr std::size_t kKept = 2000;
  static std::mutex mutex;
  static std::map<std::tuple<std::string, int, bool>, TextBitmap> kept;
  const std::lock_guard lock(mutex);
  static const Fonts fonts;
  const auto key = std::tuple(utf8, sizePx, bold);
  const auto found = kept.find(key);
  if (found != kept.end())
    return found->second;
  if (kept.size() >= kKept)
    kept.clear();
  return kept.emplace(key, fonts.render(utf8, sizePx, bold)).first->second;
}

}  // namespace trocar
