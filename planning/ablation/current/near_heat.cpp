#include "planning/ablation/current/near_heat.h"

#include "planning/ablation/current/probe_current.h"
#include "planning/ablation/heat/super_step.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

namespace trocar::ablation {
namespace {

constexpr double kGuideMm = 6.0;  ///< Voxels as near as this follow.
/// Beyond that, cells that do not yet take their temperatures from the voxels: at least so far, and
/// two voxels.
constexpr double kOverlapMm = 3.0;
constexpr double kApartVoxels = 2.0;  ///< By which another probe must lie farther from a voxel.
constexpr double kLongestStepS = 2.0;
constexpr double kSteelConductivityW = 15.0;  ///< W/mK, of AISI 304 at body temperature.
constexpr double kSteelShare = 0.5;           ///< Of an electrode's section: a tube [estimated].
constexpr double kStiffnessMargin = 1.2;      ///< By which it may grow within a step.

std::size_t nearestWithin(const Grid& grid, const Vec3& pointMm) {
  VoxelIndex v = grid.nearestVoxel(pointMm);
  v.i = std::clamp(v.i, 0, grid.size()[0] - 1);
  v.j = std::clamp(v.j, 0, grid.size()[1] - 1);
  v.k = std::clamp(v.k, 0, grid.size()[2] - 1);
  return grid.offset(v);
}

/// Which piece of metal a contact lies on: the whole working part of a cooled probe, each electrode
/// of a bare bipolar one. A monopolar electrode is the end of its shaft, whose insulation is too
/// thin to keep heat in; what the shaft gives off further behind would reach no voxel.
std::optional<std::size_t> metalOf(const RadiofrequencyDrive& drive,
                                   const ProbeGrid::Contact& contact,
                                   double lengthMm) {
  const double metalMm = isMonopolar(drive) && !drive.coolantC ? lengthMm + kGuideMm : lengthMm;
  if (contact.behindMm > metalMm)
    return std::nullopt;
  return drive.coolantC || isMonopolar(drive) ? std::optional<std::size_t>(0)
                                              : electrodeOf(drive, contact);
}

}  // namespace

NearHeat::NearHeat(const ProbeGrid& grid,
                   const HeatMedium& medium,
                   const RadiofrequencyDrive& drive,
                   std::vector<ProbeShape> others)
    : grid_(grid), medium_(medium), others_(std::move(others)), coolantC_(drive.coolantC) {
  for (const ThermalMaterial& material : medium.materials)
    laws_.emplace_back(material, medium.referenceC);
  placeCells();
  placeSlices(drive);
  placeGuided();
  for (std::vector<double>* values :
       {&conductivity_, &enthalpy_, &perfusion_, &blood_, &lookedEnthalpy_, &driftKPerS_})
    values->assign(grid.cellCount(), 0.0);
  celsius_.assign(grid.cellCount(), medium.referenceC);
  lookedC_ = celsius_;
}

/// Whether a point lies within `reachMm` of this probe and at least `apartMm` nearer to it than to
/// any other.
bool NearHeat::isNear(const Vec3& pointMm, double reachMm, double apartMm) const {
  const double distance = signedDistanceMm(grid_.shape(), pointMm);
  return distance < reachMm &&
         std::all_of(others_.begin(), others_.end(), [&](const ProbeShape& other) {
           return signedDistanceMm(other, pointMm) > distance + apartMm;
         });
}

NearHeat::Sample NearHeat::sampleOf(const Vec3& pointMm) const {
  const std::array<int, 3> n = medium_.grid.size();
  const Vec3 at = medium_.grid.patientToVoxel(pointMm);
  std::array<int, 3> low{};
  std::array<double, 3> share{};
  for (std::size_t a = 0; a < 3; ++a) {
    const double x = std::clamp(at[static_cast<Eigen::Index>(a)], 0.0, n[a] - 1.0);
    low[a] = std::min(static_cast<int>(x), std::max(n[a] - 2, 0));
    share[a] = x - low[a];
  }
  Sample sample;
  for (std::size_t corner = 0; corner < 8; ++corner) {
    std::array<int, 3> v = low;
    sample.weight[corner] = 1.0;
    for (std::size_t a = 0; a < 3; ++a) {
      const bool upper = (corner >> a & 1U) != 0;
      v[a] = std::min(v[a] + (upper ? 1 : 0), n[a] - 1);
      sample.weight[corner] *= upper ? share[a] : 1.0 - share[a];
    }
    sample.voxel[corner] = medium_.grid.offset({v[0], v[1], v[2]});
  }
  return sample;
}

void NearHeat::placeCells() {
  const double reach = kGuideMm + std::max(kOverlapMm, 2.0 * medium_.spacingMm());
  voxel_.resize(grid_.cellCount());
  volumeM3_.resize(grid_.cellCount());
  samples_.resize(grid_.cellCount());
  own_.assign(grid_.cellCount(), 0);
  for (std::size_t cell = 0; cell < own_.size(); ++cell) {
    const Vec3 centre = grid_.centreMm(cell);
    voxel_[cell] = nearestWithin(medium_.grid, centre);
    volumeM3_[cell] = grid_.volumeM3(cell);
    samples_[cell] = sampleOf(centre);
    const bool own = medium_.grid.contains(centre) && isNear(centre, reach, 0.0);
    own_[cell] = own && !grid_.isBody(cell) ? 1 : 0;
  }
  for (std::size_t cell = 0; cell < own_.size(); ++cell)
    if (own_[cell])
      ownCells_.push_back(cell);
  for (const ProbeGrid::Link& link : grid_.links())
    if (own_[link.a] || own_[link.b])
      links_.push_back(link);
}

void NearHeat::placeSlices(const RadiofrequencyDrive& drive) {
  const double lengthMm = (grid_.shape().proximalMm - grid_.shape().distalMm).norm();
  std::map<double, Slice> slices;
  std::map<double, std::size_t> metals;
  for (const ProbeGrid::Contact& contact : grid_.contacts()) {
    const std::optional<std::size_t> metal = metalOf(drive, contact, lengthMm);
    if (!own_[contact.cell] || !metal)
      continue;
    slices[contact.behindMm].contacts.push_back(contact);
    metals[contact.behindMm] = *metal;
  }
  const double area = std::numbers::pi * std::pow(1.0e-3 * grid_.shape().radiusMm, 2);
  for (auto& [behind, slice] : slices) {
    const auto next = slices.upper_bound(behind);
    slice.behindMm = behind;
    if (next != slices.end() && metals[behind] == metals[next->first])
      slice.toNextW = kSteelConductivityW * kSteelShare * area / (1.0e-3 * (next->first - behind));
    slices_.push_back(slice);
  }
}

/// Means over the voxels, where the probe counts as the tissue at its surface.
void NearHeat::placeGuided() {
  const Grid& grid = medium_.grid;
  const double h = medium_.spacingMm();
  for (std::size_t voxel = 0; voxel < grid.voxelCount(); ++voxel) {
    const Vec3 centre = grid.voxelToPatient(grid.voxelAt(voxel));
    if (!isNear(centre, kGuideMm, others_.empty() ? 0.0 : kApartVoxels * h))
      continue;
    const double perMm = signedDistanceMm(grid_.shape(), centre) < h ? 4.0 : 2.0;
    const int samples = static_cast<int>(std::ceil(perMm * h));
    const double share = 1.0 / (samples * samples * samples);
    Guided guided{voxel, 0.0, {}};
    for (int a = 0; a < samples; ++a)
      for (int b = 0; b < samples; ++b)
        for (int c = 0; c < samples; ++c) {
          const Vec3 part(
              (a + 0.5) / samples - 0.5, (b + 0.5) / samples - 0.5, (c + 0.5) / samples - 0.5);
          const Vec3 point = centre + h * (grid.directions() * part);
          guided.bodyShare += grid_.isBody(point) ? share : 0.0;
          for (const auto& [cell, weight] : grid_.around(point))
            if (weight > 0.0)
              guided.cells.push_back({cell, share * weight});
        }
    guided_.push_back(std::move(guided));
  }
}

bool NearHeat::guides(std::size_t voxel) const {
  const auto found = std::lower_bound(
      guided_.begin(), guided_.end(), voxel, [](const Guided& guided, std::size_t at) {
        return guided.voxel < at;
      });
  return found != guided_.end() && found->voxel == voxel;
}

double NearHeat::meanC(const Guided& guided) const {
  double celsius = 0.0;
  for (const auto& [cell, weight] : guided.cells)
    celsius += weight * celsius_[cell];
  return celsius;
}

void NearHeat::addGuided(std::vector<GuidedVoxel>& voxels) const {
  for (const Guided& guided : guided_)
    voxels.push_back({guided.voxel, meanC(guided)});
}

double NearHeat::bodyJ() const {
  double sum = 0.0;
  for (const Guided& guided : guided_)
    if (guided.bodyShare > 0.0)
      sum += guided.bodyShare *
             laws_[medium_.material[guided.voxel]].enthalpy(meanC(guided) - medium_.referenceC);
  return sum * medium_.grid.voxelVolumeMm3() * 1.0e-9;
}

double NearHeat::sampled(const HeatSolver& solver, std::size_t cell) const {
  double celsius = 0.0;
  for (std::size_t n = 0; n < 8; ++n)
    if (samples_[cell].weight[n] > 0.0)
      celsius += samples_[cell].weight[n] * solver.temperatureC(samples_[cell].voxel[n]);
  return celsius;
}

void NearHeat::begin(const HeatSolver& solver) {
  for (std::size_t cell = 0; cell < own_.size(); ++cell) {
    lookedC_[cell] = celsius_[cell] = sampled(solver, cell);
    enthalpy_[cell] = law(cell).enthalpy(celsius_[cell] - medium_.referenceC);
  }
}

void NearHeat::look(const HeatSolver& solver, double seconds) {
  for (std::size_t cell = 0; cell < own_.size(); ++cell)
    if (own_[cell]) {
      perfusion_[cell] = solver.perfusionW(voxel_[cell]);
      decode(cell);
    } else {
      celsius_[cell] = sampled(solver, cell);
      driftKPerS_[cell] = (celsius_[cell] - lookedC_[cell]) / seconds;
      conductivity_[cell] = law(cell).conductivity(celsius_[cell] - medium_.referenceC);
    }
  lookedC_ = celsius_;
  lookedEnthalpy_ = enthalpy_;
  lookedBodyJ_ = bodyJ();
}

void NearHeat::decode(std::size_t cell) {
  const double above = law(cell).temperature(enthalpy_[cell]);
  celsius_[cell] = above + medium_.referenceC;
  conductivity_[cell] = law(cell).conductivity(above);
  blood_[cell] = perfusion_[cell] * law(cell).liquid(above) * volumeM3_[cell];
}

/// The fastest rate at which a cell exchanges heat, with some margin for a step in which it grows.
double NearHeat::stiffnessPerS() const {
  std::vector<double> sum(grid_.cellCount(), 0.0);
  for (const ProbeGrid::Link& link : links_) {
    const double a = link.fromA * conductivity_[link.a], b = link.fromB * conductivity_[link.b];
    sum[link.a] += a * b / (a + b);
    sum[link.b] += a * b / (a + b);
  }
  for (const Slice& slice : slices_)
    for (const ProbeGrid::Contact& contact : slice.contacts)
      sum[contact.cell] += contact.conductance * conductivity_[contact.cell];
  double most = 0.0;
  for (const std::size_t cell : ownCells_)
    most = std::max(
        most,
        sum[cell] / (law(cell).capacity(celsius_[cell] - medium_.referenceC) * volumeM3_[cell]));
  return kStiffnessMargin * most;
}

/// W into each own cell; returns what the coolant brings.
double NearHeat::flows(const std::vector<double>& watts, std::vector<double>& into) {
  for (const std::size_t cell : ownCells_)
    into[cell] = watts[cell] - blood_[cell] * (celsius_[cell] - medium_.referenceC);
  for (const ProbeGrid::Link& link : links_) {
    const double a = link.fromA * conductivity_[link.a], b = link.fromB * conductivity_[link.b];
    const double flow = a * b / (a + b) * (celsius_[link.b] - celsius_[link.a]);
    into[link.a] += flow;
    into[link.b] -= flow;
  }
  if (!coolantC_)
    balanceMetal();
  double brought = 0.0;
  for (const Slice& slice : slices_)
    for (const ProbeGrid::Contact& contact : slice.contacts) {
      const double flow = contact.conductance * conductivity_[contact.cell] *
                          (coolantC_.value_or(slice.celsius) - celsius_[contact.cell]);
      into[contact.cell] += flow;
      brought += flow;
    }
  return brought;
}

void NearHeat::balanceMetal() {
  // Sums of a tridiagonal system, eliminated from the tip on.
  std::vector<double> diagonal, right;
  for (std::size_t n = 0; n < slices_.size(); ++n) {
    const double before = n > 0 ? slices_[n - 1].toNextW : 0.0;
    double whole = before + slices_[n].toNextW, sum = 0.0;
    for (const ProbeGrid::Contact& contact : slices_[n].contacts) {
      const double wattPerK = contact.conductance * conductivity_[contact.cell];
      whole += wattPerK;
      sum += wattPerK * celsius_[contact.cell];
    }
    if (before > 0.0) {
      whole -= before * before / diagonal.back();
      sum += before * right.back() / diagonal.back();
    }
    diagonal.push_back(whole);
    right.push_back(sum);
  }
  double next = 0.0;
  for (std::size_t n = slices_.size(); n-- > 0;) {
    next = (right[n] + slices_[n].toNextW * next) / diagonal[n];
    slices_[n].celsius = next;
  }
}

double NearHeat::hottestMetalC() const {
  double hottest = -273.15;
  for (const Slice& slice : slices_)
    hottest = std::max(hottest, slice.celsius);
  return hottest;
}

void NearHeat::superStep(const std::vector<double>& watts, double tau) {
  const int stages = stagesFor(2.0 * stiffnessPerS() * tau);
  const double whole = static_cast<double>(stages) * stages + stages;
  std::vector<double> before = enthalpy_, into(grid_.cellCount(), 0.0);
  double brought = 0.0, broughtBefore = 0.0;
  for (int j = 1; j <= stages; ++j) {
    const double mu = j == 1 ? 1.0 : (2.0 * j - 1.0) / j;
    const double nu = j == 1 ? 0.0 : (1.0 - j) / j;
    const double scale = mu * 2.0 / whole * tau;
    const double power = flows(watts, into);
    broughtBefore = mu * brought + nu * broughtBefore + scale * power;
    std::swap(brought, broughtBefore);
    for (const std::size_t cell : ownCells_)
      before[cell] =
          mu * enthalpy_[cell] + nu * before[cell] + scale * into[cell] / volumeM3_[cell];
    enthalpy_.swap(before);
    for (const std::size_t cell : ownCells_)
      decode(cell);
  }
  broughtJ_ += brought;
}

void NearHeat::advance(const std::vector<double>& watts, double seconds) {
  enthalpy_ = lookedEnthalpy_;
  celsius_ = lookedC_;
  broughtJ_ = 0.0;
  for (const std::size_t cell : ownCells_)
    decode(cell);
  const int steps = std::max(1, static_cast<int>(std::ceil(seconds / kLongestStepS - 1.0e-9)));
  const double tau = seconds / steps;
  for (int step = 0; step < steps; ++step) {
    for (std::size_t cell = 0; cell < own_.size(); ++cell)
      if (!own_[cell])
        celsius_[cell] = lookedC_[cell] + (step + 0.5) * tau * driftKPerS_[cell];
    superStep(watts, tau);
  }
  if (!coolantC_)
    balanceMetal();
}

}  // namespace trocar::ablation
