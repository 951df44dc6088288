#include "core/io.h"
#include "core/patients.h"
#include "tests/cli/run_trocar.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <gmock/gmock.h>

namespace trocar::cli {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;
using testing::Not;
namespace fs = std::filesystem;

fs::path unlabelledFolder() {
  static const fs::path folder = [] {
    const fs::path made =
        fs::temp_directory_path() / ("trocar-unlabelled-" + std::to_string(::getpid()));
    fs::create_directories(made);
    return made;
  }();
  return folder;
}

/// The bundled patient at 2 mm without the structures that `drop` takes.
template <typename Drop>
std::string patientWithout(const std::string& name, const Drop& drop) {
  Case patient = makeBundledPatient("l3-breast", 2.0);
  std::erase_if(patient.structures, drop);
  if (patient.structures.empty())
    patient.layers.clear();
  const fs::path made = unlabelledFolder() / name;
  writeCase(patient, made);
  return made.string();
}

const std::string& bareCt() {
  static const std::string folder = patientWithout("bare", [](const Structure&) { return true; });
  return folder;
}

/// From behind, through the middle of the canal of L3 into its body.
const std::string& planThroughTheCord() {
  static const std::string plan = [] {
    const std::string file = (unlabelledFolder() / "bare.plan.json").string();
    const Outcome made = runTrocar({"needle",
                                    bareCt(),
                                    "--entry=0,80,90",
                                    "--target=0,-10,90",
                                    "--instrument",
                                    "bone-needle-11g",
                                    "--out",
                                    file});
    EXPECT_EQ(made.status, 0) << made.err;
    return file;
  }();
  return plan;
}

TEST(UnlabelledCt, CheckSaysThatNothingIsJudgedAndExitsWithOne) {
  const Outcome check = runTrocar({"check", planThroughTheCord(), "--json"});
  EXPECT_EQ(check.status, 1) << check.err;
  const Json findings = Json::parse(check.out).at("findings");
  const auto unjudged = std::find_if(findings.begin(), findings.end(), [](const Json& finding) {
    return finding.at("rule") == "canal-unjudged";
  });
  ASSERT_NE(unjudged, findings.end());
  EXPECT_EQ(unjudged->at("severity"), "danger");
  EXPECT_EQ(unjudged->at("subject"), "N1");
  EXPECT_THAT(unjudged->at("text").get<std::string>(),
              HasSubstr("not judged: spinal canal, bone, nerves, vessels, lungs, bowel"));
}

TEST(UnlabelledCt, ProbesAreProposedWithWhatNobodyJudged) {
  const std::string lesionOnly =
      patientWithout("lesion-only", [](const Structure& one) { return one.role != Role::Lesion; });
  const std::string lesion = readCase(lesionOnly).structures.front().id;
  std::vector<std::string> words = {"suggest",
                                    lesionOnly,
                                    "--structure",
                                    lesion,
                                    "--approach",
                                    "free",
                                    "--probes",
                                    "1",
                                    "--out",
                                    (unlabelledFolder() / "probes.plan.json").string()};
  EXPECT_THAT(runTrocar(words).out, HasSubstr("Not judged: spinal canal, bone"));
  words.emplace_back("--json");
  const Json answer = Json::parse(runTrocar(words).out);
  EXPECT_EQ(answer.at("tried").at(0).at("unjudged").at(0).at("group"), "canal");
}

TEST(UnlabelledCt, NoNumberReassures) {
  const Outcome told = runTrocar({"evaluate", planThroughTheCord(), "--json"});
  ASSERT_EQ(told.status, 0) << told.err;
  const Json needle = Json::parse(told.out).at("needles").at(0);
  EXPECT_EQ(needle.at("unjudged").size(), 6U);
  EXPECT_TRUE(needle.at("placement").at("breachProbability").is_null());
  EXPECT_TRUE(needle.at("breach").is_null());
  const std::string text = runTrocar({"evaluate", planThroughTheCord()}).out;
  EXPECT_THAT(text, HasSubstr("not judged"));
  const std::string report = (unlabelledFolder() / "report.html").string();
  ASSERT_EQ(runTrocar({"report", planThroughTheCord(), "--out", report}).status, 0);
  const std::string html = readFile(report);
  EXPECT_THAT(html, HasSubstr("Not judged"));
  EXPECT_THAT(html, HasSubstr("safety not judged"));
  EXPECT_THAT(html, Not(HasSubstr("0 safety")));
}

TEST(UnlabelledCt, ProposalsHaveNoScore) {
  const std::string out = (unlabelledFolder() / "proposed.plan.json").string();
  const std::string vertebraOnly =
      patientWithout("vertebra", [](const Structure& one) { return one.id != "vertebra_L3"; });
  const Outcome told = runTrocar({"suggest",
                                  vertebraOnly,
                                  "--level",
                                  "L3",
                                  "--approach",
                                  "transpedicular",
                                  "--side",
                                  "left",
                                  "--out",
                                  out,
                                  "--json"});
  ASSERT_EQ(told.status, 0) << told.err;
  const Json answer = Json::parse(told.out);
  for (const Json& card : answer.at("cards")) {
    EXPECT_TRUE(card.at("score").is_null());
    EXPECT_TRUE(card.at("safetyMm").is_null());
    EXPECT_EQ(card.at("unjudged").at(0).at("group"), "canal");
  }
  EXPECT_THAT(answer.at("remarks").dump(), HasSubstr("Not judged: spinal canal"));
}

TEST(UnlabelledCt, OneWithAllLabelsSaysNothingOfTheKind) {
  const std::string whole = patientWithout("whole", [](const Structure&) { return false; });
  const std::string plan = (unlabelledFolder() / "whole.plan.json").string();
  ASSERT_EQ(runTrocar({"needle",
                       whole,
                       "--entry=0,80,90",
                       "--target=0,-10,90",
                       "--instrument",
                       "bone-needle-11g",
                       "--out",
                       plan})
                .status,
            0);
  EXPECT_THAT(runTrocar({"check", plan}).out, Not(HasSubstr("not judged")));
}

TEST(UnlabelledCt, ANeedleThroughSlicesNeverScannedIsTold) {
  Case patient = makeBundledPatient("l3-breast", 3.0);
  patient.madeUp = {{0, 1}};
  const Grid& grid = patient.ct.grid();
  const fs::path folder = unlabelledFolder() / "gap";
  writeCase(patient, folder);
  const auto findingsAt = [&](int slice) {
    const std::string z = std::to_string(grid.voxelToPatient(VoxelIndex{0, 0, slice}).z());
    const std::string plan = (unlabelledFolder() / "gap.plan.json").string();
    const Outcome made = runTrocar({"needle",
                                    folder.string(),
                                    "--entry=0,60," + z,
                                    "--target=0,0," + z,
                                    "--instrument",
                                    "bone-needle-11g",
                                    "--out",
                                    plan});
    EXPECT_EQ(made.status, 0) << made.err;
    return runTrocar({"check", plan}).out;
  };
  EXPECT_THAT(findingsAt(1), HasSubstr("slices that were never scanned"));
  EXPECT_THAT(findingsAt(4), Not(HasSubstr("never scanned")));
}

}  // namespace
}  // namespace trocar::cli
