// A case as a folder: io.h's writeCase and readCase. docs/case.md describes the files.
#include "core/error.h"
#include "core/io.h"
#include "core/io/case_json.h"
#include "core/io/voxel_file.h"
#include "core/new_folder.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace trocar {
namespace {

namespace fs = std::filesystem;

bool belongsToCase(const std::string& name) {
  return name == kCaseFileName || name == kCtFileName ||
         (name.starts_with("labels_") && name.ends_with(".nrrd"));
}

void refuseForeign(const fs::path& folder) {
  if (!fs::exists(folder))
    return;
  if (!fs::is_directory(folder))
    throw Error("Cannot write the case " + folder.string() +
                ": a file has that name; choose another.");
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (!belongsToCase(entry.path().filename().string()))
      throw Error("Cannot write the case " + folder.string() + ": the folder holds " +
                  entry.path().filename().string() +
                  ", which is no part of a case; choose another folder.");
  }
}

void writeInto(const fs::path& folder, const Case& patient, const Progress& progress) {
  writeVoxels(folder / kCtFileName, patient.ct, progress.span(0.0, 0.5));
  const double share = 0.5 / static_cast<double>(std::max<std::size_t>(1, patient.layers.size()));
  for (std::size_t n = 0; n < patient.layers.size(); ++n) {
    const double from = 0.5 + share * static_cast<double>(n);
    writeVoxels(folder / layerFileName(n), patient.layers[n], progress.span(from, from + share));
  }
  constexpr auto kReplaceBadText = nlohmann::json::error_handler_t::replace;
  writeFileAtomically(folder / kCaseFileName,
                      toJson(patient).dump(1, ' ', false, kReplaceBadText) + "\n");
}

fs::path withoutSlash(const fs::path& folder) {
  return folder.has_filename() ? folder : folder.parent_path();
}

}  // namespace

void writeCase(const Case& patient, const fs::path& wanted, const Progress& progress) {
  const fs::path folder = withoutSlash(wanted);
  try {
    refuseForeign(folder);
    NewFolder fresh(folder);
    writeInto(fresh.path(), patient, progress);
    fresh.takePlace();
  } catch (const fs::filesystem_error& error) {
    throw Error("Cannot write the case " + folder.string() + ": " + error.code().message() +
                "; choose another place.");
  }
  progress.at(1.0);
}

Case readCase(const fs::path& folder, const Progress& progress) {
  if (!fs::exists(folder))
    throw Error("There is no case " + folder.string() + ": check the name.");
  if (!fs::exists(folder / kCaseFileName))
    throw Error(folder.string() + " is not a case: it has no " + kCaseFileName +
                ". Make one with `trocar import` or `trocar demo`.");
  CaseFile file = caseFromJson(readFile(folder / kCaseFileName), (folder / kCaseFileName).string());
  Case patient = std::move(file.patient);
  patient.ct = readVolume(folder / kCtFileName, file.ctGrid, progress.span(0.0, 0.5));
  const double share = 0.5 / static_cast<double>(std::max<std::size_t>(1, file.layerGrids.size()));
  for (std::size_t n = 0; n < file.layerGrids.size(); ++n) {
    const double from = 0.5 + share * static_cast<double>(n);
    patient.layers.push_back(readLabelMap(
        folder / layerFileName(n), file.layerGrids[n], progress.span(from, from + share)));
  }
  progress.at(1.0);
  return patient;
}

}  // namespace trocar
