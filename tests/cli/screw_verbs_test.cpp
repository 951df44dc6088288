#include "core/io.h"
#include "core/patients.h"
#include "tests/cli/run_trocar.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace trocar::cli {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

fs::path scratchOfScrewVerbs() {
  static const fs::path folder = [] {
    fs::path made = fs::temp_directory_path() / ("trocar-screws-" + std::to_string(::getpid()));
    fs::create_directories(made);
    return made;
  }();
  return folder;
}

/// The bundled pelvis at 2 mm, quick to open.
const std::string& pelvis() {
  static const std::string folder = [] {
    const fs::path made = scratchOfScrewVerbs() / "patient";
    writeCase(makeBundledPatient("acetabulum-renal", 2.0), made);
    return made.string();
  }();
  return folder;
}

TEST(ScrewVerbs, SuggestPutsAScrewIntoAPlanThatEvaluateGrades) {
  const std::string plan = (scratchOfScrewVerbs() / "column.json").string();
  const Outcome suggested = runTrocar({"suggest",
                                       pelvis(),
                                       "--structure",
                                       "hip_right",
                                       "--approach",
                                       "posterior-column-screw",
                                       "--out",
                                       plan,
                                       "--json"});
  ASSERT_EQ(suggested.status, 0) << suggested.err;
  const Json cards = Json::parse(suggested.out).at("cards");
  ASSERT_FALSE(cards.empty());
  EXPECT_EQ(cards[0].at("needles")[0].at("side"), "right");
  const Outcome evaluated = runTrocar({"evaluate", plan, "--no-physics", "--json"});
  ASSERT_EQ(evaluated.status, 0) << evaluated.err;
  const Json needle = Json::parse(evaluated.out).at("needles").at(0);
  EXPECT_EQ(needle.at("purpose"), "screw");
  EXPECT_EQ(needle.at("approach"), "posterior-column-screw");
  const Json& screw = needle.at("screw");
  EXPECT_EQ(screw.at("grade"), "A");
  EXPECT_GT(screw.at("marginMm").get<double>(), 0.0);
  EXPECT_NEAR(screw.at("headProudMm").get<double>(), 0.0, 1.0);
  EXPECT_EQ(screw.at("basis"), "measured");
}

TEST(ScrewVerbs, RefuseInOneLineWhatIsNoScrewOrHasNoCorridor) {
  const std::string out = (scratchOfScrewVerbs() / "none.json").string();
  const auto refused =
      [&](const std::string& structure, const std::string& instrument, const std::string& word) {
        const Outcome run = runTrocar({"suggest",
                                       pelvis(),
                                       "--structure",
                                       structure,
                                       "--approach",
                                       "femoral-neck-screw",
                                       "--instrument",
                                       instrument,
                                       "--out",
                                       out});
        EXPECT_EQ(run.status, 2);
        EXPECT_NE(run.err.find(word), std::string::npos) << run.err;
        EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
        EXPECT_FALSE(fs::exists(out));
      };
  refused("hip_left", "bone-needle-11g", "is no screw");
  refused("hip_left", "screw-99", "no instrument 'screw-99'");
}

TEST(ScrewVerbs, TheCatalogueTellsTheLengthsOfScrews) {
  const Outcome run = runTrocar({"instruments", "--json"});
  ASSERT_EQ(run.status, 0);
  const Json list = Json::parse(run.out).at("instruments");
  const auto screw = std::find_if(
      list.begin(), list.end(), [](const Json& one) { return one.at("id") == "screw-7.3"; });
  ASSERT_NE(screw, list.end());
  EXPECT_EQ(screw->at("lengthsMm").at("step"), 5.0);
  EXPECT_TRUE(screw->at("verified").is_boolean());
}

}  // namespace
}  // namespace trocar::cli
