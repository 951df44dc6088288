#include "app/cli/pdf/text_box.h"

#include "core/visible_text.h"

#include <QPainter>
#include <QTextLayout>

#include <algorithm>

namespace trocar::cli {
namespace {

constexpr double kLineSpacing = 1.12;

QTextLayout::FormatRange formatOf(const report::ReportRun& run, int start, int length) {
  QTextLayout::FormatRange range;
  range.start = start;
  range.length = length;
  range.format.setForeground(
      QColor(run.weight == report::ReportRun::Weight::Quiet ? "#555555" : "#111111"));
  if (run.weight == report::ReportRun::Weight::Strong)
    range.format.setFontWeight(QFont::Bold);
  return range;
}

}  // namespace

TextBox::TextBox(const report::ReportWords& words,
                 const QFont& font,
                 double widthPx,
                 QPaintDevice* device) {
  QString text;
  QList<QTextLayout::FormatRange> formats;
  for (const report::ReportRun& run : words.runs) {
    const QString piece =
        QString::fromStdString(visibleText(run.text)).replace('\n', QChar(QChar::LineSeparator));
    formats.append(formatOf(run, static_cast<int>(text.size()), static_cast<int>(piece.size())));
    text += piece;
  }
  layout_ = std::make_shared<QTextLayout>(text, font, device);
  layout_->setFormats(formats);
  QTextOption option;
  option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
  layout_->setTextOption(option);
  layout_->beginLayout();
  double topPx = 0.0;
  for (QTextLine line = layout_->createLine(); line.isValid(); line = layout_->createLine()) {
    line.setLineWidth(widthPx);
    line.setPosition({0.0, topPx});
    topPx += kLineSpacing * line.height();
  }
  layout_->endLayout();
}

int TextBox::lineCount() const {
  return layout_->lineCount();
}

double TextBox::heightPx(int fromLine, int toLine) const {
  double heightPx = 0.0;
  for (int i = fromLine; i < std::min(toLine, lineCount()); ++i)
    heightPx += kLineSpacing * layout_->lineAt(i).height();
  return heightPx;
}

void TextBox::draw(QPainter& painter, const QPointF& at, int fromLine, int toLine) const {
  if (fromLine >= lineCount())
    return;
  const QPointF offset(at.x(), at.y() - layout_->lineAt(fromLine).y());
  for (int i = fromLine; i < std::min(toLine, lineCount()); ++i)
    layout_->lineAt(i).draw(&painter, offset);
}

double TextBox::naturalWidthPx() const {
  return layout_->maximumWidth();
}

}  // namespace trocar::cli
