#pragma once

#include <string>

namespace trocar::words {

/// Where cement ends, for a sentence: "the spinal canal" for "canal".
std::string placeWords(const std::string& into);
/// By which way, for a sentence: "the basivertebral vein" for "basivertebral".
std::string routeWords(const std::string& route);
/// As injectors and syringes have it: "3.0 ml/min".
std::string rateWords(double rateMlPerS);
/// Cement there endangers nerves or cartilage: canal, foramen or joint.
bool isDangerousPlace(const std::string& into);

}  // namespace trocar::words
