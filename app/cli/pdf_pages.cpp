#include "app/cli/pdf_pages.h"

#include <QAbstractTextDocumentLayout>
#include <QRegularExpression>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextFrame>
#include <QTextTable>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

namespace trocar {
namespace {

/// A heading or a table's row: where it lies on the paper.
struct Extent {
  double top = 0.0;
  double bottom = 0.0;
};

Extent extentOf(const QTextDocument& document, const QTextTable& table, int row) {
  Extent extent{1e18, -1e18};
  for (int column = 0; column < table.columns(); ++column) {
    const QTextTableCell cell = table.cellAt(row, column);
    for (auto it = cell.begin(); !it.atEnd(); ++it) {
      if (!it.currentBlock().isValid())
        continue;
      const QRectF box = document.documentLayout()->blockBoundingRect(it.currentBlock());
      extent.top = std::min(extent.top, box.top());
      extent.bottom = std::max(extent.bottom, box.bottom());
    }
  }
  return extent;
}

std::vector<Extent> extentsOf(const QTextDocument& document) {
  std::vector<Extent> extents;
  for (auto it = document.rootFrame()->begin(); !it.atEnd(); ++it) {
    if (const auto* table = qobject_cast<const QTextTable*>(it.currentFrame())) {
      for (int row = 0; row < table->rows(); ++row)
        extents.push_back(extentOf(document, *table, row));
    } else if (it.currentBlock().isValid() && it.currentBlock().blockFormat().headingLevel() == 2) {
      const QRectF box = document.documentLayout()->blockBoundingRect(it.currentBlock());
      extents.push_back({box.top(), box.bottom()});
    }
  }
  return extents;
}

/// The same things in the text.
struct Place {
  qsizetype at = 0;
  bool keepsNext = false;  ///< A heading or a header row stays with what follows.
};

std::vector<Place> placesOf(const QString& html) {
  static const QRegularExpression start("<h2[ >]|<tr>(<th)?");
  std::vector<Place> places;
  for (auto it = start.globalMatch(html); it.hasNext();) {
    const auto match = it.next();
    const bool row = match.captured().startsWith("<tr");
    places.push_back({match.capturedStart(), !row || !match.captured(1).isEmpty()});
  }
  return places;
}

/// The first thing that must begin a new page so that nothing is cut.
std::optional<std::size_t> firstCut(const std::vector<Place>& places,
                                    const std::vector<Extent>& extents,
                                    double pageHeight) {
  const auto pageOf = [&](double y) { return std::floor((y + 0.01) / pageHeight); };
  for (std::size_t first = 0; first < places.size();) {
    std::size_t last = first;
    while (places[last].keepsNext && last + 1 < places.size())
      ++last;
    const double top = extents[first].top;
    const double bottom = extents[last].bottom - 0.02;
    const bool atTop = top - pageOf(top) * pageHeight < 0.02 * pageHeight;
    if (pageOf(bottom) > pageOf(top) && !atTop && bottom - top < pageHeight)
      return first;
    first = last + 1;
  }
  return std::nullopt;
}

/// A row in the middle of a table divides it; a heading or the first row moves with its table.
void breakBefore(QString& html, qsizetype at) {
  const QString style = " style=\"page-break-before: always\"";
  if (html.mid(at, 3) == "<h2") {
    html.insert(at + 3, style);
    return;
  }
  const qsizetype table = html.lastIndexOf("<table", at);
  const qsizetype firstRow = html.indexOf("<tr>", table);
  if (firstRow == at) {
    html.insert(table + 6, style);
    return;
  }
  const qsizetype headEnd = html.indexOf("</thead>", table);
  const bool headed = headEnd > 0 && headEnd < at;
  const QString head = headed ? html.mid(html.indexOf("<thead>", table),
                                         headEnd + 8 - html.indexOf("<thead>", table)) +
                                    "<tbody>"
                              : QString();
  html.insert(at, QString(headed ? "</tbody>" : "") + "</table><table" + style + ">" + head);
}

}  // namespace

QString withWholeRows(QString html,
                      QTextDocument& document,
                      const std::function<void(const QString&)>& show) {
  constexpr int kMostBreaks = 500;
  for (int n = 0; n < kMostBreaks; ++n) {
    show(html);
    const std::vector<Place> places = placesOf(html);
    const std::vector<Extent> extents = extentsOf(document);
    if (places.size() != extents.size())
      return html;
    const auto cut = firstCut(places, extents, document.pageSize().height());
    if (!cut)
      return html;
    breakBefore(html, places[*cut].at);
  }
  return html;
}

}  // namespace trocar
