#include "core/patient/parameters.h"

#include "core/error.h"
#include "core/json/json_reader.h"

#include <algorithm>
#include <map>

namespace trocar::synthetic {
namespace {

LesionParameters lesionOf(const JsonEntry& entry) {
  LesionParameters lesion;
  lesion.id = entry.text("id");
  lesion.name = entry.text("name");
  lesion.bone = entry.text("bone");
  lesion.sclerotic = entry.truthOr("sclerotic", false);
  lesion.hu = entry.number("hu");
  lesion.leftCortexMm = entry.numberOr("leftCortexMm", lesion.leftCortexMm);
  lesion.outsideMm = entry.numberOr("outsideMm", lesion.outsideMm);
  for (const JsonEntry& blob : entry.list("blobs"))
    lesion.blobs.push_back({blob.point("centreMm"), blob.point("radiiMm")});
  return lesion;
}

const std::map<std::string, double VertebraSize::*> kExceptions{
    {"pedicleWidthMm", &VertebraSize::pedicleWidthMm},
    {"heightAnteriorMm", &VertebraSize::heightAnteriorMm},
    {"heightPosteriorMm", &VertebraSize::heightPosteriorMm},
    {"discHeightMm", &VertebraSize::discHeightMm},
};

/// Scaled sizes with the patient's exceptions, which are final millimetres.
std::vector<VertebraSize> sizesOf(const JsonEntry& file, double scale) {
  std::vector<VertebraSize> sizes = averageVertebrae();
  for (VertebraSize& size : sizes)
    size = scaled(size, scale);
  const std::optional<JsonEntry> exceptions = file.maybeObject("exceptions");
  if (!exceptions)
    return sizes;
  for (const auto& [level, changes] : exceptions->members()) {
    const auto found =
        std::find_if(sizes.begin(), sizes.end(), [&, &wanted = level](const VertebraSize& size) {
          return size.level == wanted;
        });
    if (found == sizes.end())
      changes.refuse("is of no level of the table");
    for (const auto& [key, member] : kExceptions)
      (*found).*member = changes.numberOr(key, (*found).*member);
  }
  return sizes;
}

TorsoStation stationOf(const JsonEntry& row) {
  const std::vector<double> numbers = row.asNumbers();
  if (numbers.size() != 4)
    row.refuse("must hold height, half width, front and back");
  return {numbers[0], numbers[1], numbers[2], numbers[3]};
}

PatientParameters parametersOf(const JsonEntry& file) {
  constexpr WordTable<bool, 2> kSexes = {{{true, "female"}, {false, "male"}}};
  PatientParameters patient;
  patient.id = file.text("id");
  patient.title = file.text("title");
  patient.history = file.text("history");
  patient.female = file.word("sex", kSexes);
  patient.boneScale = file.number("boneScale");
  patient.pelvisWidthScale = file.numberOr("pelvisWidthScale", 1.0);
  patient.spongiosaHu = file.number("spongiosaHu");
  patient.cortexHu = file.number("cortexHu");
  patient.noiseHu = file.number("noiseHu");
  patient.fatMm = file.number("fatMm");
  patient.seed = static_cast<std::uint64_t>(file.whole("seed", 0, 1'000'000'000));
  patient.posture.sacralSlopeDeg = file.number("sacralSlopeDeg");
  patient.posture.scoliosisDeg = file.number("scoliosisDeg");
  patient.sizes = sizesOf(file, patient.boneScale);
  const JsonEntry torso = file.object("torso");
  torso.remarks({"about"});
  for (const JsonEntry& row : torso.list("stations"))
    patient.torso.push_back(stationOf(row));
  for (const JsonEntry& entry : file.list("lesions"))
    patient.lesions.push_back(lesionOf(entry));
  const JsonEntry field = file.object("field");
  patient.fieldMm = {field.point("lowMm"), field.point("highMm")};
  return patient;
}

}  // namespace

std::vector<std::string> patientIds() {
  return readJsonAsset("patients/index.json", [](const JsonEntry& index) {
    index.remarks({"about"});
    return index.texts("patients");
  });
}

PatientParameters patientParameters(std::string_view id) {
  const std::vector<std::string> ids = patientIds();
  if (std::find(ids.begin(), ids.end(), id) == ids.end()) {
    std::string known;
    for (const std::string& each : ids)
      known += (known.empty() ? "" : ", ") + each;
    throw Error("There is no bundled patient \"" + std::string(id) + "\"; choose one of " + known +
                ".");
  }
  return readJsonAsset("patients/" + std::string(id) + ".json", parametersOf);
}

}  // namespace trocar::synthetic
