#include "planning/ablation/current/radiofrequency.h"

#include "core/error.h"
#include "core/parallel.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace trocar::ablation {
namespace {

constexpr double kReachMm = 30.0;        ///< Of the probe's own grid beyond its working part.
constexpr double kHeatReachMm = 20.0;    ///< Beyond which current heats no voxel.
constexpr double kChangeToSolve = 0.03;  ///< Of conductivity, weighted with the heat.
constexpr double kNearEnoughK = 0.05;    ///< Of a reading to the set temperature.
constexpr int kMostTrials = 12;
constexpr double kFirstGuess = 1.5;  ///< Of the power before, which is enough as a rule.
constexpr double kRampS = 30.0;      ///< In which the set temperature is reached [estimated].
constexpr double kRollOff = 1.3;     ///< Of the first impedance.
constexpr double kPauseS = 15.0;
constexpr double kResumeShare = 0.8;
constexpr double kRingsToMm = 8.0;      ///< Beyond the shaft's surface.
constexpr double kRingsBeyondMm = 2.0;  ///< Before and behind the electrodes.
constexpr int kStations = 10;           ///< Along and around an electrode's surface.
constexpr int kAround = 16;

ProbeGridLayout layoutOf(const ProbeShape& shape, const RadiofrequencyDrive& drive) {
  ProbeGridLayout layout{shape, {}};
  layout.reachMm = kReachMm;
  layout.shaftMm = 2.0 * kReachMm;
  for (const RadiofrequencyDrive::Electrode& electrode : drive.electrodes)
    layout.linesMm.insert(layout.linesMm.end(), {electrode.fromMm, electrode.toMm});
  return layout;
}

}  // namespace

void requireCurrent(const HeatMedium& medium,
                    const RadiofrequencyDrive& drive,
                    const ProbeShape& shape,
                    const std::string& name) {
  constexpr double kInsulatesS = 1.0e-3;  // Below every tissue and fluid; gas and cement lie there.
  constexpr double kMetalS = 100.0;
  const Vec3 back = (shape.proximalMm - shape.distalMm).normalized();
  const Vec3 across = back.unitOrthogonal(), third = back.cross(across);
  for (const RadiofrequencyDrive::Electrode& e : drive.electrodes) {
    int insulated = 0;
    for (int point = 0; point < kStations * kAround; ++point) {
      const double angle = 2.0 * std::numbers::pi * (point % kAround) / kAround;
      const double share = (0.5 + point / kAround) / kStations;
      const Vec3 at = shape.distalMm + (e.fromMm + share * (e.toMm - e.fromMm)) * back +
                      shape.radiusMm * (std::cos(angle) * across + std::sin(angle) * third);
      const std::size_t voxel = medium.grid.offset(medium.grid.nearestVoxel(at));
      const double conductivity = medium.materials[medium.material[voxel]].electricalS;
      if (conductivity > kMetalS)
        throw Error("An electrode of " + name +
                    " touches metal: current runs through the implant, which is not computed; "
                    "move the probe.");
      insulated += conductivity < kInsulatesS ? 1 : 0;
    }
    if (2 * insulated >= kStations * kAround)
      throw Error("An electrode of " + name +
                  " lies in what conducts no current, such as gas or cement; move the probe.");
  }
}

Radiofrequency::Radiofrequency(const HeatMedium& medium,
                               const Device& device,
                               const ProbeShape& shape,
                               std::vector<ProbeShape> others)
    : medium_(medium),
      drive_(device.radiofrequency.value_or(RadiofrequencyDrive{})),
      grid_(layoutOf(shape, drive_)),
      near_(grid_, medium, drive_, std::move(others)),
      otherW_(grid_.cellCount(), 0.0) {
  placeHeated();
  if (drive_.coolantC)
    placeRings();
}

void Radiofrequency::placeRings() {
  const double length = (grid_.shape().proximalMm - grid_.shape().distalMm).norm();
  for (int layer = 0; layer < grid_.layers(); ++layer)
    for (int ring = 0; ring < grid_.rings(); ++ring) {
      if (grid_.behindMm(layer) < -kRingsBeyondMm ||
          grid_.behindMm(layer) > length + kRingsBeyondMm ||
          grid_.acrossMm(ring) > grid_.shape().radiusMm + kRingsToMm || grid_.isBody(ring, layer))
        continue;
      std::vector<std::size_t> cells;
      for (int sector = 0; sector < grid_.sectors(); ++sector)
        cells.push_back(grid_.cell(ring, sector, layer));
      rings_.push_back(std::move(cells));
    }
}

double Radiofrequency::changeOf(const std::vector<double>& conductivity) const {
  double heat = 0.0, change = 0.0;
  for (std::size_t cell = 0; cell < conductivity.size(); ++cell) {
    heat += current_.heatW[cell];
    if (conductivity_[cell] > 0.0)
      change += current_.heatW[cell] *
                std::min(std::abs(conductivity[cell] / conductivity_[cell] - 1.0), 1.0);
  }
  return change / heat;
}

void Radiofrequency::refresh() {
  std::vector<double> conductivity(grid_.cellCount());
  for (std::size_t cell = 0; cell < conductivity.size(); ++cell)
    conductivity[cell] = electricalConductivity(near_.material(cell), near_.temperatureC(cell));
  if (!conductivity_.empty() && changeOf(conductivity) < kChangeToSolve)
    return;
  conductivity_ = std::move(conductivity);
  current_ = solveCurrent(grid_, drive_, conductivity_, current_.potentialV);
  if (firstImpedanceOhm_ == 0.0)
    firstImpedanceOhm_ = impedanceOhm();
  spreadHeat();
}

void Radiofrequency::placeHeated() {
  const Grid& grid = medium_.grid;
  for (std::size_t voxel = 0; voxel < grid.voxelCount(); ++voxel) {
    const Vec3 centre = grid.voxelToPatient(grid.voxelAt(voxel));
    if (signedDistanceMm(grid_.shape(), centre) < kHeatReachMm)
      heated_.push_back({voxel, near_.guides(voxel), grid_.around(centre)});
  }
}

/// To the voxels, by the logarithm of its density, which falls with a power of the distance; so
/// that those that follow the probe's grid, and the others, each get together exactly what their
/// cells have.
void Radiofrequency::spreadHeat() {
  constexpr double kLeast = 1.0e-30;
  std::vector<double> logDensity(grid_.cellCount());
  std::array<double, 2> cellsW{}, voxelsW{};
  for (std::size_t cell = 0; cell < logDensity.size(); ++cell) {
    const double share = current_.heatW[cell] / current_.powerW;
    logDensity[cell] = std::log(share / grid_.volumeM3(cell) + kLeast);
    if (signedDistanceMm(grid_.shape(), grid_.centreMm(cell)) < kHeatReachMm)
      cellsW[near_.guides(near_.voxel(cell)) ? 1 : 0] += share;
  }
  const double voxelM3 = medium_.grid.voxelVolumeMm3() * 1.0e-9;
  for (Heated& heated : heated_) {
    double sum = 0.0;
    for (const auto& [cell, share] : heated.cells)
      sum += share * logDensity[cell];
    heated.perW = std::exp(sum);
    voxelsW[heated.follows ? 1 : 0] += heated.perW * voxelM3;
  }
  for (Heated& heated : heated_) {
    const std::size_t n = heated.follows ? 1 : 0;
    heated.perW *= voxelsW[n] > 0.0 ? cellsW[n] / voxelsW[n] : 0.0;
  }
}

double Radiofrequency::reading() const {
  double hottest = -273.15;
  for (const std::vector<std::size_t>& ring : rings_) {
    double sum = 0.0;
    for (const std::size_t cell : ring)
      sum += near_.temperatureC(cell);
    hottest = std::max(hottest, sum / static_cast<double>(ring.size()));
  }
  return drive_.coolantC ? hottest : near_.hottestMetalC();
}

double Radiofrequency::readingAfter(double watts, double seconds) {
  std::vector<double> heat = otherW_;
  for (std::size_t cell = 0; cell < heat.size(); ++cell)
    heat[cell] += watts / current_.powerW * current_.heatW[cell];
  near_.advance(heat, seconds);
  return reading();
}

double Radiofrequency::holding(double mostW, double seconds) {
  const double ramp = std::min(1.0, (onS_ + seconds) / kRampS);
  const double wanted = medium_.referenceC + ramp * (drive_.maxTemperatureC - medium_.referenceC);
  const auto missing = [&](double watts) { return wanted - readingAfter(watts, seconds); };
  double low = 0.0, lowK = missing(low);
  if (lowK <= 0.0)
    return 0.0;
  double high = powerW_ > 0.0 ? std::min(kFirstGuess * powerW_, mostW) : mostW;
  double highK = missing(high);
  while (highK > 0.0 && high < mostW) {
    low = std::exchange(high, std::min(2.0 * high, mostW));
    lowK = std::exchange(highK, missing(high));
  }
  if (highK > 0.0)
    return mostW;
  // False position, an end that stays twice counting half (Dowell & Jarratt 1971): where tissue
  // boils, the reading hardly rises with the power.
  bool wasTooLittle = false;
  for (int trial = 0; trial < kMostTrials; ++trial) {
    const double watts = low + (high - low) * lowK / (lowK - highK);
    const double missingK = missing(watts);
    if (std::abs(missingK) < kNearEnoughK)
      return watts;
    const bool tooLittle = missingK > 0.0;
    if (trial > 0 && tooLittle == wasTooLittle)
      (tooLittle ? highK : lowK) *= 0.5;
    (tooLittle ? low : high) = watts;
    (tooLittle ? lowK : highK) = missingK;
    wasTooLittle = tooLittle;
  }
  return low;
}

void Radiofrequency::update(const HeatSolver& solver,
                            const std::vector<float>& otherHeat,
                            double limitW,
                            double seconds) {
  if (!on_) {
    near_.begin(solver);
    lookedS_ = solver.timeS() - seconds;
    onS_ = 0.0;
    on_ = true;
  }
  near_.look(solver, solver.timeS() - lookedS_);
  lookedS_ = solver.timeS();
  for (std::size_t cell = 0; cell < otherW_.size(); ++cell)
    otherW_[cell] = otherHeat.empty()
                        ? 0.0
                        : static_cast<double>(otherHeat[near_.voxel(cell)]) * grid_.volumeM3(cell);
  refresh();
  if (pauseS_ <= 0.0 && impedanceOhm() > kRollOff * firstImpedanceOhm_) {
    pauseS_ = kPauseS;
    share_ *= kResumeShare;
  }
  powerW_ = pauseS_ > 0.0 ? 0.0 : holding(share_ * limitW, seconds);
  pauseS_ -= pauseS_ > 0.0 ? seconds : 0.0;
  readingAfter(powerW_, seconds);
  onS_ += seconds;
}

void Radiofrequency::addHeat(std::vector<float>& source) const {
  for (const Heated& heated : heated_)
    source[heated.voxel] += static_cast<float>(powerW_ * heated.perW);
}

void Radiofrequency::addGuided(std::vector<GuidedVoxel>& voxels) const {
  if (on_)
    near_.addGuided(voxels);
}

void Radiofrequency::off() {
  powerW_ = 0.0;
  on_ = false;
}

}  // namespace trocar::ablation
