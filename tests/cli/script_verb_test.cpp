#include "core/io.h"
#include "core/patients.h"
#include "tests/cli/run_trocar.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <gmock/gmock.h>

namespace trocar::cli {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;
using testing::HasSubstr;

/// Scripts on the bundled patient at 2.5 mm.
class ScriptVerb : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    writeCase(makeBundledPatient("l3-breast", 2.5), *folder_ / "case");
  }
  static void TearDownTestSuite() {
    delete folder_;
    folder_ = nullptr;
  }
  static std::string open() {
    return "open-folder " + Json{{"path", (*folder_ / "case").string()}}.dump() + "\n";
  }
  std::string save() const { return "save " + Json{{"path", plan().string()}}.dump() + "\n"; }
  fs::path plan() const { return out_ / "plan.json"; }
  Json saved() const { return Json::parse(readFile(plan())); }

  Outcome run(const std::string& script) const {
    std::ofstream(out_ / "script.txt") << script;
    return runTrocar({"script", (out_ / "script.txt").string()});
  }

  static TemporaryFolder* folder_;
  TemporaryFolder out_;
};
TemporaryFolder* ScriptVerb::folder_ = nullptr;

TEST_F(ScriptVerb, PlansALevelAndSavesIt) {
  const Outcome told =
      run("# Both sides of L3.\n\n" + open() + "go-to-level {\"level\": \"L3\"}\n" +
          "  plan-level\n" + "note {\"text\": \"By script.\"}\n" + save());
  ASSERT_EQ(told.status, 0) << told.err;
  EXPECT_TRUE(told.out.empty()) << told.out;
  EXPECT_THAT(told.err, HasSubstr("Saved plan.json"));
  const Json document = saved();
  ASSERT_EQ(document.at("needles").size(), 2u);
  for (const Json& needle : document.at("needles"))
    EXPECT_EQ(needle.at("level"), "L3");
  EXPECT_EQ(document.at("note"), "By script.");
}

TEST_F(ScriptVerb, TheImplantThatWasChosenIsSuggested) {
  const Outcome told = run(open() + R"(next-instrument {"instrument": "coil-peek"}
suggest {"level": "L4", "approach": "transpedicular", "side": "right"}
take-suggestion {"card": 0}
)" + save());
  ASSERT_EQ(told.status, 0) << told.err;
  EXPECT_EQ(saved().at("needles").at(0).at("instrument"), "coil-peek");
}

TEST_F(ScriptVerb, UndoesAndDoesAgain) {
  ASSERT_EQ(run(open() + "go-to-level {\"level\": \"L3\"}\nplan-level\nundo\n" + save()).status, 0);
  EXPECT_TRUE(saved().at("needles").empty());
  ASSERT_EQ(
      run(open() + "go-to-level {\"level\": \"L3\"}\nplan-level\nundo\nredo\n" + save()).status, 0);
  EXPECT_EQ(saved().at("needles").size(), 2u);
}

TEST_F(ScriptVerb, ReadsStandardInputAndDoesNothingWithoutALine) {
  EXPECT_EQ(runTrocar({"script", "-"}).status, 0);
  EXPECT_EQ(run("\n# nothing\n").status, 0);
}

TEST_F(ScriptVerb, HelpListsTheActionsWithTheirArguments) {
  const Outcome help = runTrocar({"script", "--help"});
  EXPECT_EQ(help.status, 0);
  for (const char* words : {"go-to-level {level}", "plan-level", "save {path", "Undo"})
    EXPECT_THAT(help.out, HasSubstr(words));
}

TEST_F(ScriptVerb, StopsAtABadLineWithItsNumberAndWhatIsWrong) {
  const std::vector<std::pair<std::string, std::string>> bad = {
      {"fly", "fly"},
      {"go-to-lvel {\"level\": \"L3\"}", "go-to-level"},
      {"go-to-level {\"level\": ", "is no sound JSON"},
      {"go-to-level", "level"},
      {"go-to-level {\"level\": \"C9\"}", "C9"},
      {"go-to-level {\"level\": 3}", "level"},
      {"redo", "Redo"},
      {"inject {\"volumeMl\": 2}", "No needle is selected"},
      {"open {\"path\": \"nowhere.json\"}", "nowhere.json"}};
  for (const auto& [line, words] : bad) {
    const Outcome told = run(open() + save() + line + "\nnote {\"text\": \"After.\"}\n" + save());
    EXPECT_EQ(told.status, 2) << line;
    EXPECT_THAT(told.err, HasSubstr("script.txt, line 3: ")) << line;
    EXPECT_THAT(told.err, HasSubstr(words)) << line;
    EXPECT_EQ(saved().at("note"), "") << "what follows " << line << " is not done";
  }
}

TEST_F(ScriptVerb, NeedsACaseForMostThingsAndAScriptForAll) {
  const Outcome empty = run("plan-level\n");
  EXPECT_EQ(empty.status, 2);
  EXPECT_THAT(empty.err, HasSubstr("line 1: "));
  const Outcome absent = runTrocar({"script", "nowhere.txt"});
  EXPECT_EQ(absent.status, 2);
  EXPECT_THAT(absent.err, HasSubstr("script nowhere.txt cannot be read"));
  const Outcome none = runTrocar({"script"});
  EXPECT_EQ(none.status, 2);
  EXPECT_THAT(none.err, HasSubstr("FILE is required"));
}

}  // namespace
}  // namespace trocar::cli
