#include "app/pdf/text_box.h"

#include "core/visible_text.h"

#include <algorithm>
#include <pango/pangocairo.h>
#include <string>
#include <utility>
#include <vector>

namespace trocar::pdf {
namespace {

constexpr double kLineSpacing = 1.12;
constexpr const char* kFamily = "DejaVu Sans";

struct Release {
  void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
  void operator()(cairo_font_options_t* options) const { cairo_font_options_destroy(options); }
  void operator()(PangoAttrList* list) const { pango_attr_list_unref(list); }
  void operator()(gpointer object) const { g_object_unref(object); }
};
template <typename T>
using Held = std::unique_ptr<T, Release>;

/// Points are the unit and outlines are not hinted, so that lines are as long on every screen.
Held<PangoContext> pageContext() {
  thread_local const Held<PangoFontMap> fonts(pango_cairo_font_map_new());
  pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(fonts.get()), 72.0);
  Held<PangoContext> context(pango_font_map_create_context(fonts.get()));
  const Held<cairo_font_options_t> options(cairo_font_options_create());
  cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(context.get(), options.get());
  pango_context_set_round_glyph_positions(context.get(), FALSE);
  return context;
}

double toPt(int pangoUnits) {
  return static_cast<double>(pangoUnits) / PANGO_SCALE;
}

void add(PangoAttrList* list, PangoAttribute* attribute, std::size_t from, std::size_t to) {
  attribute->start_index = static_cast<guint>(from);
  attribute->end_index = static_cast<guint>(to);
  pango_attr_list_insert(list, attribute);
}

void addLook(PangoAttrList* list,
             report::ReportRun::Weight weight,
             std::size_t from,
             std::size_t to) {
  const guint16 grey = weight == report::ReportRun::Weight::Quiet ? 0x5555 : 0x1111;
  add(list, pango_attr_foreground_new(grey, grey, grey), from, to);
  if (weight == report::ReportRun::Weight::Strong)
    add(list, pango_attr_weight_new(PANGO_WEIGHT_BOLD), from, to);
}

}  // namespace

struct TextBox::Set {
  Held<PangoContext> context = pageContext();
  Held<PangoLayout> layout{pango_layout_new(context.get())};

  PangoLayoutLine* line(int n) const { return pango_layout_get_line_readonly(layout.get(), n); }
  double lineHeightPt(int n) const {
    PangoRectangle logical{};
    pango_layout_line_get_extents(line(n), nullptr, &logical);
    return kLineSpacing * toPt(logical.height);
  }
  double ascentPt(int n) const {
    PangoRectangle logical{};
    pango_layout_line_get_extents(line(n), nullptr, &logical);
    return toPt(-logical.y);
  }
};

TextBox::TextBox(const report::ReportWords& words, const Type& type, double widthPt) {
  auto set = std::make_shared<Set>();
  const Held<PangoFontDescription> font(pango_font_description_from_string(kFamily));
  pango_font_description_set_absolute_size(font.get(), type.sizePt * PANGO_SCALE);
  if (type.bold)
    pango_font_description_set_weight(font.get(), PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description(set->layout.get(), font.get());
  std::string text;
  const Held<PangoAttrList> looks(pango_attr_list_new());
  for (const report::ReportRun& run : words.runs) {
    const std::size_t from = text.size();
    text += isolatedText(run.text);
    addLook(looks.get(), run.weight, from, text.size());
  }
  pango_layout_set_attributes(set->layout.get(), looks.get());
  pango_layout_set_wrap(set->layout.get(), PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width(set->layout.get(), static_cast<int>(widthPt * PANGO_SCALE));
  pango_layout_set_text(set->layout.get(), text.data(), static_cast<int>(text.size()));
  set_ = std::move(set);
}

int TextBox::lineCount() const {
  return pango_layout_get_line_count(set_->layout.get());
}

double TextBox::heightPt(int fromLine, int toLine) const {
  double heightPt = 0.0;
  for (int n = fromLine; n < std::min(toLine, lineCount()); ++n)
    heightPt += set_->lineHeightPt(n);
  return heightPt;
}

void TextBox::draw(_cairo* cairo, const At& at, int fromLine, int toLine) const {
  double top = at.y;
  for (int n = fromLine; n < std::min(toLine, lineCount()); ++n) {
    cairo_move_to(cairo, at.x, top + set_->ascentPt(n));
    pango_cairo_show_layout_line(cairo, set_->line(n));
    top += set_->lineHeightPt(n);
  }
}

double TextBox::naturalWidthPt() const {
  const Held<PangoLayout> unbroken(pango_layout_copy(set_->layout.get()));
  pango_layout_set_width(unbroken.get(), -1);
  PangoRectangle logical{};
  pango_layout_get_extents(unbroken.get(), nullptr, &logical);
  return toPt(logical.width);
}

}  // namespace trocar::pdf
