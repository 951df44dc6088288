#include "app/cli/pdf/report_strips.h"

#include "app/cli/pdf/text_box.h"

#include <QByteArray>
#include <QImage>
#include <QPainter>

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <variant>

namespace trocar::cli {
namespace {

constexpr double kTextPt = 8.5, kCaptionPt = 8.0, kHeadingPt = 12.5, kTitlePt = 17.0;
constexpr double kPaddingMm = 1.2;  ///< Around the text of a cell.
constexpr double kParagraphMm = 1.8;
constexpr double kHeadingMm = 6.0;
constexpr double kGapMm = 4.0;  ///< Between two pictures.
constexpr int kMostLines = 45;  ///< Of a row; a longer one goes on in another.

QFont fontOf(double pointSize, bool bold = false) {
  QFont font("DejaVu Sans");
  font.setPointSizeF(pointSize);
  font.setBold(bold);
  return font;
}

void line(QPainter& painter, double leftPx, double rightPx, double yPx, const char* color) {
  painter.setPen(QPen(QColor(color), painter.device()->logicalDpiX() / 144.0));
  painter.drawLine(QPointF(leftPx, yPx), QPointF(rightPx, yPx));
}

/// The cells of a row, and where each begins.
struct Row {
  std::vector<TextBox> cells;
  std::vector<double> leftsPx;
};

/// Puts a report's parts one under the other.
class Typesetter {
 public:
  Typesetter(double widthPx, QPaintDevice* device)
      : widthPx_(widthPx), mm_(device->logicalDpiX() / 25.4), device_(device) {}

  void title(const std::string& text) {
    addText(box(text, fontOf(kTitlePt, true), widthPx_), 0.0, true);
  }

  void heading(const std::string& text) {
    const TextBox words = box(text, fontOf(kHeadingPt, true), widthPx_);
    const double height = words.heightPx() + 0.8 * mm_;
    strips_.push_back({height,
                       kHeadingMm * mm_,
                       true,
                       nullptr,
                       [this_width = widthPx_, words, height](QPainter& painter, double top) {
                         words.draw(painter, {0.0, top});
                         line(painter, 0.0, this_width, top + height, "#888888");
                       }});
  }

  void add(const report::ReportParagraph& paragraph) {
    if (paragraph.boxed)
      return addBoxed(paragraph.words);
    addText(box(paragraph.words, fontOf(kTextPt), widthPx_), kParagraphMm * mm_, false);
  }

  void add(const report::ReportList& list) {
    for (const std::string& item : list.items)
      addText(box(item, fontOf(kTextPt), widthPx_ - 5.0 * mm_),
              0.5 * kParagraphMm * mm_,
              false,
              box("•", fontOf(kTextPt), 5.0 * mm_));
  }

  void add(const report::ReportTable& table) {
    const std::vector<double> lefts = leftsOf(table);
    std::vector<report::ReportWords> headings;
    for (const report::ReportTable::Column& column : table.columns)
      headings.push_back(report::strongWords(column.heading));
    const PageStrip head = strip(rowOf(headings, lefts), 0, "#111111", 2.0 * mm_);
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
        strips_.push_back(strip(row, from, "#cccccc", 0.0));
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
  TextBox box(const report::ReportWords& words, const QFont& font, double widthPx) const {
    return TextBox(words, font, widthPx, device_);
  }

  /// Line by line, so that a long text runs over pages; neither its first nor its last line stands
  /// alone.
  void addText(const TextBox& text,
               double spacePx,
               bool keepsNext,
               const std::optional<TextBox>& bullet = {}) {
    const int lines = text.lineCount();
    const double left = bullet ? 5.0 * mm_ : 0.0;
    for (int i = 0; i < lines; ++i) {
      const bool stays = i + 1 < lines && (i == 0 || i + 2 == lines);
      strips_.push_back({text.heightPx(i, i + 1),
                         i == 0 ? spacePx : 0.0,
                         stays || (keepsNext && i + 1 == lines),
                         nullptr,
                         [text, left, i, bullet](QPainter& painter, double top) {
                           if (bullet && i == 0)
                             bullet->draw(painter, {0.0, top});
                           text.draw(painter, {left, top}, i, i + 1);
                         }});
    }
  }

  void addBoxed(report::ReportWords words) {
    for (report::ReportRun& run : words.runs)
      run.weight = report::ReportRun::Weight::Strong;
    const double padding = 2.0 * mm_;
    const TextBox text = box(words, fontOf(kTextPt), widthPx_ - 2.0 * padding);
    const double height = text.heightPx() + 2.0 * padding;
    strips_.push_back({height,
                       2.0 * mm_,
                       false,
                       nullptr,
                       [text, padding, height, width = widthPx_](QPainter& painter, double top) {
                         painter.setPen(QPen(QColor("#111111"), 0.1 * padding));
                         painter.drawRect(QRectF(0.0, top, width, height));
                         text.draw(painter, {padding, top + padding});
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
      lefts.push_back(lefts.back() + widthPx_ * share / sum);
    return lefts;
  }

  double naturalShare(const report::ReportTable& table, std::size_t column) const {
    const QFont font = fontOf(kTextPt);
    double widest =
        box(report::strongWords(table.columns[column].heading), font, widthPx_).naturalWidthPx();
    for (const auto& row : table.rows)
      widest = std::max(widest, box(row[column], font, widthPx_).naturalWidthPx());
    const double share = 100.0 * (widest + 2.0 * kPaddingMm * mm_) / widthPx_;
    return std::clamp(share, 8.0, 40.0);
  }

  Row rowOf(const std::vector<report::ReportWords>& cells, const std::vector<double>& lefts) const {
    Row row{{}, lefts};
    for (std::size_t c = 0; c < cells.size(); ++c)
      row.cells.push_back(
          box(cells[c], fontOf(kTextPt), lefts[c + 1] - lefts[c] - 2.0 * kPaddingMm * mm_));
    return row;
  }

  PageStrip strip(const Row& row, int fromLine, const char* rule, double spacePx) const {
    const double padding = kPaddingMm * mm_;
    double height = 0.0;
    for (const TextBox& cell : row.cells)
      height = std::max(height, cell.heightPx(fromLine, fromLine + kMostLines));
    height += 1.4 * padding;
    return {height,
            spacePx,
            false,
            nullptr,
            [row, fromLine, rule, padding, height](QPainter& painter, double top) {
              for (std::size_t c = 0; c < row.cells.size(); ++c)
                row.cells[c].draw(painter,
                                  {row.leftsPx[c] + padding, top + 0.7 * padding},
                                  fromLine,
                                  fromLine + kMostLines);
              line(painter, row.leftsPx.front(), row.leftsPx.back(), top + height, rule);
            }};
  }

  /// Pictures with their captions, which a page does not part.
  void addPictures(const std::vector<report::ReportPicture>& pictures) {
    const bool wide = pictures.front().wide;
    const double width = wide ? widthPx_ : 0.5 * (widthPx_ - kGapMm * mm_);
    double height = 0.0;
    std::vector<std::function<void(QPainter&, double)>> parts;
    for (std::size_t i = 0; i < pictures.size(); ++i) {
      const QImage image = QImage::fromData(QByteArray::fromStdString(pictures[i].png));
      const double left = static_cast<double>(i) * (width + kGapMm * mm_);
      const double imageHeight =
          image.isNull() ? 0.0 : width * image.height() / std::max(1, image.width());
      const TextBox caption =
          box(report::quietWords(pictures[i].caption), fontOf(kCaptionPt), width);
      height = std::max(height, imageHeight + mm_ + caption.heightPx());
      parts.emplace_back([=, gap = mm_](QPainter& painter, double top) {
        painter.drawImage(QRectF(left, top, width, imageHeight), image);
        caption.draw(painter, {left, top + imageHeight + gap});
      });
    }
    strips_.push_back({height, 3.0 * mm_, false, nullptr, [parts](QPainter& painter, double top) {
                         for (const auto& part : parts)
                           part(painter, top);
                       }});
  }

  double widthPx_;
  double mm_;
  QPaintDevice* device_;
  const report::ReportPicture* pending_ = nullptr;
  std::vector<PageStrip> strips_;
};

}  // namespace

std::vector<PageStrip> stripsOf(const report::Report& report,
                                double widthPx,
                                QPaintDevice* device) {
  Typesetter typesetter(widthPx, device);
  typesetter.title(report.title);
  for (const report::ReportSection& section : report.sections) {
    if (!section.heading.empty())
      typesetter.heading(section.heading);
    for (const report::ReportBlock& block : section.blocks) {
      if (!std::holds_alternative<report::ReportPicture>(block))
        typesetter.flush();
      std::visit([&](const auto& one) { typesetter.add(one); }, block);
    }
    typesetter.flush();
  }
  return typesetter.take();
}

}  // namespace trocar::cli
