#include "planning/ablation/current/radiofrequency.h"

#include "core/error.h"
#include "core/parallel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numbers>

namespace trocar::ablation {
namespace {

constexpr double kReachMm = 25.0;        ///< Of the box beyond the electrodes.
constexpr double kChangeToSolve = 0.03;  ///< Of conductivity, weighted with the heat.
constexpr double kSettleS = 4.0;         ///< In which the generator would close the error.
constexpr double kHoldS = 15.0;          ///< In which it learns the power that holds.
constexpr double kRollOff = 1.3;         ///< Of the first impedance.
constexpr double kPauseS = 15.0;
constexpr double kResumeShare = 0.8;

constexpr double kRingStepMm = 1.0;   ///< Between rings, along and across the shaft.
constexpr double kRingsFromMm = 1.0;  ///< Beyond the shaft's surface.
constexpr double kRingsToMm = 8.0;
constexpr double kRingsBeyondMm = 2.0;  ///< Before and behind the electrodes.
constexpr int kRingPoints = 16;

/// Least distance between electrodes of different poles; `otherwise` where there is one pole.
double leastGapMm(const RadiofrequencyDrive& drive, double otherwise) {
  double gap = otherwise;
  for (const RadiofrequencyDrive::Electrode& a : drive.electrodes)
    for (const RadiofrequencyDrive::Electrode& b : drive.electrodes)
      if (a.positive != b.positive && a.fromMm < b.fromMm)
        gap = std::min(gap, std::max(b.fromMm - a.toMm, 0.0));
  return gap;
}

/// Of a stretch of the shaft of length `widthMm` around `behindMm` (behind the distal end), the
/// share that an electrode covers. What lies before the distal end sees that end.
double electrodeShare(const RadiofrequencyDrive::Electrode& electrode,
                      double behindMm,
                      double widthMm) {
  const double middle = std::max(behindMm, 0.5 * widthMm);
  const double from = std::max(electrode.fromMm, middle - 0.5 * widthMm);
  const double to = std::min(electrode.toMm, middle + 0.5 * widthMm);
  return std::clamp((to - from) / widthMm, 0.0, 1.0);
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

void requireCurrent(const HeatMedium& medium,
                    const RadiofrequencyDrive& drive,
                    const ProbeShape& shape,
                    const std::string& name) {
  constexpr double kInsulatesS = 1.0e-3;  // Below every tissue and fluid; gas and cement lie there.
  constexpr double kMetalS = 100.0;
  constexpr int kStations = 10;
  const Vec3 back = (shape.proximalMm - shape.distalMm).normalized();
  const Vec3 across = back.unitOrthogonal(), third = back.cross(across);
  for (const RadiofrequencyDrive::Electrode& e : drive.electrodes) {
    int insulated = 0;
    for (int point = 0; point < kStations * kRingPoints; ++point) {
      const double angle = 2.0 * std::numbers::pi * (point % kRingPoints) / kRingPoints;
      const double share = (0.5 + point / kRingPoints) / kStations;
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
    if (2 * insulated >= kStations * kRingPoints)
      throw Error("An electrode of " + name +
                  " lies in what conducts no current, such as gas or cement; move the probe.");
  }
}

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
  if (drive_.coolantC)
    placeRings(shape);
}

void Radiofrequency::placeElectrodes(const ProbeShape& shape) {
  // The surface of the whole shaft, as heat meets it, shared by how much of it each electrode
  // covers beside a voxel: their lengths and the sleeve between them are those they have, wherever
  // the voxels lie.
  const HeatContact shaft = probeContact(problem_.grid, shape);
  const Vec3 back = (shape.proximalMm - shape.distalMm).normalized();
  const double h = problem_.grid.spacingMm().x();
  const double widthMm = std::max(std::min(h, leastGapMm(drive_, h)), 0.05 * h);
  for (const RadiofrequencyDrive::Electrode& e : drive_.electrodes) {
    Electrode electrode;
    electrode.potentialV = isMonopolar(drive_) ? 1.0 : (e.positive ? 0.5 : -0.5);
    electrode.tissueShare = drive_.coolantC ? 0.5 : 1.0;
    for (const HeatContact::Cell& cell : shaft.cells) {
      const Vec3 point = problem_.grid.voxelToPatient(problem_.grid.voxelAt(cell.voxel));
      const double share = electrodeShare(e, (point - shape.distalMm).dot(back), widthMm);
      if (share > 0.0)
        electrode.body.cells.push_back({cell.voxel, share * cell.factor});
    }
    problem_.electrodes.push_back(std::move(electrode));
  }
  if (!problem_.electrodes.empty())
    problem_.electrodes.front().body.inside = shaft.inside;
}

void Radiofrequency::placeRings(const ProbeShape& shape) {
  const Vec3 back = (shape.proximalMm - shape.distalMm).normalized();
  const Vec3 across = back.unitOrthogonal(), third = back.cross(across);
  const double length = (shape.proximalMm - shape.distalMm).norm();
  for (double z = -kRingsBeyondMm; z <= length + kRingsBeyondMm; z += kRingStepMm)
    for (double r = kRingsFromMm; r <= kRingsToMm; r += kRingStepMm) {
      std::map<std::size_t, double> weights;
      for (int n = 0; n < kRingPoints; ++n) {
        const double angle = 2.0 * std::numbers::pi * n / kRingPoints;
        const Vec3 radial = std::cos(angle) * across + std::sin(angle) * third;
        addPoint(shape.distalMm + z * back + (shape.radiusMm + r) * radial, weights);
      }
      if (!weights.empty())
        rings_.push_back({weights.begin(), weights.end()});
    }
}

void Radiofrequency::addPoint(const Vec3& pointMm, std::map<std::size_t, double>& weights) const {
  const Grid& grid = problem_.grid;
  const std::vector<std::size_t>& shaft = problem_.electrodes.front().body.inside;
  const Vec3 at = grid.patientToVoxel(pointMm);
  const Vec3 low = at.array().floor();
  for (int corner = 0; corner < 8; ++corner) {
    double weight = 1.0;
    Vec3 voxel = low;
    for (int a = 0; a < 3; ++a) {
      const bool upper = (corner >> a & 1) != 0;
      weight *= upper ? at[a] - low[a] : 1.0 - (at[a] - low[a]);
      voxel[a] += upper ? 1.0 : 0.0;
    }
    const VoxelIndex v{
        static_cast<int>(voxel[0]), static_cast<int>(voxel[1]), static_cast<int>(voxel[2])};
    if (weight > 0.0 && grid.contains(v) &&
        !std::binary_search(shaft.begin(), shaft.end(), grid.offset(v)))
      weights[grid.offset(v)] += weight;
  }
}

const ThermalMaterial& Radiofrequency::materialAt(std::size_t voxel) const {
  return medium_.materials[medium_.material[voxels_[voxel]]];
}

double Radiofrequency::conductivityAt(std::size_t voxel) const {
  return electricalConductivity(materialAt(voxel), temperatures_[voxel]);
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

/// Cells count by the current that enters them. Between a cell's centre and the surface of a body
/// that takes up no heat the steady temperature rises by sigma (V - phi)^2 / 2k (Kohlrausch).
Radiofrequency::Reading Radiofrequency::readingOf(const Electrode& electrode) const {
  double current = 0.0, celsius = 0.0, kelvinPerJ = 0.0, kelvinPerW = 0.0;
  for (const HeatContact::Cell& cell : electrode.body.cells) {
    const ThermalMaterial& material = materialAt(cell.voxel);
    const double sigma = problem_.conductivityS[cell.voxel];
    const double drop = electrode.potentialV - field_.potentialV[cell.voxel];
    const double part = std::abs(cell.factor * sigma * drop);
    current += part;
    celsius += part * temperatures_[cell.voxel];
    kelvinPerJ += part * static_cast<double>(field_.heat[cell.voxel]) / material.heatCapacityJ;
    kelvinPerW += part * sigma * drop * drop / (2.0 * material.conductivityW);
  }
  if (current <= 0.0)
    return {};
  const double perCurrent = 1.0 / current;
  Reading reading{celsius * perCurrent,
                  kelvinPerJ * perCurrent / field_.powerW,
                  kelvinPerW * perCurrent / field_.powerW};
  reading.celsius += reading.kelvinPerW * powerW_;
  return reading;
}

Radiofrequency::Reading Radiofrequency::readingOf(const Ring& ring) const {
  double sum = 0.0;
  Reading reading{0.0, 0.0, 0.0};
  for (const auto& [voxel, weight] : ring) {
    sum += weight;
    reading.celsius += weight * temperatures_[voxel];
    reading.kelvinPerJ += weight * static_cast<double>(field_.heat[voxel]) /
                          (field_.powerW * materialAt(voxel).heatCapacityJ);
  }
  reading.celsius /= sum;
  reading.kelvinPerJ /= sum;
  return reading;
}

Radiofrequency::Reading Radiofrequency::decidingReading(double seconds) const {
  std::vector<Reading> readings;
  for (const Ring& ring : rings_)
    readings.push_back(readingOf(ring));
  if (!drive_.coolantC)
    for (const Electrode& electrode : problem_.electrodes)
      readings.push_back(readingOf(electrode));
  const auto least =
      std::min_element(readings.begin(), readings.end(), [&](const Reading& a, const Reading& b) {
        return closingW(a, seconds) < closingW(b, seconds);
      });
  return least == readings.end() ? Reading{} : *least;
}

double Radiofrequency::closingW(const Reading& reading, double seconds) const {
  const double kelvinPerW =
      std::max(kSettleS, 2.0 * seconds) * reading.kelvinPerJ + reading.kelvinPerW;
  return (drive_.maxTemperatureC - reading.celsius) / std::max(kelvinPerW, 1.0e-6);
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
  const double most = share_ * limitW;
  const double closing = closingW(reading_, seconds);
  holdingW_ = std::clamp(holdingW_ + closing * seconds / kHoldS, 0.0, most);
  return std::clamp(closing + holdingW_, 0.0, most);
}

void Radiofrequency::update(const HeatSolver& solver, double limitW, double seconds) {
  temperatures_.resize(voxels_.size());
  parallelFor(voxels_.size(), [&](std::size_t voxel) {
    temperatures_[voxel] = solver.temperatureC(voxels_[voxel]);
  });
  refresh();
  reading_ = decidingReading(seconds);
  powerW_ = controlled(limitW, seconds);
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
