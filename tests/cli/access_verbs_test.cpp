#include "core/io.h"
#include "core/patients.h"
#include "tests/cli/run_trocar.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <sstream>

namespace trocar::cli {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

fs::path scratch() {
  static const fs::path folder = [] {
    const fs::path made =
        fs::temp_directory_path() / ("trocar-access-" + std::to_string(::getpid()));
    fs::create_directories(made);
    return made;
  }();
  return folder;
}

std::string textOf(const fs::path& file) {
  std::ifstream in(file);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// The bundled patient at 2 mm as a case folder, so that every run of the program opens it quickly.
const std::string& coarsePatient() {
  static const std::string folder = [] {
    const fs::path made = scratch() / "patient";
    writeCase(makeBundledPatient("l3-breast", 2.0), made);
    return made.string();
  }();
  return folder;
}

/// A plan with a proposed needle, made once.
const fs::path& proposedPlan() {
  static const fs::path plan = [] {
    fs::path file = scratch() / "proposed.json";
    const Outcome run = runTrocar({"suggest",
                                   coarsePatient(),
                                   "--level",
                                   "L3",
                                   "--approach",
                                   "transpedicular",
                                   "--side",
                                   "left",
                                   "--out",
                                   file.string(),
                                   "--json"});
    EXPECT_EQ(run.status, 0) << run.err;
    return file;
  }();
  return plan;
}

void expectRefused(const Outcome& run, const std::string& word) {
  EXPECT_EQ(run.status, 2);
  EXPECT_TRUE(run.out.empty()) << run.out;
  EXPECT_THAT(run.err, testing::HasSubstr(word));
  EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
}

TEST(SuggestVerb, WritesAPlanAndAnswersWithCards) {
  const fs::path out = scratch() / "pair.json";
  const Outcome run = runTrocar({"suggest",
                                 coarsePatient(),
                                 "--level",
                                 "L3",
                                 "--approach",
                                 "bipedicular",
                                 "--out",
                                 out.string(),
                                 "--json"});
  ASSERT_EQ(run.status, 0) << run.err;
  const Json answer = Json::parse(run.out);
  EXPECT_EQ(answer.at("schema"), "trocar-suggestions/1");
  const Json plan = Json::parse(textOf(out));
  ASSERT_EQ(plan.at("needles").size(), 2u);
  EXPECT_EQ(plan.at("needles")[0].at("side"), "left");
  EXPECT_EQ(plan.at("needles")[1].at("side"), "right");
  EXPECT_GT(plan.at("needles")[0].at("entryMm")[0].get<double>(),
            plan.at("needles")[1].at("entryMm")[0].get<double>());
}

TEST(SuggestVerb, RefusesWhatIsNotThere) {
  const std::string out = (scratch() / "never.json").string();
  expectRefused(runTrocar({"suggest",
                           coarsePatient(),
                           "--level",
                           "C9",
                           "--approach",
                           "transpedicular",
                           "--out",
                           out}),
                "C9");
  expectRefused(
      runTrocar(
          {"suggest", coarsePatient(), "--level", "L3", "--approach", "sideways", "--out", out}),
      "sideways");
  expectRefused(runTrocar({"suggest",
                           coarsePatient(),
                           "--level",
                           "L3",
                           "--approach",
                           "transpedicular",
                           "--instrument",
                           "bone-needle-99g",
                           "--out",
                           out}),
                "bone-needle-99g");
  expectRefused(
      runTrocar(
          {"suggest", "/nowhere", "--level", "L3", "--approach", "transpedicular", "--out", out}),
      "/nowhere");
  EXPECT_FALSE(fs::exists(out));
}

/// The environment of a program whose rule has another limit.
std::map<std::string, std::string> withLimit(const std::string& rule, double limit) {
  Json rules = Json::parse(textOf(fs::path(SOURCE_DIR) / "assets/access/rules.json"));
  for (Json& one : rules.at("rules")) {
    if (one.at("key") == rule)
      one["limit"] = limit;
  }
  const fs::path assets = scratch() / ("assets-" + rule);
  fs::create_directories(assets / "access");
  std::ofstream(assets / "access/rules.json") << rules.dump();
  return {{"TROCAR_ASSETS", assets.string()}};
}

Json evaluated(const fs::path& plan, const std::map<std::string, std::string>& environment = {}) {
  const Outcome run = runTrocar({"evaluate", plan.string(), "--json", "--no-physics"}, environment);
  EXPECT_EQ(run.status, 0) << run.err;
  return Json::parse(run.out);
}

bool fires(const Json& evaluation, const std::string& rule) {
  const Json& findings = evaluation.at("findings");
  return std::any_of(findings.begin(), findings.end(), [&](const Json& finding) {
    return finding.at("rule") == rule;
  });
}

fs::path proposedWith(const std::map<std::string, std::string>& environment) {
  const fs::path out = scratch() / "edited.json";
  const Outcome run = runTrocar({"suggest",
                                 coarsePatient(),
                                 "--level",
                                 "L3",
                                 "--approach",
                                 "transpedicular",
                                 "--side",
                                 "left",
                                 "--out",
                                 out.string()},
                                environment);
  EXPECT_EQ(run.status, 0) << run.err;
  return out;
}

TEST(SuggestVerb, KeepsTheLimitsThatASiteEditsAndTheRulesFireAtThem) {
  const Json usual = evaluated(proposedPlan()).at("needles")[0];
  const double aheadMm = usual.at("tip").at("boneAheadMm").get<double>() + 1.0;
  const auto ahead = withLimit("bone-ahead", aheadMm);
  EXPECT_FALSE(fires(evaluated(proposedPlan()), "bone-ahead"));
  EXPECT_TRUE(fires(evaluated(proposedPlan(), ahead), "bone-ahead"));
  const Json deeper = evaluated(proposedWith(ahead), ahead);
  EXPECT_FALSE(fires(deeper, "bone-ahead"));
  EXPECT_GE(deeper.at("needles")[0].at("tip").at("boneAheadMm").get<double>(), aheadMm - 0.1);

  const double spareMm = usual.at("fit").at("lengthToSpareMm").get<double>();
  const auto hub = withLimit("working-length", 10.0 + spareMm + 0.5);
  EXPECT_FALSE(fires(evaluated(proposedPlan()), "working-length"));
  EXPECT_TRUE(fires(evaluated(proposedPlan(), hub), "working-length"));
  const Json longer = evaluated(proposedWith(hub), hub);
  EXPECT_FALSE(fires(longer, "working-length"));
  EXPECT_GE(longer.at("needles")[0].at("fit").at("lengthToSpareMm").get<double>(), 0.0);
}

TEST(EvaluateVerb, SpeaksTheContract) {
  const Outcome run = runTrocar({"evaluate", proposedPlan().string(), "--json", "--no-physics"});
  ASSERT_EQ(run.status, 0) << run.err;
  const Json answer = Json::parse(run.out);
  EXPECT_EQ(answer.at("schema"), "trocar-evaluation/1");
  const Json& needle = answer.at("needles").at(0);
  for (const char* key : {"id",
                          "instrument",
                          "purpose",
                          "through",
                          "level",
                          "side",
                          "approach",
                          "entryMm",
                          "targetMm",
                          "skinToTargetMm",
                          "skinToBoneMm",
                          "distanceFromMidlineMm",
                          "axialAngleDeg",
                          "craniocaudalAngleDeg",
                          "carm",
                          "breach",
                          "orderRule",
                          "clearances",
                          "placement",
                          "basis"})
    EXPECT_TRUE(needle.contains(key)) << key;
  EXPECT_EQ(needle.at("breach").at("grade"), "A");
  EXPECT_TRUE(needle.at("orderRule").at("passes").get<bool>());
  EXPECT_GT(needle.at("axialAngleDeg").get<double>(), 0.0);
  EXPECT_LT(needle.at("carm").at("laoDeg").get<double>(),
            0.0);  // Down a needle of the left the C-arm stands RAO.
  EXPECT_TRUE(needle.at("through").is_null());
  EXPECT_TRUE(answer.at("cement").is_null());
  for (const Json& finding : answer.at("findings"))
    EXPECT_FALSE(finding.at("source").get<std::string>().empty());
}

TEST(EvaluateVerb, PlanningProneOnASupineCtIsANote) {
  const Outcome run = runTrocar({"check", proposedPlan().string(), "--json", "--no-physics"});
  EXPECT_EQ(run.status, 0) << run.err;
  const Json findings = Json::parse(run.out).at("findings");
  EXPECT_TRUE(std::any_of(findings.begin(), findings.end(), [](const Json& finding) {
    return finding.at("rule") == "position-differs" && finding.at("severity") == "note";
  }));
}

TEST(CheckVerb, ExitsWithOneWhileADangerStandsAndWithZeroOnceAccepted) {
  // A needle from behind through the middle of L3 crosses the canal.
  Json plan = Json::parse(textOf(proposedPlan()));
  Json& needle = plan["needles"][0];
  const Outcome inspect = runTrocar({"inspect", coarsePatient(), "--json"});
  ASSERT_EQ(inspect.status, 0) << inspect.err;
  const Json seen = Json::parse(inspect.out);
  for (const Json& vertebra : seen.at("vertebrae")) {
    if (vertebra.at("level") != "L3")
      continue;
    const Json centre = vertebra.at("bodyCentroidMm");
    needle["targetMm"] = centre;
    needle["entryMm"] = {centre[0], centre[1].get<double>() + 110.0, centre[2]};
  }
  const fs::path file = scratch() / "danger.json";
  std::ofstream(file) << plan.dump();
  const Outcome danger = runTrocar({"check", file.string(), "--json", "--no-physics"});
  EXPECT_EQ(danger.status, 1) << danger.err;
  const Json found = Json::parse(danger.out);
  for (const Json& finding : found.at("findings")) {
    if (finding.at("severity") == "danger")
      plan["acceptances"].push_back(
          {{"rule", finding.at("rule")}, {"subject", finding.at("subject")}, {"reason", "a test"}});
  }
  std::ofstream(file) << plan.dump();
  EXPECT_EQ(runTrocar({"check", file.string(), "--no-physics"}).status, 0);
}

TEST(SuggestVerb, OffersAPairForTheLesionThatIsOpenedFirst) {
  const Outcome run = runTrocar({"suggest",
                                 "bundled:l3-breast",
                                 "--structure",
                                 "lesion_1",
                                 "--approach",
                                 "bipedicular",
                                 "--out",
                                 (scratch() / "pair.json").string()});
  EXPECT_EQ(run.status, 0) << run.err;
}

TEST(NeedleVerb, PutsNeedlesIntoAPlanAndRunsOneThroughAnother) {
  const fs::path first = scratch() / "first.json";
  const Json proposed = Json::parse(textOf(proposedPlan())).at("needles")[0];
  const auto word = [](const Json& p) {
    return p[0].dump() + "," + p[1].dump() + "," + p[2].dump();
  };
  const std::string entry = word(proposed.at("entryMm"));
  const std::string target = word(proposed.at("targetMm"));
  const Outcome one = runTrocar({"needle",
                                 coarsePatient(),
                                 "--entry",
                                 entry,
                                 "--target",
                                 target,
                                 "--instrument",
                                 "bone-needle-11g-150",
                                 "--approach",
                                 "transpedicular",
                                 "--out",
                                 first.string()});
  ASSERT_EQ(one.status, 0) << one.err;
  const Outcome two = runTrocar({"needle",
                                 coarsePatient(),
                                 "--entry",
                                 entry,
                                 "--target",
                                 target,
                                 "--instrument",
                                 "expandable-implant-5.0",
                                 "--through",
                                 "N1",
                                 "--add-to",
                                 first.string(),
                                 "--out",
                                 first.string()});
  ASSERT_EQ(two.status, 0) << two.err;
  const Json plan = Json::parse(textOf(first));
  EXPECT_EQ(plan.at("needles")[0].at("level"), "L3");
  EXPECT_EQ(plan.at("needles")[0].at("side"), "left");
  EXPECT_EQ(plan.at("needles")[1].at("through"), "N1");
  const Outcome check = runTrocar({"check", first.string(), "--json", "--no-physics"});
  EXPECT_EQ(check.status, 1);
  EXPECT_THAT(check.out, testing::HasSubstr("cannula-bore"));
}

TEST(NeedleVerb, RefusesBadPointsAndUnknownInstruments) {
  const std::string out = (scratch() / "bad.json").string();
  const auto with =
      [&](const std::string& entry, const std::string& target, const std::string& instrument) {
        return runTrocar({"needle",
                          coarsePatient(),
                          "--entry",
                          entry,
                          "--target",
                          target,
                          "--instrument",
                          instrument,
                          "--out",
                          out});
      };
  expectRefused(with("1,2", "0,0,0", "bone-needle-11g"), "--entry");
  expectRefused(with("0,0,0", "0,0,0", "bone-needle-11g"), "same point");
  expectRefused(with("0,100,0", "0,0,9999", "bone-needle-11g"),
                "more than the 500 mm of any needle");
  expectRefused(with("0,100,0", "0,0,0", "spoon"), "spoon");
  EXPECT_FALSE(fs::exists(out));
}

TEST(EvaluateVerb, RefusesPlansThatAreNotItsOwn) {
  const fs::path file = scratch() / "odd.json";
  std::string text = textOf(proposedPlan());
  std::ofstream(file) << text.substr(0, text.size() / 2);
  expectRefused(runTrocar({"evaluate", file.string()}), "odd.json");
  Json plan = Json::parse(text);
  plan["case"]["hash"] = "0000";
  std::ofstream(file) << plan.dump();
  expectRefused(runTrocar({"evaluate", file.string()}), "another case");
  plan = Json::parse(text);
  plan["format"] = 99;
  std::ofstream(file) << plan.dump();
  expectRefused(runTrocar({"evaluate", file.string()}), "format 99");
  plan = Json::parse(text);
  plan["needles"][0]["instrument"] = "gone";
  std::ofstream(file) << plan.dump();
  expectRefused(runTrocar({"evaluate", file.string()}), "gone");
}

TEST(InstrumentsVerb, ListsTheCatalogue) {
  const Outcome run = runTrocar({"instruments", "--json"});
  ASSERT_EQ(run.status, 0) << run.err;
  const Json answer = Json::parse(run.out);
  EXPECT_EQ(answer.at("schema"), "trocar-instruments/1");
  EXPECT_GT(answer.at("instruments").size(), 15u);
  EXPECT_THAT(runTrocar({"instruments"}).out, testing::HasSubstr("bone-needle-11g"));
}

}  // namespace
}  // namespace trocar::cli
