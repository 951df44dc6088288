#include "core/io.h"
#include "tests/cli/run_trocar.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <gmock/gmock.h>

namespace trocar::cli {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;

/// A block of bone of 40 x 30 x 24 mm with a cortex, the canal behind it, at 1.5 mm: quick to open.
Case blockOf(std::int16_t trabecularHu) {
  const Grid grid({46, 46, 36}, Vec3(-34, -34, -26), Vec3::Constant(1.5));
  std::vector<std::int16_t> hu(grid.voxelCount(), 40);
  std::vector<std::uint16_t> labels(grid.voxelCount(), 0);
  for (std::size_t c = 0; c < hu.size(); ++c) {
    const Vec3 p = grid.voxelToPatient(grid.voxelAt(c));
    const double inside =
        std::min({20.5 - std::abs(p.x()), 15.5 - std::abs(p.y()), 12.5 - std::abs(p.z())});
    if (inside > 0.0) {
      labels[c] = 1;
      hu[c] = inside < 3.0 ? 900 : trabecularHu;
    } else if (p.y() > 15.0 && std::abs(p.x()) < 9.0 && std::abs(p.z()) < 12.0) {
      labels[c] = 2;
    }
  }
  Case patient;
  patient.id = "block";
  patient.ct = Volume(grid, std::move(hu));
  patient.layers.emplace_back(grid, std::move(labels));
  patient.structures = {
      {"bone", "Block", Role::Bone, LabelRegion{0, {1}}, Basis::Measured},
      {"canal", "Spinal canal", Role::Canal, LabelRegion{0, {2}}, Basis::Measured}};
  return patient;
}

/// A needle from the front into the block, and cement through it, by the program's own verbs.
class CementInput : public testing::Test {
 protected:
  std::string caseOf(std::int16_t trabecularHu = 100) const {
    const auto made = folder_ / ("hu" + std::to_string(trabecularHu));
    if (!std::filesystem::exists(made))
      writeCase(blockOf(trabecularHu), made);
    return made.string();
  }
  std::string planOf(const std::string& target,
                     const std::string& patient,
                     const std::string& inject = "N1=2ml@0.05ml/s",
                     const std::string& instrument = "bone-needle-11g") const {
    const std::string bare = (folder_ / "needle.json").string();
    const Outcome placed = runTrocar({"needle",
                                      patient,
                                      "--entry",
                                      "0,-33,0",
                                      "--target",
                                      target,
                                      "--instrument",
                                      instrument,
                                      "--purpose",
                                      "cement",
                                      "--out",
                                      bare});
    EXPECT_EQ(placed.status, 0) << placed.err;
    const std::string plan = (folder_ / "plan.json").string();
    const Outcome treated = runTrocar({"treat", bare, "--inject", inject, "--out", plan});
    EXPECT_EQ(treated.status, 0) << treated.err;
    return plan;
  }
  static void mix(const std::string& plan, const std::string& key, const Json& value) {
    Json json = Json::parse(readFile(plan));
    json["cementMix"][key] = value;
    std::ofstream(plan) << json;
  }
  /// Of the only needle.
  static void device(const std::string& plan, const std::string& key, const Json& value) {
    Json json = Json::parse(readFile(plan));
    json["needles"][0]["device"] = {{key, value}};
    std::ofstream(plan) << json;
  }
  static Outcome evaluated(const std::string& plan) {
    return runTrocar({"evaluate", plan, "--resolution", "3", "--json"});
  }
  /// The run says `rule` and delivers less than was asked for.
  static void expectSaid(const std::string& plan, const std::string& rule) {
    const Outcome run = evaluated(plan);
    ASSERT_EQ(run.status, 0) << run.err;
    const Json json = Json::parse(run.out);
    const Json& cement = json.at("cement");
    EXPECT_LT(cement.at("deliveredMl").get<double>(), cement.at("requestedMl").get<double>() + 1e-9)
        << rule;
    const Json& findings = json.at("findings");
    const auto found = std::find_if(
        findings.begin(), findings.end(), [&](const Json& one) { return one.at("rule") == rule; });
    ASSERT_NE(found, findings.end()) << rule << " is missing in " << findings.dump();
    const std::string text = found->at("text");
    EXPECT_EQ(text.back(), '.') << text;
    EXPECT_EQ(text.find(". "), std::string::npos) << text;
  }
  static void expectRefused(const Outcome& run, const std::string& word) {
    EXPECT_EQ(run.status, 2) << run.out;
    EXPECT_EQ(run.out, "");
    EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
    EXPECT_THAT(run.err, HasSubstr(word));
  }

  TemporaryFolder folder_;
};

TEST_F(CementInput, ATipOutsideBoneOrInTheCanalInjectsNothingAndChecksAsADanger) {
  const std::string outside = planOf("0,-25,0", caseOf());
  expectSaid(outside, "cement-tip-outside-bone");
  EXPECT_EQ(runTrocar({"check", outside}).status, 1);
  const std::string canal = planOf("0,20,0", caseOf());
  expectSaid(canal, "cement-tip-in-canal");
  EXPECT_EQ(runTrocar({"check", canal}).status, 1);
}

TEST_F(CementInput, BoneThatLetsNothingThroughIsSaid) {
  expectSaid(planOf("0,0,0", caseOf(2500)), "cement-pressure");
}

TEST_F(CementInput, FiftyMillilitresEndAndSayWhy) {
  expectSaid(planOf("0,0,0", caseOf(), "N1=50ml@0.05ml/s"), "cement-no-room");
}

TEST_F(CementInput, CementThatHasCuredIsADanger) {
  const std::string plan = planOf("0,0,0", caseOf());
  mix(plan, "startS", 1500);
  expectSaid(plan, "cement-set");
  EXPECT_EQ(runTrocar({"check", plan}).status, 1);
}

TEST_F(CementInput, AnUnknownProductAndNoVolumeAreRefusedInOneLine) {
  const std::string plan = planOf("0,0,0", caseOf());
  mix(plan, "product", "glue");
  expectRefused(evaluated(plan), "glue");
  mix(plan, "product", "pmma-low-viscosity");
  for (const char* inject : {"N1=-2ml", "N1=0ml", "N1=2ml@-1ml/s", "N1=nanml"}) {
    const std::string out = (folder_ / "none.json").string();
    expectRefused(runTrocar({"treat", plan, "--inject", inject, "--out", out}),
                  "is not understood; write --inject");
    EXPECT_FALSE(std::filesystem::exists(out));
  }
  mix(plan, "startS", "soon");
  expectRefused(evaluated(plan), "cementMix.startS is \"soon\"");
  mix(plan, "startS", 240);
  Json json = Json::parse(readFile(plan));
  json["injections"][0]["volumeMl"] = -2.0;
  std::ofstream(plan) << json;
  const Outcome run = evaluated(plan);
  if (run.status == 0)
    expectSaid(plan, "cement-nothing-to-inject");
  else
    expectRefused(run, "volumeMl");
}

TEST_F(CementInput, ACoilOrBalloonOutOfItsRangeIsRefusedOrSaid) {
  const std::string coil = planOf("0,0,0", caseOf(), "N1=2ml@0.05ml/s", "coil-peek");
  device(coil, "coilLoops", 9);
  expectRefused(evaluated(coil), "The coil N1 has 1 to ");
  device(coil, "coilLoops", 2.5);
  expectRefused(evaluated(coil), "needles[N1].device.coilLoops is 2.5");
  const std::string balloon = planOf("0,5,0", caseOf(), "N1=2ml@0.05ml/s", "balloon-15");
  device(balloon, "balloonMl", -3);
  expectRefused(evaluated(balloon), "needles[N1].device.balloonMl is -3; it must be above 0");
  device(balloon, "balloonMl", 9);
  expectSaid(balloon, "device-over-volume");
}

}  // namespace
}  // namespace trocar::cli
