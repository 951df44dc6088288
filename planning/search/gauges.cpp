#include "planning/search/gauges.h"

#include "planning/plan/instrument.h"

#include <algorithm>

namespace trocar::search {

std::vector<Gauge> gaugesOf(const std::vector<std::string>& wanted) {
  std::vector<Gauge> gauges;
  for (const std::string& id :
       wanted.empty() ? usualInstruments(InstrumentKind::BoneNeedle) : wanted) {
    const double diameterMm = findInstrument(id).outerDiameterMm;
    const auto same = std::find_if(
        gauges.begin(), gauges.end(), [&](const Gauge& g) { return g.diameterMm == diameterMm; });
    if (same == gauges.end())
      gauges.push_back({diameterMm, {id}});
    else
      same->instruments.push_back(id);
  }
  return gauges;
}

const Gauge* thinnerThan(const std::vector<Gauge>& gauges, double diameterMm) {
  const auto thinner = std::find_if(gauges.begin(), gauges.end(), [&](const Gauge& gauge) {
    return gauge.diameterMm < diameterMm;
  });
  return thinner == gauges.end() ? nullptr : &*thinner;
}

}  // namespace trocar::search
