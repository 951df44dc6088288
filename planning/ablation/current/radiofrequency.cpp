#include "planning/ablation/current/radiofrequency.h"

#include "core/parallel.h"

#include <algorithm>
#include <cmath>

namespace trocar::ablation {
namespace {

constexpr double kReachMm = 25.0;        ///< Of the box beyond the electrodes.
constexpr double kChangeToSolve = 0.03;  ///< Of conductivity, weighted with the heat.
constexpr double kSettleS = 4.0;         ///< In which the generator would close the error.
constexpr double kHoldS = 15.0;          ///< In which it learns the power that holds.
constexpr double kRollOff = 1.3;         ///< Of the first impedance.
constexpr double kPauseS = 15.0;
constexpr double kResumeShare = 0.8;

ProbeShape partOf(const ProbeShape& shape, double fromMm, double toMm) {
  const Vec3 back = (shape.proximalMm - shape.distalMm).normalized();
  return {shape.distalMm + fromMm * back, shape.distalMm + toMm * back, shape.radiusMm};
}

/// The voxels of `grid` within reach of the shape, as a grid of their own.
Grid boxAround(const Grid& grid, const ProbeShape& shape) {
  const Vec3 a = grid.patientToVoxel(shape.distalMm), b = grid.patientToVoxel(shape.proximalMm);
  const double reach = kReachMm / grid.spacingMm().x();
  std::array<int, 3> size{};
  Vec3 first;
  for (Eigen::Index axis = 0; axis < 3; ++axis) {
    const int last = grid.size()[static_cast<std::size_t>(axis)] - 1;
    const int low =
        std::clamp(static_cast<int>(std::floor(std::min(a[axis], b[axis]) - reach)), 0, last);
    const int high =
        std::clamp(static_cast<int>(std::ceil(std::max(a[axis], b[axis]) + reach)), low, last);
    first[axis] = low;
    size[static_cast<std::size_t>(axis)] = high - low + 1;
  }
  return {size, grid.voxelToPatient(first), grid.spacingMm(), grid.directions()};
}

}  // namespace

Radiofrequency::Radiofrequency(const HeatMedium& medium,
                               const Device& device,
                               const ProbeShape& shape)
    : medium_(medium), drive_(device.radiofrequency.value_or(RadiofrequencyDrive{})) {
  problem_.grid = boxAround(medium.grid, shape);
  problem_.centreMm = 0.5 * (shape.distalMm + shape.proximalMm);
  problem_.rim = isMonopolar(drive_) ? ElectricRim::Open : ElectricRim::Insulated;
  const VoxelIndex low = medium.grid.nearestVoxel(problem_.grid.originMm());
  for (std::size_t voxel = 0; voxel < problem_.grid.voxelCount(); ++voxel) {
    const VoxelIndex v = problem_.grid.voxelAt(voxel);
    voxels_.push_back(medium.grid.offset({low.i + v.i, low.j + v.j, low.k + v.k}));
  }
  placeElectrodes(shape);
}

void Radiofrequency::placeElectrodes(const ProbeShape& shape) {
  for (const RadiofrequencyDrive::Electrode& e : drive_.electrodes) {
    const double potential = isMonopolar(drive_) ? 1.0 : (e.positive ? 0.5 : -0.5);
    problem_.electrodes.push_back(
        {probeContact(problem_.grid, partOf(shape, e.fromMm, e.toMm)), potential});
  }
  // Between the electrodes the shaft is a plastic sleeve.
  insulated_.assign(voxels_.size(), 0);
  for (const std::size_t voxel : probeContact(problem_.grid, shape).inside)
    insulated_[voxel] = 1;
  for (const Electrode& electrode : problem_.electrodes)
    for (const std::size_t voxel : electrode.body.inside)
      insulated_[voxel] = 0;
}

double Radiofrequency::conductivityAt(std::size_t voxel) const {
  if (insulated_[voxel])
    return 0.0;
  const ThermalMaterial& material = medium_.materials[medium_.material[voxels_[voxel]]];
  return electricalConductivity(material, temperatures_[voxel]);
}

double Radiofrequency::changeOf(const std::vector<double>& conductivity) const {
  double heat = 0.0, change = 0.0;
  for (std::size_t voxel = 0; voxel < conductivity.size(); ++voxel) {
    const double before = problem_.conductivityS[voxel];
    const auto weight = static_cast<double>(field_.heat[voxel]);
    heat += weight;
    if (before > 0.0)
      change += weight * std::min(std::abs(conductivity[voxel] - before) / before, 1.0);
  }
  return change / heat;
}

void Radiofrequency::refresh() {
  std::vector<double> conductivity(voxels_.size());
  parallelFor(conductivity.size(),
              [&](std::size_t voxel) { conductivity[voxel] = conductivityAt(voxel); });
  if (!field_.heat.empty() && changeOf(conductivity) < kChangeToSolve)
    return;
  problem_.conductivityS = std::move(conductivity);
  field_ = solveElectric(problem_, field_.potentialV);
  impedanceOhm_ = 1.0 / field_.powerW;  // Of 1 V.
  if (firstImpedanceOhm_ == 0.0)
    firstImpedanceOhm_ = impedanceOhm_;
}

double Radiofrequency::hottestCell() {
  hottestC_ = 0.0;
  double kelvinPerJ = 0.0;
  for (const Electrode& electrode : problem_.electrodes)
    for (const HeatContact::Cell& cell : electrode.body.cells) {
      if (temperatures_[cell.voxel] <= hottestC_)
        continue;
      hottestC_ = temperatures_[cell.voxel];
      const double capacity =
          medium_.materials[medium_.material[voxels_[cell.voxel]]].heatCapacityJ;
      kelvinPerJ = static_cast<double>(field_.heat[cell.voxel]) / field_.powerW / capacity;
    }
  return kelvinPerJ;
}

double Radiofrequency::controlled(double limitW, double kelvinPerJ, double seconds) {
  if (pauseS_ > 0.0) {
    pauseS_ -= seconds;
    return 0.0;
  }
  if (impedanceOhm_ > kRollOff * firstImpedanceOhm_) {
    pauseS_ = kPauseS - seconds;
    share_ *= kResumeShare;
    return 0.0;
  }
  const double most = share_ * limitW;
  const double closing = (drive_.maxTemperatureC - hottestC_) /
                         (std::max(kSettleS, 2.0 * seconds) * std::max(kelvinPerJ, 1.0e-6));
  holdingW_ = std::clamp(holdingW_ + closing * seconds / kHoldS, 0.0, most);
  return std::clamp(closing + holdingW_, 0.0, most);
}

void Radiofrequency::update(const HeatSolver& solver, double limitW, double seconds) {
  temperatures_.resize(voxels_.size());
  parallelFor(voxels_.size(), [&](std::size_t voxel) {
    temperatures_[voxel] = solver.temperatureC(voxels_[voxel]);
  });
  refresh();
  powerW_ = controlled(limitW, hottestCell(), seconds);
}

void Radiofrequency::addHeat(std::vector<float>& source) const {
  const auto scale = static_cast<float>(powerW_ / field_.powerW);
  for (std::size_t voxel = 0; voxel < voxels_.size(); ++voxel)
    source[voxels_[voxel]] += scale * field_.heat[voxel];
}

void Radiofrequency::off() {
  powerW_ = 0.0;
  holdingW_ = 0.0;
}

}  // namespace trocar::ablation
