#include "planning/ablation/current/probe_current.h"

#include "planning/model/body_temperature.h"
#include "planning/numerics/conjugate_gradients.h"

#include <Eigen/SparseCholesky>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>

namespace trocar::ablation {
namespace {

constexpr double kPerK = 0.02;      ///< Rise of conductivity, 1/K.
constexpr double kDryShare = 0.01;  ///< Of its conductivity that dried tissue keeps.
constexpr double kFrozenShare = 0.01;
constexpr double kTolerance = 1.0e-5;  ///< Of the current's balance.

double inSeries(double a, double b) {
  return a > 0.0 && b > 0.0 ? a * b / (a + b) : 0.0;
}

/// S from the middle of a cell at the rim to the ground far away.
double toGround(const ProbeGrid::RimFace& face, double conductivityS) {
  return conductivityS * inSeries(face.conductance, face.areaM2 / face.beyondM);
}

double potentialOf(const RadiofrequencyDrive& drive, std::size_t electrode) {
  if (isMonopolar(drive))
    return 1.0;
  return drive.electrodes[electrode].positive ? 0.5 : -0.5;
}

/// S of each link of the grid, and from each cell to electrodes and ground.
struct Conductances {
  std::vector<double> links;
  std::vector<double> sinks;
};

/// Solves for the mean of the conductances around the axis: exactly, wave by wave around it, each a
/// problem of rings and layers alone.
class EvenAround {
 public:
  EvenAround(const ProbeGrid& grid, const Conductances& conductances)
      : sectors_(grid.sectors()), count_(static_cast<Eigen::Index>(grid.cellCount()) / sectors_) {
    using Entry = Eigen::Triplet<double, int>;
    std::vector<Entry> entries;
    Eigen::VectorXd diagonal = Eigen::VectorXd::Zero(count_);
    Eigen::VectorXd aside = Eigen::VectorXd::Zero(count_);
    for (std::size_t n = 0; n < conductances.links.size(); ++n) {
      const int a = placeOf(grid.links()[n].a), b = placeOf(grid.links()[n].b);
      const double mean = conductances.links[n] / sectors_;
      if (a == b) {
        aside[a] += mean;
        continue;
      }
      entries.emplace_back(std::max(a, b), std::min(a, b), -mean);
      diagonal[a] += mean;
      diagonal[b] += mean;
    }
    for (std::size_t cell = 0; cell < conductances.sinks.size(); ++cell)
      diagonal[placeOf(cell)] += conductances.sinks[cell] / sectors_;
    waves_.resize(sectors_, sectors_);
    for (int sector = 0; sector < sectors_; ++sector)
      for (int wave = 0; wave < sectors_; ++wave)
        waves_(sector, wave) = waveAt(wave, sector);
    for (int wave = 0; wave <= sectors_ / 2; ++wave) {
      std::vector<Entry> all = entries;
      const double bend = 2.0 - 2.0 * std::cos(2.0 * std::numbers::pi * wave / sectors_);
      for (int place = 0; place < static_cast<int>(count_); ++place) {
        const double own = diagonal[place] + bend * aside[place];
        all.emplace_back(place, place, own > 0.0 ? own : 1.0);
      }
      Eigen::SparseMatrix<double> matrix(count_, count_);
      matrix.setFromTriplets(all.begin(), all.end());
      solvers_.push_back(std::make_unique<Solver>(matrix));
    }
  }

  void solve(const std::vector<double>& r, std::vector<double>& z) const {
    using Field = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    const Eigen::Map<const Field> from(r.data(), count_, sectors_);
    Eigen::MatrixXd spectrum = from.lazyProduct(waves_);
    for (int wave = 0; wave < sectors_; ++wave)
      spectrum.col(wave) =
          solvers_[static_cast<std::size_t>((wave + 1) / 2)]->solve(spectrum.col(wave));
    Eigen::Map<Field>(z.data(), count_, sectors_) = spectrum.lazyProduct(waves_.transpose());
  }

 private:
  using Solver = Eigen::SimplicialLDLT<Eigen::SparseMatrix<double>>;

  int placeOf(std::size_t cell) const {
    return static_cast<int>(cell / static_cast<std::size_t>(sectors_));
  }
  /// An orthonormal basis: even, then cosine and sine of 1, 2 ..., then alternating.
  double waveAt(int wave, int sector) const {
    const double angle = 2.0 * std::numbers::pi * ((wave + 1) / 2) * sector / sectors_;
    const bool single = wave == 0 || wave + 1 == sectors_;
    const double scale = std::sqrt((single ? 1.0 : 2.0) / sectors_);
    return scale * (wave % 2 == 1 || wave == 0 ? std::cos(angle) : std::sin(angle));
  }

  int sectors_;
  Eigen::Index count_;
  Eigen::MatrixXd waves_;
  std::vector<std::unique_ptr<Solver>> solvers_;
};

/// The balance of current of every cell, for numerics::conjugateGradients.
struct CurrentBalance {
  const ProbeGrid& grid;
  const Conductances& conductances;
  const EvenAround& even;
  using Field = std::vector<double>;

  static double dot(const Field& a, const Field& b) {
    return Eigen::Map<const Eigen::VectorXd>(a.data(), static_cast<Eigen::Index>(a.size()))
        .dot(Eigen::Map<const Eigen::VectorXd>(b.data(), static_cast<Eigen::Index>(b.size())));
  }
  double square(const Field& r) const { return dot(r, r); }
  double precondition(const Field& r, Field& z) const {
    even.solve(r, z);
    return dot(r, z);
  }
  void follow(const Field& z, double keep, Field& d) const {
    for (std::size_t n = 0; n < d.size(); ++n)
      d[n] = z[n] + keep * d[n];
  }
  double apply(const Field& d, Field& q) const {
    for (std::size_t n = 0; n < d.size(); ++n)
      q[n] = conductances.sinks[n] * d[n];
    for (std::size_t n = 0; n < conductances.links.size(); ++n) {
      const ProbeGrid::Link& link = grid.links()[n];
      const double flow = conductances.links[n] * (d[link.a] - d[link.b]);
      q[link.a] += flow;
      q[link.b] -= flow;
    }
    return dot(d, q);
  }
  double step(double length, const Field& d, const Field& q, Field& x, Field& r) const {
    for (std::size_t n = 0; n < d.size(); ++n) {
      x[n] += length * d[n];
      r[n] -= length * q[n];
    }
    return dot(r, r);
  }
};

}  // namespace

std::optional<std::size_t> electrodeOf(const RadiofrequencyDrive& drive,
                                       const ProbeGrid::Contact& contact) {
  constexpr double kTouchesMm = 1.0e-6;
  for (std::size_t e = 0; e < drive.electrodes.size(); ++e)
    if (contact.behindMm >= drive.electrodes[e].fromMm - kTouchesMm &&
        contact.behindMm <= drive.electrodes[e].toMm + kTouchesMm)
      return e;
  return std::nullopt;
}

ProbeCurrent solveCurrent(const ProbeGrid& grid,
                          const RadiofrequencyDrive& drive,
                          const std::vector<double>& conductivityS,
                          const std::vector<double>& guess) {
  Conductances conductances{{}, std::vector<double>(grid.cellCount(), 0.0)};
  for (const ProbeGrid::Link& link : grid.links())
    conductances.links.push_back(
        inSeries(link.fromA * conductivityS[link.a], link.fromB * conductivityS[link.b]));
  std::vector<double> source(grid.cellCount(), 0.0);
  ProbeCurrent current;
  current.through.resize(drive.electrodes.size());
  for (std::size_t c = 0; c < grid.contacts().size(); ++c) {
    const ProbeGrid::Contact& contact = grid.contacts()[c];
    if (const std::optional<std::size_t> electrode = electrodeOf(drive, contact)) {
      const double s = contact.conductance * conductivityS[contact.cell];
      conductances.sinks[contact.cell] += s;
      source[contact.cell] += s * potentialOf(drive, *electrode);
      current.through[*electrode].emplace_back(c, s);
    }
  }
  const bool open = isMonopolar(drive);
  if (open)
    for (const ProbeGrid::RimFace& face : grid.rim())
      conductances.sinks[face.cell] += toGround(face, conductivityS[face.cell]);

  std::vector<double>& phi = current.potentialV;
  phi = guess.empty() ? std::vector<double>(grid.cellCount(), 0.0) : guess;
  const EvenAround even(grid, conductances);
  const CurrentBalance balance{grid, conductances, even};
  numerics::GradientVectors vectors;
  vectors.resize(grid.cellCount());
  balance.apply(phi, vectors.q);
  for (std::size_t n = 0; n < source.size(); ++n)
    vectors.r[n] = source[n] - vectors.q[n];
  numerics::conjugateGradients(
      balance, std::sqrt(balance.square(source)), phi, vectors, {kTolerance, 200});

  current.heatW.assign(grid.cellCount(), 0.0);
  for (std::size_t n = 0; n < conductances.links.size(); ++n) {
    const ProbeGrid::Link& link = grid.links()[n];
    const double s = conductances.links[n];
    const double power = s * std::pow(phi[link.a] - phi[link.b], 2);
    if (power <= 0.0)
      continue;
    const double shareA = s / (link.fromA * conductivityS[link.a]);
    current.heatW[link.a] += shareA * power;
    current.heatW[link.b] += (1.0 - shareA) * power;
  }
  for (std::size_t e = 0; e < current.through.size(); ++e)
    for (auto& [contact, flow] : current.through[e]) {
      const std::size_t cell = grid.contacts()[contact].cell;
      const double drop = potentialOf(drive, e) - phi[cell];
      current.heatW[cell] += flow * drop * drop;
      flow *= drop;
    }
  for (const double watts : current.heatW)
    current.powerW += watts;
  if (open)
    for (const ProbeGrid::RimFace& face : grid.rim())
      current.powerW += toGround(face, conductivityS[face.cell]) * phi[face.cell] * phi[face.cell];
  return current;
}

double electricalConductivity(const ThermalMaterial& material, double temperatureC) {
  const double warm = std::min(temperatureC, kBoilFromC) - kBodyC;
  const double dry = std::clamp((temperatureC - kBoilFromC) / (kBoilToC - kBoilFromC), 0.0, 1.0);
  const double liquid = material.electricalS * std::max(1.0 + kPerK * warm, 0.1);
  const double wet = material.latentHeatJ > 0.0 ? liquidFraction(material, temperatureC) : 1.0;
  return liquid * (1.0 - (1.0 - kDryShare) * dry) * (kFrozenShare + (1.0 - kFrozenShare) * wet);
}

}  // namespace trocar::ablation
