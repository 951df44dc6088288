#include "app/gui/cards/review_text.h"

#include "app/comparison.h"
#include "app/gui/parts/numbers.h"
#include "core/number_text.h"
#include "planning/review/changes.h"
#include "planning/review/reading.h"
#include "planning/review/running_order.h"
#include "planning/review/sheet.h"
#include "planning/review/shopping_list.h"
#include "planning/words/names.h"

#include <vector>

namespace trocar::gui {
namespace {

struct Cell {
  std::string text;
  QColor color;
  bool bold = false;
  bool right = false;  ///< A number that stands under others.
};

QString cellHtml(const Cell& cell, int percent) {
  return QString(
             "<td width=\"%1%\" align=\"%6\" style=\"color: %2; padding: 2px 8px 2px 0;\">"
             "%3%4%5</td>")
      .arg(percent)
      .arg(cell.color.name(), QString(cell.bold ? "<b>" : ""), text(cell.text).toHtmlEscaped())
      .arg(cell.bold ? "</b>" : "", cell.right ? "right" : "left");
}

QString rowHtml(const std::vector<Cell>& cells, const std::vector<int>& percents) {
  QString html = "<tr>";
  for (std::size_t i = 0; i < cells.size(); ++i)
    html += cellHtml(cells[i], percents[i]);
  return html + "</tr>";
}

QString tableHtml(const QString& rows) {
  return "<table width=\"100%\" cellspacing=\"0\" cellpadding=\"0\">" + rows + "</table>";
}

}  // namespace

QString sheetText(const Shown& shown) {
  const app::Document& document = shown.document;
  if (!document.evaluation())
    return "…";
  QString rows;
  std::string last;
  for (const review::SheetLine& line :
       review::sheetOf(document.patient(), document.plan(), *document.evaluation())) {
    const bool begins = !line.of.empty() && line.of != last;
    if (begins)
      rows += rowHtml({{line.of, shown.palette.text, true},
                       {line.what.empty() ? line.text : "", shown.palette.text}},
                      {42, 58});
    if (!line.what.empty())
      rows +=
          rowHtml({{line.what, shown.palette.quiet}, {line.text, shown.palette.text}}, {42, 58});
    last = line.of;
  }
  return tableHtml(rows);
}

QString changesText(const Shown& shown) {
  const app::Document& document = shown.document;
  const std::vector<std::string> all = review::changes(document.savedPlan(), document.plan());
  if (all.empty())
    return document.file().empty() ? "Nothing was changed since it was opened."
                                   : "Nothing was changed since it was saved.";
  QString rows;
  for (const std::string& sentence : all)
    rows += rowHtml({{"•", shown.palette.quiet}, {sentence, shown.palette.text}}, {5, 95});
  return tableHtml(rows);
}

QString orderText(const Shown& shown) {
  const Palette& palette = shown.palette;
  const std::vector<review::ProcedureStep> steps =
      review::runningOrder(shown.document.patient(), shown.document.plan());
  if (steps.empty())
    return "Nothing is planned yet.";
  QString rows;
  for (const review::ProcedureStep& step : steps) {
    const bool estimated = step.basis == Basis::Estimated;
    rows += rowHtml({{step.beforehand ? "before" : clockText(step.startS), palette.quiet},
                     {step.what + (step.with.empty() ? "" : ": " + step.with), palette.text},
                     {step.beforehand ? "" : (estimated ? "≈ " : "") + clockText(step.durationS),
                      estimated ? palette.quiet : palette.text,
                      false,
                      true}},
                    {16, 64, 20});
  }
  rows += rowHtml({{clockText(review::endS(steps)), palette.text, true},
                   {"in all; ≈ is a house estimate", palette.quiet},
                   {"", palette.text}},
                  {16, 64, 20});
  return tableHtml(rows);
}

QString shoppingText(const Shown& shown) {
  const Palette& palette = shown.palette;
  const auto items = review::shoppingList(shown.document.patient(), shown.document.plan());
  if (items.empty())
    return "Nothing is planned yet.";
  QString rows;
  for (const review::ShoppingItem& item : items) {
    rows += rowHtml({{item.amount, palette.text, true}, {item.what, palette.text}}, {18, 82});
    rows += rowHtml({{"", palette.text}, {item.forWhat, palette.quiet}}, {18, 82});
  }
  return tableHtml(rows);
}

QString readingText(const Palette& palette) {
  QString html;
  for (const review::ReadingChapter& chapter : review::reading()) {
    html += "<p><b>" + text(chapter.title).toHtmlEscaped() + "</b></p>";
    QString rows;
    for (const review::ReadingItem& item : chapter.items) {
      rows += rowHtml({{"•", palette.quiet}, {item.text, palette.text}}, {5, 95});
      rows += rowHtml({{"", palette.quiet}, {item.source, palette.quiet}}, {5, 95});
    }
    html += tableHtml(rows);
  }
  return html;
}

QString comparisonText(const app::Comparison& comparison, const Palette& palette) {
  const std::vector<int> percents = {4, 32, 32, 32};
  QString rows = rowHtml({{"", palette.quiet},
                          {"", palette.quiet},
                          {comparison.a.name, palette.text, true},
                          {comparison.b.name, palette.text, true}},
                         percents);
  for (const review::ComparedNumber& number : comparison.numbers) {
    const bool differs = number.differs();
    const QColor& color = differs ? palette.caution : palette.text;
    rows += rowHtml({{differs ? "≠" : "", palette.caution, true},
                     {number.what, palette.quiet},
                     {number.a, color, differs},
                     {number.b, color, differs}},
                    percents);
  }
  QString sentences;
  for (const std::string& sentence : comparison.changes)
    sentences += "<br>• " + text(sentence).toHtmlEscaped();
  return tableHtml(rows) + "<p><b>From A to B</b>" +
         (sentences.isEmpty() ? "<br>The plans are the same." : sentences) + "</p>";
}

}  // namespace trocar::gui
