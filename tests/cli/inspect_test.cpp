#include "tests/cli/run_trocar.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <gmock/gmock.h>

namespace trocar::cli {
namespace {

using testing::HasSubstr;

/// One cache for all tests of this program, so that the patient is made once.
std::map<std::string, std::string> withCache() {
  static const TemporaryFolder kCache;
  return {{"XDG_CACHE_HOME", kCache.path().string()}};
}

TEST(Demo, ListsItsPatientsIdFirst) {
  const Outcome run = runTrocar({"demo"});
  EXPECT_EQ(run.status, 0) << run.err;
  EXPECT_EQ(run.err, "");
  EXPECT_EQ(run.out.substr(0, 9), "l3-breast") << run.out;
}

TEST(Demo, WritesAPatientThatInspectReadsLikeTheBundledOne) {
  const TemporaryFolder folder;
  const std::map<std::string, std::string> cache = withCache();
  const Outcome demo = runTrocar({"demo", "l3-breast", "--out", folder / "case"}, cache);
  ASSERT_EQ(demo.status, 0) << demo.err;
  const Outcome written = runTrocar({"inspect", folder / "case", "--json"}, cache);
  const Outcome bundled = runTrocar({"inspect", "bundled:l3-breast", "--json"}, cache);
  ASSERT_EQ(written.status, 0) << written.err;
  EXPECT_EQ(written.out, bundled.out);
  const auto json = nlohmann::json::parse(written.out);
  EXPECT_EQ(json.at("volume").at("modality"), "CT");
  bool lesion = false;
  for (const auto& structure : json.at("structures")) {
    EXPECT_GT(structure.at("volumeMl").get<double>(), 0.0) << structure;
    lesion = lesion || structure.at("role") == "lesion";
  }
  EXPECT_TRUE(lesion);
  for (const auto& vertebra : json.at("vertebrae")) {
    if (vertebra.at("level") == "L3") {
      EXPECT_GT(vertebra.at("axes").at("left").at(0).get<double>(), 0.9);
      EXPECT_GT(vertebra.at("pedicles").at("left").at("centreMm").at(0).get<double>(),
                vertebra.at("pedicles").at("right").at("centreMm").at(0).get<double>());
    }
  }
}

TEST(Inspect, TellsPeopleTheSame) {
  const Outcome run = runTrocar({"inspect", "bundled:l3-breast"}, withCache());
  EXPECT_EQ(run.status, 0) << run.err;
  EXPECT_THAT(run.out, HasSubstr("vertebra_L3"));
  EXPECT_THAT(run.out, HasSubstr("Levels:"));
}

}  // namespace
}  // namespace trocar::cli
