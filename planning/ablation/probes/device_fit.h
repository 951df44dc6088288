#pragma once

#include "core/progress.h"
#include "planning/ablation/probes/device.h"
#include "planning/ablation/probes/gel.h"

#include <vector>

namespace trocar::ablation {

/// One row of a maker's table: an isotherm after one freeze in a medium.
struct IsothermRow {
  double isothermC = 0.0;
  double widthMm = 0.0;
  double lengthMm = 0.0;
};

/// A cryoprobe whose active length and end temperature make a table's isotherms.
struct DeviceFit {
  Device device;
  std::vector<IsothermSize> computed;  ///< Of the rows, with the fitted device.
  double rmsMm = 0.0;                  ///< Of all widths and lengths.
  int runs = 0;
};

/// Finds active length and end temperature of `setup`'s one cryoprobe by Gauss-Newton on widths and
/// lengths at the end of its protocol. Throws Error for a table that no such probe makes.
DeviceFit fitDevice(const GelSetup& setup,
                    const std::vector<IsothermRow>& rows,
                    const Progress& progress = {});

}  // namespace trocar::ablation
