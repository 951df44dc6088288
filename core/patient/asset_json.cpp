#include "core/patient/asset_json.h"

#include "core/assets.h"
#include "core/error.h"

#include <nlohmann/json.hpp>

#include <fstream>

namespace trocar::synthetic {

nlohmann::json patientAsset(const std::string& fileName) {
  const auto path = assetPath("patients/" + fileName);
  std::ifstream file(path);
  if (!file)
    throw Error(path.string() + " cannot be read; reinstall Trocar.");
  try {
    return nlohmann::json::parse(file);
  } catch (const nlohmann::json::exception& broken) {
    throw Error(path.string() + " is damaged (" + broken.what() + "); reinstall Trocar.");
  }
}

}  // namespace trocar::synthetic
