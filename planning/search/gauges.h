#pragma once

#include <string>
#include <vector>

namespace trocar::search {

/// Instruments of one diameter, preferred first.
struct Gauge {
  double diameterMm = 0.0;
  std::vector<std::string> instruments;
};

/// Of the wanted instruments, preferred first; of the usual bone needles where none are wanted.
std::vector<Gauge> gaugesOf(const std::vector<std::string>& wanted);
/// The first that is thinner; nullptr where none is.
const Gauge* thinnerThan(const std::vector<Gauge>& gauges, double diameterMm);

}  // namespace trocar::search
