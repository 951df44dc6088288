// What the program says of itself, and how it refuses a call that cannot be.
#include "core/io.h"
#include "tests/cli/run_trocar.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <gmock/gmock.h>

namespace trocar::cli {
namespace {

using testing::HasSubstr;

const std::map<std::string, std::string> kNoDisplay = {
    {"DISPLAY", ""}, {"WAYLAND_DISPLAY", ""}, {"QT_QPA_PLATFORM", ""}};

void expectRefusedCall(const Outcome& run, const std::string& word) {
  EXPECT_EQ(run.status, 2);
  EXPECT_THAT(run.err, HasSubstr(word));
  EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
}

TEST(Help, WithoutADisplayThePlannerSaysSoInOneLine) {
  expectRefusedCall(runTrocar({}, kNoDisplay), "display");
  expectRefusedCall(runTrocar({"open"}, kNoDisplay), "display");
  expectRefusedCall(runTrocar({"open", "bundled:l3-breast"}, {{"DISPLAY", ":4711"}}), ":4711");
  const Outcome help = runTrocar({"open", "--help"}, kNoDisplay);
  EXPECT_EQ(help.status, 0) << help.err;
  EXPECT_THAT(help.out, HasSubstr("planner"));
  EXPECT_THAT(runTrocar({"--help"}).out, HasSubstr("\n  open "));
}

TEST(Help, NamesTheWordThatIsNoVerbAndTheOneThatWasMeant) {
  expectRefusedCall(runTrocar({"frobnicate"}), "'frobnicate'");
  expectRefusedCall(runTrocar({"evalute"}), "evaluate");
}

TEST(Help, ListsTheWordsOfOptions) {
  for (const auto& [verb, word] : std::map<std::string, std::string>{{"needle", "parapedicular"},
                                                                     {"suggest", "transiliac"},
                                                                     {"export", "seg.nrrd"},
                                                                     {"render", "left-posterior"},
                                                                     {"xray", "prone"},
                                                                     {"demo", "l3-breast"},
                                                                     {"import", "thecal_sac"}})
    EXPECT_THAT(runTrocar({verb, "--help"}).out, HasSubstr(word)) << verb;
  expectRefusedCall(
      runTrocar({"needle", "bundled:l3-breast", "--approach", "nonsense", "--out", "x"}),
      "acetabular-anterior");
}

TEST(Help, AManPageAndCompletionsFollowTheTableOfVerbs) {
  const std::string man = runTrocar({"manual", "man"}).out;
  const std::string bash = runTrocar({"manual", "bash"}).out;
  for (const char* word : {"evaluate", "lesson grade", "walkthrough.html"}) {
    EXPECT_THAT(man, HasSubstr(word));
    EXPECT_THAT(bash, HasSubstr(word));
  }
  EXPECT_EQ(man.substr(0, 4), ".TH ");
  const TemporaryFolder folder;
  writeFileAtomically(folder / "trocar.bash", bash);
  const Outcome completed =
      runProcess({"/bin/bash",
                  {"-c",
                   "source '" + (folder / "trocar.bash").string() +
                       "'; COMP_WORDS=(trocar export plan --to seg); COMP_CWORD=4; _trocar; echo "
                       "\"${COMPREPLY[@]}\"; COMP_WORDS=(trocar less); COMP_CWORD=1; _trocar; echo "
                       "\"${COMPREPLY[@]}\""}},
                 std::chrono::seconds(20));
  EXPECT_EQ(completed.out, "seg.nrrd\nlesson\n") << completed.err;
  for (const char* shell : {"zsh", "fish"})
    EXPECT_THAT(runTrocar({"manual", shell}).out, HasSubstr("dicom-seg")) << shell;
}

TEST(Help, AnEndingThatCannotBeIsRefusedBeforeAnyWork) {
  const TemporaryFolder folder;
  const auto at = [&](const char* name) { return (folder / name).string(); };
  expectRefusedCall(runTrocar({"xray", "bundled:l3-breast", "--view", "ap", "--out", at("y.jpg")}),
                    ".png");
  expectRefusedCall(runTrocar({"render", "bundled:l3-breast", "--view", "axial", "--out", at("z")}),
                    ".png");
  expectRefusedCall(runTrocar({"film", "none.plan.json", "--out", at("x.avi")}), ".mp4 or .webm");
  expectRefusedCall(
      runTrocar({"export", "none.plan.json", "--to", "mrk.json", "--out", at("lines")}),
      ".mrk.json");
  expectRefusedCall(runTrocar({"report", "none.plan.json", "--out", at("r.docx")}), ".pdf");
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

}  // namespace
}  // namespace trocar::cli
