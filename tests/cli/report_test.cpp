#include "core/io.h"
#include "core/patients.h"
#include "tests/cli/run_trocar.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <gmock/gmock.h>
#include <vector>

namespace trocar {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;

/// As the report writes it: one decimal, a true minus sign.
std::string shown(const Json& value, int decimals = 1) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%.*f", decimals, value.get<double>());
  std::string out = text.data();
  return out[0] == '-' ? "−" + out.substr(1) : out;
}

/// A coarse patient with a frozen probe on the left of L3, without simulations.
struct Sample {
  TemporaryFolder folder;
  std::string plan = (folder / "plan.json").string();
  bool made = false;

  Sample() {
    writeCase(makeBundledPatient("l3-breast", 2.0), folder / "case");
    const Outcome run = runTrocar({"needle",
                                   (folder / "case").string(),
                                   "--entry",
                                   "45,75,88",
                                   "--target",
                                   "5,-20,88",
                                   "--instrument",
                                   "icerod-1.5",
                                   "--purpose",
                                   "probe",
                                   "--out",
                                   plan});
    made = run.status == 0 &&
           runTrocar({"treat", plan, "--needle", "N1", "--protocol", "freeze 600", "--out", plan})
                   .status == 0;
    EXPECT_TRUE(made) << run.err;
  }
};

const Sample& theSample() {
  static const Sample sample;
  return sample;
}

TEST(ReportVerb, EveryNumberIsTheEvaluations) {
  const Sample& sample = theSample();
  ASSERT_TRUE(sample.made);
  const std::string file = (sample.folder / "report.html").string();
  const Outcome wrote =
      runTrocar({"report", sample.plan, "--out", file, "--no-physics", "--no-pictures"});
  ASSERT_EQ(wrote.status, 0) << wrote.err;
  const std::string html = readFile(file);
  const Json numbers =
      Json::parse(runTrocar({"evaluate", sample.plan, "--json", "--no-physics"}).out);
  const Json& needle = numbers.at("needles").at(0);
  std::vector<std::string> expected = {
      shown(needle.at("skinToTargetMm")) + " mm",
      shown(needle.at("axialAngleDeg")) + "°",
      shown(needle.at("craniocaudalAngleDeg")) + "°",
      shown(needle.at("clearances").at(0).at("distanceMm")) + " mm"};
  for (const Json& zone : numbers.at("ablation").at("zones")) {
    expected.push_back(shown(zone.at("lengthMm")) + " mm");
    expected.push_back(shown(zone.at("widthMm")) + " mm");
    expected.push_back(shown(zone.at("volumeMl")) + " ml");
  }
  for (const Json& one : numbers.at("ablation").at("structures")) {
    if (one.at("distanceToZoneMm").get<double>() <= 30.0)
      expected.push_back(shown(one.at("distanceToZoneMm")) + " mm");
  }
  for (const Json& target : numbers.at("ablation").at("targets")) {
    for (const Json& share : target.at("coverage"))
      expected.push_back(shown(100.0 * share.get<double>()) + " %");
  }
  EXPECT_GT(expected.size(), 8U);
  for (const std::string& text : expected)
    EXPECT_THAT(html, HasSubstr(text));
  for (const Json& finding : numbers.at("findings"))
    EXPECT_THAT(html, HasSubstr(finding.at("severity") == "danger" ? "■ Danger" : "</td>"));
}

TEST(ReportVerb, WritesAPdfAndRefusesInOneLineWhereItCannot) {
  const Sample& sample = theSample();
  ASSERT_TRUE(sample.made);
  const auto report = [&](const std::string& out) {
    return runTrocar({"report", sample.plan, "--out", out, "--no-physics", "--no-pictures"});
  };
  const std::string pdf = (sample.folder / "report.pdf").string();
  ASSERT_EQ(report(pdf).status, 0);
  EXPECT_EQ(readFile(pdf).substr(0, 5), "%PDF-");
  const Outcome nowhere = report("/proc/no/report.pdf");
  EXPECT_EQ(nowhere.status, 2);
  EXPECT_THAT(nowhere.err, HasSubstr("/proc/no/report.pdf"));
  EXPECT_EQ(std::count(nowhere.err.begin(), nowhere.err.end(), '\n'), 1) << nowhere.err;
}

}  // namespace
}  // namespace trocar
