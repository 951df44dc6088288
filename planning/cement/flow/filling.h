#pragma once

#include "planning/cement/flow/flow_domain.h"
#include "planning/cement/flow/front.h"
#include "planning/numerics/pressure_solver.h"
#include "planning/numerics/voxel_system.h"

#include <cstddef>
#include <map>
#include <vector>

namespace trocar::cement {

/// A shear-thinning fluid: viscosity in Pa s = consistency x (shear rate in 1/s)^(exponent - 1).
struct PowerLaw {
  double consistencyPaSn = 100.0;
  double exponent = 1.0;

  double viscosityPaS(double shearRatePerS) const;
};

struct FillingOptions {
  double marrowViscosityPaS = 0.2;  ///< 0.05 to 0.4 [estimated].
  /// A residual of 1e-3 gives the same fill, front and pressure to four digits as one of 1e-5: each
  /// step keeps the volume exactly, whatever the pressure's error.
  numerics::SolveOptions solver{1e-3, 200};
  int viscosityIterations =
      1;  ///< Pressure solves a step, each with the shear rates of the one before.
};

/// One step of an injection.
struct FillingStep {
  double placedMl = 0.0;  ///< Less than asked where the flow has nowhere to go.
  double sourcePressureKPa =
      0.0;  ///< In the bone at the radius of one third of a voxel about the source.
  double sourceViscosityPaS = 0.0;
  int solverIterations = 0;
};

/// Cement that displaces marrow from a porous body: Darcy's law for both, a sharp front.
///
/// In each step the pressure is solved once (or a few times for the viscosity) and its flow field
/// is frozen; within it the front advances exactly: a voxel passes cement on only when it is full,
/// so the filled volume equals the injected one and the front never retreats.
class Filling {
 public:
  Filling(FlowDomain domain, const FillingOptions& options);

  /// Injects at the voxel `source`, which must flow.
  FillingStep inject(std::size_t source,
                     double volumeMl,
                     double rateMlPerS,
                     const PowerLaw& cement);

  /// Volume that arrivals count from now on: what other fillings took before. It grows with what is
  /// placed.
  void setClockMl(double clockMl) { clockMl_ = clockMl; }

  const FlowDomain& domain() const { return domain_; }
  const std::vector<float>& fill() const { return fill_; }  ///< Of the pores, 0 to 1.
  /// The clock's volume in ml when a voxel was half full; negative where it is not.
  const std::vector<float>& arrivalMl() const { return arrivalMl_; }
  const std::vector<double>& pressurePa() const { return pressurePa_; }
  double injectedMl() const { return injectedMl_; }  ///< Placed, escaped included.
  double clockMl() const { return clockMl_; }
  /// What left through each open voxel, and when.
  const Escapes& escapes() const { return escapes_; }
  /// Cement in the pores of all voxels.
  double filledMl() const;

 private:
  void assemble();
  void solvePressure(std::size_t source,
                     double rateMm3PerS,
                     const PowerLaw& cement,
                     FillingStep& step);
  void updateViscosity(std::size_t source, const PowerLaw& cement);
  double resistivityOf(std::size_t voxel) const;
  double shearRatePerS(std::size_t voxel) const;

  FlowDomain domain_;
  FillingOptions options_;
  numerics::VoxelSystem system_;
  numerics::PressureSolver solver_;
  std::vector<double> outlet_;       ///< Part of the sinks that passes cement.
  std::vector<double> resistivity_;  ///< Of resistivityOf; 0 where nothing flows.
  std::vector<double> pressurePa_;
  std::vector<float> fill_;
  std::vector<float> arrivalMl_;
  std::vector<float> viscosityPaS_;  ///< Of cement, from the last flow field.
  Escapes escapes_;
  double injectedMl_ = 0.0;
  double clockMl_ = 0.0;
};

}  // namespace trocar::cement
