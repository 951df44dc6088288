#include "tests/fuzz/targets.h"

#include "app/cli/jobs.h"
#include "core/error.h"
#include "core/import.h"
#include "core/io.h"
#include "core/io/case_json.h"
#include "core/labels/label_file.h"
#include "core/labels/meaning.h"
#include "planning/ablation/probes/device.h"
#include "planning/cement/cement_product.h"
#include "planning/plan/instrument.h"
#include "planning/plan/plan_file.h"
#include "planning/school/attempt.h"
#include "planning/school/lesson.h"
#include "tests/fuzz/seeds.h"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <random>
#include <unistd.h>

namespace trocar {
namespace {

namespace fs = std::filesystem;

/// The bytes as a file, where files are memory; the same name for every input of a process.
fs::path fileOf(const std::string& bytes, const std::string& ending) {
  const fs::path memory = "/dev/shm";
  const fs::path folder = fs::is_directory(memory) ? memory : fs::temp_directory_path();
  const fs::path file = folder / ("trocar-fuzz-" + std::to_string(::getpid()) + ending);
  std::ofstream(file, std::ios::binary) << bytes;
  return file;
}

/// Runs a reader over the bytes as a file; refusing them is right.
template <typename Read>
std::function<bool(const std::string&)> asFile(const std::string& ending, Read read) {
  return [ending, read](const std::string& bytes) {
    const fs::path file = fileOf(bytes, ending);
    bool accepted = true;
    try {
      read(file);
    } catch (const Error&) {
      accepted = false;
    }
    fs::remove(file);
    return accepted;
  };
}

template <typename Read>
std::function<bool(const std::string&)> asText(Read read) {
  return [read](const std::string& bytes) {
    try {
      read(bytes, "input");
      return true;
    } catch (const Error&) {
      return false;
    }
  };
}

FuzzTarget ofAsset(const std::string& name, const std::string& asset, auto read) {
  return {name, asText(read), {readFile(fs::path(SOURCE_DIR) / "assets" / asset)}};
}

std::vector<FuzzTarget> makeTargets() {
  const auto readImage = [](const fs::path& file) { readCt(file); };
  const auto readLabels = [](const fs::path& file) { labels::readLabelFile(file); };
  const auto readContours = [](const fs::path& file) {
    const Grid ct({24, 24, 10}, Vec3(-40, -40, -20), Vec3(4, 4, 4));
    std::vector<Remark> remarks;
    labels::readLabelFile(file, {}, remarks, &ct);
  };
  return {
      {"nifti", asFile(".nii", readImage), {niftiSeed(Voxels::Hu)}},
      {"nrrd", asFile(".nrrd", readImage), {nrrdSeed(Voxels::Hu)}},
      {"meta", asFile(".mha", readImage), {metaSeed(Voxels::Hu)}},
      {"dicom", asFile(".dcm", readImage), {dicomSeed()}},
      {"labels",
       asFile(".seg.nrrd", readLabels),
       {nrrdSeed(Voxels::Labels),
        niftiSeed(Voxels::Labels),
        metaSeed(Voxels::Labels),
        dicomSegSeed()}},
      {"structures", asFile(".dcm", readContours), {structureSetSeed()}},
      {"plan",
       asText([](const std::string& text, const char* where) { planFromJson(text, where); }),
       {planSeed()}},
      {"case",
       asText([](const std::string& text, const char* where) { caseFromJson(text, where); }),
       {caseSeed()}},
      {"jobs",
       asText([](const std::string& text, const char* where) { cli::jobsFrom(text, where); }),
       {jobsSeed()}},
      {"scheme",
       asFile(".json", [](const fs::path& file) { labels::readScheme(file.string()); }),
       {R"({"1": {"id": "vertebra_L3", "name": "L3", "role": "vertebra"}})"}},
      ofAsset(
          "lesson",
          "lessons/cryo-sacrum.json",
          [](const std::string& text, const char* where) { school::lessonFromJson(text, where); }),
      ofAsset("instruments",
              "instruments/bone_needles.json",
              [](const std::string& text, const char* where) { instrumentsFromJson(text, where); }),
      ofAsset(
          "cements",
          "cements/pmma.json",
          [](const std::string& text, const char* where) { cement::cementsFromJson(text, where); }),
  };
}

/// A number that was not foreseen.
const std::vector<std::string>& extremes() {
  static const std::vector<std::string> kExtremes = {"-1",
                                                     "0",
                                                     "1e308",
                                                     "-1e308",
                                                     "4294967296",
                                                     "-9223372036854775808",
                                                     "0.0000001",
                                                     "1e999",
                                                     "null",
                                                     "\"\"",
                                                     "[]",
                                                     "{}",
                                                     "nan"};
  return kExtremes;
}

void replaceNumber(std::string& bytes, std::mt19937& random) {
  const std::size_t from = random() % bytes.size();
  const std::size_t first = bytes.find_first_of("0123456789", from);
  if (first == std::string::npos)
    return;
  const std::size_t last = bytes.find_first_not_of("0123456789.+-e", first);
  bytes.replace(first, last - first, extremes()[random() % extremes().size()]);
}

}  // namespace

const std::vector<FuzzTarget>& fuzzTargets() {
  static const std::vector<FuzzTarget> kTargets = makeTargets();
  return kTargets;
}

std::string mutated(std::string bytes, unsigned seed) {
  std::mt19937 random(seed);
  for (unsigned change = 0; change <= seed % 4 && !bytes.empty(); ++change) {
    const std::size_t at = random() % bytes.size();
    const std::size_t length = std::min<std::size_t>(1 + random() % 16, bytes.size() - at);
    switch (random() % 6) {
      case 0:
        bytes[at] = static_cast<char>(random());
        break;
      case 1:
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << (random() % 8)));
        break;
      case 2:
        bytes.erase(at, length);
        break;
      case 3:
        bytes.insert(at, bytes.substr(at, length));
        break;
      case 4:
        bytes.resize(at);
        break;
      default:
        replaceNumber(bytes, random);
    }
  }
  return bytes;
}

}  // namespace trocar
