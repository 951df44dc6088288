#include "app/pdf/report_strips.h"

#include "app/pdf/page_image.h"
#include "app/pdf/text_box.h"

#include <algorithm>
#include <cairo.h>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <variant>

namespace trocar::pdf {
namespace {

constexpr double kTextPt = 8.5, kCaptionPt = 8.0, kHeadingPt = 12.5, kTitlePt = 17.0;
constexpr double kPaddingMm = 1.2;  ///< Around the text of a cell.
constexpr double kParagraphMm = 1.8;
constexpr double kHeadingMm = 6.0;
constexpr double kGapMm = 4.0;  ///< Between two pictures.
constexpr int kMostLines = 45;  ///< Of a row; a longer one goes on in another.

void line(cairo_t* cairo, double leftPt, double rightPt, double yPt, double grey) {
  cairo_set_source_rgb(cairo, grey, grey, grey);
  cairo_set_line_width(cairo, 0.5);
  cairo_move_to(cairo, leftPt, yPt);
  cairo_line_to(cairo, rightPt, yPt);
  cairo_stroke(cairo);
}

constexpr double kDark = 0.067, kMiddle = 0.53, kLight = 0.8;

/// The cells of a row, and where each begins.
struct Row {
  std::vector<TextBox> cells;
  std::vector<double> leftsPt;
};

/// Puts a report's parts one under the other.
class Typesetter {
 public:
  explicit Typesetter(double widthPt) : widthPt_(widthPt) {}

  void title(const std::string& text) {
    addText(box(text, {kTitlePt, true}, widthPt_), {.tag = "H1", .keepsNext = true});
  }

  void heading(const std::string& text, bool beginsPage) {
    const TextBox words = box(text, {kHeadingPt, true}, widthPt_);
    const double height = words.heightPt() + 0.8 * mm_;
    strips_.push_back({.heightPt = height,
                       .spaceBeforePt = kHeadingMm * mm_,
                       .keepsNext = true,
                       .beginsPage = beginsPage,
                       .tag = {"H2"},
                       .draw = [width = widthPt_, words, height](cairo_t* cairo, double top) {
                         words.draw(cairo, {0.0, top});
                         line(cairo, 0.0, width, top + height, kMiddle);
                       }});
  }

  void add(const report::ReportParagraph& paragraph) {
    if (paragraph.boxed)
      return addBoxed(paragraph.words);
    addText(box(paragraph.words, {kTextPt}, widthPt_), {.tag = "P", .spacePt = kParagraphMm * mm_});
  }

  void add(const report::ReportList& list) {
    ++group_;
    for (const std::string& item : list.items)
      addText(box(item, {kTextPt}, widthPt_ - 5.0 * mm_),
              {.tag = "LI",
               .spacePt = 0.5 * kParagraphMm * mm_,
               .inside = "L",
               .bullet = box("•", {kTextPt}, 5.0 * mm_)});
  }

  void add(const report::ReportTable& table) {
    const std::vector<double> lefts = leftsOf(table);
    std::vector<report::ReportWords> headings;
    for (const report::ReportTable::Column& column : table.columns)
      headings.push_back(report::strongWords(column.heading));
    ++group_;
    const PageStrip head = strip(rowOf(headings, lefts), 0, "TH", 2.0 * mm_);
    std::shared_ptr<const PageStrip> repeated;
    if (table.hasHeadings()) {
      repeated = std::make_shared<const PageStrip>(head);
      strips_.push_back(head);
      strips_.back().keepsNext = !table.rows.empty();
    }
    for (const auto& cells : table.rows) {
      const Row row = rowOf(cells, lefts);
      int lines = 1;
      for (const TextBox& cell : row.cells)
        lines = std::max(lines, cell.lineCount());
      for (int from = 0; from < lines; from += kMostLines) {
        strips_.push_back(strip(row, from, "TD", 0.0));
        strips_.back().repeated = repeated;
      }
    }
  }

  /// One across the page, or two side by side; the second waits for no other.
  void add(const report::ReportPicture& picture) {
    if (!picture.wide && pending_) {
      addPictures({*std::exchange(pending_, nullptr), picture});
    } else if (picture.wide) {
      flush();
      addPictures({picture});
    } else {
      pending_ = &picture;
    }
  }

  /// Writes a picture that waits for a neighbour.
  void flush() {
    if (pending_)
      addPictures({*std::exchange(pending_, nullptr)});
  }

  std::vector<PageStrip> take() { return std::move(strips_); }

 private:
  /// How a text stands among the others.
  struct TextStyle {
    const char* tag;
    double spacePt = 0.0;
    bool keepsNext = false;
    const char* inside = "";
    std::optional<TextBox> bullet = {};
  };

  static TextBox box(const report::ReportWords& words, const Type& type, double widthPt) {
    return TextBox(words, type, widthPt);
  }

  /// Line by line, so that a long text runs over pages; neither its first nor its last line stands
  /// alone.
  void addText(const TextBox& text, const TextStyle& style) {
    const int lines = text.lineCount();
    const double left = style.bullet ? 5.0 * mm_ : 0.0;
    for (int i = 0; i < lines; ++i) {
      const bool stays = i + 1 < lines && (i == 0 || i + 2 == lines);
      strips_.push_back(
          {.heightPt = text.heightPt(i, i + 1),
           .spaceBeforePt = i == 0 ? style.spacePt : 0.0,
           .keepsNext = stays || (style.keepsNext && i + 1 == lines),
           .tag = {style.tag, i > 0, style.inside, group_},
           .draw = [text, left, i, bullet = style.bullet](cairo_t* cairo, double top) {
             if (bullet && i == 0)
               bullet->draw(cairo, {0.0, top});
             text.draw(cairo, {left, top}, i, i + 1);
           }});
    }
  }

  void addBoxed(report::ReportWords words) {
    for (report::ReportRun& run : words.runs)
      run.weight = report::ReportRun::Weight::Strong;
    const double padding = 2.0 * mm_;
    const TextBox text = box(words, {kTextPt}, widthPt_ - 2.0 * padding);
    const double height = text.heightPt() + 2.0 * padding;
    strips_.push_back(
        {.heightPt = height,
         .spaceBeforePt = 2.0 * mm_,
         .tag = {"P"},
         .draw = [text, padding, height, width = widthPt_](cairo_t* cairo, double top) {
           cairo_set_source_rgb(cairo, kDark, kDark, kDark);
           cairo_set_line_width(cairo, 0.1 * padding);
           cairo_rectangle(cairo, 0.0, top, width, height);
           cairo_stroke(cairo);
           text.draw(cairo, {padding, top + padding});
         }});
  }

  /// Widths as given, else as wide as the words would like, none of them starved.
  std::vector<double> leftsOf(const report::ReportTable& table) const {
    std::vector<double> shares;
    for (std::size_t c = 0; c < table.columns.size(); ++c)
      shares.push_back(table.columns[c].percent > 0 ? table.columns[c].percent
                                                    : naturalShare(table, c));
    double sum = 0.0;
    for (const double share : shares)
      sum += share;
    std::vector<double> lefts = {0.0};
    for (const double share : shares)
      lefts.push_back(lefts.back() + widthPt_ * share / sum);
    return lefts;
  }

  double naturalShare(const report::ReportTable& table, std::size_t column) const {
    double widest = box(report::strongWords(table.columns[column].heading), {kTextPt}, widthPt_)
                        .naturalWidthPt();
    for (const auto& row : table.rows)
      widest = std::max(widest, box(row[column], {kTextPt}, widthPt_).naturalWidthPt());
    const double share = 100.0 * (widest + 2.0 * kPaddingMm * mm_) / widthPt_;
    return std::clamp(share, 8.0, 40.0);
  }

  Row rowOf(const std::vector<report::ReportWords>& cells, const std::vector<double>& lefts) const {
    Row row{{}, lefts};
    for (std::size_t c = 0; c < cells.size(); ++c)
      row.cells.push_back(
          box(cells[c], {kTextPt}, lefts[c + 1] - lefts[c] - 2.0 * kPaddingMm * mm_));
    return row;
  }

  /// `cell` is "TH" or "TD".
  PageStrip strip(const Row& row, int fromLine, const char* cell, double spacePt) const {
    const double padding = kPaddingMm * mm_;
    const double rule = cell[1] == 'H' ? kDark : kLight;
    double height = 0.0;
    for (const TextBox& words : row.cells)
      height = std::max(height, words.heightPt(fromLine, fromLine + kMostLines));
    height += 1.4 * padding;
    return {.heightPt = height,
            .spaceBeforePt = spacePt,
            .tag = {"TR", false, "Table", group_},
            .draw = [row, fromLine, cell, rule, padding, height](cairo_t* cairo, double top) {
              for (std::size_t c = 0; c < row.cells.size(); ++c) {
                const Tagged tagged(cairo, cell);
                row.cells[c].draw(cairo,
                                  {row.leftsPt[c] + padding, top + 0.7 * padding},
                                  fromLine,
                                  fromLine + kMostLines);
              }
              line(cairo, row.leftsPt.front(), row.leftsPt.back(), top + height, rule);
            }};
  }

  /// Pictures with their captions, which a page does not part.
  void addPictures(const std::vector<report::ReportPicture>& pictures) {
    const bool wide = pictures.front().wide;
    const double width = wide ? widthPt_ : 0.5 * (widthPt_ - kGapMm * mm_);
    double height = 0.0;
    std::vector<std::function<void(cairo_t*, double)>> parts;
    for (std::size_t i = 0; i < pictures.size(); ++i) {
      const PageImage image(pictures[i].png);
      const double left = static_cast<double>(i) * (width + kGapMm * mm_);
      const double imageHeight = width * image.heightPx() / std::max(1, image.widthPx());
      const TextBox caption = box(report::quietWords(pictures[i].caption), {kCaptionPt}, width);
      height = std::max(height, imageHeight + mm_ + caption.heightPt());
      parts.emplace_back([=, gap = mm_](cairo_t* cairo, double top) {
        {
          const Tagged figure(cairo, "Figure");
          image.draw(cairo, {left, top}, width);
        }
        const Tagged words(cairo, "Caption");
        caption.draw(cairo, {left, top + imageHeight + gap});
      });
    }
    strips_.push_back({.heightPt = height,
                       .spaceBeforePt = 3.0 * mm_,
                       .tag = {"Div"},
                       .draw = [parts](cairo_t* cairo, double top) {
                         for (const auto& part : parts)
                           part(cairo, top);
                       }});
  }

  static constexpr double mm_ = 72.0 / 25.4;
  double widthPt_;
  int group_ = 0;  ///< Of the list or table that is set.
  const report::ReportPicture* pending_ = nullptr;
  std::vector<PageStrip> strips_;
};

}  // namespace

std::vector<PageStrip> stripsOf(const report::Report& report, double widthPt) {
  Typesetter typesetter(widthPt);
  typesetter.title(report.title);
  bool wasSheet = false;
  for (const report::ReportSection& section : report.sections) {
    if (!section.heading.empty())
      typesetter.heading(section.heading, wasSheet);
    wasSheet = section.ownPage;
    for (const report::ReportBlock& block : section.blocks) {
      if (!std::holds_alternative<report::ReportPicture>(block))
        typesetter.flush();
      std::visit([&](const auto& one) { typesetter.add(one); }, block);
    }
    typesetter.flush();
  }
  return typesetter.take();
}

Tagged::Tagged(_cairo* cairo, const char* name) : cairo_(cairo), name_(name) {
  cairo_tag_begin(cairo_, name_, nullptr);
}

Tagged::~Tagged() {
  cairo_tag_end(cairo_, name_);
}

}  // namespace trocar::pdf
