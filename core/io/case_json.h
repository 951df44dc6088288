#pragma once

#include "core/case.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace trocar {

/// case.json without its voxels, and where the voxels are.
struct CaseFile {
  Case patient;  ///< `ct` and `layers` are empty.
  Grid ctGrid;
  std::vector<Grid> layerGrids;
};

nlohmann::json toJson(const Case& patient);
/// Throws Error, beginning with `name`, for anything that is not a case of a format this program
/// knows.
CaseFile caseFromJson(const std::string& text, const std::string& name);

std::string layerFileName(std::size_t layer);  ///< Such as "labels_0.nrrd".
inline constexpr const char* kCtFileName = "ct.nrrd";
inline constexpr const char* kCaseFileName = "case.json";

}  // namespace trocar
