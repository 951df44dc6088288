#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace trocar {

/// Of the known words the one that was probably meant by a misspelt one: the same but for case, or
/// at most two letters away (one for a word of four or less). Empty where there is none.
std::string nearKey(std::string_view misspelt, const std::vector<std::string>& known);

}  // namespace trocar
