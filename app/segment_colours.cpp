#include "app/segment_colours.h"

#include "core/number_text.h"
#include "render/canvas/palette.h"
#include "render/role_style.h"
#include "render/slice/isotherm.h"

namespace trocar::app {
namespace {

/// "zone_minus_20C_N1" is of −20 °C.
render::Color zoneColor(const std::string& id) {
  const std::string text = id.substr(std::string("zone_").size());
  const bool negative = text.starts_with("minus_");
  const std::string number = negative ? text.substr(std::string("minus_").size()) : text;
  const double degrees = numberFrom(number.substr(0, number.find('C'))).value_or(0.0);
  if (text.starts_with("coagulation"))
    return render::isothermColor(std::nullopt);
  return render::isothermColor(negative ? -degrees : degrees);
}

render::Color colorOf(const Segment& segment) {
  if (segment.kind == "needle")
    return render::palette::kNeedle;
  if (segment.kind == "cement")
    return render::palette::kCement;
  if (segment.kind == "zone")
    return zoneColor(segment.id);
  return render::styleOf(roleFromString(segment.kind).value_or(Role::Other)).color;
}

}  // namespace

void colour(std::vector<Segment>& segments) {
  for (Segment& segment : segments) {
    const render::Color color = colorOf(segment);
    segment.rgb = {color.red, color.green, color.blue};
  }
}

}  // namespace trocar::app
