#pragma once

#include "core/progress.h"
#include "planning/ablation/probes/device.h"
#include "planning/plan/instrument.h"

#include <optional>
#include <string>
#include <vector>

namespace trocar::ablation {

/// A published zone of an instrument beside what the solver gives in the same medium.
struct MakerRow {
  PublishedZone published;
  std::optional<double> computedLengthMm;  ///< Empty where the row cannot be computed: see remark.
  std::optional<double> computedWidthMm;
  std::string remark;  ///< How it was computed where that is not plain, or why it was not.
};

/// What the catalogue has about an instrument and what the solver makes of its device.
struct MakerTable {
  Instrument instrument;
  std::optional<Device> device;  ///< Empty where the solver does not know the instrument.
  std::vector<MakerRow> rows;
};

/// Runs the device in gel, or in tissue without blood at 20 C for zones found ex vivo, once for
/// each protocol that the labels of its zones name: "10 min freeze", "75 W 5 min". Throws Error for
/// an unknown instrument.
MakerTable makerTable(const std::string& instrumentId, const Progress& progress = {});

}  // namespace trocar::ablation
