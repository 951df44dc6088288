#include "planning/report/report_html.h"

#include "planning/words/html.h"

namespace trocar::report {
namespace {

constexpr const char* kStyle = R"(
body { font-family: "DejaVu Sans", "Helvetica Neue", Arial, sans-serif; font-size: 10pt; color: #111; margin: 2em auto; max-width: 60em; line-height: 1.4 }
h1 { font-size: 17pt; margin: 0 0 .1em; overflow-wrap: anywhere } h2 { font-size: 12.5pt; margin: 1.6em 0 .4em; border-bottom: 1px solid #888; padding-bottom: .15em }
p { margin: .4em 0 } .quiet { color: #555 } .notice { border: 1px solid #111; padding: .4em .7em; margin: 1em 0; font-weight: bold }
table { border-collapse: collapse; width: 100%; margin: .5em 0; font-variant-numeric: tabular-nums }
th, td { text-align: left; padding: .28em .6em; border-bottom: 1px solid #ccc; vertical-align: top; overflow-wrap: break-word } th { border-bottom: 1px solid #111; font-weight: 600 }
tr, figure { page-break-inside: avoid; break-inside: avoid } thead { display: table-header-group }
figure { display: inline-block; width: 48.5%; margin: .4em .5%; vertical-align: top } figure.wide { width: 98.5% } figure img { width: 100% } figcaption { font-size: 9pt; color: #333 }
@media print { body { margin: 0; max-width: none } }
)";

std::string htmlOf(const ReportWords& words) {
  std::string html;
  for (const ReportRun& run : words.runs) {
    const std::string text = words::escaped(run.text);
    if (run.weight == ReportRun::Weight::Quiet)
      html += "<span class=\"quiet\">" + text + "</span>";
    else
      html += run.weight == ReportRun::Weight::Strong ? "<b>" + text + "</b>" : text;
  }
  return html;
}

std::string htmlOf(const ReportParagraph& paragraph) {
  return std::string(paragraph.boxed ? "<p class=\"notice\">" : "<p>") + htmlOf(paragraph.words) +
         "</p>\n";
}

std::string htmlOf(const ReportList& list) {
  std::string html = "<ul>";
  for (const std::string& item : list.items)
    html += "<li>" + words::escaped(item) + "</li>";
  return html + "</ul>\n";
}

std::string headingsOf(const ReportTable& table) {
  std::string html = "<thead><tr>";
  for (const ReportTable::Column& column : table.columns) {
    const std::string width =
        column.percent > 0 ? " width=\"" + std::to_string(column.percent) + "%\"" : "";
    html += "<th" + width + ">" + words::escaped(column.heading) + "</th>";
  }
  return html + "</tr></thead>";
}

std::string htmlOf(const ReportTable& table) {
  std::string html = "<table>" + (table.hasHeadings() ? headingsOf(table) : "") + "<tbody>\n";
  for (const auto& row : table.rows) {
    html += "<tr>";
    for (const ReportWords& cell : row)
      html += "<td>" + htmlOf(cell) + "</td>";
    html += "</tr>\n";
  }
  return html + "</tbody></table>\n";
}

std::string htmlOf(const ReportPicture& picture) {
  return std::string("<figure") + (picture.wide ? " class=\"wide\"" : "") + "><img alt=\"" +
         words::escaped(picture.caption) + "\" src=\"data:image/png;base64," +
         words::base64(picture.png) + "\"><figcaption>" + words::escaped(picture.caption) +
         "</figcaption></figure>\n";
}

}  // namespace

std::string reportBodyHtml(const Report& report) {
  std::string html = "<h1>" + words::escaped(report.title) + "</h1>\n";
  for (const ReportSection& section : report.sections) {
    if (!section.heading.empty())
      html += "<h2>" + words::escaped(section.heading) + "</h2>\n";
    for (const ReportBlock& block : section.blocks)
      html += std::visit([](const auto& one) { return htmlOf(one); }, block);
  }
  return html;
}

std::string reportToHtml(const Report& report) {
  return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Trocar plan: " +
         words::escaped(report.title) + "</title><style>" + kStyle + "</style></head><body>\n" +
         reportBodyHtml(report) + "</body></html>\n";
}

}  // namespace trocar::report
