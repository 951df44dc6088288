#pragma once

#include "planning/cement/cement.h"
#include "planning/findings/finding.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace trocar::cement {

/// The injection as it stood at one volume. A result holds its whole history: run `evaluateCement`
/// once with the largest volumes wanted (it reports its progress and can be cancelled), then ask
/// for any moment of it. Asking costs one pass over the grid for the mask, and nothing else.
struct CementMoment {
  double injectedMl = 0.0;  ///< By all needles, at most what was delivered.
  double timeS = 0.0;       ///< Since mixing.
  std::string needle;       ///< That is injecting; empty before the first.
  double syringePressureKPa = 0.0;
  std::optional<double> posteriorDistanceMm;  ///< Of the front, negative behind the wall.
  std::vector<CementStop> stops;              ///< Passed so far, in time order.
  std::vector<CementLeak> leaks;              ///< Begun so far; their volumes are the final ones.
};
CementMoment cementAt(const CementResult& cement, double injectedMl);
/// Seconds since mixing at which all needles together had injected that much.
double reachedAtS(const CementResult& cement, double atMl);

/// Something that happens as cement is injected, in the order in which it does.
struct CementEvent {
  Finding::Severity severity = Finding::Severity::Note;
  std::string text;  ///< "cement enters a vein through a segmental vein".
  std::string needle;
  double atMl = 0.0;  ///< Injected by all needles so far.
  double atS = 0.0;   ///< Since mixing.
  std::optional<Vec3> atMm;
};
/// Each stop, the first leak of each route, and the beginning of every needle but the first. The
/// same thing at the same volume once.
std::vector<CementEvent> cementEvents(const CementResult& cement);

/// 1 where cement is after `injectedMl`, on the grid of the arrivals.
Image<std::uint8_t> cementMask(const CementResult& cement, double injectedMl);

/// The stop line: injected volume at the first stop. Nullopt where nothing stops the plan.
std::optional<double> stopLineMl(const CementResult& cement);

}  // namespace trocar::cement
