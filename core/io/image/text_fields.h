#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trocar {

/// Pieces of the text headers of NRRD and MetaImage files. Errors are clauses that begin with "its"
/// and name the field.

std::string_view withoutSpaces(std::string_view text);  ///< At both ends.
std::string lowerCase(std::string_view text);           ///< ASCII letters only.
std::vector<std::string_view> wordsOf(std::string_view text);
/// The next line without its end, also one that ends with CR and LF; `rest` begins after it.
std::string_view nextLine(std::string_view& rest);

/// A field's numbers, `count` of them unless it is 0. Throws Error for anything else.
std::vector<double> fieldNumbers(std::string_view field,
                                 std::string_view text,
                                 std::size_t count = 0);
std::vector<int> fieldWholes(std::string_view field, std::string_view text, std::size_t count = 0);
/// A field as an error shows it: cut after 60 bytes, without control characters.
std::string inQuotes(std::string_view text);

}  // namespace trocar
