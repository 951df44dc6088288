#include "app/cli/report_pdf.h"

#include "app/cli/pdf_pages.h"
#include "core/error.h"
#include "core/io.h"

#include <QAbstractTextDocumentLayout>
#include <QBuffer>
#include <QByteArray>
#include <QFont>
#include <QGuiApplication>
#include <QImage>
#include <QPainter>
#include <QPdfWriter>
#include <QRegularExpression>
#include <QTextDocument>
#include <QUrl>

#include <memory>

namespace trocar {
namespace {

constexpr double kDotsPerMm = 300.0 / 25.4;
constexpr double kMarginMm = 15.0;

/// Qt's text engine counts the width of a picture in dots of 96 to the inch, whatever the page's
/// own.
constexpr double kPictureDots = 96.0 / 300.0;

QString cellOf(const QString& name, const QString& caption, const QSize& size) {
  // The page's line height is for text: a line that holds a picture is as high as the picture.
  return QString(
             "<td><p style=\"line-height: 100%\"><img src=\"%1\" width=\"%2\" height=\"%3\"></p>"
             "<i>%4</i></td>")
      .arg(name)
      .arg(size.width())
      .arg(size.height())
      .arg(caption);
}

/// Qt's text engine knows neither data: addresses nor floating figures: pictures become resources,
/// and figures the cells of tables, two a row unless they are wide.
void setPictures(QTextDocument& document, QString html, int pageWidth) {
  static const QRegularExpression figure(
      "<figure( class=\"wide\")?><img alt=\"([^\"]*)\" "
      "src=\"data:image/png;base64,([^\"]*)\"><figcaption>[^<]*</figcaption></figure>\\s*");
  html.replace("font-size: 10pt", "font-size: 8.5pt");  // Narrower columns than a screen's.
  const double dots = kPictureDots * pageWidth;
  int count = 0;
  bool rowOpen = false;
  for (auto match = figure.match(html); match.hasMatch(); match = figure.match(html)) {
    const bool wide = !match.captured(1).isEmpty();
    const QString name = QString("picture-%1.png").arg(count++);
    const QImage image = QImage::fromData(QByteArray::fromBase64(match.captured(3).toLatin1()));
    document.addResource(QTextDocument::ImageResource, QUrl(name), image);
    const double width = (wide ? 0.94 : 0.46) * dots;
    const QSize size = image.size().scaled(static_cast<int>(width), 1 << 20, Qt::KeepAspectRatio);
    QString shown = cellOf(name, match.captured(2), size);
    if (!rowOpen)
      shown.prepend("<table><tr>");
    const bool pairFollows =
        !wide && !rowOpen &&
        figure.match(html, match.capturedEnd()).capturedStart() == match.capturedEnd();
    if (!pairFollows)
      shown.append("</tr></table>");
    rowOpen = pairFollows;
    html.replace(match.capturedStart(), match.capturedLength(), shown);
  }
  withWholeRows(html, document, [&](const QString& text) { document.setHtml(text); });
}

void drawPages(QTextDocument& document, QPdfWriter& writer, const QSizeF& page) {
  QPainter painter(&writer);
  const int pages = document.pageCount();
  for (int i = 0; i < pages; ++i) {
    if (i > 0)
      writer.newPage();
    painter.save();
    painter.translate(0, -i * page.height());
    QAbstractTextDocumentLayout::PaintContext context;
    context.clip = QRectF(0, i * page.height(), page.width(), page.height());
    painter.setClipRect(context.clip);
    document.documentLayout()->draw(&painter, context);
    painter.restore();
    painter.drawText(QRectF(0, page.height() + 2 * kDotsPerMm, page.width(), 6 * kDotsPerMm),
                     Qt::AlignRight | Qt::AlignTop,
                     QString("Trocar · for rehearsal and teaching, not a medical device · %1 / %2")
                         .arg(i + 1)
                         .arg(pages));
  }
}

}  // namespace

std::string reportPdf(const std::string& html) {
  std::unique_ptr<QGuiApplication> application;
  int argc = 1;
  char name[] = "trocar";
  char* argv[] = {name, nullptr};
  if (QGuiApplication::instance() == nullptr) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qInstallMessageHandler([](QtMsgType, const QMessageLogContext&, const QString&) {});
    application = std::make_unique<QGuiApplication>(argc, argv);
  }
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  {
    QPdfWriter writer(&buffer);
    writer.setTitle("Trocar plan");
    writer.setResolution(300);
    writer.setPageSize(QPageSize(QPageSize::A4));
    writer.setPageMargins(QMarginsF(kMarginMm, kMarginMm, kMarginMm, kMarginMm + 8),
                          QPageLayout::Millimeter);
    const QSizeF page(writer.width(), writer.height());
    QTextDocument document;
    document.documentLayout()->setPaintDevice(&writer);
    document.setDefaultFont(QFont("DejaVu Sans", 9));
    document.setDocumentMargin(0);
    document.setPageSize(page);
    setPictures(document, QString::fromStdString(html), writer.width());
    drawPages(document, writer, page);
  }
  return bytes.toStdString();
}

void writeReportPdf(const std::string& html, const std::filesystem::path& file) {
  writeFileAtomically(file, reportPdf(html));
}

}  // namespace trocar
