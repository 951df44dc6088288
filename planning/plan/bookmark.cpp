#include "planning/plan/bookmark.h"

#include "core/case.h"
#include "planning/plan/plan.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace trocar {
namespace {

using Difference = std::vector<Bookmark>::difference_type;

}  // namespace

Plan withBookmark(Plan plan, Bookmark bookmark) {
  plan.bookmarks.push_back(std::move(bookmark));
  return plan;
}

Plan withoutBookmark(Plan plan, std::size_t index) {
  assert(index < plan.bookmarks.size());
  plan.bookmarks.erase(plan.bookmarks.begin() + static_cast<Difference>(index));
  return plan;
}

Plan withBookmarkMoved(Plan plan, std::size_t index, std::size_t to) {
  assert(index < plan.bookmarks.size());
  Bookmark moved = plan.bookmarks[index];
  plan = withoutBookmark(std::move(plan), index);
  const std::size_t place = std::min(to, plan.bookmarks.size());
  plan.bookmarks.insert(plan.bookmarks.begin() + static_cast<Difference>(place), std::move(moved));
  return plan;
}

std::vector<std::string> missingFrom(const Bookmark& bookmark,
                                     const Plan& plan,
                                     const Case& patient) {
  std::vector<std::string> missing;
  if (!bookmark.needle.empty() && !plan.find(bookmark.needle))
    missing.push_back("needle " + bookmark.needle);
  for (const auto& [id, look] : bookmark.parts) {
    if (!patient.find(id))
      missing.push_back("structure " + id);
  }
  return missing;
}

std::string sentenceOnMissing(const Bookmark& bookmark, const Plan& plan, const Case& patient) {
  const std::vector<std::string> missing = missingFrom(bookmark, plan, patient);
  if (missing.empty())
    return {};
  std::string names;
  for (std::size_t i = 0; i < missing.size(); ++i)
    names += (i == 0 ? "" : i + 1 < missing.size() ? ", " : " and ") + missing[i];
  return "“" + bookmark.title + "” also showed " + names + ", which " +
         (missing.size() == 1 ? "is" : "are") + " no longer there; the rest is as it was.";
}

}  // namespace trocar
