#include "planning/plan/bookmark.h"

#include "core/case.h"
#include "core/error.h"
#include "planning/plan/plan.h"
#include "planning/plan/plan_file.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>

namespace trocar {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Bookmark named(const std::string& title) {
  Bookmark bookmark;
  bookmark.title = title;
  return bookmark;
}

Plan threeBookmarks() {
  Plan plan;
  plan.bookmarks = {named("a"), named("b"), named("c")};
  return plan;
}

std::vector<std::string> titles(const Plan& plan) {
  std::vector<std::string> all;
  for (const Bookmark& bookmark : plan.bookmarks)
    all.push_back(bookmark.title);
  return all;
}

TEST(Bookmarks, AreAddedMovedAndDeleted) {
  EXPECT_THAT(titles(withBookmark(threeBookmarks(), named("d"))), ElementsAre("a", "b", "c", "d"));
  EXPECT_THAT(titles(withBookmarkMoved(threeBookmarks(), 0, 2)), ElementsAre("b", "c", "a"));
  EXPECT_THAT(titles(withBookmarkMoved(threeBookmarks(), 2, 0)), ElementsAre("c", "a", "b"));
  EXPECT_THAT(titles(withBookmarkMoved(threeBookmarks(), 0, 9)), ElementsAre("b", "c", "a"));
  EXPECT_THAT(titles(withoutBookmark(threeBookmarks(), 1)), ElementsAre("a", "c"));
}

TEST(Bookmarks, ComeBackFromTheFileWithEverythingTheyShow) {
  Bookmark bookmark = named("Freeze, minute 5");
  bookmark.note = "ข้อความ \"quoted\"\nand a line";
  bookmark.eye = {{1, 2, 300}, {4, 5, 6}, {0, 1, 0}, 30.0};
  bookmark.crosshairMm = {7.25, 8.5, -9};
  bookmark.view = "barrel";
  bookmark.alone = true;
  bookmark.needle = "N1";
  bookmark.windowWidthHu = 350;
  bookmark.windowLevelHu = 40;
  bookmark.parts = {{"vertebra_L3", {true, 0.25}}, {"skin", {false, {}}}};
  bookmark.zones = false;
  bookmark.cement = false;
  bookmark.labels = false;
  bookmark.timeS = 300.0;
  bookmark.cementMl = 1.5;
  const Plan plan = withBookmark(threeBookmarks(), bookmark);
  EXPECT_EQ(planFromJson(planToJson(plan), "my.json"), plan);
  EXPECT_EQ(planToJson(Plan()).find("bookmarks"), std::string::npos) << "older readers know none";
}

TEST(Bookmarks, NameWhatIsGoneInOneSentence) {
  Case patient;
  Structure bone;
  bone.id = "vertebra_L3";
  patient.structures = {bone};
  Bookmark bookmark = named("Left side");
  bookmark.needle = "N3";
  bookmark.parts = {{"vertebra_L3", {}}, {"lesion_2", {}}};
  EXPECT_THAT(missingFrom(bookmark, Plan(), patient),
              ElementsAre("needle N3", "structure lesion_2"));
  EXPECT_EQ(sentenceOnMissing(bookmark, Plan(), patient),
            "“Left side” also showed needle N3 and structure lesion_2, which are no longer there; "
            "the rest is as it was.");
  bookmark.needle.clear();
  bookmark.parts.erase("lesion_2");
  EXPECT_EQ(sentenceOnMissing(bookmark, Plan(), patient), "");
}

TEST(Bookmarks, ThatCannotBeAreRefusedInWords) {
  const auto refusal = [](Bookmark bookmark) -> std::string {
    Plan plan;
    plan.bookmarks = {bookmark};
    try {
      planFromJson(planToJson(plan), "my.json");
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  };
  Bookmark blind;
  blind.eye.positionMm = blind.eye.focusMm;
  EXPECT_THAT(refusal(blind), HasSubstr("bookmarks[0].eye looks along its own up"));
  Bookmark strange;
  strange.view = "fish-eye";
  EXPECT_THAT(refusal(strange), HasSubstr("bookmarks[0].view is \"fish-eye\""));
  Bookmark faint;
  faint.parts = {{"skin", {{}, 1.5}}};
  EXPECT_THAT(refusal(faint), HasSubstr("parts.skin.opacity is 1.5"));
  EXPECT_EQ(refusal(Bookmark()), "");
}

}  // namespace
}  // namespace trocar
