#include "core/io.h"
#include "planning/plan/plan_file.h"
#include "tests/gui/window_fixture.h"

#include <QLabel>
#include <QPushButton>
#include <gtest/gtest.h>

namespace trocar::gui {
namespace {

TEST_F(Window, ABadFileIsRefusedInWordsAndNothingChanges) {
  const std::filesystem::path bad = folder_.path() / "bad.json";
  writeFileAtomically(bad, "{ this is no plan");
  const Plan before = document().plan();
  window_->runner().run("open", {{"path", bad.string()}});
  auto* words = find<QLabel>("toastText");
  ASSERT_TRUE(waitFor([&] { return words->isVisible(); }));
  EXPECT_TRUE(words->text().contains("bad.json")) << words->text().toStdString();
  EXPECT_EQ(document().plan(), before);
  EXPECT_EQ(document().patient().id, sampleModel()->patient().id);
}

TEST_F(Window, SavingWritesThePlanAndMarksItSaved) {
  const std::filesystem::path file = folder_.path() / "plan.json";
  QTest::keyClick(window_.get(), Qt::Key_Up);
  EXPECT_TRUE(document().hasUnsavedChanges());
  window_->runner().run("save", {{"path", file.string()}});
  EXPECT_FALSE(document().hasUnsavedChanges());
  EXPECT_EQ(readPlan(file).needles, document().plan().needles);
  EXPECT_TRUE(waitFor([&] { return find<QLabel>("savedChip")->text().startsWith("saved"); }));
  QTest::keyClick(window_.get(), Qt::Key_Down);
  QTest::keyClick(window_.get(), Qt::Key_S, Qt::ControlModifier);
  EXPECT_EQ(readPlan(file).needles, document().plan().needles)
      << "Ctrl+S asks nothing a second time";
}

TEST_F(Window, UnsavedWorkIsKeptAndOfferedByTheNextWindow) {
  QTest::keyClick(window_.get(), Qt::Key_Up);
  const Plan work = document().plan();
  window_->close();
  EXPECT_TRUE(window_->isVisible()) << "it asks first";
  ASSERT_TRUE(answer("Close without saving"));
  EXPECT_TRUE(waitFor([&] { return !window_->isVisible(); }));
  window_.reset();
  openWindow(sampleOpened());
  ASSERT_EQ(document().leftovers().size(), 1U);
  EXPECT_TRUE(find<QWidget>("recoveryBanner")->isVisible());
  EXPECT_EQ(readPlan(document().leftovers()[0].autosave), work);
  find<QPushButton>("drop-unsaved")->click();
  EXPECT_TRUE(waitFor([&] { return !find<QWidget>("recoveryBanner")->isVisible(); }));
}

TEST_F(Window, AsksWhoseFileItIsWhereAnotherProgramWroteThePlan) {
  const std::filesystem::path file = folder_.path() / "shared.plan.json";
  const std::string caseFolder = (folder_.path() / "case").string();
  writeCase(sampleModel()->patient(), caseFolder);
  document().open(app::openedCase(sampleModel()->patient(), caseFolder));
  window_->runner().run("save", {{"path", file.string()}});
  ASSERT_FALSE(document().hasUnsavedChanges());
  Plan theirs = document().plan();
  theirs.note = "Theirs.";
  const auto editBoth = [&](const char* note) {
    writeFileAtomically(file, planToJson(theirs));
    Plan mine = document().plan();
    mine.note = note;
    document().commit("note", mine);
    window_->runner().run("save");
    return question("whoseFile") != nullptr;
  };
  const auto noteOnDisk = [&] { return planFromJson(readFile(file), "plan").note; };

  ASSERT_TRUE(editBoth("Mine."));
  EXPECT_TRUE(answer("Cancel", "whoseFile"));
  EXPECT_EQ(noteOnDisk(), "Theirs.");
  EXPECT_EQ(document().plan().note, "Mine.");
  EXPECT_TRUE(document().hasUnsavedChanges());

  ASSERT_TRUE(editBoth("Mine again."));
  EXPECT_TRUE(answer("Write over it", "whoseFile"));
  EXPECT_EQ(noteOnDisk(), "Mine again.");
  EXPECT_FALSE(document().hasUnsavedChanges());

  ASSERT_TRUE(editBoth("Mine for the last time."));
  EXPECT_TRUE(answer("Open that file", "whoseFile"));
  EXPECT_TRUE(waitFor([&] { return document().plan().note == "Theirs."; }));
  EXPECT_EQ(noteOnDisk(), "Theirs.");
}

TEST_F(Window, AnotherPatientTakesThePlaceOfAnUnsavedPlanOnlyAfterAQuestion) {
  QTest::keyClick(window_.get(), Qt::Key_Up);
  const Plan work = document().plan();
  const std::filesystem::path other = folder_.path() / "other.json";
  writeFileAtomically(other, planToJson(sampleOpened().plan));
  window_->runner().run("open", {{"path", other.string()}});
  ASSERT_TRUE(answer("Stay here"));
  EXPECT_FALSE(window_->runner().isBusy());
  EXPECT_EQ(document().plan(), work);

  window_->runner().run("open-bundled", {{"patient", "absent"}});
  ASSERT_TRUE(answer("Go on without saving"));
  ASSERT_TRUE(waitFor([&] { return !window_->runner().isBusy(); }));
  EXPECT_EQ(document().plan(), work) << "what cannot be opened takes nobody's place";

  document().open(sampleOpened());
  ASSERT_TRUE(waitFor([&] { return document().leftovers().size() == 1; }));
  EXPECT_EQ(readPlan(document().leftovers()[0].autosave), work);
  EXPECT_TRUE(waitFor([&] { return find<QWidget>("recoveryBanner")->isVisible(); }));
}

TEST_F(Window, WhileAPatientLoadsItsNameStandsOverTheViewsAndItCanBeCancelled) {
  auto* cover = find<QWidget>("loading");
  const std::string before = document().patient().id;
  EXPECT_TRUE(cover->isHidden());
  window_->runner().runAnyway("open-bundled", {{"patient", "t10-renal"}});
  ASSERT_TRUE(waitFor([&] { return cover->isVisible() || !window_->runner().isBusy(); }));
  ASSERT_TRUE(cover->isVisible()) << "opening takes longer than a turn of the window";
  EXPECT_TRUE(find<QLabel>("loadingName")->text().startsWith("Opening T10"))
      << find<QLabel>("loadingName")->text().toStdString();
  EXPECT_EQ(cover->geometry(), cover->parentWidget()->rect());
  find<QPushButton>("loadingCancel")->click();
  ASSERT_TRUE(waitFor([&] { return cover->isHidden(); }));
  EXPECT_EQ(document().patient().id, before);
}

TEST_F(Window, ASavedPlanGoesWithoutAQuestion) {
  QTest::keyClick(window_.get(), Qt::Key_Up);
  window_->runner().run("save", {{"path", (folder_.path() / "plan.json").string()}});
  window_->runner().run("open-bundled", {{"patient", "absent"}});
  EXPECT_FALSE(question());
  ASSERT_TRUE(waitFor([&] { return !window_->runner().isBusy(); }));
  EXPECT_TRUE(window_->close());
  EXPECT_FALSE(window_->isVisible());
}

TEST_F(Window, RemembersThemeTextSizeLayoutAndPlace) {
  const std::filesystem::path file = folder_.path() / "config" / "window.ini";
  {
    MainWindow first(folder_.path() / "first", file);
    first.resize(1100, 700);
    first.show();
    for (const char* action : {"theme", "font-larger", "layout-quad", "mouse-scheme"}) {
      first.document().open(sampleOpened());
      first.runner().run(action);
    }
    ASSERT_TRUE(waitFor([&] { return !first.isWaitingToShow(); }));
    first.close();
  }
  MainWindow second(folder_.path() / "second", file);
  const app::ViewState& view = second.document().view();
  EXPECT_EQ(view.theme, app::Theme::Light);
  EXPECT_EQ(view.fontPt, 11);
  EXPECT_EQ(view.layout, app::ViewLayout::Quad);
  EXPECT_EQ(view.mouse, app::MouseScheme::Pacs);
  second.takePlace();
  EXPECT_EQ(second.size(), QSize(1100, 700));
}

}  // namespace
}  // namespace trocar::gui
