#pragma once

#include "planning/ablation/heat/heat_kernel.h"
#include "planning/ablation/heat/heat_solver.h"
#include "planning/ablation/heat/rim_fluxes.h"
#include "planning/ablation/heat/super_step.h"
#include "planning/ablation/heat/thermal_law.h"

#include <vector>

namespace trocar::ablation {

/// A contact's cell as the kernel meets it.
struct ContactCell {
  std::size_t at = 0;  ///< In the padded arrays.
  std::size_t inPlane = 0;
  int plane = 0;
  float factor = 0.0F;
  std::uint8_t material = 0;
  int openFaces = 6;  ///< Faces through which it conducts to other tissue.
};

/// A contact during a super step.
struct ContactState {
  std::vector<ContactCell> cells;
  std::vector<std::size_t> planeBegin;  ///< Of each plane in `cells`, and one more.
  VoxelBox box;                         ///< Of all these voxels and one around.
  std::vector<ContactCell> inside;
  std::vector<std::size_t> insideBegin;
  bool on = false;
  double temperature = 0.0;      ///< K above the reference.
  double stepTemperature = 0.0;  ///< As the super step began.
  float duty = 1.0F;
  std::optional<double> maxPowerW;
  /// Of the latest stage, by plane: conductance in W/K, that times temperature, power in W.
  std::vector<std::array<double, 3>> planeSums;
  std::array<double, 3> sums{0.0, 0.0, 0.0};
  /// Conductance in W/K and that times temperature, of its tissue and of all that hangs on it.
  std::array<double, 2> load{0.0, 0.0};
};

/// What one thread needs while it works through its planes.
struct ThreadPlanes {
  void fit(std::size_t count);

  DecodedPlane low, high;
  std::vector<float> below, above;
};

/// Whole-step sums of one stage, W.
struct StagePower {
  double contacts = 0.0;
  double perfusion = 0.0;
  double sources = 0.0;
  double magnitude = 0.0;
};

/// A voxel whose enthalpy changes steadily while its surroundings are solved.
struct RampedVoxel {
  std::size_t at = 0;
  float start = 0.0F;  ///< J/m3
  float rate = 0.0F;   ///< W/m3
};

/// A guided voxel: where it is and to which enthalpy (J/m3) it goes evenly until `untilS`.
struct GuideRamp {
  std::size_t at = 0;
  float target = 0.0F;
  double untilS = 0.0;
};

/// One run of stages through a super step: where, how many, and what crosses the rim of the box
/// that is solved apart.
struct StageRun {
  HeatRegion region;
  int stages = 3;
  double tau = 1.0;
  bool surroundings = false;  ///< Gathers what flows into the box; else takes it.
  RimFluxes* rim = nullptr;
  std::vector<RampedVoxel> ramps;
};

struct HeatSolver::State {
  State(HeatMedium medium, std::vector<HeatContact> contacts, HeatOptions options);

  HeatMedium medium;
  std::vector<HeatContact> contacts;
  HeatOptions options;
  LawTable table;
  std::vector<ThermalLaw<float>> laws;
  HeatArrays arrays;
  VoxelBox box;  ///< Voxels that have left the reference temperature, and a rim.
  std::vector<ContactState> contactStates;
  std::vector<ThreadPlanes> threads;
  std::vector<double> planeLoss;  ///< W/m3 lost to blood, by plane.
  VoxelBox ramped;  ///< Where `enthalpy` less `other` is what the latest `rampS` seconds brought.
  double rampS = 0.0;
  VoxelBox cold;  ///< Of all that is, or may soon be, freezing.
  /// In it, ascending in the padded arrays, as the latest super step and the one before it began.
  std::vector<std::size_t> unfrozen, unfrozenBefore;
  bool narrowFreezes = false;  ///< Some of it freezes within a narrow range.
  std::vector<GuideRamp> guided;
  double time = 0.0;
  double coldest = 0.0, hottest = 0.0;  ///< K above the reference, of all times.
  double warmDiffusivity = 0.0;         ///< Largest of all materials, m2/s.
  double diffusivity = 0.0;             ///< Largest of the medium as it is, m2/s.
  double sourceW = 0.0;
  double startJ = 0.0;
  EnergyLedger ledger;
  SolverEffort effort;

  void prepareThreads(int count);
  double spacingM() const { return medium.spacingMm() * 1.0e-3; }
  double voxelM3() const { return spacingM() * spacingM() * spacingM(); }
  std::size_t padded(std::size_t voxel) const;
  double storedJ() const;

  void includeVoxel(std::size_t at);
  /// Gives a voxel of the medium a temperature; the box takes it in where that is not the
  /// reference's.
  void setVoxel(std::size_t voxel, double temperatureC);
  void growBox();
  /// Switches contacts on and off at the start of a super step. True where a body became tissue.
  bool switchContacts();
  /// Sets the contacts' temperatures at `t`, later in the super step.
  void driveContacts(double t);
  /// Keeps their temperatures within what their power allows, and balances those that hang on
  /// others.
  void settleContacts();
  /// Of contact `c` at `t`, K above the reference, if nothing limits its power.
  double bodyTemperature(std::size_t c, const ContactDrive& drive, double t) const;
  double meanTemperature(const std::vector<ContactCell>& cells) const;
  void holdInside();
  /// Bound of the rates in 1/s that the stages of a step to time `t` may meet.
  double rateBound(double t) const;
  double contactRate(std::size_t contact, double t) const;
  StagePower stage(const StageRun& run, const StageWeights& weights, bool odd);
  void stageSlab(const StageRun& run,
                 const StageWeights& weights,
                 bool odd,
                 std::array<int, 2> planes,
                 ThreadPlanes& buffers);
  /// All stages of a run. Its result is in `other`, its sums are returned in J.
  StagePower runStages(const StageRun& run);
  void contactsOnPlane(const StageWeights& weights,
                       int plane,
                       const DecodedPlane& decoded,
                       float* out);
  void bodiesOnPlane(int plane, DecodedPlane& decoded) const;
  StagePower sumStage(const StageRun& run);
  double secondsSinceEvent() const;
  /// The box apart from its stiff part, where that is worth it; else the box alone.
  HeatRegion surroundings(double tau, int stages) const;
  /// Stages that warm tissue needs.
  int outsideStages(double tau) const;
  /// The rim of a hole, which goes on as it last did.
  std::vector<RampedVoxel> rampsOf(const VoxelBox& hole) const;
  /// The course of the guided voxels through the next `tau`.
  std::vector<RampedVoxel> guideRamps(double tau) const;
  /// First the surroundings, then the box in them that needs the stages of `core`. Sums in J.
  StagePower solveApart(const HeatRegion& split, StageRun core);
  /// Notes what is not frozen of all that may soon be.
  void noteUnfrozen();
  /// Gives voxels that froze since then the heat that a long step took from them too much. While
  /// tissue cools it is nowhere colder than the mean of what lies around it; what is missing comes
  /// from neighbours that still freeze, whose heat the same step left in place too long.
  void returnOvershoot();
  bool isOfContact(std::size_t at) const;
  std::array<std::size_t, 6> neighboursOf(std::size_t at) const;  ///< Itself beyond the rim.
  /// Of the temperatures around a voxel, as much as each conducts to it.
  double meanAround(std::size_t at) const;
  /// One super step of length `tau`.
  void superStep(double tau);
  /// Blood, box, extremes and stiffness after a super step.
  void surveyBox();
};

}  // namespace trocar::ablation
