#pragma once

#include "planning/search/suggest.h"

#include <optional>
#include <string_view>

namespace trocar::cement {

/// The room that a device needs within bone: a coil with all its loops, a stent that is filled as
/// far as it may be. Nullopt for others.
std::optional<search::DeviceRoom> roomOf(std::string_view instrument);

}  // namespace trocar::cement
