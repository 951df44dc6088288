#include "core/patients.h"

#include "core/error.h"
#include "core/number_text.h"
#include "core/patient/atlas.h"
#include "core/patient/cache.h"
#include "core/patient/random_patient.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <optional>

namespace trocar {
namespace {

using namespace synthetic;

Grid gridOf(const PatientParameters& patient, double spacingMm) {
  std::array<int, 3> size{};
  for (std::size_t a = 0; a < 3; ++a) {
    const auto axis = static_cast<Eigen::Index>(a);
    const double length = patient.fieldMm.highMm[axis] - patient.fieldMm.lowMm[axis];
    size[a] = static_cast<int>(std::lround(length / spacingMm)) + 1;
  }
  return {size, patient.fieldMm.lowMm, Vec3::Constant(spacingMm)};
}

Atlas atlasOf(const Anatomy& anatomy) {
  Atlas atlas;
  addTrunk(anatomy, atlas);
  addChest(anatomy, atlas);
  addOrgans(anatomy, atlas);
  addHipMuscles(anatomy, atlas);
  addMuscles(anatomy, atlas);
  addVessels(anatomy, atlas);
  addCanalAndNerves(anatomy, atlas);
  addBonesAndLesions(anatomy, atlas);
  return atlas;
}

/// Drops values and structures without a voxel in the field of view, and gives the skin the rest.
std::vector<Structure> presentStructures(const Atlas& atlas, const LabelMap& labels) {
  std::vector<bool> present(atlas.parts.size() + 1, false);
  for (const std::uint16_t value : labels.voxels())
    present[value] = true;
  std::vector<Structure> structures;
  for (Structure structure : atlas.structures) {
    auto& values = std::get<LabelRegion>(structure.region).values;
    std::erase_if(values, [&](std::uint16_t value) { return !present[value]; });
    std::sort(values.begin(), values.end());
    if (!values.empty())
      structures.push_back(structure);
  }
  LabelRegion body;
  for (std::size_t value = 1; value < present.size(); ++value)
    if (present[value])
      body.values.push_back(static_cast<std::uint16_t>(value));
  structures.push_back({"skin", "Skin", Role::Skin, body, Basis::Simulated});
  return structures;
}

}  // namespace

std::vector<BundledPatient> bundledPatients() {
  std::vector<BundledPatient> patients;
  for (const std::string& id : patientIds()) {
    const PatientParameters patient = patientParameters(id);
    patients.push_back({patient.id, patient.title, patient.history});
  }
  return patients;
}

namespace {

Case made(const PatientParameters& patient, double spacingMm, const Progress& progress) {
  const Skeleton skeleton = skeletonOf(patient);
  const Atlas atlas = atlasOf({patient, skeleton});
  Canvas canvas(gridOf(patient, spacingMm));
  for (std::size_t i = 0; i < atlas.parts.size(); ++i) {
    progress.at(0.95 * static_cast<double>(i) / static_cast<double>(atlas.parts.size()));
    canvas.paint(atlas.parts[i]);
  }
  for (const Lining& one : atlas.linings)
    canvas.line(one.within, atlas.parts[one.lining - 1U]);
  canvas.texture(atlas.parts);
  Case result;
  result.id = patient.id;
  result.title = patient.title;
  result.history = patient.history;
  result.ct = canvas.ct(patient.noiseHu, patient.seed);
  result.position = patient.position;
  result.layers = {canvas.labels()};
  result.structures = presentStructures(atlas, result.layers.front());
  result.remarks = {{kMadeCt,
                     "The program made this CT from shapes: no scanner and no person stands behind "
                     "it."}};
  progress.at(1.0);
  return result;
}

constexpr std::string_view kBundled = "bundled:";
constexpr std::string_view kRandom = "random:";

}  // namespace

Case makeBundledPatient(std::string_view id, double spacingMm, const Progress& progress) {
  return made(patientParameters(id), spacingMm, progress);
}

Case makeRandomPatient(std::uint64_t seed,
                       int lesions,
                       double spacingMm,
                       const Progress& progress) {
  return made(randomPatient(seed, lesions), spacingMm, progress);
}

bool isMadeCase(std::string_view name) {
  return name.starts_with(kBundled) || name.starts_with(kRandom);
}

Case loadMadeCase(std::string_view name, const Progress& progress) {
  if (name.starts_with(kBundled))
    return loadBundledPatient(name.substr(kBundled.size()), progress);
  const std::string_view numbers = name.substr(std::min(name.size(), kRandom.size()));
  const std::size_t colon = numbers.find(':');
  const std::optional<int> seed = wholeFrom(numbers.substr(0, colon));
  const std::optional<int> lesions =
      colon == std::string_view::npos ? 1 : wholeFrom(numbers.substr(colon + 1));
  if (!name.starts_with(kRandom) || !seed || *seed < 0 || !lesions)
    throw Error("\"" + std::string(name) +
                "\" is no virtual patient: write random:NUMBER or random:NUMBER:LESIONS.");
  return makeRandomPatient(static_cast<std::uint64_t>(*seed), *lesions, 1.0, progress);
}

Case loadBundledPatient(std::string_view id, const Progress& progress) {
  if (const auto shipped = shippedPatientFolder(id))
    if (std::optional<Case> made = readKeptPatient(*shipped, id, progress))
      return *made;
  const std::optional<std::filesystem::path> folder = cachedPatientFolder(id);
  if (folder)
    if (std::optional<Case> kept = readCachedPatient(*folder, id, progress))
      return *kept;
  Case made = makeBundledPatient(id, 1.0, progress.span(0.0, folder ? 0.8 : 1.0));
  if (folder)
    writeCachedPatient(made, *folder, progress.span(0.8, 1.0));
  return made;
}

}  // namespace trocar
