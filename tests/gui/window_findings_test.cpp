#include "app/gui/cards/findings_list.h"
#include "tests/gui/window_fixture.h"

#include <QFrame>
#include <QLineEdit>
#include <QPushButton>
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace trocar::gui {
namespace {

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

}  // namespace
}  // namespace trocar::gui
