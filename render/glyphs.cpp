#include "render/glyphs.h"

#include <vtkFreeTypeTools.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkStdString.h>
#include <vtkTextProperty.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <mutex>
#include <tuple>

namespace trocar {
namespace {

/// A common sans of the system, or empty: then the font inside VTK is taken.
std::string fontFile(bool bold) {
  const std::array<const char*, 3> regular = {"/usr/share/fonts/truetype/inter/Inter-Regular.ttf",
                                              "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
                                              "/usr/share/fonts/dejavu/DejaVuSans.ttf"};
  const std::array<const char*, 3> heavy = {"/usr/share/fonts/truetype/inter/Inter-Bold.ttf",
                                            "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf",
                                            "/usr/share/fonts/dejavu/DejaVuSans-Bold.ttf"};
  for (const char* file : bold ? heavy : regular) {
    if (std::filesystem::exists(file))
      return file;
  }
  return {};
}

void choose(vtkTextProperty& property, int sizePx, bool bold) {
  static const std::array<std::string, 2> files = {fontFile(false), fontFile(true)};
  const std::string& file = files[bold ? 1 : 0];
  if (file.empty()) {
    property.SetFontFamilyToArial();
    property.SetBold(bold);
  } else {
    property.SetFontFamily(VTK_FONT_FILE);
    property.SetFontFile(file.c_str());
  }
  property.SetFontSize(sizePx);
  property.SetColor(1.0, 1.0, 1.0);
  property.SetJustificationToLeft();
  property.SetVerticalJustificationToBottom();
}

/// Rendered with the same tall letters before every text, whose columns are then cut away: so all
/// texts of one size have one height and one base line.
TextBitmap render(const std::string& utf8, int sizePx, bool bold) {
  constexpr int kPointsAreAPixel = 72;
  vtkNew<vtkTextProperty> property;
  choose(*property, sizePx, bold);
  vtkNew<vtkImageData> image;
  vtkFreeTypeTools* tools = vtkFreeTypeTools::GetInstance();
  tools->SetScaleToPowerTwo(false);
  const auto widthOf = [&](const vtkStdString& text) {
    std::array<int, 4> box{};
    tools->GetBoundingBox(property, text, kPointsAreAPixel, box.data());
    return box[1] - box[0] + 1;
  };
  const vtkStdString strut = "Åjg|";
  std::array<int, 2> size{};
  tools->RenderString(property, vtkStdString(strut + utf8), kPointsAreAPixel, image, size.data());
  const int skip = std::min(widthOf(strut), size[0]);
  const int* extent = image->GetExtent();
  TextBitmap bitmap{size[0] - skip, size[1], {}};
  bitmap.coverage.resize(static_cast<std::size_t>(bitmap.widthPx) *
                         static_cast<std::size_t>(bitmap.heightPx));
  auto to = bitmap.coverage.begin();
  for (int y = size[1] - 1; y >= 0; --y) {
    for (int x = skip; x < size[0]; ++x)
      *to++ = static_cast<const std::uint8_t*>(
          image->GetScalarPointer(extent[0] + x, extent[2] + y, extent[4]))[3];
  }
  return bitmap;
}

}  // namespace

TextBitmap textBitmap(const std::string& utf8, int sizePx, bool bold) {
  constexpr std::size_t kKept = 2000;
  static std::mutex mutex;
  static std::map<std::tuple<std::string, int, bool>, TextBitmap> kept;
  const std::lock_guard lock(mutex);
  const auto key = std::tuple(utf8, sizePx, bold);
  const auto found = kept.find(key);
  if (found != kept.end())
    return found->second;
  if (kept.size() >= kKept)
    kept.clear();
  return kept.emplace(key, render(utf8, sizePx, bold)).first->second;
}

}  // namespace trocar
