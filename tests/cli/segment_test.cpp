#include "core/io.h"
#include "core/io/nifti.h"
#include "core/patients.h"
#include "tests/cli/run_trocar.h"
#include "tests/test_files.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <gmock/gmock.h>
#include <map>

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

/// A CT of 40 mm with a ball of bone on the patient's left, and its mask.
struct BallFiles {
  TemporaryFolder scratch;
  std::string ct = (scratch / "ct.nii").string();
  std::string mask = (scratch / "vertebrae_L3.nii").string();

  BallFiles() {
    const Grid grid({40, 40, 40}, Vec3(-20, 10, 5), Vec3(1, 1, 1));
    std::vector<std::int16_t> hu(grid.voxelCount(), 40);
    std::vector<float> ball(grid.voxelCount(), 0.0F);
    for (std::size_t v = 0; v < hu.size(); ++v) {
      const Vec3 at = grid.voxelToPatient(grid.voxelAt(v));
      if ((at - Vec3(8, 30, 25)).norm() < 9.0)
        hu[v] = 400, ball[v] = 1.0F;
      if (at.z() > 42)
        hu[v] = -1000;
    }
    writeNifti(ct, Volume(grid, hu));
    writeNifti(mask, Image<float>(grid, ball));
  }

  /// A program of that name that runs the lines of a shell; its folder.
  std::string program(const std::string& name, const std::string& lines) const {
    const std::filesystem::path file = scratch / "bin" / name;
    std::filesystem::create_directories(file.parent_path());
    writeFileAtomically(file, "#!/bin/sh\n" + lines);
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    return file.parent_path().string();
  }

  Outcome segment(const std::string& with,
                  const std::map<std::string, std::string>& more = {}) const {
    return runTrocar({"segment",
                      "--ct",
                      ct,
                      "--with",
                      with,
                      "--out",
                      (scratch / "made").string(),
                      "--replace",
                      "--despite",
                      "odd-size"},
                     more);
  }

  void expectL3() const {
    const Case made = readCase(scratch / "made");
    EXPECT_EQ(levelsOf(made), std::vector<std::string>{"L3"});
    const Structure* l3 = made.find("vertebra_L3");
    ASSERT_NE(l3, nullptr);
    EXPECT_TRUE(contains(made, *l3, Vec3(8, 30, 25))) << "on the patient's left, as in the CT";
    EXPECT_FALSE(contains(made, *l3, Vec3(-8, 30, 25)));
    std::filesystem::remove_all(scratch / "made");
  }
};

TEST(Segment, TakesWhatAnotherProgramWrites) {
  const BallFiles files;
  const Outcome own = files.segment("/bin/sh -c 'cp \"" + files.mask + "\" \"$1\"' sh {out} {ct}");
  EXPECT_EQ(own.status, 0) << own.err;
  files.expectL3();
  const std::string path =
      files.program("TotalSegmentator",
                    "[ \"$1\" = -i ] && [ -s \"$2\" ] && [ \"$3\" = -o ] || exit 9\n"
                    "printf ' 50%%|##  |\\r100%%|####|\\n' >&2\ncp '" +
                        files.mask + "' \"$4\"\n") +
      ":/usr/bin:/bin";
  const Outcome total = files.segment("totalsegmentator", {{"PATH", path}});
  EXPECT_EQ(total.status, 0) << total.err;
  EXPECT_THAT(total.err, HasSubstr("segmenter: 100%|####|"));
  files.expectL3();
  const Outcome site = files.segment(
      "site",
      {{"TROCAR_SEGMENTER", "sh -c 'mkdir $1/a; cp " + files.mask + " $1/a' sh {out} {ct}"}});
  EXPECT_EQ(site.status, 0) << site.err;
  files.expectL3();
}

TEST(Segment, ReadsTheNamesThatAnotherProgramPutsBesideItsLabels) {
  const BallFiles files;
  for (const char* names :
       {R"({"channel_names": {"0": "CT"}, "labels": {"background": 0, "L3": 1}})",
        R"({"0": "background", "1": "vertebrae_L3"})"}) {
    const std::string manifest = (files.scratch / "names.json").string();
    writeFileAtomically(manifest, names);
    const Outcome read = files.segment("sh -c 'cp " + files.mask + " $1/prediction.nii; cp " +
                                       manifest + " $1/dataset.json' sh {out} {ct}");
    EXPECT_EQ(read.status, 0) << read.err;
    files.expectL3();
  }
}

TEST(Segment, SaysWhyAnotherProgramGaveNothing) {
  const BallFiles files;
  const std::map<std::string, std::string> nobody = {
      {"PATH", "/usr/bin:/bin"}, {"TROCAR_SEGMENTER", ""}, {"HOME", files.scratch.path().string()}};
  const std::vector<std::pair<std::string, std::string>> refusals = {
      {"sh -c 'echo out of memory; exit 3' {ct} {out}",
       "sh ended with status 3; its last line is \"out of memory\""},
      {"true {ct} {out}", "true wrote no label file into {out}; it said nothing"},
      {"nobodys-program {ct} {out}", "nobodys-program is not installed"},
      {"true {ct}", "lacks {out}"},
      {"true '{ct} {out}", "nothing closes"},
      {"totalsegmentator", "TotalSegmentator is not installed"},
      {"site", "set TROCAR_SEGMENTER"}};
  for (const auto& [command, why] : refusals) {
    const Outcome refused = files.segment(command, nobody);
    EXPECT_EQ(refused.status, 2) << command;
    EXPECT_THAT(refused.err, HasSubstr(why)) << command;
    EXPECT_FALSE(std::filesystem::exists(files.scratch / "made")) << command;
  }
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
