// What the verbs do where they cannot write, with names that are paths, formulas or commands, and
// with plans that cannot be.
#include "core/io.h"
#include "tests/cli/run_trocar.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>

namespace trocar::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using testing::HasSubstr;

class OwnFiles : public testing::Test {
 protected:
  void SetUp() override {
    const Outcome made = runTrocar({"needle",
                                    "bundled:l3-breast",
                                    "--entry",
                                    "30,95,0",
                                    "--target",
                                    "8,15,0",
                                    "--instrument",
                                    "bone-needle-11g",
                                    "--out",
                                    at("plan.json")});
    ASSERT_EQ(made.status, 0) << made.err;
  }

  std::string at(const std::string& name) const { return (folder_ / name).string(); }
  Json plan() const { return Json::parse(readFile(at("plan.json"))); }
  std::string written(const Json& plan, const std::string& name = "changed.json") const {
    std::ofstream(at(name)) << plan.dump(1);
    return at(name);
  }
  /// By the shell, with the program as $0.
  Outcome shell(const std::string& command) const {
    return runProcess(
        {"/bin/sh", {"-c", command, std::string(BINARY_DIR) + "/app/trocar"}, folder_.path()});
  }
  void expectSentence(const Outcome& outcome, const std::string& words) const {
    EXPECT_EQ(outcome.status, 2) << words;
    EXPECT_THAT(outcome.err, HasSubstr(words));
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
    for (const char* raw : {"std::", "filesystem error", "json.exception"})
      EXPECT_THAT(outcome.err, testing::Not(HasSubstr(raw)));
  }

  TemporaryFolder folder_;
};

TEST_F(OwnFiles, AFullStandardOutputIsNotDone) {
  if (!fs::exists("/dev/full"))
    GTEST_SKIP() << "no /dev/full";
  for (const char* verb : {"instruments",
                           "instruments --json",
                           "check plan.json --no-physics",
                           "evaluate plan.json --no-physics --json",
                           "lesson list",
                           "--help",
                           "script --help",
                           "inspect bundled:l3-breast"})
    expectSentence(shell("exec \"$0\" " + std::string(verb) + " > /dev/full"),
                   "Standard output cannot be written");
}

TEST(Writing, APlaceThatCannotBeWrittenIsToldBeforeAnythingIsRead) {
  const std::string out = "/proc/no/out";
  const std::vector<std::vector<std::string>> verbs = {
      {"report", "nothing.json", "--out", out + ".pdf"},
      {"export", "nothing.json", "--to", "dicom-sc", "--out", out + ".dcm"},
      {"export", "nothing.json", "--to", "csv", "--out", out + ".csv"},
      {"render", "nothing", "--out", out + ".png"},
      {"xray", "nothing.json", "--out", out + ".png"},
      {"needle", "nothing", "--entry", "0,0,0", "--target", "0,0,9", "--out", out + ".json"},
      {"suggest", "nothing", "--level", "L3", "--out", out + ".json"},
      {"treat", "nothing.json", "--out", out + ".json"},
      {"lesson", "make", "nothing.json", "--out", out + ".json"}};
  for (const std::vector<std::string>& verb : verbs) {
    const Outcome outcome = runTrocar(verb);
    EXPECT_EQ(outcome.status, 2) << verb[0];
    EXPECT_THAT(outcome.err, HasSubstr("Cannot write /proc/no/out")) << verb[0];
    EXPECT_THAT(outcome.err, HasSubstr("choose another place")) << verb[0];
  }
  TemporaryFolder folder;
  const Outcome over = runTrocar({"report", "nothing.json", "--out", folder.path().string()});
  EXPECT_THAT(over.err, HasSubstr("it is a folder")) << over.err;
}

TEST_F(OwnFiles, ABatchWhoseAnswersAreNotWrittenIsNotDone) {
  if (!fs::exists("/dev/full"))
    GTEST_SKIP() << "no /dev/full";
  std::ofstream(at("jobs.json")) << R"([{"verb": "lesson", "arguments": ["list"]}])";
  expectSentence(shell("exec \"$0\" batch jobs.json > /dev/full"), "Standard output");
  const Outcome again = shell("exec \"$0\" batch jobs.json --resume");
  EXPECT_EQ(again.status, 0) << again.err;
  EXPECT_FALSE(Json::parse(again.out).at("answer").get<std::string>().empty());
}

TEST_F(OwnFiles, ALimitOnSizesIsOneSentence) {
  expectSentence(shell("ulimit -f 4; exec \"$0\" report plan.json --no-physics --no-pictures "
                       "--out r.html"),
                 "r.html");
  EXPECT_FALSE(fs::exists(at("r.html")));
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_.path()), {}), 1);
}

TEST_F(OwnFiles, AWorkingFolderThatIsGoneIsOneSentence) {
  fs::create_directory(at("gone"));
  expectSentence(shell("cd gone && rmdir ../gone && exec \"$0\" needle bundled:l3-breast --entry "
                       "30,95,0 --target 8,15,0 --instrument bone-needle-11g --out p.json"),
                 "Cannot write p.json");
}

TEST_F(OwnFiles, WritesThroughALinkAndIntoStandardOutput) {
  fs::create_symlink("real.csv", at("link.csv"));
  ASSERT_EQ(shell("exec \"$0\" export plan.json --no-physics --to csv --out link.csv").status, 0);
  EXPECT_TRUE(fs::is_symlink(at("link.csv")));
  const Outcome out =
      shell("exec \"$0\" export plan.json --no-physics --to csv --out /dev/stdout > out.csv");
  ASSERT_EQ(out.status, 0) << out.err;
  EXPECT_THAT(readFile(at("out.csv")), testing::StartsWith(readFile(at("real.csv"))));
}

TEST_F(OwnFiles, AnIdIsNeverAPath) {
  Json changed = plan();
  changed["needles"][0]["id"] = "../../kept";
  fs::create_directories(at("a/b"));
  const Outcome out = runTrocar(
      {"export", written(changed), "--no-physics", "--to", "stl", "--out", at("a/b/surfaces")});
  ASSERT_EQ(out.status, 0) << out.err;
  EXPECT_FALSE(fs::exists(at("a/kept.stl")));
  EXPECT_TRUE(fs::exists(at("a/b/surfaces/_.._kept.stl")));
  EXPECT_THAT(readFile(at("a/b/surfaces/_.._kept.stl")).substr(0, 80), HasSubstr("SPACE=LPS"));
}

TEST_F(OwnFiles, AnIdIsNeverAFormulaNorACommand) {
  Json changed = plan();
  changed["needles"][0]["id"] = "=1+1\u202e\u001b[2J";
  const std::string file = written(changed);
  ASSERT_EQ(runTrocar({"export", file, "--no-physics", "--to", "csv", "--out", at("n.csv")}).status,
            0);
  EXPECT_THAT(readFile(at("n.csv")), HasSubstr("\n'=1+1"));
  for (const std::vector<std::string>& more : {std::vector<std::string>{}, {"--json"}}) {
    std::vector<std::string> arguments = {"evaluate", file, "--no-physics"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Outcome out = runTrocar(arguments);
    EXPECT_THAT(out.out, testing::Not(HasSubstr("\x1b")));
    EXPECT_THAT(out.out, testing::Not(HasSubstr("\u202e")));
    EXPECT_THAT(out.out, HasSubstr("=1+1\\u202e\\u001b[2J"));
    if (!more.empty()) {
      EXPECT_THAT(Json::parse(out.out).dump(), HasSubstr("=1+1\u202e"));
    }
  }
}

TEST_F(OwnFiles, APlanThatCannotBeIsRefusedByVerbsAndOpensInAScript) {
  Json changed = plan();
  Json outside = changed["needles"][0];
  outside["id"] = "N2";
  outside["targetMm"] = {5000, 0, 0};
  changed["needles"].push_back(outside);
  const std::string file = written(changed);
  expectSentence(runTrocar({"check", file, "--no-physics"}), "changed.json: ");
  expectSentence(runTrocar({"check", file, "--no-physics"}), "needle N2");
  std::ofstream(at("s.txt")) << "open {\"path\": \"" << file << "\"}\nsave {\"path\": \""
                             << at("rest.json") << "\"}\n";
  const Outcome script = runTrocar({"script", at("s.txt")});
  EXPECT_EQ(script.status, 0) << script.err;
  EXPECT_THAT(script.err, HasSubstr("Set aside"));
  EXPECT_EQ(Json::parse(readFile(at("rest.json"))).at("needles").size(), 1U);
}

TEST_F(OwnFiles, AScriptNeedsBracesAndNeverWritesOverTheOpenedPlan) {
  const std::string before = readFile(at("plan.json"));
  std::ofstream(at("s.txt")) << "open {\"path\": \"" << at("plan.json")
                             << "\"}\nnote {\"text\": \"x\"}\nsave other.plan.json\n";
  expectSentence(shell("exec \"$0\" script s.txt 2>&1 >/dev/null | tail -n 1 >&2; exit 2"),
                 "line 3: what follows save is \"other.plan.json\"");
  EXPECT_EQ(readFile(at("plan.json")), before);
}

TEST_F(OwnFiles, SimulateReplacesItsOwnFolderOnly) {
  fs::create_directory(at("fields"));
  std::ofstream(at("fields/mine.txt")) << "mine";
  Json treated = plan();
  treated["injections"] = {{{"needle", "N1"}, {"volumeMl", 0.5}, {"rateMlPerS", 0.05}}};
  const std::string file = written(treated);
  expectSentence(
      runTrocar({"simulate", file, "--cement", "--resolution", "4", "--out", at("fields")}),
      "mine.txt");
  fs::remove(at("fields/mine.txt"));
  std::ofstream(at("fields/coldest.nii")) << "of another plan";
  const Outcome out =
      runTrocar({"simulate", file, "--cement", "--resolution", "4", "--out", at("fields")});
  ASSERT_EQ(out.status, 0) << out.err;
  EXPECT_FALSE(fs::exists(at("fields/coldest.nii")));
  EXPECT_TRUE(fs::exists(at("fields/cement-arrival-ml.nii")));
}

TEST_F(OwnFiles, ThePdfOfAPlanIsTheSameEveryTime) {
  for (const char* name : {"a.pdf", "b.pdf"})
    ASSERT_EQ(
        runTrocar({"report", at("plan.json"), "--no-physics", "--no-pictures", "--out", at(name)})
            .status,
        0);
  EXPECT_EQ(readFile(at("a.pdf")), readFile(at("b.pdf")));
}

}  // namespace
}  // namespace trocar::cli
