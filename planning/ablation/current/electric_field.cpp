#include "planning/ablation/current/electric_field.h"

#include "planning/model/body_temperature.h"
#include "planning/numerics/voxel_system.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace trocar::ablation {
namespace {

constexpr double kPerK = 0.02;      ///< Rise of conductivity, 1/K.
constexpr double kDryShare = 0.01;  ///< Of its conductivity that dried tissue keeps.
constexpr double kFrozenShare = 0.01;
constexpr double kTolerance = 1.0e-4;  ///< Of the current's balance.

/// The problem on a box with a rim of voxels that take no part.
class Assembly {
 public:
  explicit Assembly(const ElectricProblem& problem)
      : problem_(problem),
        size_(problem.grid.size()),
        h_(problem.grid.spacingMm().x() * 1.0e-3),
        system_({size_[0] + 2, size_[1] + 2, size_[2] + 2}),
        source_(system_.voxelCount(), 0.0),
        free_(problem.conductivityS.size(), 1) {
    for (const Electrode& electrode : problem.electrodes)
      for (const std::size_t voxel : electrode.body.inside)
        free_[voxel] = 0;
    addFaces();
    addElectrodes();
    if (problem.rim != ElectricRim::Insulated)
      openRim();
  }

  ElectricField solved(const std::vector<double>& guess) {
    std::vector<double> potential(system_.voxelCount(), 0.0);
    for (std::size_t voxel = 0; voxel < guess.size(); ++voxel)
      potential[padded(voxel)] = free_[voxel] ? guess[voxel] : 0.0;
    numerics::solve(system_, source_, potential, {kTolerance, 200});
    ElectricField field;
    field.potentialV.resize(problem_.conductivityS.size());
    for (std::size_t voxel = 0; voxel < field.potentialV.size(); ++voxel)
      field.potentialV[voxel] = potential[padded(voxel)];
    for (const Electrode& electrode : problem_.electrodes)
      for (const std::size_t voxel : electrode.body.inside)
        field.potentialV[voxel] = electrode.potentialV;
    addHeat(field);
    return field;
  }

 private:
  std::size_t padded(std::size_t voxel) const {
    const VoxelIndex v = problem_.grid.voxelAt(voxel);
    return static_cast<std::size_t>(v.i + 1) +
           static_cast<std::size_t>(system_.size[0]) *
               (static_cast<std::size_t>(v.j + 1) +
                static_cast<std::size_t>(system_.size[1]) * static_cast<std::size_t>(v.k + 1));
  }

  /// S between two neighbours: in series.
  double between(std::size_t a, std::size_t b) const {
    const double p = problem_.conductivityS[a], q = problem_.conductivityS[b];
    return free_[a] && free_[b] && p > 0.0 && q > 0.0 ? h_ * 2.0 * p * q / (p + q) : 0.0;
  }

  template <typename Visit>
  void forFaces(const Visit& visit) const {
    const std::array<std::size_t, 3> step{
        1,
        static_cast<std::size_t>(size_[0]),
        static_cast<std::size_t>(size_[0]) * static_cast<std::size_t>(size_[1])};
    for (std::size_t voxel = 0; voxel < problem_.conductivityS.size(); ++voxel) {
      const VoxelIndex v = problem_.grid.voxelAt(voxel);
      const std::array<int, 3> at{v.i, v.j, v.k};
      for (std::size_t a = 0; a < 3; ++a)
        if (at[a] + 1 < size_[a])
          visit(a, voxel, voxel + step[a]);
    }
  }

  void addFaces() {
    forFaces([&](std::size_t axis, std::size_t a, std::size_t b) {
      system_.toNext[axis][padded(a)] = between(a, b);
    });
  }

  double contactS(const HeatContact::Cell& cell) const {
    return cell.factor * h_ * problem_.conductivityS[cell.voxel];
  }

  void addElectrodes() {
    for (const Electrode& electrode : problem_.electrodes)
      for (const HeatContact::Cell& cell : electrode.body.cells)
        if (free_[cell.voxel]) {
          system_.sink[padded(cell.voxel)] += contactS(cell);
          source_[padded(cell.voxel)] += contactS(cell) * electrode.potentialV;
        }
  }

  /// Ohms times S/m from the middle of a face of the rim to the ground, beside half a voxel's own:
  /// that of the field 1/r beyond it.
  double beyondM(const VoxelIndex& v, std::size_t axis, int side) const {
    if (problem_.rim == ElectricRim::Grounded)
      return 0.0;
    Vec3 face(v.i, v.j, v.k);
    face[static_cast<Eigen::Index>(axis)] += 0.5 * side;
    const Vec3 offset = problem_.grid.voxelToPatient(face) - problem_.centreMm;
    const Vec3 outward = side * problem_.grid.directions().col(static_cast<Eigen::Index>(axis));
    const double along = offset.dot(outward);
    return 1.0e-3 * offset.squaredNorm() / std::max(along, 1.0e-3);
  }

  /// Calls visit(voxel, S to the ground, share of its heat within the grid) for each face of the
  /// rim.
  template <typename Visit>
  void forRim(const Visit& visit) const {
    for (std::size_t voxel = 0; voxel < problem_.conductivityS.size(); ++voxel) {
      const VoxelIndex v = problem_.grid.voxelAt(voxel);
      const std::array<int, 3> at{v.i, v.j, v.k};
      for (std::size_t a = 0; a < 3; ++a)
        for (const int side : {-1, 1})
          if (free_[voxel] && at[a] == (side < 0 ? 0 : size_[a] - 1)) {
            const double whole = 0.5 * h_ + beyondM(v, a, side);
            visit(voxel, problem_.conductivityS[voxel] * h_ * h_ / whole, 0.5 * h_ / whole);
          }
    }
  }

  void openRim() {
    forRim([&](std::size_t voxel, double toGroundS, double) {
      system_.sink[padded(voxel)] += toGroundS;
    });
  }

  void addHeat(ElectricField& field) const {
    std::vector<double> watts(problem_.conductivityS.size(), 0.0);
    const std::vector<double>& phi = field.potentialV;
    forFaces([&](std::size_t, std::size_t a, std::size_t b) {
      const double power = between(a, b) * (phi[a] - phi[b]) * (phi[a] - phi[b]);
      watts[a] += 0.5 * power;
      watts[b] += 0.5 * power;
    });
    for (const Electrode& electrode : problem_.electrodes)
      for (const HeatContact::Cell& cell : electrode.body.cells)
        if (free_[cell.voxel]) {
          const double power = contactS(cell) * std::pow(electrode.potentialV - phi[cell.voxel], 2);
          watts[cell.voxel] += electrode.tissueShare * power;
          field.powerW += (1.0 - electrode.tissueShare) * power;
        }
    if (problem_.rim != ElectricRim::Insulated)
      forRim([&](std::size_t voxel, double toGroundS, double within) {
        const double power = toGroundS * phi[voxel] * phi[voxel];
        watts[voxel] += within * power;
        field.powerW += (1.0 - within) * power;
      });
    for (std::size_t voxel = 0; voxel < watts.size(); ++voxel) {
      field.powerW += watts[voxel];
      field.heat.push_back(static_cast<float>(watts[voxel] / (h_ * h_ * h_)));
    }
  }

  const ElectricProblem& problem_;
  std::array<int, 3> size_;
  double h_;
  numerics::VoxelSystem system_;
  std::vector<double> source_;
  std::vector<char> free_;  ///< Not inside an electrode.
};

}  // namespace

ElectricField solveElectric(const ElectricProblem& problem, const std::vector<double>& guess) {
  return Assembly(problem).solved(guess);
}

double electricalConductivity(const ThermalMaterial& material, double temperatureC) {
  const double warm = std::min(temperatureC, kBoilFromC) - kBodyC;
  const double dry = std::clamp((temperatureC - kBoilFromC) / (kBoilToC - kBoilFromC), 0.0, 1.0);
  const double liquid = material.electricalS * std::max(1.0 + kPerK * warm, 0.1);
  const double wet = material.latentHeatJ > 0.0 ? liquidFraction(material, temperatureC) : 1.0;
  return liquid * (1.0 - (1.0 - kDryShare) * dry) * (kFrozenShare + (1.0 - kFrozenShare) * wet);
}

}  // namespace trocar::ablation
