#pragma once

#include "core/case.h"
#include "core/progress.h"

#include <cstdint>
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

/// A virtual patient that `seed` alone decides, with so many lesions of vertebrae, 0 to 5. Throws
/// Error for more.
Case makeRandomPatient(std::uint64_t seed,
                       int lesions,
                       double spacingMm = 1.0,
                       const Progress& = {});

/// Whether a case is named that the program makes instead of reading: "bundled:l3-breast", or
/// "random:42" and "random:42:3" for a virtual patient with one lesion and with three.
bool isMadeCase(std::string_view name);
/// That case. Throws Error where there is none of the name.
Case loadMadeCase(std::string_view name, const Progress& = {});

}  // namespace trocar
