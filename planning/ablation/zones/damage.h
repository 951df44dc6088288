#pragma once

#include <vector>

namespace trocar::ablation {

/// Rates of one kind of thermal damage: dOmega/dt = A exp(-Ea / RT), killed at 1.
struct ArrheniusSet {
  double logFrequency;  ///< ln(A), A in 1/s.
  double activationJ;   ///< J/mol
};
/// Muscle and myocytes (Jacques & Gaeeni 1989): A = 2.94e39 1/s, Ea = 2.596e5 J/mol.
ArrheniusSet muscleSet();
double arrheniusRate(const ArrheniusSet& set, double temperatureC);

/// Minutes at 43 C that one second at `temperatureC` is worth (Sapareto & Dewey 1984): R = 0.5
/// above 43 C, 0.25 from 39 C, nothing below.
double cem43PerSecond(double temperatureC);

}  // namespace trocar::ablation
