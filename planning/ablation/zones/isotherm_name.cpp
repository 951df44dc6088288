#include "planning/ablation/zones/isotherm_name.h"

#include "core/number_text.h"
#include "planning/ablation/heat/thermal_material.h"

#include <cmath>
#include <cstdlib>

namespace trocar::ablation {

std::string isothermName(std::optional<double> isothermC) {
  return isothermC ? shownQuantity(isothermC, "°C", 0) : "coagulation";
}

std::string isothermKey(std::optional<double> isothermC) {
  if (!isothermC)
    return "zone";
  std::string text = decimalText(*isothermC, 6);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.')
    text.pop_back();
  return text;
}

std::string isothermFileName(std::optional<double> isothermC, const std::string& between) {
  if (!isothermC)
    return "coagulation";
  const long degrees = std::lround(*isothermC);
  return (degrees < 0 ? "minus" + between : "") + std::to_string(std::labs(degrees)) + "C";
}

std::string temperatureWords(std::optional<double> celsius) {
  if (celsius && *celsius >= kBoilingC)
    return shownQuantity(kBoilingC, "°C", 0) + " or more (boiling)";
  return shownQuantity(celsius, "°C");
}

}  // namespace trocar::ablation
