#pragma once

#include "core/case.h"
#include "core/progress.h"

#include <string>
#include <string_view>
#include <vector>

namespace trocar {

/// A demonstration patient that the program makes from parameters in assets/patients.
struct BundledPatient {
  std::string id;       ///< Such as "l3-breast".
  std::string title;    ///< Such as "L3, breast cancer, lytic".
  std::string history;  ///< One paragraph.
};

/// Key of the remark on a CT that the program made; it travels with the case.
inline constexpr const char* kMadeCt = "made-ct";

/// In the order they are offered; the first is opened when none is named.
std::vector<BundledPatient> bundledPatients();
/// The same bytes every time, for any number of threads. Throws Error for an unknown id.
Case makeBundledPatient(std::string_view id, double spacingMm = 1.0, const Progress& = {});
/// As makeBundledPatient at 1 mm: as it lies beside the program, else made and kept in the user's
/// cache folder.
Case loadBundledPatient(std::string_view id, const Progress& = {});

}  // namespace trocar
