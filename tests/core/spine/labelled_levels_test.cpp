// Names of labelled vertebrae against the CT.
#include "core/segmentation/spine/labelled_levels.h"

#include "core/import.h"
#include "core/patients.h"
#include "tests/test_files.h"

#include <algorithm>
#include <gmock/gmock.h>

namespace trocar::segmentation {
namespace {

/// Of T1 to L6 the one `steps` further down, without T13.
std::string moved(const std::string& level, int steps) {
  std::vector<std::string> all;
  for (int n = 1; n <= 12; ++n)
    all.push_back("T" + std::to_string(n));
  for (int n = 1; n <= 6; ++n)
    all.push_back("L" + std::to_string(n));
  const auto at = std::find(all.begin(), all.end(), level) - all.begin();
  return all.at(static_cast<std::size_t>(at + steps));
}

/// All vertebrae named one off.
Case renumbered(Case patient, int steps) {
  for (Structure& structure : patient.structures) {
    if (const std::string level = levelOf(structure); !level.empty())
      structure.id = "vertebra_" + moved(level, steps);
  }
  return patient;
}

void expectNoticed(const Case& truth) {
  EXPECT_FALSE(questionedLevel(truth)) << "the names are right";
  for (const int steps : {-1, 1}) {
    const auto found = questionedLevel(renumbered(truth, steps));
    ASSERT_TRUE(found) << steps;
    EXPECT_EQ(found->named, moved("L5", steps));
    EXPECT_EQ(found->likely, "L5");
    EXPECT_GE(found->certainty, 0.95);
  }
}

TEST(LabelledLevels, OneOffIsNoticedWhereTheSacrumIsSeen) {
  expectNoticed(loadBundledPatient("l3-breast"));
  expectNoticed(loadBundledPatient("l4-lung"));
  expectNoticed(makeRandomPatient(8, 2, 2.0));
}

TEST(LabelledLevels, AreNotQuestionedWithoutASacrum) {
  for (const char* id : {"t10-renal", "thoracolumbar-renal", "sacrum-sarcoma", "acetabulum-renal"})
    EXPECT_FALSE(questionedLevel(loadBundledPatient(id))) << id;
  for (const std::uint64_t seed : {2U, 5U})
    EXPECT_FALSE(questionedLevel(makeRandomPatient(seed, 2, 2.0))) << seed;
}

TEST(LabelledLevels, OfRealLabelsAreRightAndNoticedWhenImportedOneOff) {
  SKIP_WITHOUT("ct_verse014");
  const Case verse = importCase(
      testData("ct_verse014/sub-verse014_ct.nii.gz"),
      {{.path = testData("ct_verse014/sub-verse014_seg-vert_msk.nii.gz"), .scheme = "verse"}});
  expectNoticed(verse);
  const Case trunk = importCase(testData("ct_totalseg_spine_report/example_ct.nii.gz"),
                                {{.path = testData("ct_totalseg_spine_report/totalseg.nii.gz"),
                                  .scheme = "totalsegmentator"}});
  EXPECT_FALSE(questionedLevel(trunk));
  for (const Case* right : {&verse, &trunk}) {
    for (const Remark& remark : right->remarks)
      EXPECT_NE(remark.key, "levels-questioned");
  }
}

}  // namespace
}  // namespace trocar::segmentation
