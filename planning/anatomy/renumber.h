#pragma once

#include "core/case.h"
#include "planning/anatomy/corrections.h"

#include <map>
#include <string>
#include <vector>

namespace trocar::anatomy {

/// What stands after each level when cranial becomes caudal by `steps` (1: L1 becomes L2; -1: L2
/// becomes L1), for the order C1..C7, T1..T12, L1..L5. T13 and L6 take part where the case has
/// them. Throws Error where a level would fall off either end.
std::map<std::string, std::string> renumbering(const Case& patient, int steps);

/// The case with its levels renamed after `names` ("L5" to "L6", ..): ids, names, and the roots,
/// discs, ribs, foramina and arteries that carry a level in their id. Throws Error for a word that
/// is no level and where two structures would get one id.
Case withLevels(const Case& patient, const std::map<std::string, std::string>& names);

/// The corrections after levels were renamed once more: `names` leads from the present names to new
/// ones. Landmarks follow their level.
Corrections withLevelNames(const Corrections& corrections,
                           const Case& original,
                           const std::map<std::string, std::string>& names);
/// `text` with every word that is a level of `names` replaced, such as in "root_L4_left".
std::string withLevelNames(const std::string& text,
                           const std::map<std::string, std::string>& names);

/// What looks transitional: six lumbar vertebrae, a thirteenth thoracic one, four lumbar ones above
/// a sacrum, a gap.
std::vector<Remark> transitionalRemarks(const Case& patient);

}  // namespace trocar::anatomy
