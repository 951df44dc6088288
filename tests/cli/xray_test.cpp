#include "tests/cli/run_trocar.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>
#include <gmock/gmock.h>
#include <vector>

namespace trocar::cli {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;

TEST(XrayVerb, TheLeftPedicleIsOnThePicturesRightAndTheViewIsTrue) {
  const TemporaryFolder folder;
  const Outcome run = runTrocar({"xray",
                                 "bundled:l3-breast",
                                 "--level",
                                 "L3",
                                 "--view",
                                 "true-ap",
                                 "--position",
                                 "prone",
                                 "--json",
                                 "--out",
                                 (folder / "ap.png").string()});
  ASSERT_EQ(run.status, 0) << run.err;
  const Json vertebra = Json::parse(run.out).at("vertebra");
  EXPECT_TRUE(vertebra.at("isTrue").get<bool>());
  const Json& marks = vertebra.at("landmarks");
  EXPECT_GT(marks.at("pedicleLeft").at("columnPx").get<double>(),
            marks.at("pedicleRight").at("columnPx").get<double>());
}

TEST(XrayVerb, LineIntegralsAreWrittenAsAPortableFloatMap) {
  const TemporaryFolder folder;
  const Outcome run = runTrocar({"xray",
                                 "bundled:l3-breast",
                                 "--view",
                                 "ap",
                                 "--size",
                                 "64",
                                 "--line-integrals",
                                 (folder / "ap.pfm").string(),
                                 "--out",
                                 (folder / "ap.png").string()});
  ASSERT_EQ(run.status, 0) << run.err;
  std::ifstream in(folder / "ap.pfm", std::ios::binary);
  std::string kind;
  int width = 0, height = 0;
  double order = 0.0;
  in >> kind >> width >> height >> order;
  in.get();
  EXPECT_EQ(kind, "Pf");
  EXPECT_EQ(order, -1.0);
  std::vector<float> values(64 * 64);
  in.read(reinterpret_cast<char*>(values.data()),
          static_cast<std::streamsize>(sizeof(float) * values.size()));
  ASSERT_TRUE(in);
  EXPECT_EQ(width, 64);
  EXPECT_EQ(height, 64);
  const float middle = values[32 * 64 + 32];
  EXPECT_GT(middle, 2.0F) << "more than 10 cm of water";
  EXPECT_LT(middle, 12.0F);
}

TEST(XrayVerb, ALevelThatTheCaseLacksIsSaidWithThoseItHas) {
  const TemporaryFolder folder;
  const Outcome run = runTrocar({"xray",
                                 "bundled:l3-breast",
                                 "--level",
                                 "L9",
                                 "--view",
                                 "true-ap",
                                 "--out",
                                 (folder / "ap.png").string()});
  EXPECT_EQ(run.status, 2);
  EXPECT_THAT(run.err, HasSubstr("no vertebra 'L9'"));
  EXPECT_THAT(run.err, HasSubstr("L3"));
}

}  // namespace
}  // namespace trocar::cli
