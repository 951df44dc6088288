#pragma once

#include "planning/search/suggest.h"

#include <optional>
#include <string>
#include <string_view>

namespace trocar::cement {

/// The room that a device needs within bone: a coil with all its loops, a stent that is filled as
/// far as it may be. Nullopt for others.
std::optional<search::DeviceRoom> roomOf(std::string_view instrument);

/// Asks for that instrument alone, with the room it takes in bone.
void askFor(const std::string& instrument, search::SuggestRequest& request);

}  // namespace trocar::cement
