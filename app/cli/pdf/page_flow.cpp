#include "app/cli/pdf/page_flow.h"

#include <cstddef>
#include <utility>

namespace trocar::cli {
namespace {

/// The place on the pages where the next strip goes.
class Cursor {
 public:
  explicit Cursor(double pageHeightPx) : pageHeightPx_(pageHeightPx) {}

  bool fits(double heightPx) const { return bottomPx_ + heightPx <= pageHeightPx_; }
  bool atTop() const { return bottomPx_ <= 0.0; }
  void nextPage() {
    ++page_;
    bottomPx_ = 0.0;
  }
  void place(const PageStrip& strip) {
    const double spacePx = atTop() ? 0.0 : strip.spaceBeforePx;
    if (!fits(spacePx + strip.heightPx) && !atTop())
      nextPage();
    if (atTop() && page_ > 0 && strip.repeated)
      put(*strip.repeated);
    put(strip);
  }
  std::vector<PlacedStrip> take() { return std::move(placed_); }

 private:
  void put(const PageStrip& strip) {
    bottomPx_ += atTop() ? 0.0 : strip.spaceBeforePx;
    placed_.push_back({&strip, page_, bottomPx_});
    bottomPx_ += strip.heightPx;
  }

  double pageHeightPx_;
  double bottomPx_ = 0.0;
  int page_ = 0;
  std::vector<PlacedStrip> placed_;
};

/// One after the last of those that stay together.
std::size_t endOfGroup(const std::vector<PageStrip>& strips, std::size_t first) {
  std::size_t last = first;
  while (strips[last].keepsNext && last + 1 < strips.size())
    ++last;
  return last + 1;
}

}  // namespace

std::vector<PlacedStrip> paginated(const std::vector<PageStrip>& strips, double pageHeightPx) {
  Cursor cursor(pageHeightPx);
  for (std::size_t first = 0; first < strips.size();) {
    const std::size_t end = endOfGroup(strips, first);
    double heightPx = 0.0;
    for (std::size_t i = first; i < end; ++i)
      heightPx += strips[i].spaceBeforePx + strips[i].heightPx;
    if (!cursor.fits(heightPx) && !cursor.atTop() && heightPx <= pageHeightPx)
      cursor.nextPage();
    for (; first < end; ++first)
      cursor.place(strips[first]);
  }
  return cursor.take();
}

}  // namespace trocar::cli
