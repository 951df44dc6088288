#include "core/results.h"
#include "tests/gui/window_fixture.h"

namespace trocar::gui {
namespace {

/// The window on the sample with cement through N1, on a model that remembers.
class KnownNumbers : public Window {
 protected:
  void SetUp() override {
    app::Opened opened = sampleWithNeedles();
    opened.model = std::make_shared<const CaseModel>(
        opened.original, anatomy::Corrections(), ModelMemory{results_, "the sample"});
    opened.plan.needles.front().purpose = Purpose::Cement;
    opened.plan.injections = {{"N1", 0.3}};
    openWindow(opened);
    ASSERT_TRUE(waitFor([&] { return window_->isSettled(); }));
  }
  int worked() const {
    int count = 0;
    for (const char* kind : {"access", "placement", "cement", "curing", "stiffness"})
      count += results_->made(kind);
    return count;
  }
  void edit(const Vec3& byMm) const {
    document().commit("Move", withShift(document().plan(), "N1", byMm));
    ASSERT_TRUE(waitFor([&] { return window_->isSettled(); }));
  }

  std::shared_ptr<Results> results_ = std::make_shared<Results>();
};

TEST_F(KnownNumbers, ComeBackAtOnceAfterUndo) {
  const auto first = document().evaluation();
  edit(Vec3(0, 0, 1));
  const int before = worked();
  document().undo();
  ASSERT_TRUE(waitFor([&] { return !window_->isWaitingToShow(); }));
  EXPECT_TRUE(document().evaluationIsCurrent());
  EXPECT_TRUE(window_->isSettled());
  EXPECT_EQ(document().evaluation()->cement->inBodyMl, first->cement->inBodyMl);
  EXPECT_EQ(document().evaluation()->findings, first->findings);
  document().redo();
  ASSERT_TRUE(waitFor([&] { return window_->isSettled(); }));
  EXPECT_EQ(worked(), before);
}

TEST_F(KnownNumbers, ANeedleWithoutCementLeavesTheCement) {
  const int cement = results_->made("cement"), access = results_->made("access");
  document().commit("Move", withShift(document().plan(), "N2", Vec3(0, 0, 1)));
  ASSERT_TRUE(waitFor([&] { return window_->isSettled(); }));
  EXPECT_EQ(results_->made("cement"), cement);
  EXPECT_EQ(results_->made("access"), access + 1);
}

TEST_F(KnownNumbers, TheNextEditCancelsAnEnsemble) {
  window_->runner().run("leak-chances", {{"members", 1000}});
  ASSERT_TRUE(window_->runner().isBusy());
  document().commit("Move", withShift(document().plan(), "N2", Vec3(0, 0, 1)));
  ASSERT_TRUE(waitFor([&] { return !window_->runner().isBusy(); }));
  EXPECT_EQ(results_->made("leaks"), 0);
}

TEST_F(KnownNumbers, ABookmarkAndANoteWorkNothingOut) {
  const int before = worked();
  Plan plan = document().plan();
  plan.note = "To be discussed.";
  plan.bookmarks.push_back(Bookmark());
  document().commit("Write a note", plan);
  ASSERT_TRUE(waitFor([&] { return window_->isSettled(); }));
  EXPECT_EQ(worked(), before);
}

}  // namespace
}  // namespace trocar::gui
