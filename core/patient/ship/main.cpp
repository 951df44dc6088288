#include "core/io.h"
#include "core/patient/cache.h"
#include "core/patients.h"

#include <exception>
#include <filesystem>
#include <iostream>
#include <string>

/// `trocar_patients FOLDER ID`: makes a bundled patient in the folder where the program looks for
/// it, instead of any that an earlier version made. Run by the build.
int main(int count, char** words) {
  namespace fs = std::filesystem;
  if (count != 3) {
    std::cerr << "trocar_patients FOLDER ID\n";
    return 2;
  }
  try {
    const fs::path home = words[1];
    const std::string id = words[2];
    const auto name = trocar::synthetic::patientFolderName(id);
    if (!name) {
      std::cerr << "trocar_patients: there is no patient " << id << '\n';
      return 2;
    }
    fs::create_directories(home);
    for (const auto& entry : fs::directory_iterator(home)) {
      if (entry.path().filename().string().starts_with(id + "-"))
        fs::remove_all(entry.path());
    }
    trocar::writeCase(trocar::makeBundledPatient(id), home / *name, {});
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "trocar_patients: " << error.what() << '\n';
    return 1;
  }
}
