#include "planning/plan/needle.h"

#include "core/error.h"
#include "core/word_table.h"

#include <cmath>
#include <sstream>

namespace trocar {
namespace {

constexpr WordTable<Side, 2> kSides = {{{Side::Left, "left"}, {Side::Right, "right"}}};

constexpr WordTable<Purpose, 6> kPurposes = {{
    {Purpose::Access, "access"},
    {Purpose::Biopsy, "biopsy"},
    {Purpose::Probe, "probe"},
    {Purpose::Sensor, "sensor"},
    {Purpose::Cement, "cement"},
    {Purpose::Screw, "screw"},
}};

constexpr WordTable<Approach, 19> kApproaches = {{
    {Approach::Transpedicular, "transpedicular"},
    {Approach::Parapedicular, "parapedicular"},
    {Approach::Unipedicular, "unipedicular"},
    {Approach::Bipedicular, "bipedicular"},
    {Approach::SacralLongAxis, "sacral-long-axis"},
    {Approach::SacralShortAxis, "sacral-short-axis"},
    {Approach::Transiliac, "transiliac"},
    {Approach::AcetabularAnterior, "acetabular-anterior"},
    {Approach::AcetabularPosterolateral, "acetabular-posterolateral"},
    {Approach::Iliac, "iliac"},
    {Approach::Ramus, "ramus"},
    {Approach::IliosacralScrew, "iliosacral-screw"},
    {Approach::TranssacralScrew, "transsacral-screw"},
    {Approach::AnteriorColumnScrew, "anterior-column-screw"},
    {Approach::PosteriorColumnScrew, "posterior-column-screw"},
    {Approach::Lc2Screw, "lc2-screw"},
    {Approach::FemoralNeckScrew, "femoral-neck-screw"},
    {Approach::TripodScrews, "tripod-screws"},
    {Approach::Free, "free"},
}};

template <typename Number>
void requireAboveZero(const std::optional<Number>& value,
                      const std::string& needleId,
                      const char* key) {
  if (!value || (*value > Number{} && std::isfinite(static_cast<double>(*value))))
    return;
  std::ostringstream text;
  text << "needle " << needleId << ": " << key << " is " << *value << "; give a number above 0";
  throw Error(text.str());
}

}  // namespace

void requirePossible(const DeviceUse& use, const std::string& needleId) {
  requireAboveZero(use.balloonMl, needleId, "balloonMl");
  requireAboveZero(use.implantHeightMm, needleId, "implantHeightMm");
  requireAboveZero(use.coilLoops, needleId, "coilLoops");
  requireAboveZero(use.screwLengthMm, needleId, "screwLengthMm");
}

std::string_view toString(Side side) {
  return wordOf(kSides, side);
}
std::optional<Side> sideFromString(std::string_view word) {
  return valueOf(kSides, word);
}
std::string_view toString(Purpose purpose) {
  return wordOf(kPurposes, purpose);
}
std::optional<Purpose> purposeFromString(std::string_view word) {
  return valueOf(kPurposes, word);
}
std::string_view toString(Approach approach) {
  return wordOf(kApproaches, approach);
}
std::optional<Approach> approachFromString(std::string_view word) {
  return valueOf(kApproaches, word);
}

}  // namespace trocar
