#include "core/error.h"
#include "core/io.h"
#include "core/io/case_json.h"
#include "tests/core/shapes.h"
#include "tests/test_files.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <gmock/gmock.h>
#include <random>

namespace trocar {
namespace {

namespace fs = std::filesystem;

/// A case with everything a case can have, on grids whose numbers have no short decimal form.
Case fullCase() {
  std::mt19937 random(5);
  std::uniform_int_distribution<int> hu(-32768, 32767);
  const Grid ctGrid(
      {31, 17, 23}, Vec3(1.0 / 3.0, -200.1, 1e-7), Vec3(0.7, 0.7000001, 1.0 / 7.0), turned(17.3));
  std::vector<std::int16_t> voxels(ctGrid.voxelCount());
  for (std::int16_t& voxel : voxels)
    voxel = static_cast<std::int16_t>(hu(random));
  Case patient;
  patient.id = "some-case";
  patient.title = "L3 metastasis · breast";
  patient.history = "A \"quoted\" line\nand another.";
  patient.ct = Volume(ctGrid, voxels);
  patient.position = PatientPosition::Prone;
  const Grid other({9, 8, 7}, Vec3(-4, -5, -6), Vec3(3, 2, 5), turned(-40));
  for (const std::uint16_t last : {std::uint16_t{1}, std::uint16_t{65535}}) {
    std::vector<std::uint16_t> labels(other.voxelCount(), 0);
    labels.back() = last;
    patient.layers.push_back({other, labels});
  }
  patient.structures = {
      {"vertebra_L3", "L3", Role::Vertebra, LabelRegion{0, {1, 7}}, Basis::Measured},
      {"root_L3_left",
       "L3 root, left",
       Role::Nerve,
       TubeRegion{{{0.1, 0.2, 0.3}, {4, 5, 6}}, 2.5},
       Basis::Estimated},
      {"lesion_1",
       "",
       Role::Lesion,
       EllipsoidRegion{Vec3(1, 2, 3), turned(8), Vec3(3, 2, 1)},
       Basis::Entered}};
  patient.dicom = {{"StudyInstanceUID", "1.2.3"}};
  patient.remarks = {{"uneven-slices", "Two slices are missing."}};
  return patient;
}

std::vector<std::string> namesIn(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder))
    names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  return names;
}

TEST(CaseFolder, ReopensBitForBit) {
  const TemporaryFolder folder;
  const Case patient = fullCase();
  writeCase(patient, folder / "case");
  const Case again = readCase(folder / "case");
  EXPECT_EQ(again.id, patient.id);
  EXPECT_EQ(again.title, patient.title);
  EXPECT_EQ(again.history, patient.history);
  EXPECT_EQ(again.position, patient.position);
  EXPECT_EQ(again.ct.grid(), patient.ct.grid());
  EXPECT_EQ(again.ct.voxels(), patient.ct.voxels());
  ASSERT_EQ(again.layers.size(), patient.layers.size());
  for (std::size_t n = 0; n < again.layers.size(); ++n) {
    EXPECT_EQ(again.layers[n].grid(), patient.layers[n].grid());
    EXPECT_EQ(again.layers[n].voxels(), patient.layers[n].voxels());
  }
  EXPECT_EQ(again.structures, patient.structures);
  EXPECT_EQ(again.dicom, patient.dicom);
  EXPECT_EQ(again.remarks, patient.remarks);
  EXPECT_EQ(contentHash(again), contentHash(patient));
}

TEST(CaseFolder, IsTheSameBytesEachTimeAndReplacesAnOlderCaseWhole) {
  const TemporaryFolder folder;
  const Case patient = fullCase();
  writeCase(patient, folder / "a");
  Case smaller = patient;
  smaller.layers.pop_back();
  writeCase(patient, folder / "b");
  writeCase(smaller, folder / "b");
  EXPECT_FALSE(fs::exists(folder / "b/labels_1.nrrd"));
  writeCase(patient, folder / "b/");
  for (const std::string& name : namesIn(folder / "a"))
    EXPECT_EQ(readFile(folder / "a" / name), readFile(folder / "b" / name)) << name;
  EXPECT_EQ(namesIn(folder.path()), (std::vector<std::string>{"a", "b"}));
}

TEST(CaseFolder, NeverReplacesAFolderThatHoldsAnythingElse) {
  const TemporaryFolder folder;
  fs::create_directory(folder / "mine");
  std::ofstream(folder / "mine/thesis.txt") << "years";
  EXPECT_THROW(writeCase(fullCase(), folder / "mine"), Error);
  EXPECT_THROW(writeCase(fullCase(), folder / "mine/thesis.txt"), Error);
  EXPECT_EQ(readFile(folder / "mine/thesis.txt"), "years");
  EXPECT_EQ(namesIn(folder.path()), std::vector<std::string>{"mine"});
}

TEST(CaseFolder, LeavesNothingBehindWhenCancelled) {
  const TemporaryFolder folder;
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THROW(writeCase(fullCase(), folder / "case", Progress(stop.get_token(), {})), Cancelled);
  EXPECT_TRUE(namesIn(folder.path()).empty());
}

void corrupt(const fs::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

TEST(CaseFolder, RefusesDamagedFilesWithASentence) {
  const TemporaryFolder folder;
  writeCase(fullCase(), folder / "case");
  for (const char* name : {"case.json", "ct.nrrd", "labels_1.nrrd"}) {
    const fs::path file = folder / "case" / name;
    const std::string whole = readFile(file);
    for (const std::size_t kept :
         {std::size_t{0}, std::size_t{20}, whole.size() / 2, whole.size() - 3}) {
      corrupt(file, whole.substr(0, kept));
      EXPECT_THROW(readCase(folder / "case"), Error) << name << " cut to " << kept;
    }
    fs::remove(file);
    EXPECT_THROW(readCase(folder / "case"), Error) << name << " missing";
    corrupt(file, whole + "more");
    EXPECT_THROW(readCase(folder / "case"), Error) << name << " too long";
    corrupt(file, whole);
  }
  EXPECT_NO_THROW(readCase(folder / "case"));
  EXPECT_THROW(readCase(folder / "nothing"), Error);
}

std::string messageOf(const fs::path& folder) {
  try {
    readCase(folder);
  } catch (const Error& error) {
    return error.what();
  }
  return "read without an error";
}

/// What a case.json is refused with in which the value at a JSON pointer is another.
std::string refusalWith(const std::string& pointer, const nlohmann::json& value) {
  Case patient;
  patient.id = patient.title = "case";
  patient.ct = Volume(Grid({2, 2, 2}, Vec3::Zero(), Vec3::Ones()), std::vector<std::int16_t>(8));
  patient.structures = {{"cord",
                         "Cord",
                         Role::Cord,
                         TubeRegion{{Vec3::Zero(), Vec3::UnitZ()}, 5.0},
                         Basis::Estimated},
                        {"lesion_1",
                         "Lesion",
                         Role::Lesion,
                         EllipsoidRegion{Vec3::Zero(), Eigen::Matrix3d::Identity(), Vec3::Ones()},
                         Basis::Entered}};
  nlohmann::json json = toJson(patient);
  json.at(nlohmann::json::json_pointer(pointer)) = value;
  try {
    caseFromJson(json.dump(), "case.json");
  } catch (const Error& error) {
    return error.what();
  }
  return "read";
}

TEST(CaseFolder, BoundsTheNumbersOfACaseAndSaysWhich) {
  using testing::HasSubstr;
  EXPECT_EQ(refusalWith("/id", "other"), "read");
  const std::string tube = "/structures/0/region/tube";
  const std::string ellipsoid = "/structures/1/region/ellipsoid";
  EXPECT_THAT(refusalWith("/ct/spacingMm/0", 1e308), HasSubstr("ct.spacingMm"));
  EXPECT_THAT(refusalWith("/ct/spacingMm/2", 0.0), HasSubstr("0.05 to 20 mm"));
  EXPECT_THAT(refusalWith("/ct/originMm/1", -1e18), HasSubstr("ct.originMm lies 1e+18 mm"));
  EXPECT_THAT(refusalWith("/ct/sizeVoxels", {2000, 2000, 2000}), HasSubstr("ct.sizeVoxels"));
  EXPECT_THAT(refusalWith(tube + "/radiusMm", 1e9), HasSubstr("outside"));
  EXPECT_THAT(refusalWith(tube + "/centreLineMm/1/0", 1e9), HasSubstr("centreLineMm"));
  EXPECT_THAT(refusalWith(ellipsoid + "/radiiMm/0", 2000), HasSubstr("at most 1000 mm"));
  EXPECT_THAT(refusalWith(ellipsoid + "/centreMm/2", 1e5), HasSubstr("100000 mm"));
  EXPECT_THAT(refusalWith(ellipsoid + "/axes/0/0", 7.0), HasSubstr("right angles"));
}

TEST(CaseFolder, SaysThatANewerFormatNeedsANewerProgram) {
  const TemporaryFolder folder;
  writeCase(fullCase(), folder / "case");
  std::string text = readFile(folder / "case/case.json");
  text.replace(text.find("\"format\": 1"), 11, "\"format\": 2");
  corrupt(folder / "case/case.json", text);
  EXPECT_NE(messageOf(folder / "case").find("newer Trocar (its format is 2"), std::string::npos)
      << messageOf(folder / "case");
}

}  // namespace
}  // namespace trocar
