#pragma once

#include "core/patient/parameters.h"

#include <cstdint>

namespace trocar::synthetic {

inline constexpr int kMostRandomLesions = 5;

/// A virtual patient that a number alone decides: sex, size, shape of every vertebra, posture, bone
/// density, fat, noise, perhaps a wedge fracture, what is scanned, and so many lesions of
/// vertebrae; drawn from assets/patients/random.json. The trunk and its organs are a bundled
/// patient's, scaled. Throws Error for more lesions than kMostRandomLesions.
PatientParameters randomPatient(std::uint64_t seed, int lesions);

}  // namespace trocar::synthetic
