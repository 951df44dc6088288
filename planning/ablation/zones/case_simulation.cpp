#include "planning/ablation/zones/case_simulation.h"

#include "core/error.h"
#include "core/number_text.h"
#include "planning/ablation/probes/device.h"
#include "planning/ablation/probes/protocol.h"
#include "planning/ablation/zones/lethal_criterion.h"
#include "planning/model/body_temperature.h"
#include "planning/plan/needle_path.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace trocar::ablation {
namespace {

constexpr double kMostVoxels = 3.0e7;
constexpr double kReachMm = 25.0;     ///< Beyond the diffusion depth: the zone's own radius.
constexpr double kFirstChunkS = 1.0;  ///< Between looks at the watched structures after a switch;
constexpr double kChunkShare = 0.1;   ///< later this share of the time since then,
constexpr double kLongestChunkS = 20.0;
constexpr double kLongestHeatChunkS = 5.0;  ///< With heat, whose damage is summed between looks.
constexpr double kBeyondSkinMm = 1.0;       ///< Where the CT must reach for a surface to be skin.
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

/// Grid voxels that touch the structure: with their centre inside or, where no surface points are
/// taken, within half a voxel. The skin is the surface of the body, but not where the CT cuts it.
std::vector<std::size_t> touchedVoxels(const CaseModel& model,
                                       const Structure& structure,
                                       const Box& bounds,
                                       const Grid& grid) {
  const DistanceField& field = model.fields().of(structure.id);
  const Grid& ct = model.patient().ct.grid();
  const double half = 0.5 * grid.spacingMm().x();
  const double beyond = hasSurfacePoints(structure.role) ? 0.0 : half;
  const auto isSkin = [&](const Vec3& point, double distance) {
    return std::abs(distance) <= 2.0 * half &&
           ct.contains(Vec3(point + (kBeyondSkinMm - distance) * field.gradientAt(point)));
  };
  const bool surface = structure.role == Role::Skin;
  const VoxelIndex low = grid.nearestVoxel(bounds.lowMm), high = grid.nearestVoxel(bounds.highMm);
  std::vector<std::size_t> voxels;
  for (int k = std::max(0, low.k - 1); k <= std::min(high.k + 1, grid.size()[2] - 1); ++k)
    for (int j = std::max(0, low.j - 1); j <= std::min(high.j + 1, grid.size()[1] - 1); ++j)
      for (int i = std::max(0, low.i - 1); i <= std::min(high.i + 1, grid.size()[0] - 1); ++i) {
        const Vec3 point = grid.voxelToPatient(VoxelIndex{i, j, k});
        const double distance = field.at(point);
        if (surface ? isSkin(point, distance) : distance <= beyond)
          voxels.push_back(grid.offset({i, j, k}));
      }
  return voxels;
}

std::vector<StructureTrace> watchedStructures(const CaseModel& model, const Grid& grid) {
  std::vector<StructureTrace> traces;
  const auto corners = grid.cornersMm();
  for (const Structure& structure : model.patient().structures) {
    const Box* bounds = isWatched(structure.role) ? model.boxOf(structure.id) : nullptr;
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
    trace.voxels = touchedVoxels(model, structure, *bounds, grid);
    if (hasSurfacePoints(structure.role))
      trace.surface = surfaceOn(model, structure, grid);
    if (!trace.voxels.empty() || !trace.surface.empty())
      traces.push_back(std::move(trace));
  }
  return traces;
}

/// Of `seconds` in which a temperature went evenly from `before` to `now`, those beyond a limit.
double secondsBeyond(double limit, bool below, double before, double now, double seconds) {
  const double a = below ? limit - before : before - limit;
  const double b = below ? limit - now : now - limit;
  if (a <= 0.0 && b <= 0.0)
    return 0.0;
  return a > 0.0 && b > 0.0 ? seconds : seconds * std::max(a, b) / std::abs(a - b);
}

/// The coldest and the hottest place of a structure.
struct Extremes {
  double coldC = std::numeric_limits<double>::infinity();
  double hotC = -std::numeric_limits<double>::infinity();
  Vec3 coldAtMm = Vec3::Zero();
  Vec3 hotAtMm = Vec3::Zero();

  void see(double celsius, const Vec3& atMm) {
    if (celsius < coldC) {
      coldC = celsius;
      coldAtMm = atMm;
    }
    if (celsius > hotC) {
      hotC = celsius;
      hotAtMm = atMm;
    }
  }
};

Extremes extremesOf(const Image<float>& temperatures, const StructureTrace& trace) {
  const auto value = [&](std::size_t voxel) {
    return static_cast<double>(temperatures.voxels()[voxel]);
  };
  Extremes extremes;
  if (!trace.voxels.empty()) {
    const auto [cold, hot] = std::minmax_element(
        trace.voxels.begin(), trace.voxels.end(), [&](std::size_t a, std::size_t b) {
          return value(a) < value(b);
        });
    const Grid& grid = temperatures.grid();
    extremes.see(value(*cold), grid.voxelToPatient(grid.voxelAt(*cold)));
    extremes.see(value(*hot), grid.voxelToPatient(grid.voxelAt(*hot)));
  }
  for (const SurfacePoint& point : trace.surface)
    extremes.see(valueAt(temperatures, point), point.atMm);
  return extremes;
}

/// Looks at a structure `secondsPassed` after the last look, when its extremes were `last`.
void watch(const Image<float>& temperatures,
           double secondsPassed,
           std::array<double, 2>& last,
           StructureTrace& trace) {
  const Extremes now = extremesOf(temperatures, trace);
  if (now.coldC < trace.minimumC) {
    trace.minimumC = now.coldC;
    trace.coldestAtMm = now.coldAtMm;
  }
  if (now.hotC > trace.maximumC) {
    trace.maximumC = now.hotC;
    trace.hottestAtMm = now.hotAtMm;
  }
  trace.secondsBelow10C += secondsBeyond(10.0, true, last[0], now.coldC, secondsPassed);
  trace.secondsAbove45C += secondsBeyond(45.0, false, last[1], now.hotC, secondsPassed);
  last = {now.coldC, now.hotC};
}

void keepFrame(double timeS, const Image<float>& temperatures, AblationSimulation& simulation) {
  simulation.history.add(timeS, temperatures);
  for (StructureTrace& trace : simulation.structures) {
    const Extremes extremes = extremesOf(temperatures, trace);
    trace.coldestC.push_back(extremes.coldC);
    trace.hottestC.push_back(extremes.hotC);
  }
}

/// Ends of the chunks in which a treatment is solved, landing on every switch: short after it,
/// when most changes.
std::vector<double> chunkEnds(const Treatment& treatment, double longestS) {
  std::vector<double> ends;
  double from = 0.0;
  for (const double to : treatment.switchesS()) {
    for (double at = from; at < to - 1.0e-9;) {
      const double wanted = std::clamp(kChunkShare * (at - from), kFirstChunkS, longestS);
      at += (to - at) / std::ceil((to - at) / wanted - 1.0e-9);
      ends.push_back(at);
    }
    from = to;
  }
  return ends;
}

bool anyHeat(const std::vector<TreatmentProbe>& probes) {
  return std::any_of(
      probes.begin(), probes.end(), [](const TreatmentProbe& probe) { return !probe.device.cryo; });
}

/// How a treatment is followed.
struct Watch {
  bool heat = false;
  LethalCriterion criterion = LethalCriterion::Arrhenius;
  double frameS = 0.0;
};

/// Runs the treatment, looking after every chunk.
void run(Treatment& treatment,
         const Watch& how,
         AblationSimulation& simulation,
         const Progress& progress) {
  const auto [heat, criterion, frameS] = how;
  LethalDose dose(criterion, simulation.history.grid().voxelCount());
  std::vector<std::array<double, 2>> last(simulation.structures.size(), {kBodyC, kBodyC});
  double before = 0.0, nextFrame = frameS;
  Image<float> earlier = treatment.solver().temperatures();
  keepFrame(0.0, earlier, simulation);
  const std::vector<double> ends = chunkEnds(treatment, heat ? kLongestHeatChunkS : kLongestChunkS);
  for (const double end : ends) {
    treatment.advance(end);
    Image<float> temperatures = treatment.solver().temperatures();
    for (std::size_t n = 0; n < last.size(); ++n)
      watch(temperatures, end - before, last[n], simulation.structures[n]);
    if (heat)
      dose.add(earlier.voxels(), temperatures.voxels(), end - before);
    if (frameS > 0.0 && (end + 0.1 * frameS >= nextFrame || end == ends.back())) {
      keepFrame(end, temperatures, simulation);
      nextFrame = end + frameS;
    }
    before = end;
    earlier = std::move(temperatures);
    progress.at(end / ends.back());
  }
  simulation.logDose = Image<float>(simulation.history.grid(), dose.logarithms());
}

}  // namespace

std::vector<TreatmentProbe> simulatedProbes(const Plan& plan) {
  std::vector<TreatmentProbe> probes;
  for (const Protocol& protocol : plan.protocols) {
    const Needle* needle = plan.find(protocol.needle);
    if (!needle || needle->purpose != Purpose::Probe || protocol.steps.empty() ||
        !hasDevice(needle->instrument))
      continue;
    const Trajectory axis = workingAxis(*needle);
    probes.push_back({findDevice(needle->instrument),
                      axis.target,
                      Vec3(-axis.direction()),
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
    for (const TreatmentProbe& stand : standsOf(probe)) {
      const ProbeShape shape = shapeOf(stand.device, stand.tipMm, stand.backwards);
      low = low.cwiseMin(shape.distalMm).cwiseMin(shape.proximalMm);
      high = high.cwiseMax(shape.distalMm).cwiseMax(shape.proximalMm);
    }
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
                " x " + std::to_string(size[2]) + " voxels of " + plainNumber(resolutionMm) +
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
  run(treatment, {heat, plan.lethalCriterion, options.frameS}, simulation, progress.span(0.1, 1.0));
  simulation.coldest = treatment.solver().coldest();
  simulation.hottest = treatment.solver().hottest();
  simulation.ledger = treatment.solver().ledger();
  simulation.effort = treatment.solver().effort();
  simulation.endS = treatment.endS();
  return simulation;
}

}  // namespace trocar::ablation
