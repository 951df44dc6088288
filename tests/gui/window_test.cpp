#include "app/gui/cards/findings_list.h"
#include "app/gui/window/main_window.h"
#include "core/io.h"
#include "planning/plan/plan_file.h"
#include "tests/gui/samples.h"
#include "tests/gui/view_driver.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFrame>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMessageBox>
#include <QPushButton>
#include <QSlider>
#include <QToolButton>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <vector>

namespace trocar::gui {
namespace {

constexpr int kScene = 0;
constexpr int kWindowAxial = 1;
constexpr int kSagittal = 2;

/// A window on the sample, on a real display.
class Window : public testing::Test {
 protected:
  void openWindow(const app::Opened& opened) {
    window_ = std::make_unique<MainWindow>(folder_.path() / "state");
    window_->resize(1440, 900);
    window_->show();
    window_->activateWindow();
    QApplication::setActiveWindow(window_.get());
    ASSERT_TRUE(QTest::qWaitForWindowExposed(window_.get()));
    window_->document().open(opened);
    ASSERT_TRUE(waitFor([&] { return shown(); }));
  }
  void SetUp() override { openWindow(sampleWithNeedles()); }

  bool shown() const {
    return !window_->isWaitingToShow() && window_->pane(kWindowAxial).view().state().patient;
  }
  /// Brings the slices to a place and waits until they are there.
  void sliceTo(const Vec3& pointMm) const {
    window_->runner().run("go-to", {{"atMm", {pointMm.x(), pointMm.y(), pointMm.z()}}});
    ASSERT_TRUE(waitFor([&] { return shown(); }));
  }
  app::Document& document() const { return window_->document(); }
  const Needle& needle(const char* id) const { return *document().plan().find(id); }
  template <typename Widget>
  Widget* find(const QString& name) const {
    return window_->findChild<Widget*>(name);
  }
  QMessageBox* question(const char* name = "unsavedQuestion") const {
    return window_->findChild<QMessageBox*>(name);
  }
  /// Presses a button of a question, that about the unsaved plan; false where it is not asked.
  bool answer(const QString& word, const char* name = "unsavedQuestion") const {
    const QMessageBox* box = question(name);
    for (QAbstractButton* button : box ? box->buttons() : QList<QAbstractButton*>()) {
      if (button->text().remove('&') == word) {
        button->click();
        return waitFor([&] { return question(name) == nullptr; });
      }
    }
    return false;
  }
  void settle() const {
    ASSERT_TRUE(waitFor([&] { return document().evaluationIsCurrent(); }));
    QCoreApplication::processEvents();
  }

  /// As a person chooses a line of a list.
  static void choose(QComboBox* combo, const char* key) {
    const int index = combo->findData(key);
    ASSERT_GE(index, 0) << key;
    combo->setCurrentIndex(index);
    emit combo->activated(index);
  }

  ScratchFolder folder_;
  std::unique_ptr<MainWindow> window_;
};

std::vector<Finding> manyFindings(int count) {
  std::vector<Finding> findings(static_cast<std::size_t>(count));
  for (int n = 0; n < count; ++n) {
    findings[static_cast<std::size_t>(n)].rule = "a-rule";
    findings[static_cast<std::size_t>(n)].severity = Finding::Severity::Danger;
    findings[static_cast<std::size_t>(n)].subject = "N" + std::to_string(n);
    findings[static_cast<std::size_t>(n)].text = "N" + std::to_string(n) + ": something.";
  }
  return findings;
}

/// Of one needle, by two rules.
std::vector<Finding> twoThatSayOneThing() {
  std::vector<Finding> findings = manyFindings(2);
  findings[1].subject = "N0";
  findings[1].rule = "b-rule";
  return findings;
}

TEST_F(Window, ShowsTenFindingsAndTheRestBehindAButton) {
  FindingsList list(window_->runner());
  Evaluation evaluation;
  evaluation.findings = manyFindings(13);
  list.show(&evaluation, document());
  list.QWidget::show();
  const auto visible = [&] {
    QCoreApplication::processEvents();
    const QList<QFrame*> cards = list.findChildren<QFrame*>("finding");
    return std::count_if(
        cards.begin(), cards.end(), [](const QFrame* card) { return card->isVisible(); });
  };
  EXPECT_EQ(visible(), 10);
  auto* more = list.findChild<QPushButton*>("showMoreFindings");
  ASSERT_NE(more, nullptr);
  EXPECT_EQ(more->text(), "3 more");
  more->click();
  EXPECT_EQ(visible(), 13);
  evaluation.findings = manyFindings(12);
  list.show(&evaluation, document());
  EXPECT_EQ(visible(), 12) << "what was opened stays open";
  evaluation.findings = manyFindings(10);
  list.show(&evaluation, document());
  EXPECT_EQ(list.findChild<QPushButton*>("showMoreFindings"), nullptr);
}

TEST_F(Window, SettlesEachOfSeveralFindingsThatSayOneThing) {
  FindingsList list(window_->runner());
  Evaluation evaluation;
  evaluation.findings = twoThatSayOneThing();
  list.show(&evaluation, document());
  list.QWidget::show();
  ASSERT_EQ(list.findChildren<QFrame*>("finding").size(), 1);
  auto* reason = list.findChild<QLineEdit*>("reason-b-rule-N0");
  ASSERT_NE(reason, nullptr);
  EXPECT_FALSE(reason->isVisible());
  for (QPushButton* button : list.findChildren<QPushButton*>()) {
    if (button->text() == "or settle each by itself")
      button->click();
  }
  EXPECT_TRUE(reason->isVisible());
  reason->setText("Seen.");
  QTest::keyClick(reason, Qt::Key_Return);
  const std::vector<Acceptance>& accepted = document().plan().acceptances;
  ASSERT_EQ(accepted.size(), 1U);
  EXPECT_EQ(accepted.front().rule, "b-rule");
}

TEST_F(Window, AcceptsSeveralFindingsThatSayOneThingForOneReason) {
  FindingsList list(window_->runner());
  Evaluation evaluation;
  evaluation.findings = twoThatSayOneThing();
  list.show(&evaluation, document());
  list.QWidget::show();
  auto* reason = list.findChild<QLineEdit*>(QString::fromStdString(
      "reason-all-" + evaluation.findings[0].rule + "-" + evaluation.findings[0].subject));
  ASSERT_NE(reason, nullptr);
  EXPECT_TRUE(reason->isVisible());
  reason->setText("Weighed with the board.");
  QTest::keyClick(reason, Qt::Key_Return);
  const std::vector<Acceptance>& accepted = document().plan().acceptances;
  ASSERT_EQ(accepted.size(), 2U);
  for (const Acceptance& one : accepted)
    EXPECT_EQ(one.reason, "Weighed with the board.");
  window_->runner().run("undo", {});
  EXPECT_TRUE(document().plan().acceptances.empty()) << "one step back takes back all";
}

TEST_F(Window, ANeedlesCardSaysOneVerdictWithItsPartsBelow) {
  settle();
  window_->runner().run("step-needles", {});
  ASSERT_TRUE(waitFor([&] { return find<QFrame>("needle-N1") != nullptr; }));
  const auto* card = find<QFrame>("needle-N1");
  ASSERT_NE(card, nullptr);
  const auto* verdict = card->findChild<QLabel*>("verdict");
  const auto* parts = card->findChild<QLabel*>("verdictParts");
  ASSERT_TRUE(verdict && parts);
  EXPECT_TRUE(verdict->text() == "Safety" || verdict->text() == "Caution")
      << verdict->text().toStdString();
  EXPECT_TRUE(parts->text().startsWith("grade ")) << parts->text().toStdString();
}

TEST_F(Window, DraggingATipInAxialMovesItByAsManyMillimetres) {
  ViewDriver axial(*window_, kWindowAxial);
  const Trajectory before = needle("N1").trajectory;
  sliceTo(before.target);
  axial.drag(before.target, {40, 0});
  const Trajectory after = needle("N1").trajectory;
  EXPECT_NEAR(after.target.x() - before.target.x(),
              40 * axial.millimetresPerPixel(),
              axial.millimetresPerPixel())
      << "to the right of the screen is to the patient's left";
  EXPECT_NEAR(after.target.y(), before.target.y(), 1e-6);
  EXPECT_NEAR(after.target.z(), before.target.z(), 1e-6);
  EXPECT_EQ(after.entry, before.entry);
  EXPECT_EQ(document().history().undoLabel(), "Move tip, N1 left L3");
  EXPECT_EQ(needle("N2").trajectory, sampleWithNeedles().plan.needles[1].trajectory);
}

TEST_F(Window, LeftIsOnTheRightOfTheScreenInAxialAndAnteriorIsUp) {
  ViewDriver axial(*window_, kWindowAxial);
  const Vec3 at = document().view().crosshairMm;
  EXPECT_GT(axial.at(at + Vec3(20, 0, 0)).x(), axial.at(at).x());
  EXPECT_LT(axial.at(at - Vec3(0, 20, 0)).y(), axial.at(at).y());
  ViewDriver sagittal(*window_, kSagittal);
  EXPECT_LT(sagittal.at(at + Vec3(0, 0, 20)).y(), sagittal.at(at).y()) << "superior is up";
  EXPECT_GT(sagittal.at(at + Vec3(0, 20, 0)).x(), sagittal.at(at).x()) << "posterior is right";
}

TEST_F(Window, UndoAndRedoByKeyBringTheNeedleBackAndForth) {
  const Plan before = document().plan();
  QTest::keyClick(window_.get(), Qt::Key_Right, Qt::ShiftModifier);
  const Plan after = document().plan();
  EXPECT_NEAR(after.find("N1")->trajectory.target.x() - before.find("N1")->trajectory.target.x(),
              5.0,
              1e-9);
  QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier);
  EXPECT_EQ(document().plan(), before);
  QTest::keyClick(window_.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
  EXPECT_EQ(document().plan(), after);
}

TEST_F(Window, EscGivesUpADrag) {
  ViewDriver axial(*window_, kWindowAxial);
  const Plan before = document().plan();
  sliceTo(before.find("N1")->trajectory.target);
  const QPoint from = axial.at(before.find("N1")->trajectory.target);
  axial.press(before.find("N1")->trajectory.target);
  axial.moveTo(from + QPoint(15, 0));
  axial.moveTo(from + QPoint(30, 0));
  EXPECT_TRUE(document().previewing());
  QTest::keyClick(window_.get(), Qt::Key_Escape);
  axial.moveTo(from + QPoint(50, 0));
  axial.release(from + QPoint(50, 0));
  EXPECT_EQ(document().plan(), before);
  EXPECT_FALSE(document().history().canUndo());
}

TEST_F(Window, ALevelDragWithTheRightButtonChangesTheWindow) {
  ViewDriver axial(*window_, kWindowAxial);
  const render::HuWindow before = document().view().window;
  axial.drag(document().view().crosshairMm, {20, 10}, Qt::RightButton);
  EXPECT_GT(document().view().window.widthHu, before.widthHu);
  EXPECT_LT(document().view().window.levelHu, before.levelHu);
}

TEST_F(Window, AClickSetsTheCrosshairInEveryView) {
  ViewDriver axial(*window_, kWindowAxial);
  const Vec3 to = document().view().crosshairMm + Vec3(-25, -20, 0);
  axial.click(to);
  EXPECT_NEAR((document().view().crosshairMm - to).norm(), 0.0, axial.millimetresPerPixel());
  ViewDriver sagittal(*window_, kSagittal);
  EXPECT_TRUE(
      waitFor([&] { return std::abs(sagittal.pane().view().distanceToSliceMm(to)) < 1.0; }));
}

TEST_F(Window, ShiftAndMoveTakesTheCrosshairAlong) {
  ViewDriver sagittal(*window_, kSagittal);
  const Vec3 to = document().view().crosshairMm + Vec3(0, 12, 15);
  sagittal.moveTo(sagittal.at(to), Qt::ShiftModifier);
  EXPECT_NEAR(
      (document().view().crosshairMm - to).norm(), 0.0, 2.0 * sagittal.millimetresPerPixel());
}

TEST_F(Window, TheWheelScrollsAndWithControlZooms) {
  ViewDriver axial(*window_, kWindowAxial);
  const double z = document().view().crosshairMm.z();
  axial.wheel(1);
  EXPECT_NEAR(document().view().crosshairMm.z(), z + 2.5, 1e-6);
  const double scale = axial.millimetresPerPixel();
  axial.wheel(2, Qt::ControlModifier);
  EXPECT_LT(axial.millimetresPerPixel(), scale);
}

TEST_F(Window, ADoubleClickShowsOneViewAloneAndBack) {
  ViewDriver axial(*window_, kWindowAxial);
  axial.doubleClick();
  EXPECT_TRUE(waitFor([&] { return !window_->pane(kScene).isVisible(); }));
  EXPECT_TRUE(axial.pane().isVisible());
  axial.doubleClick();
  EXPECT_TRUE(waitFor([&] { return window_->pane(kScene).isVisible(); }));
}

TEST_F(Window, EveryStepOfTheRailShowsItsPage) {
  for (const char* step :
       {"step-case", "step-anatomy", "step-needles", "step-treatment", "step-review"}) {
    find<QToolButton>(step)->click();
    EXPECT_TRUE(waitFor([&] { return find<QToolButton>(step)->isChecked(); })) << step;
  }
  EXPECT_EQ(document().view().step, app::Step::Review);
}

TEST_F(Window, TheNeedlesPageGradesEachNeedle) {
  find<QToolButton>("step-needles")->click();
  settle();
  ASSERT_TRUE(waitFor([&] { return find<QWidget>("needle-N1") && find<QWidget>("needle-N2"); }));
  const NeedleEvaluation& numbers = document().evaluation()->needles.front();
  ASSERT_TRUE(numbers.breach);
  QStringList words;
  for (const QLabel* label : find<QWidget>("needle-N1")->findChildren<QLabel*>())
    words << label->text();
  EXPECT_TRUE(words.contains(QString(QChar(numbers.breach->grade))))
      << words.join("|").toStdString();
}

TEST_F(Window, WithoutLabelsSafetyIsNotJudgedAndNoGradeIsGreen) {
  app::Opened bare = sampleWithNeedles();
  Case patient = *bare.original;
  patient.structures.clear();
  bare.original = std::make_shared<const Case>(std::move(patient));
  bare.model = std::make_shared<const CaseModel>(bare.original);
  document().open(bare);
  settle();
  const auto* safety = find<QPushButton>("dangers");
  ASSERT_TRUE(waitFor([&] { return safety->text() == "Safety: not judged"; }))
      << safety->text().toStdString();
  EXPECT_TRUE(safety->property("class").toString().contains("unjudgedPill"));
  window_->runner().run("step-review");
  EXPECT_TRUE(waitFor([&] {
    return find<QLabel>("verdict")->text().contains("not judged", Qt::CaseInsensitive);
  })) << find<QLabel>("verdict")->text().toStdString();
}

TEST_F(Window, ChoosingAnInstrumentInTheListChangesTheNeedle) {
  find<QToolButton>("step-needles")->click();
  ASSERT_TRUE(waitFor([&] { return find<QWidget>("needle-N1") != nullptr; }));
  auto* combo = find<QWidget>("needle-N1")->findChild<QComboBox*>("needleInstrument");
  ASSERT_TRUE(combo);
  const int index = combo->findData("bone-needle-13g");
  combo->setCurrentIndex(index);
  emit combo->activated(index);
  EXPECT_EQ(needle("N1").instrument, "bone-needle-13g");
}

TEST_F(Window, FrameworksStandOnTheFirstPageAndAreAnsweredThere) {
  find<QToolButton>("step-case")->click();
  ASSERT_TRUE(waitFor([&] {
    return find<QLabel>("state-sins") && find<QLabel>("state-sins")->text() != "not answered";
  })) << "measured answers arrive by themselves";
  find<QPushButton>("open-sins")->click();
  ASSERT_TRUE(waitFor([&] { return find<QComboBox>("answer-sins-pain") != nullptr; }));
  auto* pain = find<QComboBox>("answer-sins-pain");
  EXPECT_EQ(document().view().framework, "sins");
  EXPECT_TRUE(waitFor([&] { return pain->itemText(0).endsWith("estimated"); }))
      << pain->itemText(0).toStdString();
  choose(pain, "none");
  EXPECT_EQ(document().plan().scores.at("sins").at("pain"), "none");
  EXPECT_TRUE(waitFor([&] { return pain->currentData() == "none"; }));
  choose(pain, "");
  EXPECT_TRUE(document().plan().scores.empty()) << "left to the proposal again";
  find<QPushButton>("open-sins")->click();
  EXPECT_TRUE(waitFor([&] { return !pain->isVisible(); }));
}

TEST_F(Window, ATriggerOfEarlySurgeryIsFramedOnTheFirstPageAndOnReview) {
  find<QToolButton>("step-case")->click();
  ASSERT_TRUE(waitFor([&] { return find<QLabel>("surgeryFirst")->isHidden(); }));
  window_->runner().run(
      "score-answer", {{"score", "early-surgery"}, {"question", "leg-deficit"}, {"answer", "yes"}});
  EXPECT_TRUE(waitFor([&] {
    return find<QLabel>("surgeryFirst")->text() ==
           "Surgical evaluation first: Leg weakness or sensory deficit (entered)";
  }));
  find<QToolButton>("step-review")->click();
  EXPECT_TRUE(waitFor([&] { return find<QLabel>("reviewSurgeryFirst")->isVisible(); }));
}

TEST_F(Window, WhatAPersonEntersHasItsFieldWhereTheThingStands) {
  find<QToolButton>("step-treatment")->click();
  choose(find<QComboBox>("intent"), "curative");
  choose(find<QComboBox>("lethalCriterion"), "cem43");
  EXPECT_EQ(document().plan().intent, Intent::Curative);
  EXPECT_EQ(document().plan().lethalCriterion, LethalCriterion::EquivalentMinutes);
  find<QToolButton>("step-anatomy")->click();
  ASSERT_TRUE(waitFor([&] { return find<QComboBox>("embolised")->isVisible(); }));
  choose(find<QComboBox>("embolised"), "done");
  EXPECT_EQ(document().plan().scores.at("embolisation").at("embolised"), "done");
  window_->runner().run("go-to-level", {{"level", "L3"}});
  ASSERT_TRUE(waitFor([&] { return find<QCheckBox>("fractured-left")->isVisible(); }));
  find<QCheckBox>("fractured-left")->click();
  EXPECT_TRUE(hasPedicleFracture(document().plan(), "L3", Side::Left));
}

TEST_F(Window, ADeviceIsOpenedOnItsNeedlesCard) {
  window_->runner().run("instrument", {{"needle", "N1"}, {"instrument", "balloon-15"}});
  window_->runner().run("select-needle", {{"needle", "N1"}});
  find<QToolButton>("step-needles")->click();
  ASSERT_TRUE(waitFor([&] { return find<QWidget>("needle-N1") != nullptr; }));
  const auto value = [&] {
    return find<QWidget>("needle-N1")->findChild<QDoubleSpinBox*>("deviceValue");
  };
  ASSERT_TRUE(waitFor([&] { return value()->isVisible(); }));
  EXPECT_EQ(value()->text(), "not opened");
  value()->setValue(3.0);
  EXPECT_EQ(needle("N1").device.balloonMl, 3.0);
  EXPECT_TRUE(waitFor([&] { return value()->text() == "3.0 ml"; }));
  value()->setValue(0.0);
  EXPECT_FALSE(needle("N1").device.balloonMl) << "the lowest value takes it back";
  window_->runner().run("instrument", {{"needle", "N1"}, {"instrument", "bone-needle-11g"}});
  EXPECT_TRUE(waitFor([&] { return !value()->isVisible(); }));
}

TEST_F(Window, TheCementSliderPlansAnInjection) {
  find<QToolButton>("step-treatment")->click();
  ASSERT_TRUE(waitFor([&] { return find<QWidget>("treat-N1") != nullptr; }));
  find<QWidget>("treat-N1")->findChild<QSlider*>("cementSlider")->setValue(25);
  ASSERT_EQ(document().plan().injections.size(), 1U);
  EXPECT_DOUBLE_EQ(document().plan().injections[0].volumeMl, 2.5);
  EXPECT_EQ(document().plan().injections[0].needle, "N1");
}

TEST_F(Window, ThePaletteFindsAndRunsAnAction) {
  QTest::keyClick(window_.get(), Qt::Key_K, Qt::ControlModifier);
  auto* search = find<QLineEdit>("paletteSearch");
  ASSERT_TRUE(waitFor([&] { return search->isVisible(); }));
  QTest::keyClicks(search, "window lung");
  ASSERT_EQ(find<QListWidget>("paletteList")->count(), 1);
  QTest::keyClick(search, Qt::Key_Return);
  EXPECT_EQ(document().view().window, (render::HuWindow{1400, -500}));
  EXPECT_TRUE(waitFor([&] { return !search->isVisible(); }));
}

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

TEST_F(Window, ASavedPlanGoesWithoutAQuestion) {
  QTest::keyClick(window_.get(), Qt::Key_Up);
  window_->runner().run("save", {{"path", (folder_.path() / "plan.json").string()}});
  window_->runner().run("open-bundled", {{"patient", "absent"}});
  EXPECT_FALSE(question());
  ASSERT_TRUE(waitFor([&] { return !window_->runner().isBusy(); }));
  EXPECT_TRUE(window_->close());
  EXPECT_FALSE(window_->isVisible());
}

TEST_F(Window, TextGrowsByEveryKeyThatAKeyboardSendsForIt) {
  for (const auto& [key, shift] : {std::pair{Qt::Key_Plus, Qt::NoModifier},
                                   {Qt::Key_Equal, Qt::NoModifier},
                                   {Qt::Key_Plus, Qt::ShiftModifier},
                                   {Qt::Key_Equal, Qt::ShiftModifier},
                                   {Qt::Key_Plus, Qt::KeypadModifier}}) {
    const int before = document().view().fontPt;
    QTest::keyClick(window_.get(), key, Qt::ControlModifier | shift);
    EXPECT_EQ(document().view().fontPt, before + 1) << key << " " << shift;
    QTest::keyClick(window_.get(), Qt::Key_Minus, Qt::ControlModifier);
    EXPECT_EQ(document().view().fontPt, before);
  }
}

TEST_F(Window, ABookmarkAsksForNoNewNumbers) {
  settle();
  ASSERT_TRUE(waitFor([&] { return window_->isSettled(); }));
  const std::uint64_t serial = document().planSerial();
  QTest::keyClick(window_.get(), Qt::Key_D, Qt::ControlModifier);
  ASSERT_EQ(document().plan().bookmarks.size(), 1U);
  EXPECT_EQ(document().planSerial(), serial);
  EXPECT_TRUE(document().evaluationIsCurrent());
  EXPECT_FALSE(window_->loop().isRefining());
  window_->runner().run("undo");
  EXPECT_EQ(document().planSerial(), serial);
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

TEST_F(Window, HidingARoleHidesItsStructures) {
  find<QToolButton>("step-anatomy")->click();
  ASSERT_TRUE(waitFor([&] { return find<QAbstractButton>("role-vertebra") != nullptr; }));
  find<QAbstractButton>("role-vertebra")->click();
  EXPECT_EQ(document().view().appearance.at("vertebra_L3").visible, false);
  ASSERT_TRUE(
      waitFor([&] { return !find<QAbstractButton>("structure-vertebra_L3")->isChecked(); }));
  find<QAbstractButton>("structure-vertebra_L3")->click();
  EXPECT_EQ(document().view().appearance.at("vertebra_L3").visible, true);
  EXPECT_EQ(document().view().appearance.at("vertebra_L2").visible, false);
}

TEST_F(Window, SurfacesAndMeasuresArriveByThemselves) {
  EXPECT_TRUE(waitFor([&] { return window_->facts().surfaces() && window_->facts().vertebrae(); }));
  EXPECT_TRUE(window_->facts().surfaces()->contains("vertebra_L3"));
}

/// Labels on the screen that hold more text than they show.
std::vector<std::string> cutOff(const QWidget& window) {
  std::vector<std::string> names;
  for (const QLabel* label : window.findChildren<QLabel*>()) {
    if (label->isVisible() && label->wordWrap() &&
        label->height() < label->heightForWidth(label->width()))
      names.push_back((label->objectName() + ": " + label->text().left(60)).toStdString());
  }
  return names;
}

TEST_F(Window, NoTextOfAPageIsCutOffAsThePlanGrows) {
  for (int round = 0; round < 4; ++round) {
    Plan plan = document().plan();
    Needle more = plan.needles.front();
    more.id = nextNeedleId(plan);
    more.trajectory.target.z() += 3.0 * (round + 1);
    document().commit("more", withNeedle(plan, more));
    settle();
    for (const char* step : {"step-review", "step-treatment", "step-needles", "step-case"}) {
      window_->runner().run(step);
      EXPECT_TRUE(waitFor([&] { return cutOff(*window_).empty(); }))
          << step << " with " << document().plan().needles.size()
          << " needles: " << testing::PrintToString(cutOff(*window_));
    }
  }
}

TEST_F(Window, EverythingFitsInASmallWindowAndWithLargeText) {
  for (int larger = 0; larger < 4; ++larger)
    window_->runner().run("font-larger");
  window_->resize(1280, 720);
  EXPECT_TRUE(waitFor([&] { return window_->width() == 1280; }));
  QCoreApplication::processEvents();
  EXPECT_LE(window_->minimumSizeHint().width(), 1280);
  EXPECT_LE(window_->minimumSizeHint().height(), 720);
  const QLabel* badge = find<QLabel>("badge");
  EXPECT_TRUE(waitFor(
      [&] { return badge->visibleRegion().boundingRect().width() >= badge->sizeHint().width(); }));
}

}  // namespace
}  // namespace trocar::gui
