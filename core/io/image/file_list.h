#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace trocar {

/// The names that a header gives for the files of its voxels in one field: a single one; "LIST"
/// (and how many axes each holds), then one on each line of `after`; or "slice%03d.raw FIRST LAST
/// STEP" (and the same). `field` names it in errors, which are clauses that begin with "its".
std::vector<std::string> fileNames(std::string_view field,
                                   std::string_view value,
                                   std::string_view after);

}  // namespace trocar
