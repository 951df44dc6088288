#include "core/io/case_json.h"
#include "core/labels/meaning.h"
#include "core/patient/parameters.h"
#include "core/patient/random_patient.h"
#include "core/segment_term.h"
#include "planning/ablation/heat/thermal_material.h"
#include "planning/ablation/probes/device.h"
#include "planning/access/approach_record.h"
#include "planning/access/placement.h"
#include "planning/cement/cement_product.h"
#include "planning/cement/devices/augmentation.h"
#include "planning/decide/proposal_table.h"
#include "planning/findings/rule_text.h"
#include "planning/fixation/screw_site.h"
#include "planning/plan/plan_file.h"
#include "planning/plan/scales.h"
#include "planning/review/checklist.h"
#include "planning/review/reading.h"
#include "planning/review/running_order.h"
#include "planning/school/grade.h"
#include "planning/school/lesson.h"
#include "planning/scores/score_table.h"
#include "tests/misspelt_asset.h"

#include <gtest/gtest.h>

#include <functional>
#include <gmock/gmock.h>
#include <map>

namespace trocar {
namespace {

namespace fs = std::filesystem;

Plan planWithANeedle() {
  Plan plan;
  plan.needles.push_back({});
  plan.needles.back().id = "N1";
  return plan;
}

/// What reads the assets of a folder, or one of them.
std::function<void()> readerOf(const std::string& asset) {
  static const std::map<std::string, std::function<void()>, std::greater<>> kReaders = {
      {"access/placement.json", [] { access::placementTechniques(); }},
      {"access/rules.json", [] { ruleText("breach-grade"); }},
      {"cements/", [] { cement::cementCatalogue(); }},
      {"decide/proposals.json", [] { decide::proposalLimit("wedge"); }},
      {"fixation/augmentation.json", [] { cement::augmentationDevices(); }},
      {"access/approaches.json", [] { access::allApproaches(); }},
      {"handover/terms.json", [] { segmentTerm("bone"); }},
      {"instruments/", [] { ablation::deviceCatalogue(); }},
      {"lessons/", [] { school::bundledLessons(); }},
      {"lessons/grading.json", [] { school::gradingTable(); }},
      {"materials/", [] { ablation::materialTable(); }},
      {"materials/embolics.json", [] { embolics(); }},
      {"patients/",
       [] {
         for (const std::string& id : synthetic::patientIds())
           synthetic::patientParameters(id);
         synthetic::randomPatient(1, 1);
       }},
      {"review/checklists.json", [] { review::checklistsFor(Plan()); }},
      {"review/reading.json", [] { review::reading(); }},
      {"review/scales.json", [] { scales(); }},
      {"review/times.json", [] { review::runningOrder({}, planWithANeedle()); }},
      {"schemes/", [] { labels::isKnownName("spleen"); }},
      {"scores/", [] { scores::readScoreTables(); }},
  };
  for (const auto& [begin, read] : kReaders) {
    if (asset.starts_with(begin))
      return read;
  }
  return nullptr;
}

/// Only children read here: a catalogue is read once in a program. The name makes these tests the
/// first.
class EveryAssetDeathTest : public testing::TestWithParam<std::string> {};

TEST_P(EveryAssetDeathTest, IsRefusedWithAMisspeltKey) {
  const std::function<void()> read = readerOf(GetParam());
  ASSERT_TRUE(read) << "no reader is known for it";
  expectRefusesMisspeltKeys(GetParam(), read);
}

/// All but those that other modules read.
std::vector<std::string> assets() {
  std::vector<std::string> found;
  const fs::path root = fs::path(SOURCE_DIR) / "assets";
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    const std::string name = fs::relative(entry.path(), root).string();
    if (entry.path().extension() == ".json" && name != "roles.json")
      found.push_back(name);
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::string assetTestName(const testing::TestParamInfo<std::string>& asset) {
  std::string name = asset.param;
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Json, EveryAssetDeathTest, testing::ValuesIn(assets()), assetTestName);

/// Each object of the text with a misspelt key in it is refused, with file and key.
void expectRefused(const std::string& text, const std::function<void(const std::string&)>& read) {
  EXPECT_NO_THROW(read(text));
  for (const std::string& bad : misspeltTexts(text)) {
    try {
      read(bad);
      ADD_FAILURE() << "accepted " << bad;
    } catch (const Error& error) {
      EXPECT_THAT(error.what(),
                  testing::AllOf(testing::HasSubstr("my.json"), testing::HasSubstr(kMisspelt)));
    }
  }
}

TEST(UserFiles, ACaseWithAMisspeltKeyIsRefused) {
  Case patient;
  patient.id = "a";
  patient.dicom = {{"StudyInstanceUID", "1.2"}};
  patient.remarks = {{"no-skin", "There is no skin."}};
  patient.layers.push_back(LabelMap(Grid(), std::vector<std::uint16_t>{1}));
  patient.structures = {{"vertebra_L3", "L3", Role::Vertebra, LabelRegion{0, {1}}, Basis::Measured},
                        {"nerve",
                         "Nerve",
                         Role::Nerve,
                         TubeRegion{{Vec3::Zero(), Vec3::Ones()}, 2.0},
                         Basis::Entered},
                        {"lesion_1",
                         "Lesion",
                         Role::Lesion,
                         EllipsoidRegion{Vec3::Zero(), Eigen::Matrix3d::Identity(), Vec3::Ones()},
                         Basis::Entered}};
  expectRefused(toJson(patient).dump(),
                [](const std::string& text) { caseFromJson(text, "my.json"); });
}

TEST(UserFiles, ADeviceWithAMisspeltKeyIsRefused) {
  for (const char* id :
       {"icerod-1.5", "rf-bipolar-cooled-7", "microwave-emprint", "laser-bare-600"})
    expectRefused(ablation::deviceToJson(ablation::findDevice(id)),
                  [](const std::string& text) { ablation::deviceFromJson(text, "my.json"); });
}

TEST(UserFiles, ALessonWithAMisspeltKeyIsRefused) {
  for (const char* id : {"order-rule", "discordant"})
    expectRefused(school::lessonToJson(school::findLesson(id)),
                  [](const std::string& text) { school::lessonFromJson(text, "my.json"); });
}

TEST(UserFiles, AnAttemptWithAMisspeltKeyIsRefused) {
  school::Attempt attempt;
  attempt.plan = school::findLesson("order-rule").expert;
  attempt.handling = school::Handling();
  attempt.armsKnown = true;
  attempt.drive = fluoro::NeedleDrive();
  attempt.drive->side = Side::Left;
  expectRefused(school::attemptToJson(attempt),
                [](const std::string& text) { school::attemptFromJson(text, "my.json"); });
}

TEST(UserFiles, ALabelSchemeWithAMisspeltKeyIsRefused) {
  const TemporaryFolder folder;
  const fs::path file = folder / "my.json";
  for (const char* sound : {R"({"1": {"id": "vertebra_L3", "name": "L3", "role": "vertebra"}})",
                            R"({"title": "Mine", "labels": {"7": {"id": "rib", "role": "rib"}}})"})
    expectRefused(sound, [&](const std::string& text) {
      writeFileAtomically(file, text);
      labels::readScheme(file.string());
    });
}

}  // namespace
}  // namespace trocar
