#include "core/io.h"
#include "core/patients.h"
#include "tests/cli/run_trocar.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <gmock/gmock.h>

namespace trocar::cli {
namespace {

using nlohmann::json;
using testing::HasSubstr;

void expectOneSentence(const Outcome& run, const std::string& word) {
  EXPECT_NE(run.status, 0);
  EXPECT_LT(run.status, 128);
  EXPECT_EQ(run.out, "");
  EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
  EXPECT_THAT(run.err, HasSubstr(word));
}

std::vector<std::string> gel(const std::string& protocol, const std::string& where = "") {
  return {"gel",
          "--instrument",
          "cryoprobe-1.5-25" + where,
          "--protocol",
          protocol,
          "--resolution",
          "2",
          "--json"};
}

TEST(GelVerb, SaysWhatIsWrongInOneSentence) {
  expectOneSentence(runTrocar(gel("freeze -600")), "freeze -600");
  expectOneSentence(runTrocar(gel("wait -5, freeze 600")), "wait");
  expectOneSentence(runTrocar(gel("freeze 36000")), "36000 s");
  expectOneSentence(runTrocar(gel("freeze 600", "@900,0")), "within 200");
  expectOneSentence(runTrocar(gel("freeze 600, withdraw 15 mm, freeze 60")), "frozen in");
  expectOneSentence(runTrocar(gel("power 30 W 60")), "cannot follow");
  std::vector<std::string> forty = gel("freeze 600", "@0,0");
  for (int n = 1; n < 40; ++n) {
    forty.insert(forty.begin() + 1, "cryoprobe-1.5-25@" + std::to_string(4 * n) + ",0");
    forty.insert(forty.begin() + 1, "--instrument");
  }
  expectOneSentence(runTrocar(forty), "40 probes");
}

TEST(GelVerb, SaysWhatIsWrongInADeviceFile) {
  const TemporaryFolder folder;
  const auto told = [&](const std::string& drive, const std::string& word) {
    const std::string file = (folder / "mine.json").string();
    std::ofstream(file) << R"({"format": 1, "id": "mine", "name": "Mine", "activeLengthMm": 30,
      "activeOffsetMm": 5, "source": "here", "confidence": "measured", "verified": false, )"
                        << drive << "}";
    expectOneSentence(runTrocar({"gel", "--device", file, "--protocol", "freeze 60", "--json"}),
                      word);
  };
  const std::string cryo =
      R"("cryo": {"endTemperatureC": -140, "timeConstantS": 10, "thawTemperatureC": 40})";
  told(cryo, "radiusMm");
  told(R"("radiusCm": 0.1, )" + cryo, "radius");
  told(R"("radiusMm": 1, "cryo": {"endTemperatureC": 133, "timeConstantS": 10,
       "thawTemperatureC": 40})",
       "endTemperatureC");
}

TEST(GelVerb, FreezesWhereTheProbeIsDrawnBackTo) {
  const Outcome run = runTrocar(gel("freeze 120, active-thaw 30, withdraw 20 mm, freeze 120"));
  ASSERT_EQ(run.status, 0) << run.err;
  const json answer = json::parse(run.out);
  ASSERT_EQ(answer.at("phases").size(), 3U);
  EXPECT_EQ(answer.at("probes").at(0).at("protocol"),
            "freeze 120, active-thaw 30, withdraw 20 mm, freeze 120");
  EXPECT_GT(answer.at("phases").at(2).at("probePowerW").at(0), 5.0);
  EXPECT_LT(answer.at("energyResidual"), 5.0e-3);
}

/// A coarse patient with a cryoprobe or an antenna in L3.
struct Sample {
  TemporaryFolder folder;
  std::string caseFolder = (folder / "case").string();

  Sample() { writeCase(makeBundledPatient("l3-breast", 2.0), folder / "case"); }

  std::string planWith(const std::string& instrument) const {
    const std::string plan = (folder / (instrument + ".json")).string();
    const Outcome run = runTrocar({"needle",
                                   caseFolder,
                                   "--entry",
                                   "45,75,88",
                                   "--target",
                                   "5,-20,88",
                                   "--instrument",
                                   instrument,
                                   "--purpose",
                                   "probe",
                                   "--out",
                                   plan});
    EXPECT_EQ(run.status, 0) << run.err;
    return plan;
  }
};

const Sample& theSample() {
  static const Sample sample;
  return sample;
}

TEST(TreatVerb, PaintsProtectionIntoThePlanAndSimulatesIt) {
  const std::string plan = theSample().planWith("icerod-1.5");
  const Outcome treated = runTrocar({"treat",
                                     plan,
                                     "--needle",
                                     "N1",
                                     "--protocol",
                                     "freeze 60",
                                     "--protect",
                                     "fluid_1@5,10,88=d5w:8mm",
                                     "--protect",
                                     "fluid_1@5,18,88=d5w:8mm",
                                     "--protect",
                                     "root_L3_left=co2:4mm",
                                     "--out",
                                     plan});
  ASSERT_EQ(treated.status, 0) << treated.err;
  const json written = json::parse(readFile(plan)).at("protections");
  ASSERT_EQ(written.size(), 2U);
  EXPECT_EQ(written.at(0).at("painted").size(), 2U);
  EXPECT_EQ(written.at(0).at("painted").at(1).at("centreMm").at(1), 18.0);
  EXPECT_FALSE(written.at(1).contains("painted"));
  const Outcome run = runTrocar({"simulate", plan, "--ablation", "--resolution", "3"});
  ASSERT_EQ(run.status, 0) << run.err;
  EXPECT_LT(json::parse(run.out).at("ablation").at("energyResidual"), 5.0e-3);
}

TEST(TreatVerb, SaysWhyAProtectionCannotBe) {
  const std::string plan = theSample().planWith("icerod-1.5");
  const auto told = [&](const std::string& protection, const std::string& word) {
    expectOneSentence(runTrocar({"treat", plan, "--protect", protection, "--out", plan}), word);
  };
  told("fluid_1@5,10=d5w:8mm", "place");
  told("fluid_1@5,10,8800=d5w:8mm", "outside the CT");
  told("fluid_1@5,10,88=d5w:80mm", "30 mm");
  told("fluid_1@5,10,88=d5w", "understood");
  told("root_L3_left=d5w", "cannot be filled");
  told("moon=d5w:4mm", "no structure");
  told("root_L3_left=beer:4mm", "no protection");
}

TEST(SimulateVerb, KillsByEveryCriterion) {
  const std::string plan = theSample().planWith("microwave-neuwave");
  std::map<std::string, double> volumes;
  for (const char* word : {"isotherm", "cem43", "arrhenius", "cell-state"}) {
    const Outcome treated = runTrocar({"treat",
                                       plan,
                                       "--needle",
                                       "N1",
                                       "--protocol",
                                       "power 40 W 180",
                                       "--criterion",
                                       word,
                                       "--out",
                                       plan});
    ASSERT_EQ(treated.status, 0) << treated.err;
    const Outcome run = runTrocar({"simulate", plan, "--ablation", "--resolution", "3"});
    ASSERT_EQ(run.status, 0) << run.err;
    const json zones = json::parse(run.out).at("ablation").at("zones");
    const bool isotherm = std::string(word) == "isotherm";
    for (const json& zone : zones)
      if (isotherm ? zone.at("isothermC") == 60.0 : zone.at("isothermC").is_null())
        volumes[word] = zone.at("volumeMl");
  }
  ASSERT_EQ(volumes.size(), 4U);
  EXPECT_GT(volumes["cem43"], volumes["arrhenius"]);
  EXPECT_GT(volumes["arrhenius"], volumes["cell-state"]);
  EXPECT_GT(volumes["isotherm"], 0.0);
  expectOneSentence(runTrocar({"treat", plan, "--criterion", "dead", "--out", plan}), "dead");
}

TEST(SuggestVerb, OfProbesWithoutAWayEndsWithOneAndSaysWhatForbidsMost) {
  const TemporaryFolder folder;
  const Outcome outcome = runTrocar({"suggest",
                                     "bundled:sacrum-sarcoma",
                                     "--structure",
                                     "lesion_1",
                                     "--approach",
                                     "iliac",
                                     "--side",
                                     "left",
                                     "--probes",
                                     "1",
                                     "--instrument",
                                     "cryoprobe-1.5-25",
                                     "--out",
                                     (folder / "p.json").string()},
                                    {},
                                    std::chrono::seconds(600));
  EXPECT_EQ(outcome.status, 1) << outcome.err;
  const std::size_t begin = outcome.err.find("No way of a probe to ");
  ASSERT_NE(begin, std::string::npos) << outcome.err;
  const std::string sentence = outcome.err.substr(begin, outcome.err.find('\n', begin) - begin);
  EXPECT_LE(sentence.size(), 202U) << "an ellipsis has three bytes";
  EXPECT_NE(sentence.find(" tried the "), std::string::npos) << sentence;
  EXPECT_NE(sentence.find("; try "), std::string::npos) << sentence;
}

}  // namespace
}  // namespace trocar::cli
