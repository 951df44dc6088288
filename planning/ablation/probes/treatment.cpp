#include "planning/ablation/probes/treatment.h"

#include "core/error.h"
#include "core/number_text.h"
#include "planning/ablation/current/radiofrequency.h"
#include "planning/ablation/heat/line_source.h"
#include "planning/ablation/probes/protocol.h"
#include "planning/ablation/zones/lethal_criterion.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

namespace trocar::ablation {
namespace {

constexpr std::size_t kMostProbes = 20;
constexpr double kControlS =
    2.0;  ///< Between looks at electrodes and at what heat killed, after a switch;
constexpr double kControlShare = 0.05;  ///< later this share of the time since then,
constexpr double kLongestControlS = 5.0;
constexpr float kDeadOfHeat = 1.0F;  ///< Arrhenius integral beyond which no blood flows.

void requireInside(const Grid& grid, const TreatmentProbe& probe, const ProbeShape& shape) {
  if (!grid.contains(shape.distalMm) || !grid.contains(shape.proximalMm))
    throw Error("The working part of " + probe.name +
                " lies outside the simulated volume; move the probe.");
}

/// No voxel may belong to two bodies, and none of one body be heated as tissue by another. Where
/// one probe stood and stands is no conflict: it is tissue when the probe has left.
void separate(std::vector<HeatContact>& contacts, const std::vector<std::string>& names) {
  for (std::size_t a = 0; a < contacts.size(); ++a)
    for (std::size_t b = 0; b < contacts.size(); ++b) {
      if (names[a] == names[b])
        continue;
      const std::vector<std::size_t>& inside = contacts[a].inside;
      const auto holds = [&](std::size_t voxel) {
        return std::binary_search(inside.begin(), inside.end(), voxel);
      };
      if (a < b)
        std::erase_if(contacts[b].inside, holds);
      std::erase_if(contacts[b].cells,
                    [&](const HeatContact::Cell& cell) { return holds(cell.voxel); });
    }
}

/// Between the axes of two working parts.
double axesApartMm(const ProbeShape& a, const ProbeShape& b) {
  const Vec3 u = a.proximalMm - a.distalMm, v = b.proximalMm - b.distalMm;
  const Vec3 w = a.distalMm - b.distalMm;
  const double uu = u.squaredNorm(), uv = u.dot(v), vv = v.squaredNorm();
  const auto along = [](double value) { return std::clamp(value, 0.0, 1.0); };
  const double determinant = uu * vv - uv * uv;
  double s =
      determinant > 1.0e-9 * uu * vv ? along((uv * v.dot(w) - vv * u.dot(w)) / determinant) : 0.0;
  // Each end's nearest point on the other settles what the lines' nearest points do not.
  double least = std::numeric_limits<double>::infinity();
  for (const double from : {s, 0.0, 1.0}) {
    const double t = along((v.dot(w) + from * uv) / vv);
    s = along((uv * t - u.dot(w)) / uu);
    least = std::min(least, (w + s * u - t * v).norm());
  }
  return least;
}

void requireApart(const std::vector<TreatmentProbe>& stands,
                  const std::vector<std::size_t>& given,
                  const std::vector<ProbeShape>& shapes) {
  for (std::size_t a = 0; a < stands.size(); ++a)
    for (std::size_t b = a + 1; b < stands.size(); ++b)
      if (given[a] != given[b] &&
          axesApartMm(shapes[a], shapes[b]) < shapes[a].radiusMm + shapes[b].radiusMm)
        throw Error(stands[a].name + " and " + stands[b].name +
                    " lie in the same place: their working parts are " +
                    plainNumber(axesApartMm(shapes[a], shapes[b]), 2) +
                    " mm apart from axis to axis and " +
                    plainNumber(shapes[a].radiusMm + shapes[b].radiusMm, 2) +
                    " mm thick together; move one of them.");
}

}  // namespace

std::vector<TreatmentProbe> standsOf(const TreatmentProbe& probe) {
  std::vector<TreatmentProbe> stands{probe};
  stands.back().protocol.steps.clear();
  double now = probe.protocol.startS;
  for (const ProtocolStep& step : probe.protocol.steps) {
    if (step.withdrawMm > 0.0) {
      TreatmentProbe next = stands.back();
      next.tipMm += step.withdrawMm * probe.backwards.normalized();
      next.protocol.startS = now;
      next.protocol.steps.clear();
      stands.push_back(std::move(next));
    }
    stands.back().protocol.steps.push_back(step);
    now += step.durationS;
  }
  std::erase_if(stands, [](const TreatmentProbe& stand) { return stand.protocol.steps.empty(); });
  return stands;
}

struct Treatment::State {
  std::vector<TreatmentProbe> probes;  ///< Every stand of every probe.
  std::vector<std::size_t> given;      ///< Which probe each of them is.
  std::vector<ProbeShape> shapes;
  /// First and beyond the last of each cryoprobe's contacts: its working part's and its shaft's.
  std::vector<std::array<std::size_t, 2>> contactsOfProbe;
  std::vector<std::vector<float>> unitSource;              ///< W/m3 for 1 W at the generator.
  std::vector<std::unique_ptr<Radiofrequency>> generator;  ///< Of each probe; empty for others.
  std::vector<double> switches;
  std::unique_ptr<HeatSolver> solver;
  std::optional<LethalDose> damage;  ///< What heat did; empty for cold alone.
  std::vector<float> lastC;          ///< Temperatures to which it is summed up.
  std::vector<char> dead;            ///< Where its blood has stopped.

  State(HeatMedium medium, const std::vector<TreatmentProbe>& all);
  double powerW(std::size_t stand) const;
  std::vector<HeatContact> makeContacts(const Grid& grid);
  void prepareSources(const Grid& grid);
  double controlS() const;
  /// Sums up what the `seconds` since the last call did, and stops the blood where it kills.
  void stopBlood(double seconds);
  /// Heat of the next `seconds`.
  void updateSource(double seconds);
  /// Working parts of other probes than that of a stand.
  std::vector<ProbeShape> shapesBeside(std::size_t stand) const;
  /// What other generators than a stand's bring beside that of antennas and fibres, W/m3.
  std::vector<float> heatBeside(std::size_t stand, const std::vector<float>& lines) const;
};

Treatment::State::State(HeatMedium medium, const std::vector<TreatmentProbe>& all) {
  if (all.size() > kMostProbes)
    throw Error("There are " + std::to_string(all.size()) + " probes, more than the " +
                std::to_string(kMostProbes) + " that are simulated together; leave some out.");
  for (std::size_t n = 0; n < all.size(); ++n) {
    requireFollowable(all[n].device.kind, all[n].protocol, all[n].name);
    for (TreatmentProbe& stand : standsOf(all[n])) {
      probes.push_back(std::move(stand));
      given.push_back(n);
    }
  }
  HeatOptions options;
  for (const TreatmentProbe& probe : probes) {
    shapes.push_back(shapeOf(probe.device, probe.tipMm, probe.backwards));
    requireInside(medium.grid, probe, shapes.back());
    for (const double time : switchTimesS(probe.protocol))
      switches.push_back(time);
  }
  requireApart(probes, given, shapes);
  for (std::size_t p = 0; p < probes.size(); ++p)
    if (const auto& drive = probes[p].device.radiofrequency)
      requireCurrent(medium, *drive, shapes[p], probes[p].name);
  std::sort(switches.begin(), switches.end());
  switches.erase(std::unique(switches.begin(), switches.end()), switches.end());
  options.eventsS = switches;
  options.keepExtremes = true;
  std::vector<HeatContact> contacts = makeContacts(medium.grid);
  prepareSources(medium.grid);
  solver = std::make_unique<HeatSolver>(std::move(medium), std::move(contacts), std::move(options));
  for (std::size_t p = 0; p < probes.size(); ++p)
    generator.push_back(probes[p].device.radiofrequency
                            ? std::make_unique<Radiofrequency>(
                                  solver->medium(), probes[p].device, shapes[p], shapesBeside(p))
                            : nullptr);
  if (std::all_of(probes.begin(), probes.end(), [](const auto& p) { return p.device.cryo; }))
    return;
  const std::size_t voxels = solver->medium().grid.voxelCount();
  damage.emplace(LethalCriterion::Arrhenius, voxels);
  dead.assign(voxels, 0);
  lastC.assign(voxels, static_cast<float>(solver->medium().referenceC));
}

std::vector<HeatContact> Treatment::State::makeContacts(const Grid& grid) {
  std::vector<HeatContact> contacts;
  std::vector<std::string> names;
  for (std::size_t p = 0; p < probes.size(); ++p) {
    const Device& device = probes[p].device;
    contactsOfProbe.push_back({contacts.size(), contacts.size()});
    if (!device.cryo)
      continue;
    for (HeatContact& contact : contactsOf(device, shapes[p], grid)) {
      contacts.push_back(std::move(contact));
      contacts.back().drive = cryoDriveOf(device, probes[p].protocol);
      names.push_back(probes[p].name);
    }
    contactsOfProbe.back()[1] = contacts.size();
  }
  separate(contacts, names);
  return contacts;
}

void Treatment::State::prepareSources(const Grid& grid) {
  for (std::size_t p = 0; p < probes.size(); ++p) {
    const Device& device = probes[p].device;
    unitSource.emplace_back();
    if (device.microwave)
      unitSource.back() = microwaveSource(grid, device, shapes[p], 1.0);
    if (device.laser)
      unitSource.back() = laserSource(grid, device, shapes[p], 1.0);
  }
}

void Treatment::State::stopBlood(double seconds) {
  if (!damage)
    return;
  std::vector<float> nowC = solver->temperatures().voxels();
  damage->add(lastC, nowC, seconds);
  lastC = std::move(nowC);
  std::vector<std::size_t> voxels;
  for (std::size_t voxel = 0; voxel < dead.size(); ++voxel)
    if (!dead[voxel] && damage->doses()[voxel] >= kDeadOfHeat) {
      dead[voxel] = 1;
      voxels.push_back(voxel);
    }
  solver->stopPerfusion(voxels);
}

double Treatment::State::controlS() const {
  double last = 0.0;
  for (const double time : switches)
    if (time <= solver->timeS() + 1.0e-9)
      last = time;
  return std::clamp(kControlShare * (solver->timeS() - last), kControlS, kLongestControlS);
}

std::vector<ProbeShape> Treatment::State::shapesBeside(std::size_t stand) const {
  std::vector<ProbeShape> beside;
  for (std::size_t p = 0; p < probes.size(); ++p)
    if (given[p] != given[stand])
      beside.push_back(shapes[p]);
  return beside;
}

std::vector<float> Treatment::State::heatBeside(std::size_t stand,
                                                const std::vector<float>& lines) const {
  std::vector<float> heat = lines;
  for (std::size_t p = 0; p < probes.size(); ++p)
    if (p != stand && generator[p] && generator[p]->powerW() > 0.0) {
      heat.resize(solver->medium().grid.voxelCount(), 0.0F);
      generator[p]->addHeat(heat);
    }
  return heat;
}

void Treatment::State::updateSource(double seconds) {
  std::vector<float> source;
  const auto powerOf = [&](std::size_t p) {
    const ProtocolStep* step = stepAt(probes[p].protocol, solver->timeS());
    return step && step->kind == ProtocolStep::Kind::Power ? step : nullptr;
  };
  for (std::size_t p = 0; p < probes.size(); ++p) {
    const ProtocolStep* step = unitSource[p].empty() ? nullptr : powerOf(p);
    if (!step)
      continue;
    source.resize(unitSource[p].size(), 0.0F);
    for (std::size_t voxel = 0; voxel < source.size(); ++voxel)
      source[voxel] += static_cast<float>(step->powerW) * unitSource[p][voxel];
  }
  const std::vector<float> lines = source;
  std::vector<GuidedVoxel> guided;
  double broughtJ = 0.0;
  for (std::size_t p = 0; p < probes.size(); ++p) {
    if (!generator[p])
      continue;
    const ProtocolStep* step = powerOf(p);
    if (!step) {
      generator[p]->off();
      continue;
    }
    generator[p]->update(*solver, heatBeside(p, lines), step->powerW, seconds);
    source.resize(solver->medium().grid.voxelCount(), 0.0F);
    generator[p]->addHeat(source);
    generator[p]->addGuided(guided);
    broughtJ += generator[p]->broughtJ();
  }
  solver->setSource(source);
  solver->guide(guided, solver->timeS() + seconds, broughtJ);
}

Treatment::Treatment(HeatMedium medium, std::vector<TreatmentProbe> probes)
    : state_(std::make_unique<State>(std::move(medium), probes)) {}
Treatment::~Treatment() = default;

void Treatment::advance(double toS, const Progress& progress) {
  const double from = state_->solver->timeS();
  while (state_->solver->timeS() < toS - 1.0e-9) {
    const double now = state_->solver->timeS();
    double end = state_->damage ? std::min(toS, now + state_->controlS()) : toS;
    for (const double time : state_->switches)
      if (time > now + 1.0e-9)
        end = std::min(end, time);
    state_->updateSource(end - now);
    state_->solver->advance(
        end, progress.span((now - from) / (toS - from), (end - from) / (toS - from)));
    state_->stopBlood(end - now);
  }
}

double Treatment::endS() const {
  return state_->switches.empty() ? 0.0 : state_->switches.back();
}
const std::vector<double>& Treatment::switchesS() const {
  return state_->switches;
}
HeatSolver& Treatment::solver() {
  return *state_->solver;
}

double Treatment::State::powerW(std::size_t stand) const {
  double cold = 0.0;
  for (std::size_t c = contactsOfProbe[stand][0]; c < contactsOfProbe[stand][1]; ++c)
    cold += solver->contactPowerW(c);
  if (probes[stand].device.cryo)
    return cold;
  if (generator[stand])
    return generator[stand]->powerW();
  const ProtocolStep* step = stepAt(probes[stand].protocol, solver->timeS());
  return step && step->kind == ProtocolStep::Kind::Power ? step->powerW : 0.0;
}

double Treatment::probePowerW(std::size_t probe) const {
  double sum = 0.0;
  for (std::size_t stand = 0; stand < state_->probes.size(); ++stand)
    if (state_->given[stand] == probe)
      sum += state_->powerW(stand);
  return sum;
}

}  // namespace trocar::ablation
