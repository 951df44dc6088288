#include "core/io.h"
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

Json jsonOf(const Outcome& run) {
  EXPECT_EQ(run.status, 0) << run.err;
  return Json::parse(run.out, nullptr, false);
}

void expectRefused(const Outcome& run, const std::string& words) {
  EXPECT_EQ(run.status, 2) << words;
  EXPECT_TRUE(run.out.empty()) << run.out;
  EXPECT_THAT(run.err, HasSubstr(words));
  EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
}

Json lesson(const std::string& id) {
  return jsonOf(runTrocar({"lesson", "show", id, "--json"}));
}

/// The expert's plan of a bundled lesson, as a file.
std::string expertOf(const std::string& id, const TemporaryFolder& folder) {
  const fs::path file = folder / (id + ".json");
  std::ofstream(file) << lesson(id).at("expert").dump(2);
  return file.string();
}

/// One finished attempt, as a line of a learner's records.
Json attempt(const std::string& learner, double points) {
  return {{"learner", learner},
          {"lesson", "order-rule"},
          {"startedAt", "2026-11-20T10:00:00"},
          {"points", points},
          {"passed", points >= 70.0},
          {"verdict", ""},
          {"hintsTaken", 0},
          {"handling", nullptr},
          {"arms", nullptr},
          {"drive", nullptr},
          {"plan", lesson("order-rule").at("expert")}};
}

TEST(LessonVerb, ListsTheBundledLessonsAndShowsEach) {
  const Json list = jsonOf(runTrocar({"lesson", "list", "--json"}));
  EXPECT_EQ(list.at("schema"), "trocar-lessons/1");
  EXPECT_GE(list.at("lessons").size(), 11u);
  const Outcome text = runTrocar({"lesson", "list"});
  for (const Json& one : list.at("lessons")) {
    const auto id = one.at("id").get<std::string>();
    EXPECT_THAT(text.out, HasSubstr(id + "  "));
    const Outcome shown = runTrocar({"lesson", "show", id});
    EXPECT_EQ(shown.status, 0) << shown.err;
    EXPECT_THAT(shown.out, HasSubstr(one.at("title").get<std::string>()));
    EXPECT_THAT(shown.out, HasSubstr("Graded:"));
  }
}

TEST(LessonVerb, ALessonsJsonIsAFileThatIsALessonAgain) {
  const TemporaryFolder folder;
  const Outcome shown = runTrocar({"lesson", "show", "order-rule", "--json"});
  std::ofstream(folder / "own.json") << shown.out;
  const Outcome again = runTrocar({"lesson", "show", (folder / "own.json").string(), "--json"});
  EXPECT_EQ(again.status, 0) << again.err;
  EXPECT_EQ(again.out, shown.out);
}

TEST(LessonVerb, TheExpertsPlanPassesAndAPlanBesideItDoesNot) {
  const TemporaryFolder folder;
  const std::string expert = expertOf("order-rule", folder);
  const Json passed =
      jsonOf(runTrocar({"lesson", "grade", expert, "--lesson", "order-rule", "--json"}));
  EXPECT_EQ(passed.at("passed"), true);
  EXPECT_GE(passed.at("points").get<double>(), 90.0);
  Json beside = Json::parse(readFile(expert));
  for (const char* end : {"entryMm", "targetMm"})
    beside["needles"][0][end][0] = beside["needles"][0][end][0].get<double>() - 12.0;
  std::ofstream(folder / "beside.json") << beside.dump();
  const Outcome failed =
      runTrocar({"lesson", "grade", (folder / "beside.json").string(), "--lesson", "order-rule"});
  EXPECT_EQ(failed.status, 0) << failed.err;
  EXPECT_THAT(failed.out, HasSubstr("not passed"));
  EXPECT_THAT(failed.out, HasSubstr("Shaft beyond the cortex"));
}

TEST(LessonVerb, APlanBecomesALessonThatItsOwnPlanPasses) {
  const TemporaryFolder folder;
  const std::string expert = expertOf("order-rule", folder);
  const std::string own = (folder / "own.json").string();
  const Outcome made = runTrocar(
      {"lesson", "make", expert, "--id", "mine", "--title", "My own lesson", "--out", own});
  ASSERT_EQ(made.status, 0) << made.err;
  EXPECT_EQ(lesson(own).at("title"), "My own lesson");
  const Json grade = jsonOf(runTrocar({"lesson", "grade", expert, "--lesson", own, "--json"}));
  EXPECT_EQ(grade.at("passed"), true);
}

TEST(LessonVerb, ANameThatLooksLikeAPersonsIsRefusedUnlessItMayTravel) {
  const TemporaryFolder folder;
  const std::string patient = (folder / "Doe Jane 1961").string();
  ASSERT_EQ(runTrocar({"demo", "l3-breast", "--out", patient}).status, 0);
  const std::string plan = (folder / "plan.json").string();
  ASSERT_EQ(runTrocar({"suggest",
                       patient,
                       "--level",
                       "L3",
                       "--approach",
                       "transpedicular",
                       "--side",
                       "left",
                       "--out",
                       plan})
                .status,
            0);
  const std::string own = (folder / "own.json").string();
  std::vector<std::string> make = {
      "lesson", "make", plan, "--id", "mine", "--title", "One needle", "--out", own};
  expectRefused(runTrocar(make), "The name \"Doe Jane 1961\" looks like that of a person");
  EXPECT_FALSE(fs::exists(own));
  make.push_back("--named");
  EXPECT_EQ(runTrocar(make).status, 0);
  EXPECT_TRUE(fs::exists(own));
}

TEST(LessonVerb, AVerdictIsGraded) {
  const TemporaryFolder folder;
  const std::string expert = expertOf("discordant", folder);
  const auto passes = [&](const char* verdict) {
    return jsonOf(runTrocar({"lesson",
                             "grade",
                             expert,
                             "--lesson",
                             "discordant",
                             "--verdict",
                             verdict,
                             "--json"}))
        .at("passed")
        .get<bool>();
  };
  EXPECT_NE(passes("keep"), passes("withdraw"));
}

TEST(LessonVerb, RecordsBecomeATable) {
  const TemporaryFolder folder;
  std::ofstream(folder / "kim.jsonl") << attempt("kim", 81.5).dump() << "\n"
                                      << attempt("kim", 40.0).dump() << "\n";
  const fs::path table = folder / "kim.csv";
  const Outcome run =
      runTrocar({"lesson", "csv", (folder / "kim.jsonl").string(), "--out", table.string()});
  ASSERT_EQ(run.status, 0) << run.err;
  const std::string csv = readFile(table);
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 3) << csv;
  EXPECT_THAT(csv, HasSubstr("learner,lesson,started,points,passed"));
  EXPECT_THAT(csv, HasSubstr("kim,order-rule,2026-11-20T10:00:00,81.5,yes"));
  EXPECT_THAT(csv, HasSubstr(",40,no"));
}

TEST(LessonVerb, RefusesBadInputInOneLine) {
  const TemporaryFolder folder;
  const std::string expert = expertOf("order-rule", folder);
  const std::string broken = (folder / "broken.json").string();
  std::ofstream(broken) << "{\"format\": 1, ";
  const std::string records = (folder / "records.jsonl").string();
  std::ofstream(records) << "not an attempt\n";
  const std::string made = (folder / "x.json").string();
  const std::vector<std::pair<std::vector<std::string>, std::string>> bad = {
      {{}, "subcommand is required"},
      {{"show"}, "lesson is required"},
      {{"show", "moonwalk"}, "order-rule"},
      {{"show", broken}, "broken.json"},
      {{"grade", "nowhere.json", "--lesson", "order-rule"}, "Cannot read nowhere.json"},
      {{"grade", broken, "--lesson", "order-rule"}, "broken.json"},
      {{"grade", expert}, "order-rule"},
      {{"grade", expert, "--lesson", "moonwalk"}, "moonwalk"},
      {{"grade", expert, "--lesson", "sacral-ala"}, "The plan was made on l3-breast"},
      {{"grade", expert, "--lesson", "order-rule", "--verdict", "maybe"}, "--verdict"},
      {{"make", expert, "--title", "T", "--out", broken}, "--id is required"},
      {{"make", broken, "--id", "x", "--title", "T", "--out", made}, "broken.json"},
      {{"make",
        broken,
        "--id",
        "x",
        "--title",
        "T",
        "--out",
        (folder / "absent" / "x.json").string()},
       "absent"},
      {{"csv", "nowhere.jsonl", "--out", (folder / "x.csv").string()}, "nowhere.jsonl"},
      {{"csv", records, "--out", (folder / "x.csv").string()}, "records.jsonl"}};
  for (const auto& [options, words] : bad) {
    std::vector<std::string> arguments = {"lesson"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    expectRefused(runTrocar(arguments), words);
  }
}

}  // namespace
}  // namespace trocar::cli
