#include "planning/plan/entered_scores.h"
#include "tests/gui/window_fixture.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateEdit>
#include <QDoubleSpinBox>
#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QSlider>
#include <QToolButton>
#include <gtest/gtest.h>

#include <vector>

namespace trocar::gui {
namespace {

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
  EXPECT_EQ(answerTo(document().plan(), "sins", "pain", sampleLesionId()), "none");
  EXPECT_TRUE(waitFor([&] { return pain->currentData() == "none"; }));
  choose(pain, "");
  EXPECT_TRUE(document().plan().lesionScores.empty()) << "left to the proposal again";
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
  ASSERT_TRUE(waitFor([&] { return find<QComboBox>("embolisation")->isVisible(); }));
  EXPECT_FALSE(find<QComboBox>("embolicMaterial")->isVisible());
  choose(find<QComboBox>("embolisation"), "planned");
  ASSERT_TRUE(waitFor([&] { return find<QComboBox>("embolicMaterial")->isVisible(); }));
  choose(find<QComboBox>("embolicMaterial"), "gelatin");
  choose(find<QComboBox>("flowCut"), "0.9");
  find<QDateEdit>("embolisationDate")->setDate(QDate(2026, 3, 1));
  find<QDateEdit>("procedureDate")->setDate(QDate(2026, 3, 2));
  EXPECT_EQ(document().plan().procedureDate, "2026-03-02");
  EXPECT_EQ(document().plan().embolisations.at(sampleLesionId()),
            (Embolisation{"2026-03-01", "gelatin", 0.9}));
  EXPECT_TRUE(waitFor([&] {
    return find<QLabel>("flowLeft")
        ->text()
        .startsWith("67 % of the flow is left for the needles, embolised 1 day");
  })) << find<QLabel>("flowLeft")->text().toStdString();
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

}  // namespace
}  // namespace trocar::gui
