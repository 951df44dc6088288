#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

struct _cairo;

namespace trocar::pdf {

/// What a strip is to a reader who does not see the page: a role of tagged PDF (ISO 32000-1,
/// 14.8.4).
struct StripTag {
  std::string name;         ///< "P", "H1", "TR"; empty for what only adorns the page.
  bool goesOn = false;      ///< The strip before is part of the same.
  std::string inside = {};  ///< "Table": what this and its neighbours of the same group stand in.
  int group = 0;
};

/// A strip across the page that is drawn in one piece. Lengths are points.
struct PageStrip {
  double heightPt = 0.0;
  double spaceBeforePt = 0.0;  ///< Left out at the top of a page.
  bool keepsNext = false;      ///< Shares the page of the strip that follows.
  bool beginsPage = false;
  /// Comes before the strip once more where it begins a page: the heading of its table.
  std::shared_ptr<const PageStrip> repeated = nullptr;
  StripTag tag = {};
  std::function<void(_cairo* cairo, double topPt)> draw = {};
};

struct PlacedStrip {
  const PageStrip* strip = nullptr;
  int page = 0;  ///< From 0.
  double topPt = 0.0;
  bool again = false;  ///< A heading that stood on the page before.
};

/// One under the other on pages of a height. None is cut but one that is higher than a page, and
/// those that stay together do, where a page has room for them.
std::vector<PlacedStrip> paginated(const std::vector<PageStrip>& strips, double pageHeightPt);

}  // namespace trocar::pdf
