#include "planning/anatomy/levels.h"

#include "core/error.h"

namespace trocar::anatomy {

void requireLevel(const Case& patient, const std::string& level) {
  if (patient.find("vertebra_" + level) != nullptr)
    return;
  std::string known;
  for (const std::string& one : levelsOf(patient))
    known += (known.empty() ? "" : ", ") + one;
  throw Error("The case has no vertebra '" + level + "': it has " +
              (known.empty() ? "none" : known) + ".");
}

}  // namespace trocar::anatomy
