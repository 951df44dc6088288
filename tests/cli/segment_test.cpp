#include "core/io.h"
#include "core/patients.h"
#include "tests/cli/run_trocar.h"
#include "tests/test_files.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <gmock/gmock.h>

namespace trocar::cli {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;

/// A bundled patient's CT alone, as a case without structures.
void writeBareCt(const std::string& folder) {
  Case patient = makeBundledPatient("l3-breast", 2.0);
  patient.structures.clear();
  patient.layers.clear();
  writeCase(patient, folder);
}

TEST(Segment, ACtWithoutLabelsBecomesACaseOnWhichPathsAreFound) {
  const TemporaryFolder scratch;
  const std::string bare = (scratch / "bare").string();
  const std::string made = (scratch / "made").string();
  const std::string plan = (scratch / "plan.json").string();
  writeBareCt(bare);
  const Outcome segmented = runTrocar({"segment", "--ct", bare, "--out", made});
  ASSERT_EQ(segmented.status, 0) << segmented.err;
  EXPECT_THAT(segmented.err, HasSubstr("vertebrae-found: "));
  const Json told = Json::parse(runTrocar({"inspect", made, "--json"}).out);
  EXPECT_EQ(told["levels"], Json({"T12", "L1", "L2", "L3", "L4", "L5"}));
  for (const Json& structure : told["structures"]) {
    if (structure["role"] != "vertebra")
      continue;
    EXPECT_EQ(structure["basis"], "estimated");
    EXPECT_GT(structure["nameCertainty"].get<double>(), 0.9);
  }
  const auto l3 = std::find_if(told["vertebrae"].begin(),
                               told["vertebrae"].end(),
                               [](const Json& one) { return one["level"] == "L3"; });
  ASSERT_NE(l3, told["vertebrae"].end());
  EXPECT_TRUE((*l3)["trusted"].get<bool>()) << *l3;
  const Outcome suggested = runTrocar({"suggest",
                                       made,
                                       "--level",
                                       "L3",
                                       "--approach",
                                       "transpedicular",
                                       "--side",
                                       "left",
                                       "--out",
                                       plan});
  EXPECT_EQ(suggested.status, 0) << suggested.err;

  const Outcome again = runTrocar({"segment", "--ct", made, "--out", (scratch / "again").string()});
  EXPECT_EQ(again.status, 2);
  EXPECT_THAT(again.err, HasSubstr("names vertebrae already"));
  const Outcome over = runTrocar({"segment", "--ct", bare, "--out", made});
  EXPECT_EQ(over.status, 2);
  EXPECT_THAT(over.err, HasSubstr("--replace"));
}

TEST(Segment, RefusesPointsThatAreNone) {
  const TemporaryFolder scratch;
  const Outcome odd = runTrocar({"segment",
                                 "--ct",
                                 scratch.path().string(),
                                 "--level",
                                 "L3@1,2",
                                 "--out",
                                 (scratch / "made").string()});
  EXPECT_EQ(odd.status, 2);
  EXPECT_THAT(odd.err, HasSubstr("L3@12,-40,230"));
}

}  // namespace
}  // namespace trocar::cli
