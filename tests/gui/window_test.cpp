#include "tests/gui/window_fixture.h"

#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace trocar::gui {
namespace {

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
