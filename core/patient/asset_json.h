#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace trocar::synthetic {

/// A JSON file under assets/patients. Throws Error where it is missing or damaged.
nlohmann::json patientAsset(const std::string& fileName);

}  // namespace trocar::synthetic
