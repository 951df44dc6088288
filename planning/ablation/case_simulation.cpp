#include "planning/ablation/case_simulation.h"

#include "core/error.h"
#include "planning/ablation/damage.h"
#include "planning/ablation/device.h"
#include "planning/ablation/protocol.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace trocar {
namespace {

constexpr double kMostVoxels = 3.0e7;
constexpr double kReachMm = 25.0;  ///< Beyond the diffusion depth: the zone's own radius.
constexpr double kChunkS = 5.0;    ///< Between looks at the watched structures.
constexpr double kTissueDiffusivity = 1.4e-7;  ///< m2/s

bool isWatched(Role role) {
  return isCritical(role) || role == Role::Skin;
}

bool hasDevice(const std::string& instrument) {
  const std::vector<Device>& devices = deviceCatalogue();
  return std::any_of(devices.begin(), devices.end(), [&](const Device& device) {
    return device.id == instrument;
  });
}

/// Grid voxels that touch the structure: with their centre inside or within half a voxel.
std::vector<std::size_t> touchedVoxels(const Structure& structure,
                                       const DistanceField& field,
                                       const Grid& grid) {
  const double reach = 0.5 * grid.spacingMm().x();
  std::vector<std::size_t> voxels;
  for (std::size_t voxel = 0; voxel < grid.voxelCount(); ++voxel) {
    const double distance = field.at(grid.voxelToPatient(grid.voxelAt(voxel)));
    // The skin is the surface of the body; of everything else the inside counts as well.
    if (structure.role == Role::Skin ? std::abs(distance) <= 2.0 * reach : distance <= reach)
      voxels.push_back(voxel);
  }
  return voxels;
}

std::vector<StructureTrace> watchedStructures(const CaseModel& model, const Grid& grid) {
  std::vector<StructureTrace> traces;
  const auto corners = grid.cornersMm();
  for (const Structure& structure : model.patient().structures) {
    const auto bounds =
        isWatched(structure.role) ? boundsOf(model.patient(), structure) : std::nullopt;
    if (!bounds)
      continue;
    Vec3 low = corners[0], high = corners[0];
    for (const Vec3& corner : corners) {
      low = low.cwiseMin(corner);
      high = high.cwiseMax(corner);
    }
    const bool apart = (bounds->lowMm.array() > high.array()).any() ||
                       (bounds->highMm.array() < low.array()).any();
    if (apart)
      continue;
    StructureTrace trace;
    trace.structure = structure.id;
    trace.voxels = touchedVoxels(structure, model.fields().of(structure.id), grid);
    if (!trace.voxels.empty())
      traces.push_back(std::move(trace));
  }
  return traces;
}

/// Looks at the structures after `secondsPassed` more.
void watch(const Image<float>& temperatures, double secondsPassed, StructureTrace& trace) {
  const auto value = [&](std::size_t voxel) {
    return static_cast<double>(temperatures.voxels()[voxel]);
  };
  const auto [cold, hot] = std::minmax_element(
      trace.voxels.begin(), trace.voxels.end(), [&](std::size_t a, std::size_t b) {
        return value(a) < value(b);
      });
  const Grid& grid = temperatures.grid();
  if (value(*cold) < trace.minimumC) {
    trace.minimumC = value(*cold);
    trace.coldestAtMm = grid.voxelToPatient(grid.voxelAt(*cold));
  }
  if (value(*hot) > trace.maximumC) {
    trace.maximumC = value(*hot);
    trace.hottestAtMm = grid.voxelToPatient(grid.voxelAt(*hot));
  }
  trace.secondsBelow10C += value(*cold) < 10.0 ? secondsPassed : 0.0;
  trace.secondsAbove45C += value(*hot) > 45.0 ? secondsPassed : 0.0;
}

void keepFrame(double timeS, const Image<float>& temperatures, AblationSimulation& simulation) {
  simulation.history.add(timeS, temperatures);
  for (StructureTrace& trace : simulation.structures) {
    double cold = std::numeric_limits<double>::infinity(), hot = -cold;
    for (const std::size_t voxel : trace.voxels) {
      const auto t = static_cast<double>(temperatures.voxels()[voxel]);
      cold = std::min(cold, t);
      hot = std::max(hot, t);
    }
    trace.coldestC.push_back(cold);
    trace.hottestC.push_back(hot);
  }
}

void addDamage(const Image<float>& temperatures, double seconds, std::vector<float>& damage) {
  const ArrheniusSet set = muscleSet();
#pragma omp parallel for schedule(static)
  for (std::size_t voxel = 0; voxel < damage.size(); ++voxel)
    if (const auto t = static_cast<double>(temperatures.voxels()[voxel]); t > 41.0)
      damage[voxel] += static_cast<float>(seconds * arrheniusRate(set, t));
}

/// Ends of the chunks in which a treatment is solved: no longer than a chunk, landing on every
/// switch.
std::vector<double> chunkEnds(const Treatment& treatment) {
  std::vector<double> ends;
  double from = 0.0;
  for (const double to : treatment.switchesS()) {
    const int parts = static_cast<int>(std::ceil((to - from) / kChunkS - 1.0e-9));
    for (int part = 1; part <= parts; ++part)
      ends.push_back(from + (to - from) * part / parts);
    from = to;
  }
  return ends;
}

bool anyHeat(const std::vector<TreatmentProbe>& probes) {
  return std::any_of(
      probes.begin(), probes.end(), [](const TreatmentProbe& probe) { return !probe.device.cryo; });
}

/// Runs the treatment, looking after every chunk.
void run(Treatment& treatment,
         bool heat,
         double frameS,
         AblationSimulation& simulation,
         const Progress& progress) {
  std::vector<float> damage(simulation.history.grid().voxelCount(), 0.0F);
  double last = 0.0, nextFrame = frameS;
  keepFrame(0.0, treatment.solver().temperatures(), simulation);
  const std::vector<double> ends = chunkEnds(treatment);
  for (const double end : ends) {
    treatment.advance(end);
    const Image<float> temperatures = treatment.solver().temperatures();
    for (StructureTrace& trace : simulation.structures)
      watch(temperatures, end - last, trace);
    if (heat)
      addDamage(temperatures, end - last, damage);
    if (frameS > 0.0 && (end >= nextFrame - 1.0e-9 || end == ends.back())) {
      keepFrame(end, temperatures, simulation);
      nextFrame = end + frameS;
    }
    last = end;
    progress.at(end / ends.back());
  }
  simulation.damage = Image<float>(simulation.history.grid(), std::move(damage));
}

}  // namespace

std::vector<TreatmentProbe> simulatedProbes(const Plan& plan) {
  std::vector<TreatmentProbe> probes;
  for (const Protocol& protocol : plan.protocols) {
    const Needle* needle = plan.find(protocol.needle);
    if (!needle || needle->purpose != Purpose::Probe || protocol.steps.empty() ||
        !hasDevice(needle->instrument))
      continue;
    probes.push_back({findDevice(needle->instrument),
                      needle->trajectory.target,
                      Vec3(-needle->trajectory.direction()),
                      protocol,
                      needle->id});
  }
  return probes;
}

Grid simulationGrid(const Case& patient,
                    const std::vector<TreatmentProbe>& probes,
                    double resolutionMm) {
  double end = 0.0;
  Vec3 low = Vec3::Constant(std::numeric_limits<double>::infinity()), high = -low;
  for (const TreatmentProbe& probe : probes) {
    const ProbeShape shape = shapeOf(probe.device, probe.tipMm, probe.backwards);
    low = low.cwiseMin(shape.distalMm).cwiseMin(shape.proximalMm);
    high = high.cwiseMax(shape.distalMm).cwiseMax(shape.proximalMm);
    end = std::max(end, switchTimesS(probe.protocol).back());
  }
  const double reach = kReachMm + 1.0e3 * std::sqrt(4.0 * kTissueDiffusivity * end);
  Vec3 ctLow = patient.ct.grid().cornersMm()[0], ctHigh = ctLow;
  for (const Vec3& corner : patient.ct.grid().cornersMm()) {
    ctLow = ctLow.cwiseMin(corner);
    ctHigh = ctHigh.cwiseMax(corner);
  }
  low = (low - Vec3::Constant(reach)).cwiseMax(ctLow);
  high = (high + Vec3::Constant(reach)).cwiseMin(ctHigh);
  std::array<int, 3> size{};
  for (int a = 0; a < 3; ++a)
    size[static_cast<std::size_t>(a)] =
        std::max(1, static_cast<int>((high[a] - low[a]) / resolutionMm));
  if (1.0 * size[0] * size[1] * size[2] > kMostVoxels)
    throw Error("the treatment needs " + std::to_string(size[0]) + " x " + std::to_string(size[1]) +
                " x " + std::to_string(size[2]) + " voxels of " + std::to_string(resolutionMm) +
                " mm; choose a coarser resolution");
  return {size, low + Vec3::Constant(0.5 * resolutionMm), Vec3::Constant(resolutionMm)};
}

AblationSimulation simulateAblation(const CaseModel& model,
                                    const Plan& plan,
                                    const SimulationOptions& options,
                                    const Progress& progress) {
  std::vector<TreatmentProbe> probes = simulatedProbes(plan);
  if (probes.empty())
    throw Error("the plan has no probe with a protocol; give one with trocar treat");
  for (TreatmentProbe& probe : probes)
    if (probe.device.cryo)
      probe.device.cryo->endTemperatureC += options.probeOffsetC;
  const Grid grid = simulationGrid(model.patient(), probes, options.resolutionMm);
  CaseMedium tissue = caseMedium(model, plan, grid, options.tissue);
  progress.at(0.05);
  const bool heat = anyHeat(probes);
  Treatment treatment(std::move(tissue.medium), std::move(probes));
  for (const PlacedFluid& fluid : tissue.fluids)
    treatment.solver().setTemperature(fluid.voxels, fluid.temperatureC);
  AblationSimulation simulation;
  simulation.history = TemperatureHistory(grid);
  simulation.structures = watchedStructures(model, grid);
  progress.at(0.1);
  run(treatment, heat, options.frameS, simulation, progress.span(0.1, 1.0));
  simulation.coldest = treatment.solver().coldest();
  simulation.hottest = treatment.solver().hottest();
  simulation.ledger = treatment.solver().ledger();
  simulation.effort = treatment.solver().effort();
  simulation.endS = treatment.endS();
  return simulation;
}

}  // namespace trocar
