#pragma once

#include "planning/anatomy/vertebra_anatomy.h"

#include <vector>

namespace trocar::anatomy {

/// Works out the collapse of each vertebra from the heights of the others, which must be of the
/// same case, cranial to caudal.
void addCollapse(std::vector<VertebraAnatomy>& vertebrae);

}  // namespace trocar::anatomy
