#include "core/parallel.h"
#include "planning/ablation/heat/flush_denormals.h"
#include "planning/ablation/heat/heat_state.h"

#include <algorithm>
#include <cmath>

namespace trocar::ablation {

namespace {

constexpr double kSettledS =
    60.0;  ///< After an event the field near a contact changes fast this long.
constexpr double kCoolingMarginK = 5.0;  ///< Fall of a cell's temperature within one settled step.
constexpr double kDiffusivityMargin = 1.1;
constexpr double kVoxelsPerThread = 6.0e4;

/// Planes of a slab: an even share in order.
std::array<int, 2> slabOf(const VoxelBox& box, int thread, int threads) {
  const int planes = box.high[2] - box.low[2];
  return {box.low[2] + planes * thread / threads, box.low[2] + planes * (thread + 1) / threads};
}

/// A thread needs enough voxels to be worth waking.
int threadsFor(const HeatRegion& region) {
  const int most = std::min(parallelThreads(), region.box.high[2] - region.box.low[2]);
  return std::clamp(static_cast<int>(region.voxels() / kVoxelsPerThread), 1, std::max(1, most));
}

StagePower combine(double mu, const StagePower& a, double nu, const StagePower& b) {
  return {mu * a.contacts + nu * b.contacts,
          mu * a.perfusion + nu * b.perfusion,
          mu * a.sources + nu * b.sources,
          mu * a.magnitude + nu * b.magnitude};
}

/// Temperature of a contact that may move only so much heat.
double withinPower(const ContactState& state, double wanted) {
  const auto& [conductance, moment] = state.load;
  if (!state.maxPowerW || conductance <= 0.0)
    return wanted;
  return std::clamp(
      wanted, (moment - *state.maxPowerW) / conductance, (moment + *state.maxPowerW) / conductance);
}

}  // namespace

void ThreadPlanes::fit(std::size_t count) {
  low.fit(count);
  high.fit(count);
  below.resize(count);
  above.resize(count);
}

void HeatSolver::State::prepareThreads(int count) {
  threads.resize(std::max(threads.size(), static_cast<std::size_t>(count)));
  for (ThreadPlanes& buffers : threads)
    buffers.fit(arrays.planeStride + kChunk);
}

double HeatSolver::State::secondsSinceEvent() const {
  double last = 0.0;
  for (const double event : options.eventsS)
    if (event <= time + 1.0e-9)
      last = event;
  return time - last;
}

double HeatSolver::State::contactRate(std::size_t contact, double t) const {
  const ContactState& state = contactStates[contact];
  if (!state.on)
    return 0.0;
  double lowest = state.stepTemperature;
  for (const double at : {time, t})
    if (const std::optional<ContactDrive> drive = contacts[contact].drive(at))
      lowest = std::min(lowest, bodyTemperature(contact, *drive, at));
  const bool settled = secondsSinceEvent() >= kSettledS;
  double rate = 0.0;
  for (const ContactCell& cell : state.cells) {
    const ThermalLaw<float>& law = laws[cell.material];
    const double here = static_cast<double>(law.temperature(arrays.enthalpy[cell.at]));
    const double floor = std::min(lowest, here);
    const double low = settled ? std::max(here - kCoolingMarginK, floor) : floor;
    const auto at = static_cast<float>(low);
    const double k = law.conductivity(at);
    const double toBody = 0.5 * (k + law.conductivity(static_cast<float>(lowest)));
    rate = std::max(
        rate,
        (2.0 * cell.openFaces * k + toBody * static_cast<double>(cell.factor)) / law.capacity(at));
  }
  return rate / (spacingM() * spacingM());
}

double HeatSolver::State::rateBound(double t) const {
  double rate = 12.0 * std::max(diffusivity * kDiffusivityMargin, warmDiffusivity) /
                (spacingM() * spacingM());
  for (std::size_t c = 0; c < contacts.size(); ++c)
    rate = std::max(rate, contactRate(c, t));
  return rate;
}

void HeatSolver::State::bodiesOnPlane(int plane, DecodedPlane& decoded) const {
  const auto k = static_cast<std::size_t>(plane);
  for (const ContactState& state : contactStates) {
    if (!state.on)
      continue;
    for (std::size_t c = state.insideBegin[k]; c < state.insideBegin[k + 1]; ++c)
      decoded.conductivity[state.inside[c].inPlane] = 0.0F;
  }
}

void HeatSolver::State::contactsOnPlane(const StageWeights& weights,
                                        int plane,
                                        const DecodedPlane& decoded,
                                        float* out) {
  const auto k = static_cast<std::size_t>(plane);
  for (ContactState& state : contactStates) {
    std::array<double, 3>& sums = state.planeSums[k];
    sums = {0.0, 0.0, 0.0};
    if (!state.on)
      continue;
    const auto body = static_cast<float>(state.temperature);
    for (std::size_t c = state.planeBegin[k]; c < state.planeBegin[k + 1]; ++c) {
      const ContactCell& cell = state.cells[c];
      const float t = decoded.temperature[cell.inPlane];
      const float conductivity =
          0.5F * (decoded.conductivity[cell.inPlane] + laws[cell.material].conductivity(body));
      const float conductance = cell.factor * state.duty * conductivity;
      const float heat = conductance * (body - t) * weights.inverseSpacing2;
      out[cell.at] += weights.scale * heat;
      const double wattPerK = static_cast<double>(conductance) * spacingM();
      sums[0] += wattPerK;
      sums[1] += wattPerK * static_cast<double>(t);
      sums[2] += static_cast<double>(heat) * voxelM3();
    }
  }
}

void HeatSolver::State::stageSlab(const StageRun& run,
                                  const StageWeights& weights,
                                  bool odd,
                                  std::array<int, 2> planes,
                                  ThreadPlanes& buffers) {
  const FlushDenormals flush;
  const float* in = odd ? arrays.enthalpy.data() : arrays.other.data();
  float* out = odd ? arrays.other.data() : arrays.enthalpy.data();
  const VoxelBox& all = run.region.box;
  const auto decode = [&](int k, DecodedPlane& plane) {
    decodePlane(arrays, table, run.region, k, in, plane);
    bodiesOnPlane(k, plane);
  };
  std::fill(buffers.below.begin(), buffers.below.end(), 0.0F);
  decode(planes[0], buffers.low);
  if (planes[0] > all.low[2]) {
    decode(planes[0] - 1, buffers.high);
    fluxBetween(arrays, all, planes[0] - 1, buffers.high, buffers.low, buffers.below.data());
  }
  for (int k = planes[0]; k < planes[1]; ++k) {
    const bool rim = k + 1 == all.high[2];
    if (!rim)
      decode(k + 1, buffers.high);
    const PlaneStack stack{
        buffers.low, rim ? buffers.low : buffers.high, buffers.below.data(), buffers.above.data()};
    planeLoss[static_cast<std::size_t>(k)] =
        stagePlane(arrays, run.region, k, weights, stack, {in, out});
    if (run.surroundings)
      run.rim->gather(k, weights, stack);
    else
      contactsOnPlane(weights, k, buffers.low, out);
    if (run.rim && !run.surroundings)
      run.rim->give(k, static_cast<double>(weights.scale), run.tau, out);
    std::swap(buffers.low, buffers.high);
    std::swap(buffers.below, buffers.above);
  }
}

StagePower HeatSolver::State::sumStage(const StageRun& run) {
  const VoxelBox& all = run.region.box;
  StagePower power;
  for (int k = all.low[2]; k < all.high[2]; ++k)
    power.perfusion -= planeLoss[static_cast<std::size_t>(k)] * voxelM3();
  if (run.surroundings)
    return power;
  for (ContactState& state : contactStates) {
    state.sums = {0.0, 0.0, 0.0};
    for (int k = all.low[2]; k < all.high[2]; ++k)
      for (std::size_t n = 0; n < 3; ++n)
        state.sums[n] += state.planeSums[static_cast<std::size_t>(k)][n];
    power.contacts += state.sums[2];
    power.magnitude += std::abs(state.sums[2]);
  }
  power.sources = sourceW;
  power.magnitude += std::abs(sourceW);
  return power;
}

StagePower HeatSolver::State::stage(const StageRun& run, const StageWeights& weights, bool odd) {
  const int count = threadsFor(run.region);
  prepareThreads(count);
  parallelShares(count, [&](int begin, int end) {
    for (int slab = begin; slab < end; ++slab)
      stageSlab(run,
                weights,
                odd,
                slabOf(run.region.box, slab, count),
                threads[static_cast<std::size_t>(slab)]);
  });
  if (run.surroundings)
    run.rim->nextStage();
  return sumStage(run);
}

void HeatSolver::State::holdInside() {
  for (ContactState& state : contactStates) {
    if (!state.on)
      continue;
    double added = 0.0;
    for (const ContactCell& cell : state.inside) {
      const float h = laws[cell.material].enthalpy(static_cast<float>(state.temperature));
      added += static_cast<double>(h) - static_cast<double>(arrays.enthalpy[cell.at]);
      arrays.enthalpy[cell.at] = h;
    }
    ledger.contacts += added * voxelM3();
  }
}

void HeatSolver::State::settleContacts() {
  const auto link = [&](std::size_t c) {
    return contacts[c].wattPerKToPrevious.value_or(0.0) *
           static_cast<double>(contactStates[c].duty);
  };
  for (ContactState& state : contactStates)
    state.load = {state.sums[0], state.sums[1]};
  for (std::size_t c = contacts.size(); c-- > 1;)
    if (contactStates[c].on && link(c) > 0.0) {
      const std::array<double, 2>& load = contactStates[c].load;
      const double share = link(c) / (link(c) + load[0]);
      contactStates[c - 1].load[0] += share * load[0];
      contactStates[c - 1].load[1] += share * load[1];
    }
  for (std::size_t c = 0; c < contacts.size(); ++c) {
    ContactState& state = contactStates[c];
    if (!state.on)
      continue;
    if (c > 0 && link(c) > 0.0)
      state.temperature =
          (link(c) * contactStates[c - 1].temperature + state.load[1]) / (link(c) + state.load[0]);
    else
      state.temperature = withinPower(state, state.temperature);
  }
}

std::vector<RampedVoxel> HeatSolver::State::guideRamps(double tau) const {
  std::vector<RampedVoxel> ramps;
  for (const GuideRamp& guide : guided) {
    const float h = arrays.enthalpy[guide.at];
    const double left = std::max(guide.untilS - time, tau);
    ramps.push_back({guide.at, h, static_cast<float>((guide.target - h) / left)});
  }
  return ramps;
}

StagePower HeatSolver::State::runStages(const StageRun& run) {
  const double whole = static_cast<double>(run.stages) * run.stages + run.stages;
  const std::vector<RampedVoxel> guides = guideRamps(run.tau);
  StagePower last, beforeLast;
  for (int j = 1; j <= run.stages; ++j) {
    if (!run.surroundings) {
      driveContacts(time + run.tau * static_cast<double>((j - 1) * j) / whole);
      settleContacts();
    }
    const double mu = j == 1 ? 1.0 : (2.0 * j - 1.0) / j;
    const double nu = j == 1 ? 0.0 : (1.0 - j) / j;
    const double scale = mu * 2.0 / whole * run.tau;
    const StageWeights weights{static_cast<float>(mu),
                               static_cast<float>(nu),
                               static_cast<float>(scale),
                               static_cast<float>(1.0 / (spacingM() * spacingM()))};
    const bool odd = j % 2 == 1;
    for (const std::vector<RampedVoxel>* ramps : {&run.ramps, &guides})
      for (const RampedVoxel& voxel : *ramps)
        (odd ? arrays.enthalpy : arrays.other)[voxel.at] =
            voxel.start + voxel.rate * static_cast<float>(run.tau * (j - 1) * j / whole);
    const StagePower power = stage(run, weights, odd);
    const StagePower next = combine(1.0, combine(mu, last, nu, beforeLast), scale, power);
    beforeLast = last;
    last = next;
  }
  for (const RampedVoxel& voxel : guides)
    arrays.other[voxel.at] = voxel.start + voxel.rate * static_cast<float>(run.tau);
  effort.stages += run.surroundings ? 0 : run.stages;
  effort.voxelStages += run.region.voxels() * run.stages;
  return last;
}

void HeatSolver::State::superStep(double tau) {
  if (switchContacts())
    surveyBox();
  noteUnfrozen();
  const int stages = stagesFor(rateBound(time + tau) * tau);
  const HeatRegion region = surroundings(tau, stages);
  const StageRun core{{box, {}, {}}, stages, tau, false, nullptr, {}};
  const StagePower sums = region.hole.empty() ? runStages(core) : solveApart(region, core);
  arrays.enthalpy.swap(arrays.other);
  ramped = region.hole.empty() ? box : region.inner;
  rampS = 2.0 * tau / (stages + 1);
  ledger.contacts += sums.contacts;
  ledger.perfusion += sums.perfusion;
  ledger.sources += sums.sources;
  ledger.throughput += std::abs(sums.magnitude);
  driveContacts(time + tau);
  settleContacts();
  time += tau;
  holdInside();
  returnOvershoot();
  effort.superSteps += 1;
  effort.explicitVoxelSteps +=
      static_cast<double>(medium.grid.voxelCount()) * tau * rateBound(time) / 2.0;
}

void HeatSolver::State::surveyBox() {
  if (box.high[0] < 0)
    return;
  const int planes = box.high[2] - box.low[2];
  std::vector<PlaneSurvey> surveys(static_cast<std::size_t>(planes));
  const auto shutdown = static_cast<float>(options.shutdownC - medium.referenceC);
  const HeatRegion whole{box, {}, {}};
  const int count = threadsFor(whole);
  prepareThreads(count);
  parallelFor(count, [&](int slab) {
    DecodedPlane& plane = threads[static_cast<std::size_t>(slab)].low;
    const auto [begin, end] = slabOf(box, slab, count);
    for (int k = begin; k < end; ++k) {
      decodePlane(arrays, table, whole, k, arrays.enthalpy.data(), plane);
      bodiesOnPlane(k, plane);
      surveys[static_cast<std::size_t>(k - box.low[2])] =
          surveyPlane(arrays, table, box, k, shutdown, plane);
    }
  });
  diffusivity = 0.0;
  cold = {};
  for (const PlaneSurvey& survey : surveys) {
    cold.include(survey.cold);
    coldest = std::min(coldest, static_cast<double>(survey.coldest));
    hottest = std::max(hottest, static_cast<double>(survey.hottest));
    diffusivity = std::max(diffusivity, static_cast<double>(survey.diffusivity));
  }
  growBox();
}

}  // namespace trocar::ablation
