#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace trocar {

/// SHA-256 over so many texts, each with its length: equal texts, equal keys. In hexadecimal.
std::string contentKey(std::initializer_list<std::string_view> texts);

/// Of what a result is made by: the program as it was linked, its assets and the instructions of
/// this processor. A result of another key may differ in every digit.
const std::string& programKey();

}  // namespace trocar
