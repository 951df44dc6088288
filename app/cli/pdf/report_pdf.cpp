#include "app/cli/pdf/report_pdf.h"

#include "app/cli/pdf/report_strips.h"
#include "core/io.h"
#include "core/number_text.h"

#include <QBuffer>
#include <QByteArray>
#include <QFont>
#include <QGuiApplication>
#include <QHashFunctions>
#include <QPainter>
#include <QPdfWriter>

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <vector>

namespace trocar::cli {
namespace {

constexpr int kDotsPerInch = 300;
constexpr double kDotsPerMm = kDotsPerInch / 25.4;
constexpr double kMarginMm = 15.0;
constexpr double kFooterMm = 8.0;

void silent(QtMsgType /*type*/, const QMessageLogContext& /*context*/, const QString& /*text*/) {}

/// Qt sets text only where there is an application. One that draws on no screen is enough; nullptr
/// where there is one already.
std::unique_ptr<QGuiApplication> offscreenApplication() {
  if (QGuiApplication::instance() != nullptr)
    return nullptr;
  QHashSeed::setDeterministicGlobalSeed();  // Fonts stand in a PDF in the order of their hashes.
  static std::array<char, 7> name{"trocar"};
  static std::array<char, 10> option{"-platform"};
  static std::array<char, 10> offscreen{"offscreen"};
  static std::array<char*, 4> arguments{name.data(), option.data(), offscreen.data(), nullptr};
  static int count = 0;
  count = 3;  // Qt takes what it understands out of the list.
  arguments = {name.data(), option.data(), offscreen.data(), nullptr};
  // As it starts it tells standard error where it keeps files of a session that never begins.
  const QtMessageHandler handler = qInstallMessageHandler(silent);
  auto application = std::make_unique<QGuiApplication>(count, arguments.data());
  keepDecimalPoint();
  qInstallMessageHandler(handler);
  return application;
}

void drawFooter(QPainter& painter, const QSizeF& page, int number, int pages) {
  painter.setPen(QColor("#555555"));
  painter.setFont(QFont("DejaVu Sans", 7));
  painter.drawText(QRectF(0.0, page.height() + 2.0 * kDotsPerMm, page.width(), 6.0 * kDotsPerMm),
                   Qt::AlignRight | Qt::AlignTop,
                   QString("Trocar · for rehearsal and teaching, not a medical device · %1 / %2")
                       .arg(number)
                       .arg(pages));
}

void drawPages(const std::vector<PlacedStrip>& placed, QPdfWriter& writer, const QSizeF& page) {
  QPainter painter(&writer);
  const int pages = placed.empty() ? 1 : placed.back().page + 1;
  int number = 0;
  drawFooter(painter, page, 1, pages);
  for (const PlacedStrip& one : placed) {
    for (; number < one.page; ++number) {
      writer.newPage();
      drawFooter(painter, page, number + 2, pages);
    }
    one.strip->draw(painter, one.topPx);
  }
}

/// The same plan gives the same bytes: when they were written is blanked, at the same length, since
/// the file counts its bytes.
void blankDate(std::string& pdf) {
  const std::size_t from = pdf.find("/CreationDate (");
  const std::size_t to = pdf.find(')', from);
  if (from != std::string::npos && to != std::string::npos)
    std::fill(pdf.begin() + static_cast<std::ptrdiff_t>(from),
              pdf.begin() + static_cast<std::ptrdiff_t>(to) + 1,
              ' ');
}

}  // namespace

std::string reportPdf(const report::Report& report) {
  const auto application = offscreenApplication();
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  {
    QPdfWriter writer(&buffer);
    writer.setTitle("Trocar plan: " + QString::fromStdString(report.title));
    writer.setCreator("Trocar");
    writer.setResolution(kDotsPerInch);
    writer.setPageSize(QPageSize(QPageSize::A4));
    writer.setPageMargins(QMarginsF(kMarginMm, kMarginMm, kMarginMm, kMarginMm + kFooterMm),
                          QPageLayout::Millimeter);
    const QSizeF page(writer.width(), writer.height());
    const std::vector<PageStrip> strips = stripsOf(report, page.width(), &writer);
    drawPages(paginated(strips, page.height()), writer, page);
  }
  std::string pdf = bytes.toStdString();
  blankDate(pdf);
  return pdf;
}

void writeReportPdf(const report::Report& report, const std::filesystem::path& file) {
  writeFileAtomically(file, reportPdf(report));
}

}  // namespace trocar::cli
