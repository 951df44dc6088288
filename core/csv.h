#pragma once

#include <string>
#include <vector>

namespace trocar {

/// One line of a table of comma-separated values (RFC 4180): fields quoted where they must be.
std::string csvLine(const std::vector<std::string>& fields);

}  // namespace trocar
