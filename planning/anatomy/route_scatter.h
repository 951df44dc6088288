#pragma once

#include "core/structure.h"

#include <optional>
#include <string>
#include <string_view>

namespace trocar::anatomy {

/// How far real nerves and vessels of a kind lie from one another, as published.
struct RouteScatter {
  double mm = 0.0;          ///< One standard deviation, or what `what` says.
  std::string_view what;    ///< Such as "standard deviation of its distance from ..".
  std::string_view source;  ///< Journal, year, page or DOI.
};

/// Of the kind that an estimated tube stands for; nullopt for all else.
std::optional<RouteScatter> scatterOf(const Structure& route);

/// "estimated; real ones scatter by 10 mm"; "estimated" alone where nothing is published; empty
/// where the structure is not estimated.
std::string estimatedWords(const Structure& structure);

}  // namespace trocar::anatomy
