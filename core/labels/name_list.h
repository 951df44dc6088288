#pragma once

#include <string>
#include <vector>

namespace trocar::labels {

/// "a, b, c": the first eight, then "and 4 more".
std::string namesInWords(const std::vector<std::string>& names);

}  // namespace trocar::labels
