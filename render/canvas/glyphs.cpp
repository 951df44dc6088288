#include "render/canvas/glyphs.h"

#include "core/error.h"
#include "core/visible_text.h"

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <pango/pangocairo.h>
#include <tuple>

namespace trocar::render {
namespace {

/// Frees what GLib, Pango and Cairo hand out.
struct Freeing {
  void operator()(PangoContext* context) const { g_object_unref(context); }
  void operator()(PangoLayout* layout) const { g_object_unref(layout); }
  void operator()(PangoFontMap* fonts) const { g_object_unref(fonts); }
  void operator()(PangoFontMetrics* metrics) const { pango_font_metrics_unref(metrics); }
  void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
  void operator()(cairo_font_options_t* options) const { cairo_font_options_destroy(options); }
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
};
template <typename T>
using Owned = std::unique_ptr<T, Freeing>;

/// Shapes and draws lines of text. Not for several threads at once.
class TextPainter {
 public:
  TextPainter()
      : fonts_(pango_cairo_font_map_new()), context_(pango_font_map_create_context(fonts_.get())) {
    const Owned<cairo_font_options_t> options(cairo_font_options_create());
    cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_SLIGHT);
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_ON);
    pango_cairo_context_set_font_options(context_.get(), options.get());
    int families = 0;
    PangoFontFamily** list = nullptr;
    pango_font_map_list_families(fonts_.get(), &list, &families);
    g_free(list);
    if (families == 0)
      throw Error(
          "texts cannot be drawn: no font was found; install one (apt-get install "
          "fonts-dejavu-core)");
  }

  TextBitmap paint(const std::string& utf8, int sizePx, bool bold) const {
    const Owned<PangoFontDescription> font = fontOf(sizePx, bold);
    const Owned<PangoFontMetrics> metrics(
        pango_context_get_metrics(context_.get(), font.get(), nullptr));
    const Owned<PangoLayout> layout(pango_layout_new(context_.get()));
    pango_layout_set_font_description(layout.get(), font.get());
    pango_layout_set_single_paragraph_mode(layout.get(), TRUE);
    // Sentences are ours and run from left to right, whatever name they begin with.
    pango_layout_set_auto_dir(layout.get(), FALSE);
    const std::string shown = isolatedText(utf8);
    pango_layout_set_text(layout.get(), shown.data(), static_cast<int>(shown.size()));
    const int ascent = PANGO_PIXELS_CEIL(pango_font_metrics_get_ascent(metrics.get()));
    const int descent = PANGO_PIXELS_CEIL(pango_font_metrics_get_descent(metrics.get()));
    PangoRectangle ink{}, line{};
    pango_layout_get_pixel_extents(layout.get(), &ink, &line);
    // The ink from the base line, where the box's top is `ascent` above it.
    ink.y += ascent - PANGO_PIXELS(pango_layout_get_baseline(layout.get()));
    return drawn(*layout, ink, line.width + 1, ascent, ascent + descent);
  }

 private:
  static Owned<PangoFontDescription> fontOf(int sizePx, bool bold) {
    Owned<PangoFontDescription> font(
        pango_font_description_from_string("Inter, DejaVu Sans, Liberation Sans, sans-serif"));
    pango_font_description_set_weight(font.get(),
                                      bold ? PANGO_WEIGHT_SEMIBOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(font.get(), std::max(sizePx, 1) * PANGO_SCALE);
    return font;
  }

  static TextBitmap drawn(
      PangoLayout& layout, const PangoRectangle& ink, int width, int ascent, int height) {
    TextBitmap bitmap;
    bitmap.boxWidthPx = width;
    bitmap.boxHeightPx = height;
    bitmap.leftPx = std::min(0, ink.x);
    bitmap.topPx = std::min(0, ink.y);
    bitmap.widthPx = std::max(width, ink.x + ink.width) - bitmap.leftPx;
    bitmap.heightPx = std::max(height, ink.y + ink.height) - bitmap.topPx;
    const Owned<cairo_surface_t> surface(
        cairo_image_surface_create(CAIRO_FORMAT_A8, bitmap.widthPx, bitmap.heightPx));
    const Owned<cairo_t> cairo(cairo_create(surface.get()));
    const double baseline = PANGO_PIXELS(pango_layout_get_baseline(&layout));
    cairo_move_to(cairo.get(), -bitmap.leftPx, ascent - baseline - bitmap.topPx);
    pango_cairo_show_layout(cairo.get(), &layout);
    cairo_surface_flush(surface.get());
    const unsigned char* row = cairo_image_surface_get_data(surface.get());
    for (int y = 0; y < bitmap.heightPx; ++y) {
      bitmap.coverage.insert(bitmap.coverage.end(), row, row + bitmap.widthPx);
      row += cairo_image_surface_get_stride(surface.get());
    }
    return bitmap;
  }

  Owned<PangoFontMap> fonts_;
  Owned<PangoContext> context_;
};

}  // namespace

TextBitmap textBitmap(const std::string& utf8, int sizePx, bool bold) {
  constexpr std::size_t kKept = 2000;
  static std::mutex mutex;
  static std::map<std::tuple<std::string, int, bool>, TextBitmap> kept;
  const std::lock_guard lock(mutex);
  static const TextPainter painter;
  const auto key = std::tuple(utf8, sizePx, bold);
  const auto found = kept.find(key);
  if (found != kept.end())
    return found->second;
  if (kept.size() >= kKept)
    kept.clear();
  return kept.emplace(key, painter.paint(utf8, sizePx, bold)).first->second;
}

}  // namespace trocar::render
