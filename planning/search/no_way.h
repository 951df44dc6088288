#pragma once

#include <string>
#include <vector>

namespace trocar::search {

/// One sentence of at most 200 characters: "HEAD: WHY, and WHY; try HELP." Reasons that do not fit
/// are left out from the last, but never the first, which is cut.
std::string noWaySentence(const std::string& head,
                          const std::vector<std::string>& whys,
                          const std::string& help);

}  // namespace trocar::search
