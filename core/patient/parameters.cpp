#include "core/patient/parameters.h"

#include "core/error.h"
#include "core/patient/asset_json.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace trocar::synthetic {
namespace {

using nlohmann::json;

Vec3 vectorOf(const json& list) {
  return {list.at(0).get<double>(), list.at(1).get<double>(), list.at(2).get<double>()};
}

LesionParameters lesionOf(const json& entry) {
  LesionParameters lesion;
  lesion.id = entry.at("id");
  lesion.name = entry.at("name");
  lesion.bone = entry.at("bone");
  lesion.sclerotic = entry.value("sclerotic", false);
  lesion.hu = entry.at("hu");
  lesion.leftCortexMm = entry.value("leftCortexMm", lesion.leftCortexMm);
  lesion.outsideMm = entry.value("outsideMm", lesion.outsideMm);
  for (const json& blob : entry.at("blobs"))
    lesion.blobs.push_back({vectorOf(blob.at("centreMm")), vectorOf(blob.at("radiiMm"))});
  return lesion;
}

const std::map<std::string, double VertebraSize::*> kExceptions{
    {"pedicleWidthMm", &VertebraSize::pedicleWidthMm},
    {"heightAnteriorMm", &VertebraSize::heightAnteriorMm},
    {"heightPosteriorMm", &VertebraSize::heightPosteriorMm},
    {"discHeightMm", &VertebraSize::discHeightMm},
};

/// Scaled sizes with the patient's exceptions, which are final millimetres.
std::vector<VertebraSize> sizesOf(const json& file, double scale) {
  std::vector<VertebraSize> sizes = averageVertebrae();
  for (VertebraSize& size : sizes)
    size = scaled(size, scale);
  const json exceptions = file.value("exceptions", json::object());
  for (const auto& entry : exceptions.items()) {
    const std::string& level = entry.key();
    const auto found = std::find_if(
        sizes.begin(), sizes.end(), [&](const VertebraSize& size) { return size.level == level; });
    if (found == sizes.end())
      throw Error("The bundled patients' parameters name an unknown level " + level + ".");
    for (const auto& change : entry.value().items())
      (*found).*kExceptions.at(change.key()) = change.value().get<double>();
  }
  return sizes;
}

PatientParameters parametersOf(const json& file) {
  PatientParameters patient;
  patient.id = file.at("id");
  patient.title = file.at("title");
  patient.history = file.at("history");
  patient.female = file.at("sex") == "female";
  patient.boneScale = file.at("boneScale");
  patient.pelvisWidthScale = file.value("pelvisWidthScale", 1.0);
  patient.spongiosaHu = file.at("spongiosaHu");
  patient.cortexHu = file.at("cortexHu");
  patient.noiseHu = file.at("noiseHu");
  patient.fatMm = file.at("fatMm");
  patient.seed = file.at("seed");
  patient.posture.sacralSlopeDeg = file.at("sacralSlopeDeg");
  patient.posture.scoliosisDeg = file.at("scoliosisDeg");
  patient.sizes = sizesOf(file, patient.boneScale);
  for (const json& row : file.at("torso").at("stations"))
    patient.torso.push_back({row.at(0), row.at(1), row.at(2), row.at(3)});
  for (const json& entry : file.at("lesions"))
    patient.lesions.push_back(lesionOf(entry));
  patient.fieldMm = {vectorOf(file.at("field").at("lowMm")),
                     vectorOf(file.at("field").at("highMm"))};
  return patient;
}

}  // namespace

std::vector<std::string> patientIds() {
  try {
    return patientAsset("index.json").at("patients").get<std::vector<std::string>>();
  } catch (const json::exception&) {
    throw Error("assets/patients/index.json is damaged; reinstall Trocar.");
  }
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
  const std::string fileName = std::string(id) + ".json";
  try {
    return parametersOf(patientAsset(fileName));
  } catch (const json::exception& broken) {
    throw Error("assets/patients/" + fileName + " is damaged (" + broken.what() +
                "); reinstall Trocar.");
  }
}

}  // namespace trocar::synthetic
