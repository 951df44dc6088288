#include "planning/ablation/radiofrequency.h"

#include <algorithm>
#include <cmath>

namespace trocar {
namespace {

constexpr double kChangeToSolve = 0.05;   ///< Relative, of some voxel that matters.
constexpr double kMattersShare = 1.0e-3;  ///< Of the hottest voxel's heat.
constexpr double kBandK = 8.0;            ///< Below the set-point, over which power falls.
constexpr double kIntegralS = 25.0;
constexpr double kRollOff = 1.3;  ///< Of the first impedance.
constexpr double kPauseS = 15.0;
constexpr double kResumeShare = 0.8;

ProbeShape partOf(const ProbeShape& shape, double fromMm, double toMm) {
  const Vec3 back = (shape.proximalMm - shape.distalMm).normalized();
  return {shape.distalMm + fromMm * back, shape.distalMm + toMm * back, shape.radiusMm};
}

bool isMonopolar(const RadiofrequencyDrive& drive) {
  return std::all_of(
      drive.electrodes.begin(), drive.electrodes.end(), [](const auto& e) { return e.positive; });
}

}  // namespace

Radiofrequency::Radiofrequency(const HeatMedium& medium,
                               const Device& device,
                               const ProbeShape& shape)
    : medium_(medium), drive_(device.radiofrequency.value_or(RadiofrequencyDrive{})) {
  problem_.grid = medium.grid;
  problem_.groundedRim = isMonopolar(drive_);
  for (const RadiofrequencyDrive::Electrode& e : drive_.electrodes) {
    const double potential = problem_.groundedRim ? 1.0 : (e.positive ? 0.5 : -0.5);
    problem_.electrodes.push_back(
        {probeContact(medium.grid, partOf(shape, e.fromMm, e.toMm)), potential});
  }
  // Between the electrodes the shaft is a plastic sleeve.
  for (const std::size_t voxel : probeContact(medium.grid, shape).inside) {
    const bool metal = std::any_of(
        problem_.electrodes.begin(), problem_.electrodes.end(), [&](const Electrode& e) {
          return std::binary_search(e.body.inside.begin(), e.body.inside.end(), voxel);
        });
    if (!metal)
      insulated_.push_back(voxel);
  }
}

double Radiofrequency::hottestAtElectrodes(const Image<float>& temperaturesC) const {
  double hottest = 0.0;
  for (const Electrode& electrode : problem_.electrodes)
    for (const HeatContact::Cell& cell : electrode.body.cells)
      hottest = std::max(hottest, static_cast<double>(temperaturesC.voxels()[cell.voxel]));
  return hottest;
}

void Radiofrequency::refresh(const Image<float>& temperaturesC) {
  std::vector<double> conductivity(medium_.material.size());
  for (std::size_t v = 0; v < conductivity.size(); ++v)
    conductivity[v] = electricalConductivity(medium_.materials[medium_.material[v]],
                                             static_cast<double>(temperaturesC.voxels()[v]));
  for (const std::size_t voxel : insulated_)
    conductivity[voxel] = 0.0;
  const float matters = field_.heat.empty()
                            ? 0.0F
                            : static_cast<float>(kMattersShare) *
                                  *std::max_element(field_.heat.begin(), field_.heat.end());
  bool changed = solvedFor_.empty();
  for (std::size_t v = 0; v < conductivity.size() && !changed; ++v)
    changed = field_.heat[v] > matters &&
              std::abs(conductivity[v] - solvedFor_[v]) > kChangeToSolve * solvedFor_[v];
  if (!changed)
    return;
  solvedFor_ = conductivity;
  problem_.conductivityS = std::move(conductivity);
  field_ = solveElectric(problem_, field_.potentialV);
  impedanceOhm_ = 1.0 / field_.powerW;  // Of 1 V.
  if (firstImpedanceOhm_ == 0.0)
    firstImpedanceOhm_ = impedanceOhm_;
}

double Radiofrequency::controlled(double limitW, double seconds) {
  if (pauseS_ > 0.0) {
    pauseS_ -= seconds;
    return 0.0;
  }
  if (impedanceOhm_ > kRollOff * firstImpedanceOhm_) {
    pauseS_ = kPauseS - seconds;
    share_ *= kResumeShare;
    return 0.0;
  }
  const double error = (drive_.maxTemperatureC - hottestC_) / kBandK;
  integral_ = std::clamp(integral_ + error * seconds / kIntegralS, 0.0, 1.0);
  return share_ * limitW * std::clamp(error + integral_, 0.0, 1.0);
}

const std::vector<float>& Radiofrequency::update(const Image<float>& temperaturesC,
                                                 double limitW,
                                                 double seconds) {
  refresh(temperaturesC);
  hottestC_ = hottestAtElectrodes(temperaturesC);
  powerW_ = controlled(limitW, seconds);
  const auto scale = static_cast<float>(powerW_ / field_.powerW);
  heat_.resize(field_.heat.size());
  for (std::size_t v = 0; v < heat_.size(); ++v)
    heat_[v] = scale * field_.heat[v];
  return heat_;
}

void Radiofrequency::off() {
  powerW_ = 0.0;
  integral_ = 0.0;
}

}  // namespace trocar
