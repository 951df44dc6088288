#include "app/pdf/page_flow.h"

#include <cstddef>
#include <utility>

namespace trocar::pdf {
namespace {

/// The place on the pages where the next strip goes.
class Cursor {
 public:
  explicit Cursor(double pageHeightPt) : pageHeightPt_(pageHeightPt) {}

  bool fits(double heightPt) const { return bottomPt_ + heightPt <= pageHeightPt_; }
  bool atTop() const { return bottomPt_ <= 0.0; }
  void nextPage() {
    ++page_;
    bottomPt_ = 0.0;
  }
  void place(const PageStrip& strip) {
    const double spacePt = atTop() ? 0.0 : strip.spaceBeforePt;
    if ((strip.beginsPage || !fits(spacePt + strip.heightPt)) && !atTop())
      nextPage();
    if (atTop() && page_ > 0 && strip.repeated)
      put(*strip.repeated, true);
    put(strip);
  }
  std::vector<PlacedStrip> take() { return std::move(placed_); }

 private:
  void put(const PageStrip& strip, bool again = false) {
    bottomPt_ += atTop() ? 0.0 : strip.spaceBeforePt;
    placed_.push_back({&strip, page_, bottomPt_, again});
    bottomPt_ += strip.heightPt;
  }

  double pageHeightPt_;
  double bottomPt_ = 0.0;
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

std::vector<PlacedStrip> paginated(const std::vector<PageStrip>& strips, double pageHeightPt) {
  Cursor cursor(pageHeightPt);
  for (std::size_t first = 0; first < strips.size();) {
    const std::size_t end = endOfGroup(strips, first);
    double heightPt = 0.0;
    for (std::size_t i = first; i < end; ++i)
      heightPt += strips[i].spaceBeforePt + strips[i].heightPt;
    if (!cursor.fits(heightPt) && !cursor.atTop() && heightPt <= pageHeightPt)
      cursor.nextPage();
    for (; first < end; ++first)
      cursor.place(strips[first]);
  }
  return cursor.take();
}

}  // namespace trocar::pdf
