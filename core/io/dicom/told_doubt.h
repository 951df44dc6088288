#pragma once

#include "core/import.h"

namespace trocar {

/// A doubt about a file or folder. As a remark of the case it keeps no path: those may hold a name.
struct ToldDoubt {
  std::string key;
  std::string told;             ///< One sentence without a path.
  std::filesystem::path about;  ///< Named on standard error alone.
  std::string advice;           ///< What to do instead, such as "Export the series again".
};
/// Throws Doubt, or makes `told` a remark where the choices answer it.
void raise(const ToldDoubt& doubt, const ImportChoices& choices, std::vector<Remark>& remarks);

}  // namespace trocar
