#pragma once

#include <string>
#include <vector>

namespace trocar {

/// One line of a table of comma-separated values (RFC 4180): fields quoted where they must be. A
/// field that would be a formula in a program for tables begins with an apostrophe; numbers stay
/// numbers.
std::string csvLine(const std::vector<std::string>& fields);

}  // namespace trocar
