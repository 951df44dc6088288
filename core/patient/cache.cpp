#include "core/patient/cache.h"

#include "core/assets.h"
#include "core/cache_home.h"
#include "core/error.h"
#include "core/io.h"
#include "core/sha256.h"

#include <string>

namespace trocar::synthetic {
namespace {

namespace fs = std::filesystem;

/// Raise it whenever the same parameters give other voxels, so that nobody is shown an older
/// patient.
constexpr int kGeneratorRevision = 8;

}  // namespace

std::optional<std::string> patientFolderName(std::string_view id) {
  const std::string name(id);
  std::string recipe = std::string(version()) + "/" + std::to_string(kGeneratorRevision) + "/";
  for (const std::string& file : {std::string("morphometry.json"), name + ".json"}) {
    try {
      recipe += readFile(assetPath("patients/" + file));
    } catch (const Error&) {
      return std::nullopt;  // The maker says what is wrong with the id or the file.
    }
  }
  Sha256 hash;
  hash.add(recipe.data(), recipe.size());
  return name + "-" + hexadecimal(hash.finish()).substr(0, 16);
}

std::optional<fs::path> shippedPatientFolder(std::string_view id) {
  const std::optional<std::string> name = patientFolderName(id);
  const std::optional<fs::path> share = shareFolder();
  return share && name ? std::optional(*share / "patients" / *name) : std::nullopt;
}

std::optional<fs::path> cachedPatientFolder(std::string_view id) {
  const std::optional<fs::path> home = cacheHome();
  const std::optional<std::string> name = patientFolderName(id);
  return home && name ? std::optional(*home / *name) : std::nullopt;
}

std::optional<Case> readKeptPatient(const fs::path& folder,
                                    std::string_view id,
                                    const Progress& progress) {
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored))
    return std::nullopt;
  try {
    Case kept = readCase(folder, progress);
    kept.id = std::string(id);
    return kept;
  } catch (const Error&) {
    return std::nullopt;
  }
}

std::optional<Case> readCachedPatient(const fs::path& folder,
                                      std::string_view id,
                                      const Progress& progress) {
  std::optional<Case> kept = readKeptPatient(folder, id, progress);
  std::error_code ignored;
  if (!kept)
    fs::remove_all(folder, ignored);
  return kept;
}

void writeCachedPatient(const Case& patient, const fs::path& folder, const Progress& progress) {
  std::error_code failed;
  fs::create_directories(folder.parent_path(), failed);
  if (failed)
    return;
  try {
    writeCase(patient, folder, progress);
  } catch (const Error&) {
    return;
  }
}

}  // namespace trocar::synthetic
