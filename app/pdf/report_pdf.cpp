#include "app/pdf/report_pdf.h"

#include "app/pdf/report_strips.h"
#include "app/pdf/text_box.h"
#include "core/error.h"
#include "core/replace_file.h"
#include "planning/plan/plan_file.h"

#include <algorithm>
#include <array>
#include <cairo-pdf.h>
#include <cairo.h>
#include <ctime>
#include <memory>
#include <sys/stat.h>
#include <vector>

namespace trocar::pdf {
namespace {

constexpr double kMm = 72.0 / 25.4;
constexpr double kPageWidthPt = 210.0 * kMm;
constexpr double kPageHeightPt = 297.0 * kMm;
constexpr double kMarginPt = 15.0 * kMm;
constexpr double kFooterPt = 11.0 * kMm;
constexpr double kWidthPt = kPageWidthPt - 2.0 * kMarginPt;
constexpr double kHeightPt = kPageHeightPt - 2.0 * kMarginPt - kFooterPt;

cairo_status_t append(void* bytes, const unsigned char* data, unsigned int length) {
  static_cast<std::string*>(bytes)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

/// On the right the page, on the left which plan this is.
void drawFooter(cairo_t* cairo, const std::string& identity, int number, int pages) {
  constexpr Type kSmall{7.0, false};
  const std::string count = "Trocar · for rehearsal and teaching, not a medical device · " +
                            std::to_string(number) + " / " + std::to_string(pages);
  const TextBox page(report::quietWords(count), kSmall, kWidthPt);
  const double top = kHeightPt + 3.0 * kMm;
  TextBox(report::quietWords(identity), kSmall, kWidthPt).draw(cairo, {0.0, top}, 0, 1);
  page.draw(cairo, {kWidthPt - page.naturalWidthPt(), top + page.heightPt(0, 1)});
}

/// Opens and closes what strips stand in, as they are drawn one after the other.
class TagStack {
 public:
  explicit TagStack(cairo_t* cairo) : cairo_(cairo) { cairo_tag_begin(cairo_, kWhole, nullptr); }

  void before(const PlacedStrip& placed) {
    const StripTag& tag = placed.strip->tag;
    if (placed.again)
      return;
    const bool samePage = placed.page == page_;
    if (!(tag.goesOn && samePage))
      close(leaf_);
    if (tag.group != group_ || tag.inside != inside_) {
      close(inside_);
      group_ = tag.group;
      open(tag.inside, inside_);
    }
    if (leaf_.empty())
      open(tag.name, leaf_);
    page_ = placed.page;
  }
  /// No words of one tag on two pages.
  void endPage() { close(leaf_); }
  void end() {
    close(leaf_);
    close(inside_);
    cairo_tag_end(cairo_, kWhole);
  }

 private:
  static constexpr const char* kWhole = "Document";

  void open(const std::string& name, std::string& slot) {
    if (!name.empty())
      cairo_tag_begin(cairo_, name.c_str(), nullptr);
    slot = name;
  }
  void close(std::string& slot) {
    if (!slot.empty())
      cairo_tag_end(cairo_, slot.c_str());
    slot.clear();
  }

  cairo_t* cairo_;
  std::string inside_;
  std::string leaf_;
  int group_ = 0;
  int page_ = 0;
};

void drawPages(const std::vector<PlacedStrip>& placed,
               const std::string& identity,
               cairo_t* cairo) {
  const int pages = placed.empty() ? 1 : placed.back().page + 1;
  TagStack tags(cairo);
  int page = 0;
  for (const PlacedStrip& one : placed) {
    for (; page < one.page; ++page) {
      tags.endPage();
      drawFooter(cairo, identity, page + 1, pages);
      cairo_show_page(cairo);
    }
    tags.before(one);
    one.strip->draw(cairo, one.topPt);
  }
  tags.end();
  drawFooter(cairo, identity, pages, pages);
  cairo_show_page(cairo);
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

/// "30 November 2026"; empty for a file that is not there.
std::string dayOf(const std::filesystem::path& file) {
  struct stat found {};
  if (file.empty() || ::stat(file.c_str(), &found) != 0)
    return {};
  std::tm utc{};
  ::gmtime_r(&found.st_mtime, &utc);
  std::array<char, 40> day{};
  std::strftime(day.data(), day.size(), "%d %b %Y", &utc);
  return day.data();
}

}  // namespace

std::string identityOf(const Plan& plan, const std::filesystem::path& planFile) {
  constexpr std::size_t kShown = 12;
  const std::string name =
      planFile.empty() ? std::string("Plan without a file") : planFile.filename().string();
  const std::string day = dayOf(planFile);
  return name + " · plan " + markOf(planToJson(plan)).substr(0, kShown) +
         (day.empty() ? "" : " · saved " + day) + " · case " + plan.patient.id + " " +
         plan.patient.hash.substr(0, kShown);
}

std::string reportPdf(const report::Report& report, const std::string& identity) {
  std::string pdf;
  {
    const std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> surface(
        cairo_pdf_surface_create_for_stream(append, &pdf, kPageWidthPt, kPageHeightPt),
        cairo_surface_destroy);
    const std::string title = "Trocar plan: " + report.title;
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, title.c_str());
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATOR, "Trocar");
    cairo_pdf_surface_set_metadata(
        surface.get(), CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z");
    const std::unique_ptr<cairo_t, decltype(&cairo_destroy)> cairo(cairo_create(surface.get()),
                                                                   cairo_destroy);
    cairo_translate(cairo.get(), kMarginPt, kMarginPt);
    const std::vector<PageStrip> strips = stripsOf(report, kWidthPt);
    drawPages(paginated(strips, kHeightPt), identity, cairo.get());
    cairo_surface_finish(surface.get());
    if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS)
      throw Error("The report cannot be set on pages: " +
                  std::string(cairo_status_to_string(cairo_surface_status(surface.get()))) +
                  "; report this plan.");
  }
  blankDate(pdf);
  return pdf;
}

}  // namespace trocar::pdf
