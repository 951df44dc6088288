#include "app/autosave.h"

#include "core/io.h"
#include "planning/plan/plan_file.h"
#include "tests/gui/samples.h"

#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

namespace trocar::gui {
namespace {

namespace fs = std::filesystem;

/// Keeps a plan in another process that then dies without a word, as after kill -9.
void crashWith(const fs::path& state, const Plan& plan, const fs::path& planFile) {
  const pid_t child = fork();
  if (child == 0) {
    app::Autosave autosave(state);
    autosave.keep(plan, planFile);
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
}

TEST(Autosave, OffersWhatACrashLeft) {
  const ScratchFolder folder;
  const fs::path file = folder.path() / "plan.json";
  const Plan plan = sampleWithNeedles().plan;
  crashWith(folder.path() / "state", plan, file);
  const std::vector<app::Leftover> found = app::leftovers(folder.path() / "state");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].planFile, file);
  EXPECT_EQ(found[0].autosave.parent_path(), folder.path()) << "beside the plan";
  EXPECT_EQ(readPlan(found[0].autosave), plan);
  EXPECT_EQ(found[0].caseId, plan.patient.id);
}

TEST(Autosave, KeepsAPlanWithoutAFileInTheStateFolder) {
  const ScratchFolder folder;
  crashWith(folder.path(), sampleWithNeedles().plan, {});
  const std::vector<app::Leftover> found = app::leftovers(folder.path());
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].autosave.parent_path(), folder.path());
  app::discard(found[0]);
  EXPECT_TRUE(app::leftovers(folder.path()).empty());
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(Autosave, DoesNotOfferTheWorkOfAProgramThatRuns) {
  const ScratchFolder folder;
  app::Autosave autosave(folder.path());
  autosave.keep(sampleOpened().plan, {});
  EXPECT_TRUE(app::leftovers(folder.path()).empty());
  autosave.leave();
  EXPECT_EQ(app::leftovers(folder.path()).size(), 1U) << "left behind on purpose";
}

TEST(Autosave, LeavesNothingAfterSaving) {
  const ScratchFolder folder;
  app::Autosave autosave(folder.path() / "state");
  autosave.keep(sampleOpened().plan, folder.path() / "plan.json");
  autosave.forget();
  EXPECT_TRUE(fs::is_empty(folder.path() / "state"));
}

TEST(Autosave, DoesNotOverwriteWhatAnEarlierCrashLeft) {
  const ScratchFolder folder;
  const fs::path file = folder.path() / "plan.json";
  crashWith(folder.path() / "state", sampleWithNeedles().plan, file);
  app::Autosave autosave(folder.path() / "state");
  autosave.keep(sampleOpened().plan, file);
  const std::vector<app::Leftover> found = app::leftovers(folder.path() / "state");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(readPlan(found[0].autosave), sampleWithNeedles().plan);
}

TEST(Autosave, IgnoresFilesThatAreNoNotes) {
  const ScratchFolder folder;
  writeFileAtomically(folder.path() / "x.session.json", "{");
  EXPECT_TRUE(app::leftovers(folder.path()).empty());
  EXPECT_TRUE(app::leftovers(folder.path() / "absent").empty());
}

}  // namespace
}  // namespace trocar::gui
