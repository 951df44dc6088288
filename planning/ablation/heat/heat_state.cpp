#include "planning/ablation/heat/heat_state.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace trocar::ablation {
namespace {

constexpr float kRimK =
    0.05F;                  ///< The box grows where its rim departs this far from the reference.
constexpr int kGrowth = 4;  ///< Voxels by which it grows.

/// Unlike enough that a face between them conducts in series rather than by the mean.
bool unlike(const ThermalMaterial& a, const ThermalMaterial& b) {
  const auto apart = [](double p, double q) { return std::max(p, q) > 1.25 * std::min(p, q); };
  return apart(a.conductivityW, b.conductivityW) ||
         apart(a.frozenConductivityW, b.frozenConductivityW);
}

std::vector<std::uint8_t> unlikeTable(const std::vector<ThermalMaterial>& materials) {
  std::vector<std::uint8_t> table;
  for (const ThermalMaterial& a : materials)
    for (const ThermalMaterial& b : materials)
      table.push_back(unlike(a, b) ? 1 : 0);
  return table;
}

void fillMaterials(const HeatMedium& medium, HeatArrays& arrays) {
  const std::vector<std::uint8_t> unlikeOf = unlikeTable(medium.materials);
  const std::size_t count = medium.materials.size();
  const auto& n = arrays.size;
  const auto materialAt = [&](int i, int j, int k) {
    return medium.material[medium.grid.offset({i, j, k})];
  };
  for (int k = 0; k < n[2]; ++k)
    for (int j = 0; j < n[1]; ++j)
      for (int i = 0; i < n[0]; ++i) {
        const std::size_t at = arrays.offset(i, j, k);
        const std::size_t m = materialAt(i, j, k);
        const ThermalMaterial& material = medium.materials[m];
        const auto differs = [&](int a, int b, int c) {
          return a < n[0] && b < n[1] && c < n[2] && unlikeOf[m * count + materialAt(a, b, c)];
        };
        arrays.material[at] = static_cast<std::uint8_t>(m);
        arrays.inverseCapacity[at] = static_cast<float>(1.0 / material.heatCapacityJ);
        arrays.conductivity[at] = static_cast<float>(material.conductivityW);
        arrays.perfusion[at] = static_cast<float>(material.perfusionW);
        if (!medium.exchange.empty())
          arrays.perfusion[at] += medium.exchange[medium.grid.offset({i, j, k})];
        const int bits = (differs(i + 1, j, k) ? 1 : 0) | (differs(i, j + 1, k) ? 2 : 0) |
                         (differs(i, j, k + 1) ? 4 : 0);
        if (bits != 0)
          arrays.setUnlike(i, j, k, bits);
      }
}

/// A body's faces are closed by its voxels' conductivity of zero, in series.
void closeFaces(HeatArrays& arrays, const VoxelIndex& v) {
  arrays.setUnlike(v.i, v.j, v.k, 7);
  if (v.i > 0)
    arrays.setUnlike(v.i - 1, v.j, v.k, 1);
  if (v.j > 0)
    arrays.setUnlike(v.i, v.j - 1, v.k, 2);
  if (v.k > 0)
    arrays.setUnlike(v.i, v.j, v.k - 1, 4);
  arrays.perfusion[arrays.offset(v.i, v.j, v.k)] = 0.0F;
}

void alignBox(VoxelBox& box) {
  box.low[0] = box.low[0] / kChunk * kChunk;
  box.high[0] = (box.high[0] + kChunk - 1) / kChunk * kChunk;
}

std::vector<std::size_t> beginOfPlanes(const std::vector<ContactCell>& cells, int planes) {
  std::vector<std::size_t> begin(static_cast<std::size_t>(planes) + 1, 0);
  for (const ContactCell& cell : cells)
    ++begin[static_cast<std::size_t>(cell.plane) + 1];
  for (std::size_t k = 1; k < begin.size(); ++k)
    begin[k] += begin[k - 1];
  return begin;
}

ContactCell cellAt(const HeatMedium& medium,
                   const HeatArrays& arrays,
                   std::size_t voxel,
                   double factor) {
  const VoxelIndex v = medium.grid.voxelAt(voxel);
  const std::size_t at = arrays.offset(v.i, v.j, v.k);
  return {at,
          at - arrays.planeStride * static_cast<std::size_t>(v.k),
          v.k,
          static_cast<float>(factor),
          medium.material[voxel],
          6};
}

int openFacesOf(std::size_t voxel, const HeatContact& contact, const Grid& grid) {
  const VoxelIndex v = grid.voxelAt(voxel);
  const std::array<VoxelIndex, 6> around{{{v.i - 1, v.j, v.k},
                                          {v.i + 1, v.j, v.k},
                                          {v.i, v.j - 1, v.k},
                                          {v.i, v.j + 1, v.k},
                                          {v.i, v.j, v.k - 1},
                                          {v.i, v.j, v.k + 1}}};
  return static_cast<int>(std::count_if(around.begin(), around.end(), [&](const VoxelIndex& n) {
    return grid.contains(n) &&
           !std::binary_search(contact.inside.begin(), contact.inside.end(), grid.offset(n));
  }));
}

VoxelBox around(const ContactCell& cell, const HeatArrays& arrays) {
  const auto j = static_cast<int>(cell.inPlane / arrays.rowStride);
  const auto i = static_cast<int>(cell.inPlane % arrays.rowStride) - kChunk;
  VoxelBox box{{std::max(0, i - 1), j - 1, cell.plane - 1}, {i + 2, j + 2, cell.plane + 2}};
  alignBox(box);
  return box;
}

ContactState stateOf(const HeatContact& contact, const HeatMedium& medium, HeatArrays& arrays) {
  ContactState state;
  for (const HeatContact::Cell& cell : contact.cells) {
    state.cells.push_back(cellAt(medium, arrays, cell.voxel, cell.factor));
    state.cells.back().openFaces = openFacesOf(cell.voxel, contact, medium.grid);
  }
  for (const std::size_t voxel : contact.inside) {
    state.inside.push_back(cellAt(medium, arrays, voxel, 0.0));
    closeFaces(arrays, medium.grid.voxelAt(voxel));
  }
  for (const std::vector<ContactCell>* list : {&state.cells, &state.inside})
    for (const ContactCell& cell : *list)
      state.box.include(around(cell, arrays));
  state.planeBegin = beginOfPlanes(state.cells, arrays.size[2]);
  state.insideBegin = beginOfPlanes(state.inside, arrays.size[2]);
  state.planeSums.resize(static_cast<std::size_t>(arrays.size[2]));
  return state;
}

}  // namespace

HeatSolver::State::State(HeatMedium m, std::vector<HeatContact> c, HeatOptions o)
    : medium(std::move(m)),
      contacts(std::move(c)),
      options(std::move(o)),
      table(medium.materials, medium.referenceC),
      arrays(medium.grid.size()),
      planeLoss(static_cast<std::size_t>(medium.grid.size()[2]), 0.0) {
  assert(!medium.materials.empty() && medium.materials.size() <= 256);
  assert(medium.material.size() == medium.grid.voxelCount());
  for (const ThermalMaterial& material : medium.materials) {
    laws.emplace_back(material, medium.referenceC);
    warmDiffusivity = std::max(warmDiffusivity, material.conductivityW / material.heatCapacityJ);
  }
  fillMaterials(medium, arrays);
  if (options.keepExtremes) {
    arrays.coldest.assign(arrays.enthalpy.size(), 0.0F);
    arrays.hottest.assign(arrays.enthalpy.size(), 0.0F);
  }
  for (const HeatContact& contact : contacts)
    contactStates.push_back(stateOf(contact, medium, arrays));
  box.low = box.high = {-1, -1, -1};
  for (const ContactState& state : contactStates) {
    for (const ContactCell& cell : state.cells)
      includeVoxel(cell.at);
    for (const ContactCell& cell : state.inside)
      includeVoxel(cell.at);
  }
  std::sort(options.eventsS.begin(), options.eventsS.end());
  surveyBox();
}

std::size_t HeatSolver::State::padded(std::size_t voxel) const {
  const VoxelIndex v = medium.grid.voxelAt(voxel);
  return arrays.offset(v.i, v.j, v.k);
}

void HeatSolver::State::includeVoxel(std::size_t at) {
  const auto k = static_cast<int>(at / arrays.planeStride);
  const auto j = static_cast<int>(at % arrays.planeStride / arrays.rowStride);
  const auto i = static_cast<int>(at % arrays.rowStride) - kChunk;
  const std::array<int, 3> v{i, j, k};
  const bool empty = box.high[0] < 0;
  for (std::size_t a = 0; a < 3; ++a) {
    const int low = std::max(v[a] - kGrowth, 0);
    const int high = std::min(v[a] + kGrowth + 1, arrays.size[a]);
    box.low[a] = empty ? low : std::min(box.low[a], low);
    box.high[a] = empty ? high : std::max(box.high[a], high);
  }
  alignBox(box);
}

void HeatSolver::State::setVoxel(std::size_t voxel, double temperatureC) {
  const std::size_t at = padded(voxel);
  const auto above = static_cast<float>(temperatureC - medium.referenceC);
  const float h = laws[medium.material[voxel]].enthalpy(above);
  startJ += (static_cast<double>(h) - static_cast<double>(arrays.enthalpy[at])) * voxelM3();
  arrays.enthalpy[at] = h;
  rampS = 0.0;
  if (std::abs(above) > kRimK)
    includeVoxel(at);
}

double HeatSolver::State::storedJ() const {
  double sum = 0.0;
  const int end = std::min(box.high[0], arrays.size[0]);
  for (int k = box.low[2]; k < box.high[2]; ++k)
    for (int j = box.low[1]; j < box.high[1]; ++j)
      for (int i = box.low[0]; i < end; ++i)
        sum += static_cast<double>(arrays.enthalpy[arrays.offset(i, j, k)]);
  return sum * voxelM3();
}

void HeatSolver::State::growBox() {
  const std::array<int, 3> last{
      std::min(box.high[0], arrays.size[0]) - 1, box.high[1] - 1, box.high[2] - 1};
  std::array<std::array<bool, 2>, 3> grow{};
  const auto look = [&](int i, int j, int k) {
    const std::size_t at = arrays.offset(i, j, k);
    if (std::abs(arrays.enthalpy[at] * arrays.inverseCapacity[at]) <= kRimK)
      return;
    const std::array<int, 3> v{i, j, k};
    for (std::size_t a = 0; a < 3; ++a) {
      grow[a][0] = grow[a][0] || v[a] == box.low[a];
      grow[a][1] = grow[a][1] || v[a] == last[a];
    }
  };
  for (int k = box.low[2]; k <= last[2]; ++k)
    for (int j = box.low[1]; j <= last[1]; ++j) {
      const bool rim = k == box.low[2] || k == last[2] || j == box.low[1] || j == last[1];
      for (int i = box.low[0]; i <= last[0]; i += rim ? 1 : std::max(1, last[0] - box.low[0]))
        look(i, j, k);
    }
  for (std::size_t a = 0; a < 3; ++a) {
    if (grow[a][0])
      box.low[a] = std::max(box.low[a] - kGrowth, 0);
    if (grow[a][1])
      box.high[a] = std::min(box.high[a] + kGrowth, arrays.size[a]);
  }
  alignBox(box);
}

double HeatSolver::State::meanTemperature(const std::vector<ContactCell>& cells) const {
  double sum = 0.0;
  for (const ContactCell& cell : cells)
    sum += static_cast<double>(laws[cell.material].temperature(arrays.enthalpy[cell.at]));
  return cells.empty() ? 0.0 : sum / static_cast<double>(cells.size());
}

bool HeatSolver::State::switchContacts() {
  bool released = false;
  for (std::size_t c = 0; c < contacts.size(); ++c) {
    ContactState& state = contactStates[c];
    const bool drives = contacts[c].drive(time).has_value();
    if (drives && !state.on)
      state.temperature = meanTemperature(state.inside.empty() ? state.cells : state.inside);
    released = released || (state.on && !drives);
    state.on = drives;
    state.stepTemperature = state.temperature;
  }
  return released;
}

double HeatSolver::State::bodyTemperature(std::size_t c,
                                          const ContactDrive& drive,
                                          double t) const {
  const double target = drive.temperatureC - medium.referenceC;
  if (drive.timeConstantS <= 0.0)
    return target;
  const double left = std::exp(-(t - time) / drive.timeConstantS);
  return target + (contactStates[c].stepTemperature - target) * left;
}

void HeatSolver::State::driveContacts(double t) {
  for (std::size_t c = 0; c < contacts.size(); ++c) {
    ContactState& state = contactStates[c];
    const std::optional<ContactDrive> drive = contacts[c].drive(t);
    if (!state.on || !drive)
      continue;
    state.duty = static_cast<float>(drive->dutyFraction);
    state.maxPowerW = drive->maxPowerW;
    state.temperature = bodyTemperature(c, *drive, t);
  }
}

}  // namespace trocar::ablation
