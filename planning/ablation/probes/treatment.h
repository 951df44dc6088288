#pragma once

#include "planning/ablation/heat/heat_solver.h"
#include "planning/ablation/probes/device.h"

#include <memory>
#include <string>
#include <vector>

namespace trocar::ablation {

/// One probe at work.
struct TreatmentProbe {
  Device device;
  Vec3 tipMm = Vec3::Zero();
  Vec3 backwards = Vec3::UnitZ();  ///< From the tip along the shaft.
  Protocol protocol;
  std::string name;  ///< For messages, such as "N1".
};

/// The probe as it stands in each stretch of its protocol between withdrawals, as probes of their
/// own that work one after the other.
std::vector<TreatmentProbe> standsOf(const TreatmentProbe& probe);

/// Probes of any kind in a medium, each following its protocol.
class Treatment {
 public:
  /// Throws Error for a probe outside the grid, two whose working parts overlap, too many of them,
  /// electrodes in what conducts no current or in metal, or a protocol that the device cannot
  /// follow. Blood stops where the Arrhenius integral of heat passes 1.
  Treatment(HeatMedium medium, std::vector<TreatmentProbe> probes);
  ~Treatment();

  /// Solves from the present to `toS`.
  void advance(double toS, const Progress& progress = {});

  double endS() const;  ///< When the last probe has finished.
  /// All times at which a probe is switched, ascending, each once, `endS` the last.
  const std::vector<double>& switchesS() const;
  HeatSolver& solver();
  /// Heat that a probe takes out (cold) or puts in (heat) now.
  double probePowerW(std::size_t probe) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace trocar::ablation
