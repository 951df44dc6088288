#include "tests/fuzz/seeds.h"

#include "core/io/case_json.h"
#include "planning/plan/plan_file.h"
#include "tests/core/made_seg.h"
#include "tests/core/made_structures.h"

#include <nlohmann/json.hpp>

#include <array>
#include <cstdint>
#include <cstring>

namespace trocar {
namespace {

constexpr int kSide = 24;
constexpr int kSlices = 10;

/// Air around soft tissue around bone, or the bone as label 1.
std::string voxelsOf(Voxels voxels) {
  std::string bytes;
  for (int k = 0; k < kSlices; ++k) {
    for (int j = 0; j < kSide; ++j) {
      for (int i = 0; i < kSide; ++i) {
        const int r2 = (i - kSide / 2) * (i - kSide / 2) + (j - kSide / 2) * (j - kSide / 2);
        const int hu = r2 < 16 ? 400 : r2 < 90 ? 40 : -1000;
        const auto value = static_cast<std::int16_t>(voxels == Voxels::Hu ? hu : r2 < 16 ? 1 : 0);
        bytes.append(reinterpret_cast<const char*>(&value), sizeof(value));
      }
    }
  }
  return bytes;
}

template <typename Value>
void put(std::string& bytes, std::size_t at, const std::vector<Value>& values) {
  std::memcpy(bytes.data() + at, values.data(), values.size() * sizeof(Value));
}

/// A DICOM element in explicit little endian, of a short value representation.
std::string element(unsigned group, unsigned number, const char* kind, std::string value) {
  if (value.size() % 2 != 0)
    value += std::strcmp(kind, "UI") == 0 ? '\0' : ' ';
  std::string bytes;
  for (const unsigned word : {group, number})
    bytes += {static_cast<char>(word & 0xFFU), static_cast<char>(word >> 8U)};
  bytes += kind;
  bytes += {static_cast<char>(value.size() & 0xFFU), static_cast<char>(value.size() >> 8U)};
  return bytes + value;
}

std::string word(unsigned value) {
  return {static_cast<char>(value & 0xFFU), static_cast<char>(value >> 8U)};
}

std::string pixels() {
  const std::string slice = voxelsOf(Voxels::Hu).substr(0, 2UL * kSide * kSide);
  const auto length = static_cast<std::uint32_t>(slice.size());
  std::string bytes = std::string("\xE0\x7F\x10\x00OW\0\0", 8);
  bytes.append(reinterpret_cast<const char*>(&length), sizeof(length));
  return bytes + slice;
}

}  // namespace

std::string niftiSeed(Voxels voxels) {
  std::string header(352, '\0');
  put<std::int32_t>(header, 0, {348});
  put<std::int16_t>(header, 40, {3, kSide, kSide, kSlices, 1, 1, 1, 1});
  put<std::int16_t>(header, 70, {4, 16});
  put<float>(header, 76, {1.0F, 4.0F, 4.0F, 4.0F});
  put<float>(header, 108, {352.0F, 1.0F});
  header[123] = 2;
  put<std::int16_t>(header, 252, {0, 1});
  put<float>(header, 280, {-4, 0, 0, 40, 0, -4, 0, 40, 0, 0, 4, -20});
  std::memcpy(header.data() + 344, "n+1", 4);
  return header + voxelsOf(voxels);
}

std::string nrrdSeed(Voxels voxels) {
  return "NRRD0004\ntype: short\ndimension: 3\nspace: left-posterior-superior\nsizes: 24 24 10\n"
         "space directions: (4,0,0) (0,4,0) (0,0,4)\nkinds: domain domain domain\nendian: little\n"
         "encoding: raw\nspace origin: (-40,-40,-20)\nSegment0_ID:=Segment_1\n"
         "Segment0_Name:=L3\nSegment0_LabelValue:=1\nSegment0_Layer:=0\n\n" +
         voxelsOf(voxels);
}

std::string metaSeed(Voxels voxels) {
  return "ObjectType = Image\nNDims = 3\nBinaryData = True\nBinaryDataByteOrderMSB = False\n"
         "CompressedData = False\nTransformMatrix = 1 0 0 0 1 0 0 0 1\nOffset = -40 -40 -20\n"
         "AnatomicalOrientation = RAI\nElementSpacing = 4 4 4\nDimSize = 24 24 10\n"
         "ElementType = MET_SHORT\nElementDataFile = LOCAL\n" +
         voxelsOf(voxels);
}

std::string dicomSeed() {
  const std::string meta = element(0x0002, 0x0010, "UI", "1.2.840.10008.1.2.1");
  const auto length = static_cast<std::uint32_t>(meta.size());
  std::string group = element(0x0002, 0x0000, "UL", "");
  group[6] = 4;
  group.append(reinterpret_cast<const char*>(&length), sizeof(length));
  return std::string(128, '\0') + "DICM" + group + meta +
         element(0x0008, 0x0016, "UI", "1.2.840.10008.5.1.4.1.1.2") +
         element(0x0008, 0x0018, "UI", "1.2.3.4") + element(0x0008, 0x0060, "CS", "CT") +
         element(0x0018, 0x0050, "DS", "4") + element(0x0020, 0x000D, "UI", "1.2.3") +
         element(0x0020, 0x000E, "UI", "1.2.3.1") + element(0x0020, 0x0032, "DS", "-40\\-40\\0") +
         element(0x0020, 0x0037, "DS", "1\\0\\0\\0\\1\\0") +
         element(0x0020, 0x0052, "UI", "1.2.3.9") + element(0x0028, 0x0002, "US", word(1)) +
         element(0x0028, 0x0004, "CS", "MONOCHROME2") + element(0x0028, 0x0010, "US", word(kSide)) +
         element(0x0028, 0x0011, "US", word(kSide)) + element(0x0028, 0x0030, "DS", "4\\4") +
         element(0x0028, 0x0100, "US", word(16)) + element(0x0028, 0x0101, "US", word(16)) +
         element(0x0028, 0x0102, "US", word(15)) + element(0x0028, 0x0103, "US", word(1)) +
         element(0x0028, 0x1052, "DS", "0") + element(0x0028, 0x1053, "DS", "1") + pixels();
}

std::string dicomSegSeed() {
  return madeSeg("BINARY", 1)
      .put(0x7FE00010, "OB", std::string(kSegFrames * kMadePixels / 8, '\x0F'))
      .file();
}

std::string structureSetSeed() {
  std::vector<MadeContour> ring;
  for (const double z : {-4.0, -1.0, 2.0}) {
    ring.push_back({circleMm({0, 0, z}, 20.0, 12)});
    ring.push_back({circleMm({0, 0, z}, 9.0, 6)});
  }
  return madeStructureSet({{7, "L3", "ORGAN", ring},
                           {2, "GTV", "GTV", {{boxMm({-5, -5, 1}, {8, 9, 1})}}},
                           {3, "Iso", "ISOCENTER", {{{Vec3(1, 2, 3)}, "POINT"}}}})
      .file();
}

std::string planSeed() {
  Plan plan;
  plan.patient = {"case", "case", "00"};
  Needle needle;
  needle.id = "N1";
  needle.instrument = "icesphere-1.5";
  needle.level = "L3";
  needle.trajectory = {Vec3(40, 80, 0), Vec3(5, 5, 2)};
  plan.needles = {needle};
  plan.protocols = {{"N1", 0.0, {{ProtocolStep::Kind::Freeze, 600.0}}}};
  plan.injections = {{"N1", 2.5, 0.05}};
  return planToJson(plan);
}

std::string caseSeed() {
  Case patient;
  patient.id = "case";
  patient.title = "A case";
  patient.ct = Volume(Grid({2, 2, 2}, Vec3::Zero(), Vec3::Ones()), std::vector<std::int16_t>(8));
  patient.layers = {
      LabelMap(Grid({2, 2, 2}, Vec3::Zero(), Vec3::Ones()), std::vector<std::uint16_t>(8, 1))};
  patient.structures = {{"vertebra_L3", "L3", Role::Vertebra, LabelRegion{0, {1}}, Basis::Measured},
                        {"canal",
                         "Canal",
                         Role::Canal,
                         TubeRegion{{Vec3::Zero(), Vec3::UnitZ()}, 5.0},
                         Basis::Estimated}};
  patient.remarks = {{"no-skin", "No skin."}};
  return toJson(patient).dump();
}

std::string jobsSeed() {
  return R"({"schema": "trocar-batch/1", "jobs": [{"id": "a", "verb": "evaluate",)"
         R"( "arguments": ["plan.json", "--json"]}]})";
}

}  // namespace trocar
