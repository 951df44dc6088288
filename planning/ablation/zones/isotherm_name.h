#pragma once

#include <optional>
#include <string>

namespace trocar::ablation {

/// "−20 °C"; "coagulation" for the zone of an Arrhenius integral, which has no temperature.
std::string isothermName(std::optional<double> isothermC);
/// "-20", "42.5"; "zone" for a coagulation zone. For keys.
std::string isothermKey(std::optional<double> isothermC);
/// "minus_20C", "60C", "coagulation": for names of files, with `between` after a minus.
std::string isothermFileName(std::optional<double> isothermC, const std::string& between);

/// "58.3 °C" of tissue; where it boils "100 °C or more (boiling)", since nothing beyond is
/// predicted; a dash where it is not known.
std::string temperatureWords(std::optional<double> celsius);

}  // namespace trocar::ablation
