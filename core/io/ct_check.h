#pragma once

#include "core/import.h"
#include "core/io/hu_spread.h"

#include <optional>
#include <string>
#include <vector>

namespace trocar {

/// What a file is told that cannot be a CT in Hounsfield units, whatever a person says: a clause
/// such as "none of its values is negative ..", with what to do; empty where it may be one.
std::string whyNoCt(const HuSpread& spread);

/// Doubts about what may be a CT: shares of air, fat, soft tissue and bone that no body has
/// ("not-hounsfield"), an image that is too small or too large for a patient ("odd-size").
std::vector<Doubt> doubtsAboutCt(const HuSpread& spread, const Grid& grid);

/// "hu-clipped": far more voxels at the lowest or highest value than near it.
std::vector<Remark> remarksOnClipping(const HuSpread& spread);

}  // namespace trocar
