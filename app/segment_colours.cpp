#include "app/segment_colours.h"

#include "render/isotherm.h"
#include "render/palette.h"
#include "render/role_style.h"

#include <cstdlib>

namespace trocar {
namespace {

/// "zone_minus_20C_N1" is of −20 °C.
Color zoneColor(const std::string& id) {
  const std::string text = id.substr(std::string("zone_").size());
  const bool negative = text.starts_with("minus_");
  const double degrees = std::atof(text.c_str() + (negative ? std::string("minus_").size() : 0));
  if (text.starts_with("coagulation"))
    return isothermColor(std::nullopt);
  return isothermColor(negative ? -degrees : degrees);
}

Color colorOf(const Segment& segment) {
  if (segment.kind == "needle")
    return palette::kNeedle;
  if (segment.kind == "cement")
    return palette::kCement;
  if (segment.kind == "zone")
    return zoneColor(segment.id);
  return styleOf(roleFromString(segment.kind).value_or(Role::Other)).color;
}

}  // namespace

void colour(std::vector<Segment>& segments) {
  for (Segment& segment : segments) {
    const Color color = colorOf(segment);
    segment.rgb = {color.red, color.green, color.blue};
  }
}

}  // namespace trocar
