#include "app/bookmarks.h"

#include "app/actions/action.h"
#include "app/comparison.h"
#include "app/encoder.h"
#include "app/film.h"
#include "app/report_pictures.h"
#include "app/scene.h"
#include "core/error.h"
#include "core/io.h"
#include "tests/gui/samples.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <filesystem>
#include <gmock/gmock.h>

namespace trocar::gui {
namespace {

using nlohmann::json;
using testing::HasSubstr;

void run(app::Document& document, const char* id, const json& arguments = json::object()) {
  actions::runAction(document, actions::findAction(id), arguments);
}

TEST(Bookmark, BringsBackWhatWasShownWhenItWasTaken) {
  app::Document document;
  document.open(sampleWithNeedles());
  const Vec3 at = document.view().crosshairMm + Vec3(3, -2, 5);
  document.noteEye({{0, 400, 30}, at, Vec3::UnitZ(), 25.0});
  run(document, "crosshair", {{"atMm", {at.x(), at.y(), at.z()}}});
  run(document, "opacity", {{"structure", "vertebra_L3"}, {"opacity", 0.3}});
  run(document, "zones-shown");
  run(document, "select-needle", {{"needle", "N2"}});
  run(document, "bookmark-add", {{"title", "Right side"}, {"note", "Say this."}});
  const app::ViewState taken = document.view();
  run(document, "select-needle", {{"needle", "N1"}});
  run(document, "zones-shown");
  run(document, "opacity", {{"structure", "vertebra_L3"}, {"opacity", 1.0}});
  run(document, "layout-quad");
  run(document, "crosshair", {{"atMm", {0, 0, 0}}});
  run(document, "bookmark-go", {{"bookmark", 1}});
  const app::ViewState& now = document.view();
  EXPECT_EQ(now.crosshairMm, taken.crosshairMm);
  EXPECT_EQ(now.needle, "N2");
  EXPECT_EQ(now.zonesShown, taken.zonesShown);
  EXPECT_EQ(now.appearance, taken.appearance);
  EXPECT_EQ(now.large, taken.large);
  EXPECT_EQ(now.flyTo, document.plan().bookmarks[0].eye);
  EXPECT_EQ(now.flyTo.focusMm, at);
  EXPECT_EQ(now.flights, taken.flights + 1);
}

TEST(Bookmark, IsAStepOfTheHistoryByName) {
  app::Document document;
  document.open(sampleWithNeedles());
  run(document, "bookmark-add", {{"title", "First"}});
  EXPECT_EQ(document.history().undoLabel(), "Bookmark “First”");
  run(document, "bookmark-add");
  EXPECT_EQ(document.plan().bookmarks[1].title, "N1 left L3") << "after the selected needle";
  run(document, "bookmark-move", {{"bookmark", 2}, {"to", 1}});
  EXPECT_EQ(document.plan().bookmarks[1].title, "First");
  run(document, "bookmark-delete", {{"bookmark", 1}});
  EXPECT_EQ(document.plan().bookmarks.size(), 1U);
  for (int i = 0; i < 4; ++i)
    run(document, "undo");
  EXPECT_TRUE(document.plan().bookmarks.empty());
}

TEST(Bookmark, OfADeletedNeedleStillOpensAndSaysSo) {
  app::Document document;
  document.open(sampleWithNeedles());
  run(document, "select-needle", {{"needle", "N2"}});
  run(document, "bookmark-add", {{"title", "Right side"}});
  Plan plan = withoutNeedle(document.plan(), "N2");
  plan.bookmarks[0].parts["lesion_9"].visible = false;
  document.commit("Edit", plan);
  run(document, "bookmark-go", {{"bookmark", 1}});
  ASSERT_TRUE(document.notice());
  EXPECT_THAT(document.notice()->text, HasSubstr("structure lesion_9"));
  EXPECT_EQ(document.view().crosshairMm, document.plan().bookmarks[0].crosshairMm);
  EXPECT_FALSE(document.view().appearance.contains("lesion_9"));
}

TEST(Bookmark, FollowsALevelThatIsRenamed) {
  app::Document document;
  document.open(sampleWithNeedles());
  run(document, "opacity", {{"structure", "vertebra_L3"}, {"opacity", 0.3}});
  run(document, "bookmark-add");
  run(document, "renumber", {{"steps", -1}});
  EXPECT_TRUE(document.plan().bookmarks[0].parts.contains("vertebra_L2"));
  EXPECT_FALSE(document.plan().bookmarks[0].parts.contains("vertebra_L3"));
}

TEST(Bookmark, IsDerivedFromThePlanWhereNobodyTookOne) {
  app::Document document;
  document.open(sampleWithNeedles());
  const std::vector<Bookmark> derived = app::bookmarksOf(document);
  ASSERT_EQ(derived.size(), 3U);
  EXPECT_EQ(derived[0].title, "The plan");
  EXPECT_EQ(derived[1].needle, "N1");
  EXPECT_EQ(derived[2].crosshairMm, document.plan().find("N2")->trajectory.target);
  run(document, "bookmark-next");
  EXPECT_EQ(document.view().bookmark, 0);
  run(document, "bookmark-next");
  EXPECT_EQ(document.view().needle, "N1");
  run(document, "bookmarks-propose");
  EXPECT_EQ(document.plan().bookmarks, derived);
}

TEST(Film, HoldsAtEachBookmarkAndTurnsBetween) {
  Bookmark a, b;
  a.eye = {{0, 400, 0}, {0, 0, 0}, Vec3::UnitZ(), 25};
  b.eye = {{400, 0, 0}, {0, 0, 0}, Vec3::UnitZ(), 25};
  app::FilmOptions options;
  options.framesPerS = 10;
  options.holdS = 1;
  options.flightS = 2;
  const std::vector<app::FilmFrame> frames = app::filmOfBookmarks({a, b}, options);
  ASSERT_EQ(frames.size(), 10U + 20U + 10U);
  EXPECT_EQ(frames[9].camera, app::cameraOf(a.eye));
  EXPECT_EQ(frames[39].camera, app::cameraOf(b.eye));
  const Vec3 halfway = frames[20].camera.positionMm;
  EXPECT_NEAR(halfway.norm(), 400.0, 1e-6) << "turns at the same distance";
  EXPECT_NEAR(halfway.x(), halfway.y(), 1e-6) << "half of a quarter turn";
}

TEST(Film, OfATreatmentRunsFromItsStartToItsEnd) {
  app::FilmOptions options;
  options.framesPerS = 10;
  options.treatmentS = 4;
  options.holdS = 1;
  const std::vector<app::FilmFrame> frames = app::filmOfTreatment({}, 1620.0, options);
  ASSERT_EQ(frames.size(), 41U + 10U);
  EXPECT_EQ(frames.front().timeS, 0.0);
  EXPECT_EQ(frames[20].timeS, 810.0);
  EXPECT_EQ(frames.back().timeS, 1620.0);
}

render::SceneState sampleScene() {
  const app::Opened opened = sampleWithNeedles();
  EvaluationOptions quick;
  quick.physics = false;
  quick.placementSamples = 0;
  render::SceneState state = render::startState(opened.model->sharedPatient(), opened.plan);
  state.evaluation =
      std::make_shared<const Evaluation>(evaluate(*opened.model, opened.plan, quick));
  state.surfaces = std::make_shared<const render::Surfaces>(
      render::makeSurfaces(opened.model->patient(), render::SurfaceQuality::Draft));
  return state;
}

TEST(Film, IsAFolderOfNumberedPicturesThatMove) {
  const ScratchFolder folder;
  app::FilmOptions options;
  options.widthPx = 192;
  options.heightPx = 108;
  options.framesPerS = 2;
  options.holdS = 1;
  options.flightS = 1;
  const std::filesystem::path out = folder.path() / "film";
  EXPECT_EQ(app::writeFilm(sampleScene(), options, out), 2 + 2 * 4);
  const std::string first = readFile(out / "frame-00001.png");
  EXPECT_EQ(first.substr(1, 3), "PNG");
  EXPECT_EQ(readFile(out / "frame-00002.png"), first) << "held";
  EXPECT_NE(readFile(out / "frame-00004.png"), first) << "under way";
  EXPECT_FALSE(std::filesystem::exists(out / "frame-00011.png"));
  EXPECT_THROW(app::writeFilm(sampleScene(), options, out), Error) << "never over something";
}

TEST(Film, SaysWhatItNeedsForAVideoAndForATreatment) {
  const std::string path = std::getenv("PATH");
  ::setenv("PATH", "/nowhere", 1);
  std::string words;
  try {
    app::requireEncoder();
  } catch (const Error& error) {
    words = error.what();
  }
  ::setenv("PATH", path.c_str(), 1);
  EXPECT_THAT(words, HasSubstr("needs ffmpeg, which is not installed"));
  app::FilmOptions treatment;
  treatment.of = app::FilmOf::Treatment;
  EXPECT_THROW(app::writeFilm(sampleScene(), treatment, ScratchFolder().path() / "film"), Error);
}

TEST(Film, IsAVideoWhereFfmpegIsInstalled) {
  try {
    app::requireEncoder();
  } catch (const Error& error) {
    GTEST_SKIP() << error.what();
  }
  const ScratchFolder folder;
  app::FilmOptions options;
  options.widthPx = 161;
  options.heightPx = 91;
  options.framesPerS = 1;
  app::writeFilm(sampleScene(), options, folder.path() / "film.mp4");
  EXPECT_EQ(readFile(folder.path() / "film.mp4").substr(4, 4), "ftyp");
  app::writeFilm(sampleScene(), options, folder.path() / "film.webm");
  EXPECT_EQ(readFile(folder.path() / "film.webm").substr(0, 4), "\x1A\x45\xDF\xA3");
  const auto files = std::filesystem::directory_iterator(folder.path());
  EXPECT_EQ(std::distance(begin(files), end(files)), 2) << "its pictures are gone";
}

TEST(Comparison, PutsTwoPlansSideBySideAndRefusesAnotherCase) {
  const render::SceneState state = sampleScene();
  const render::Camera camera = app::cameraOf(app::derivedBookmarks(state)[0].eye);
  const Plan moved = withShift(state.plan, "N1", Vec3(0, 0, 6));
  const app::Comparison comparison = app::compare(state, {"A", state.plan}, {"B", moved}, camera);
  EXPECT_NE(comparison.a.body, comparison.b.body);
  EXPECT_THAT(comparison.changes,
              testing::ElementsAre("N1: the target moved by 6.0 mm, the entry by 6.0 mm."));
  bool differs = false;
  for (const review::ComparedNumber& number : comparison.numbers)
    differs = differs || number.differs();
  EXPECT_TRUE(differs);
  Plan other = moved;
  other.patient.hash = "another";
  EXPECT_THROW(app::compare(state, {"A", state.plan}, {"B", other}, camera), Error);
}

}  // namespace
}  // namespace trocar::gui
