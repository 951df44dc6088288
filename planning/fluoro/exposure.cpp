#include "planning/fluoro/exposure.h"

namespace trocar::fluoro {
namespace {

/// The field's area falls with the square of the magnification; a flat detector's automatic control
/// raises the dose rate in proportion to it [estimated], so that one factor is left.
double rateOf(const CarmSetup& setup) {
  return setup.shutterWidth * setup.shutterHeight / setup.magnification;
}

}  // namespace

ExposureCount withShot(ExposureCount count, const CarmSetup& setup) {
  ++count.shots;
  return withRun(count, setup, kShotS);
}

ExposureCount withRun(ExposureCount count, const CarmSetup& setup, double seconds) {
  count.seconds += seconds;
  count.doseArea += seconds * rateOf(setup);
  return count;
}

}  // namespace trocar::fluoro
