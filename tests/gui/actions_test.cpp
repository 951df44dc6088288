#include "app/actions/action.h"
#include "app/document.h"
#include "app/fluoro/room.h"
#include "app/fluoro/school.h"
#include "core/error.h"
#include "planning/plan/instrument.h"
#include "tests/gui/samples.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <gmock/gmock.h>
#include <map>
#include <set>
#include <sstream>

namespace trocar::gui {
namespace {

using nlohmann::json;

TEST(Actions, HaveIdsOfTheirOwnAndKeysOfTheirOwn) {
  std::set<std::string> ids;
  std::map<std::string, std::string> keys;
  for (const actions::Action& action : actions::allActions()) {
    EXPECT_TRUE(ids.insert(action.id).second) << action.id;
    EXPECT_FALSE(action.text.empty()) << action.id;
    ASSERT_TRUE(action.enabled && action.prepare) << action.id;
    std::istringstream parts(action.shortcut);
    for (std::string key; std::getline(parts >> std::ws, key, ';');)
      EXPECT_TRUE(keys.emplace(key, action.id).second)
          << key << " of " << action.id << " and " << keys[key];
  }
}

/// Arguments with which an action does something to the sample with needles.
std::map<std::string, json> sampleArguments(const std::filesystem::path& folder) {
  const Vec3 lesion = sampleModel()->vertebra("L3")->bodyCentroidMm;
  const json at = {lesion.x() + 1, lesion.y() + 2, lesion.z() + 3};
  return {
      {"open", {{"path", "bundled:absent"}}},
      {"open-folder", {{"path", folder.string()}}},
      {"open-bundled", {{"patient", "absent"}}},
      {"open-random", {{"seed", -1}}},
      {"import", {{"ct", (folder / "no.nii").string()}, {"path", (folder / "case").string()}}},
      {"import-look", {{"ct", (folder / "no.nii").string()}}},
      {"import-write", {{"path", (folder / "case").string()}}},
      {"save", {{"path", (folder / "plan.json").string()}}},
      {"save-as", {{"path", (folder / "other.json").string()}}},
      {"export-numbers", {{"path", (folder / "numbers.json").string()}}},
      {"report", {{"path", (folder / "absent" / "report.html").string()}}},
      {"save-picture",
       {{"path", (folder / "axial.png").string()},
        {"view", "axial"},
        {"widthPx", 160},
        {"heightPx", 120}}},
      {"note", {{"text", "Discussed."}}},
      {"intent", {{"intent", "curative"}}},
      {"lethal-criterion", {{"criterion", "cem43"}}},
      {"bone-cement", {{"startS", 420}, {"roomC", 20.5}}},
      {"device", {{"needle", "N1"}, {"screwLengthMm", 45}}},
      {"pedicle-fracture", {{"level", "L3"}, {"side", "left"}}},
      {"vascularity", {{"lesion", sampleLesionId()}, {"vascularity", "high"}}},
      {"embolisation", {{"lesion", sampleLesionId()}, {"material", "particles"}, {"flowCut", 0.9}}},
      {"procedure-date", {{"date", "2026-11-22"}}},
      {"fixation-first", {{"first", true}}},
      {"score-answer", {{"score", "sins"}, {"question", "location"}, {"answer", "L3"}}},
      {"score-show", {{"score", "noms"}}},
      {"show-structure", {{"role", "vertebra"}, {"visible", false}}},
      {"opacity", {{"structure", "vertebra_L3"}, {"opacity", 0.4}}},
      {"go-to", {{"atMm", at}}},
      {"go-to-level", {{"level", "L2"}}},
      {"show-landmarks", {{"of", "sacrum"}}},
      {"move-landmark", {{"landmark", "L3/pedicle_left"}, {"atMm", at}}},
      {"reset-landmark", {{"landmark", "L2/canal"}}},
      {"renumber", {{"steps", -1}}},
      {"name-level", {{"level", "L5"}, {"name", "L6"}}},
      {"crosshair", {{"atMm", at}}},
      {"zoom", {{"factor", 1.5}}},
      {"window", {{"widthHu", 300}, {"levelHu", 50}}},
      {"pane", {{"pane", 3}, {"kind", "along"}}},
      {"enlarge", {{"view", "axial"}}},
      {"maximise", {{"view", "axial"}}},
      {"where", {{"level", "L2"}}},
      {"approach", {{"approach", "parapedicular"}}},
      {"take-suggestion", {{"card", 0}}},
      {"preview-suggestion", {{"card", 0}}},
      {"suggest", {{"approach", "transpedicular"}, {"side", "left"}, {"count", 1}}},
      {"target-here", {{"atMm", at}}},
      {"entry-here", {{"atMm", {lesion.x() + 20, lesion.y() + 60, lesion.z()}}}},
      {"move-tip", {{"needle", "N2"}, {"atMm", at}}},
      {"move-entry", {{"atMm", {lesion.x() + 25, lesion.y() + 60, lesion.z()}}}},
      {"move-needle", {{"byMm", {1, 0, 0}}}},
      {"select-needle", {{"needle", "N2"}}},
      {"instrument", {{"instrument", "bone-needle-13g"}}},
      {"placement", {{"technique", "own"}, {"own", "3,1,2,1"}}},
      {"bend", {{"towards", "superior"}, {"angleDeg", 30}, {"lengthMm", 20}}},
      {"next-instrument", {{"instrument", "bone-needle-13g"}}},
      {"shelf-place", {{"instrument", "bone-needle-8g-100"}, {"present", false}}},
      {"probe", {{"instrument", "thermocouple-20g"}}},
      {"through", {{"instrument", "thermocouple-20g"}}},
      {"cannula-back", {{"needle", "N3"}, {"backMm", 5}}},
      {"advance-cannula", {{"needle", "N1"}}},
      {"export", {{"to", "csv"}, {"path", (folder / "needles.csv").string()}}},
      {"import-needles", {{"path", (folder / "absent.mrk.json").string()}}},
      {"protocol", {{"steps", "freeze 600, thaw 300"}}},
      {"inject", {{"volumeMl", 1.5}}},
      {"moment", {{"timeS", 300}}},
      {"cement-so-far", {{"volumeMl", 1.2}}},
      {"stop-injecting", {{"volumeMl", 0.5}}},
      {"leak-chances", {{"members", 1}}},
      {"strain", {{"of", "treated"}}},
      {"protect", {{"structure", "aorta"}, {"medium", "d5w"}, {"thicknessMm", 4}}},
      {"unprotect", {{"structure", "aorta"}}},
      {"brush", {{"medium", "d5w"}, {"radiusMm", 6}}},
      {"paint", {{"medium", "co2"}, {"radiusMm", 5}, {"atMm", at}}},
      {"draw", {{"tool", "brush"}, {"role", "lesion"}}},
      {"draw-with", {{"radiusMm", 7}}},
      {"draw-stroke",
       {{"role", "lesion"}, {"pathMm", json::array({at})}, {"radiusMm", 5}, {"ball", true}}},
      {"draw-lesion", {{"role", "lesion"}, {"atMm", at}, {"radiusMm", 6}, {"inBone", false}}},
      {"draw-grow",
       {{"role", "other"}, {"atMm", at}, {"fromHu", -1024}, {"toHu", 3000}, {"reachMm", 5}}},
      {"draw-split", {{"structure", "vertebra_L3"}, {"placesMm", json::array({at, at})}}},
      {"draw-tube", {{"role", "nerve"}, {"placesMm", json::array({at, {0, 0, 0}})}}},
      {"draw-shape", {{"structure", "vertebra_L3"}, {"how", "smooth"}}},
      {"draw-other-side", {{"structure", "lesion_1"}}},
      {"draw-apart", {{"structures", json::array({"vertebra_L2", "vertebra_L3"})}}},
      {"draw-merge", {{"structure", "vertebra_L3"}, {"with", "vertebra_L2"}}},
      {"rename-structure", {{"structure", "lesion_1"}, {"name", "The lesion"}}},
      {"change-role", {{"structure", "lesion_1"}, {"role", "bowel"}}},
      {"remove-structure", {{"structure", "lesion_1"}}},
      {"reset-structure", {{"structure", "lesion_1"}}},
      {"accept", {{"rule", "other-rule"}, {"subject", "N1"}, {"reason", "seen"}}},
      {"withdraw-acceptance", {{"rule", "some-rule"}, {"subject", "N1"}}},
      {"position", {{"position", "supine"}}},
      {"bookmark-go", {{"bookmark", 1}}},
      {"bookmark-rename", {{"bookmark", 1}, {"title", "The left side"}}},
      {"bookmark-note", {{"bookmark", 1}, {"note", "Say this."}}},
      {"bookmark-retake", {{"bookmark", 1}}},
      {"bookmark-move", {{"bookmark", 1}, {"to", 2}}},
      {"bookmark-delete", {{"bookmark", 2}}},
      {"review-part", {{"part", "prepare"}}},
      {"tick", {{"item", "safety.antibiotics"}}},
      {"scale", {{"scale", "nrs"}, {"date", "2026-11-20"}, {"value", 6}}},
      {"compare", {{"path", (folder / "absent.json").string()}}},
      {"film", {{"path", (folder / "film").string()}, {"of", "treatment"}}},
      {"arm", {{"plane", 0}, {"byLaoDeg", 20}}},
      {"arm-view", {{"plane", 0}, {"view", "lateral"}}},
      {"expose", {{"plane", 0}}},
      {"fluoro-run", {{"on", true}}},
      {"room-time", {{"seconds", 1.0}}},
      {"room-look", {{"bonesDark", false}}},
      {"drive-entry", {{"byMm", {2, 0, 0}}}},
      {"drive-turn", {{"leftDeg", 2}}},
      {"drive-advance", {{"mm", 1}}},
      {"drive-bevel", {{"byDeg", 90}}},
      {"learner", {{"name", "kim"}}},
      {"lesson-select", {{"lesson", "barrel"}}},
      {"lesson-start", {{"lesson", "absent"}}},
      {"open-lesson", {{"path", (folder / "absent.json").string()}}},
      {"save-lesson", {{"path", (folder / "lesson.json").string()}}},
      {"records-csv", {{"path", (folder / "attempts.csv").string()}}}};
}

/// Those whose work is a refusal here, or that need what the sample lacks.
const std::set<std::string> kRefused = {"compare",
                                        "draw-split",
                                        "import-needles",
                                        "film",
                                        "report",
                                        "open",
                                        "open-folder",
                                        "open-bundled",
                                        "open-random",
                                        "import",
                                        "lesson-start",
                                        "open-lesson"};

struct Before {
  std::string action;
  json arguments = json::object();
};

/// What has to be done first so that an action finds something to change.
const std::map<std::string, std::vector<Before>> kBefore = {
    {"redo", {{"undo"}}},
    {"abandon", {{"palette"}}},
    {"leave-conference", {{"conference"}}},
    {"laser-pointer", {{"conference"}}},
    {"presenter-notes", {{"conference"}}},
    {"step-case", {{"step-review"}}},
    {"layout-focus", {{"layout-quad"}}},
    {"window-bone", {{"window-lung"}}},
    {"cannula-back", {{"through", {{"needle", "N1"}, {"instrument", "thermocouple-20g"}}}}},
    {"draw-with", {{"draw", {{"tool", "brush"}, {"role", "lesion"}}}}},
    {"reset-structure",
     {{"rename-structure", {{"structure", "lesion_1"}, {"name", "The lesion"}}}}},
    {"stop-injecting", {{"inject", {{"volumeMl", 1.5}}}}},
    {"shelf-fill", {{"shelf-place", {{"instrument", "bone-needle-8g"}, {"present", false}}}}},
    {"preview-suggestion", {{"suggest", {{"approach", "transpedicular"}, {"count", 1}}}}},
    {"take-suggestion", {{"suggest", {{"approach", "transpedicular"}, {"count", 1}}}}},
    {"leave-room", {{"fluoroscopy"}}},
    {"arm", {{"fluoroscopy"}}},
    {"arm-view", {{"fluoroscopy"}}},
    {"expose", {{"fluoroscopy"}}},
    {"fluoro-run", {{"fluoroscopy"}}},
    {"room-time", {{"fluoroscopy"}, {"fluoro-run", {{"on", true}}}}},
    {"room-look", {{"fluoroscopy"}}},
    {"drive-new", {{"fluoroscopy"}}},
    {"drive-entry", {{"fluoroscopy"}, {"drive-new"}}},
    {"drive-turn", {{"fluoroscopy"}, {"drive-new"}}},
    {"drive-along-beam", {{"fluoroscopy"}, {"drive-new"}}},
    {"drive-advance", {{"fluoroscopy"}}},
    {"drive-bevel", {{"fluoroscopy"}}},
    {"drive-accept", {{"fluoroscopy"}, {"drive-advance", {{"mm", 3}}}}},
};

/// What of a document, and of a folder, an action can change.
class Parts {
 public:
  Parts(const app::Document& document, const std::filesystem::path& folder)
      : plan_(document.plan()),
        view_(document.view()),
        room_(&document.room()),
        school_(&document.school()),
        suggestions_(document.suggestions()),
        lacking_(document.shelf().lacking.size()) {
    for (const auto& file : std::filesystem::directory_iterator(folder))
      files_.insert(file.path().filename().string());
  }

  /// A word for each part that differs.
  std::set<std::string> changedIn(const Parts& later) const {
    const std::vector<std::pair<const char*, bool>> parts = {
        {"plan", !(plan_ == later.plan_)},
        {"view", !(view_ == later.view_)},
        {"room", room_ != later.room_},
        {"school", school_ != later.school_},
        {"suggestions", suggestions_ != later.suggestions_},
        {"shelf", lacking_ != later.lacking_},
        {"file", files_ != later.files_}};
    std::set<std::string> words;
    for (const auto& [word, changed] : parts) {
      if (changed)
        words.insert(word);
    }
    return words;
  }

 private:
  Plan plan_;
  app::ViewState view_;
  const fluoro::Room* room_;
  const fluoro::School* school_;
  std::shared_ptr<const search::Suggestions> suggestions_;
  std::size_t lacking_;
  std::set<std::string> files_;
};

/// The edits: what changes the plan, and can be undone. Nothing else may touch it.
const std::set<std::string> kEdits = {"draw-stroke",
                                      "draw-lesion",
                                      "draw-grow",
                                      "draw-tube",
                                      "draw-shape",
                                      "draw-other-side",
                                      "draw-apart",
                                      "draw-merge",
                                      "rename-structure",
                                      "change-role",
                                      "remove-structure",
                                      "reset-structure",
                                      "undo",
                                      "redo",
                                      "intent",
                                      "lethal-criterion",
                                      "bone-cement",
                                      "device",
                                      "pedicle-fracture",
                                      "vascularity",
                                      "embolisation",
                                      "procedure-date",
                                      "fixation-first",
                                      "score-answer",
                                      "note",
                                      "position",
                                      "accept",
                                      "withdraw-acceptance",
                                      "tick",
                                      "scale",
                                      "placement",
                                      "bend",
                                      "instrument",
                                      "mirror-needle",
                                      "swap-ends",
                                      "lock-needle",
                                      "delete-needle",
                                      "target-here",
                                      "entry-here",
                                      "add-needle",
                                      "move-tip",
                                      "move-entry",
                                      "move-needle",
                                      "nudge-left",
                                      "nudge-right",
                                      "nudge-up",
                                      "nudge-down",
                                      "push-left",
                                      "push-right",
                                      "push-up",
                                      "push-down",
                                      "protect",
                                      "unprotect",
                                      "paint",
                                      "probe",
                                      "through",
                                      "cannula-back",
                                      "protocol",
                                      "inject",
                                      "stop-injecting",
                                      "bookmark-add",
                                      "bookmark-rename",
                                      "bookmark-note",
                                      "bookmark-retake",
                                      "bookmark-move",
                                      "bookmark-delete",
                                      "bookmarks-propose",
                                      "plan-level",
                                      "template",
                                      "take-suggestion",
                                      "move-landmark",
                                      "reset-landmark",
                                      "renumber",
                                      "name-level",
                                      "drive-accept"};

/// What the others change first of all; the view, where nothing is said.
const std::map<std::string, std::string> kChanges = {
    {"save", "file"},          {"save-as", "file"},        {"export-numbers", "file"},
    {"save-picture", "file"},  {"save-lesson", "file"},    {"export", "file"},
    {"records-csv", "file"},   {"suggest", "suggestions"}, {"shelf-place", "shelf"},
    {"shelf-fill", "shelf"},   {"school", "school"},       {"lesson-select", "school"},
    {"learner", "school"},     {"fluoroscopy", "room"},    {"arm", "room"},
    {"arm-view", "room"},      {"expose", "room"},         {"fluoro-run", "room"},
    {"room-time", "room"},     {"room-look", "room"},      {"drive-new", "room"},
    {"drive-entry", "room"},   {"drive-turn", "room"},     {"drive-along-beam", "room"},
    {"drive-advance", "room"}, {"drive-bevel", "room"}};

/// Those that find nothing to do here and must refuse: without unsaved work of an earlier run,
/// computed cement, a kept plan, mixed cement or a lesson.
const std::set<std::string> kNothingToDo = {"recover",
                                            "find-vertebrae",
                                            "label-ct",
                                            "import-write",
                                            "drop-unsaved",
                                            "advance-cannula",
                                            "leak-chances",
                                            "keep-as-a",
                                            "forget-a",
                                            "take-a",
                                            "compare-with-a",
                                            "cement-mix",
                                            "cement-step",
                                            "lesson-leave",
                                            "lesson-hint",
                                            "lesson-verdict",
                                            "lesson-fix",
                                            "lesson-finish",
                                            "debriefing-open"};

class EveryAction : public testing::TestWithParam<std::string> {
 protected:
  /// The sample with a protection, a corrected landmark, two bookmarks and an accepted finding,
  /// and what has to be done before this action.
  void prepare(app::Document& document) const {
    fluoro::School school = document.school();
    school.folder = folder_.path() / "school";
    document.setSchool(school);
    document.open(sampleWithNeedles());
    document.commit("Protect",
                    withProtection(document.plan(), {"aorta", Protection::Medium::Saline, 3.0}));
    Plan corrected = document.plan();
    corrected.corrections.landmarksMm["L2/canal"] = document.patient().ct.grid().centreMm();
    document.commit("Correct", corrected);
    for (const char* title : {"First", "Second"}) {
      Bookmark bookmark;
      bookmark.title = title;
      document.commit("Look", withBookmark(document.plan(), bookmark));
    }
    document.commit("Accept", withAcceptance(document.plan(), {"some-rule", "N1", "seen"}));
    if (const auto first = kBefore.find(GetParam()); first != kBefore.end()) {
      for (const Before& one : first->second)
        actions::runAction(document, actions::findAction(one.action), one.arguments);
    }
  }

  ScratchFolder folder_;
};

TEST_P(EveryAction, ChangesWhatItIsForOrRefusesInWordsAndTouchesNoPlanOtherwise) {
  const actions::Action& action = actions::findAction(GetParam());
  int told = 0;
  app::Document document([&] { ++told; });
  prepare(document);
  const auto arguments = sampleArguments(folder_.path());
  const auto given = arguments.find(GetParam());
  const json with = given == arguments.end() ? json::object() : given->second;
  ASSERT_EQ(action.enabled(document), !kNothingToDo.contains(GetParam()));
  const Parts before(document, folder_.path());
  if (kNothingToDo.contains(GetParam()) || kRefused.contains(GetParam())) {
    EXPECT_THROW(actions::runAction(document, action, with), Error);
    EXPECT_THAT(before.changedIn(Parts(document, folder_.path())), testing::IsSubsetOf({"file"}))
        << "a refusal changes nothing of the document";
    return;
  }
  told = 0;
  actions::runAction(document, action, with);
  EXPECT_GT(told, 0) << "the screen hears of it";
  const std::set<std::string> changed = before.changedIn(Parts(document, folder_.path()));
  EXPECT_EQ(changed.contains("plan"), kEdits.contains(GetParam()));
  if (kEdits.contains(GetParam()))
    return;
  const auto other = kChanges.find(GetParam());
  EXPECT_THAT(changed, testing::Contains(other == kChanges.end() ? "view" : other->second));
}

TEST(Actions, TheTablesOfTheirEffectsNameNoActionThatIsNotThere) {
  for (const auto* ids : {&kEdits, &kNothingToDo, &kRefused}) {
    for (const std::string& id : *ids)
      EXPECT_NO_THROW(actions::findAction(id)) << id;
  }
  for (const auto& [id, part] : kChanges)
    EXPECT_NO_THROW(actions::findAction(id)) << id;
}

std::vector<std::string> idsOfAll() {
  std::vector<std::string> ids;
  for (const actions::Action& action : actions::allActions())
    ids.push_back(action.id);
  return ids;
}

std::string testName(const testing::TestParamInfo<std::string>& action) {
  std::string name = action.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Table, EveryAction, testing::ValuesIn(idsOfAll()), testName);

}  // namespace
}  // namespace trocar::gui
