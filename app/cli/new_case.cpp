#include "app/cli/new_case.h"

#include "app/importing.h"
#include "core/error.h"
#include "core/io.h"

#include <filesystem>
#include <iostream>

namespace trocar::cli {
namespace {

namespace fs = std::filesystem;

fs::path namedFolder(const std::string& out) {
  const fs::path folder = fs::absolute(out).lexically_normal();
  return folder.has_filename() ? folder : folder.parent_path();
}

}  // namespace

void refuseExistingCase(const std::string& out, bool replace) {
  std::error_code none;
  if (!replace && fs::exists(fs::path(out) / "case.json", none))
    throw Error(out +
                " holds a case already: give another --out, or --replace to delete that case.");
}

void writeNewCase(Case patient, const std::string& out, const Progress& progress) {
  app::nameByFolder(patient, namedFolder(out));
  writeCase(patient, out, progress);
  for (const Remark& remark : patient.remarks)
    std::cerr << remark.key << ": " << remark.text << '\n';
}

}  // namespace trocar::cli
