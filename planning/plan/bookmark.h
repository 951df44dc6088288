#pragma once

#include "core/vec3.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace trocar {

struct Case;
struct Plan;

/// Where the 3-D picture of a bookmark is seen from, in patient space.
struct Eye {
  Vec3 positionMm = Vec3(0, 450, 0);
  Vec3 focusMm = Vec3::Zero();
  Vec3 up = Vec3::UnitZ();
  double viewAngleDeg = 25.0;  ///< Of the picture's height.

  bool operator==(const Eye&) const = default;
};

/// How a structure is shown where that differs from its role's style.
struct PartLook {
  std::optional<bool> visible;
  std::optional<double> opacity;  ///< 0 to 1.

  bool operator==(const PartLook&) const = default;
};

/// A picture of the plan to come back to: what is shown, from where, and what to say about it.
struct Bookmark {
  std::string title;
  std::string note;  ///< For the one who presents.
  Eye eye;
  Vec3 crosshairMm = Vec3::Zero();  ///< Where the slices cross.
  std::string view = "3d";          ///< The large one, by its word on the command line.
  bool alone = false;               ///< Without the other views beside it.
  std::string needle;               ///< The selected one; empty for none.
  double windowWidthHu = 1000.0;
  double windowLevelHu = 400.0;
  std::map<std::string, PartLook> parts;  ///< By structure id.
  bool zones = true;
  bool cement = true;
  bool labels = true;
  std::optional<double> timeS;     ///< Moment of the treatment; empty: all of it at once.
  std::optional<double> cementMl;  ///< Injected so far; empty: all of it.

  bool operator==(const Bookmark&) const = default;
};

/// Edits of the bookmarks of a plan. `index` is that of a bookmark of the plan.
Plan withBookmark(Plan plan, Bookmark bookmark);  ///< At the end.
Plan withoutBookmark(Plan plan, std::size_t index);
/// The bookmark comes to stand at `to`, or at the end where there are fewer.
Plan withBookmarkMoved(Plan plan, std::size_t index, std::size_t to);

/// What the bookmark shows that is in the plan or the case no more: "needle N3", "structure
/// root_L3_left". The rest of it can still be shown.
std::vector<std::string> missingFrom(const Bookmark& bookmark,
                                     const Plan& plan,
                                     const Case& patient);
/// One sentence about what is missing; empty where nothing is.
std::string sentenceOnMissing(const Bookmark& bookmark, const Plan& plan, const Case& patient);

}  // namespace trocar
