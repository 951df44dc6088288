#pragma once

#include <functional>
#include <memory>
#include <vector>

class QPainter;

namespace trocar::cli {

/// A strip across the page that is drawn in one piece.
struct PageStrip {
  double heightPx = 0.0;
  double spaceBeforePx = 0.0;  ///< Left out at the top of a page.
  bool keepsNext = false;      ///< Shares the page of the strip that follows.
  /// Comes before the strip once more where it begins a page: the heading of its table.
  std::shared_ptr<const PageStrip> repeated = nullptr;
  std::function<void(QPainter& painter, double topPx)> draw = {};
};

struct PlacedStrip {
  const PageStrip* strip = nullptr;
  int page = 0;  ///< From 0.
  double topPx = 0.0;
};

/// One under the other on pages of a height. None is cut but one that is higher than a page, and
/// those that stay together do, where a page has room for them.
std::vector<PlacedStrip> paginated(const std::vector<PageStrip>& strips, double pageHeightPx);

}  // namespace trocar::cli
