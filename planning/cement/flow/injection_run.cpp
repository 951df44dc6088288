#include "planning/cement/flow/injection_run.h"

#include "core/error.h"
#include "planning/cement/flow/cannula_flow.h"
#include "planning/plan/cannula_course.h"
#include "planning/plan/instrument.h"
#include "planning/plan/needle_path.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace trocar::cement {
namespace {

constexpr double kSmallestStepMl = 0.02;
constexpr double kStepMl = 0.1;
constexpr int kStalledSteps = 3;

bool canFlow(const Injection& injection) {
  return injection.volumeMl > 0.0 && std::isfinite(injection.volumeMl) &&
         injection.rateMlPerS > 0.0 && std::isfinite(injection.rateMlPerS);
}

/// The next step of an injection: fine at first, when the front is small.
double stepMl(double injectedMl, double leftMl) {
  return std::min(
      leftMl, std::clamp(0.15 * injectedMl, kSmallestStepMl, std::max(kStepMl, 0.03 * injectedMl)));
}

/// Half side of the box around the tips that the volume may reach: twice the radius of a sphere in
/// bone of one half porosity, and 15 mm.
double reachOf(double volumeMl) {
  return 15.0 + 2.0 * std::cbrt(3.0 * volumeMl * 1000.0 / (4.0 * std::numbers::pi * 0.5));
}

class Runner {
 public:
  Runner(const CaseModel& model, const Plan& plan, const RunSettings& settings)
      : model_(model), plan_(plan), settings_(settings), mix_(mixOf(plan)) {}

  InjectionRun run(const Progress& progress) {
    clockS_ = mix_.startS;
    const double count = static_cast<double>(plan_.injections.size());
    for (std::size_t i = 0; i < plan_.injections.size(); ++i) {
      const auto part = static_cast<double>(i);
      inject(plan_.injections[i], progress.span(part / count, (part + 1.0) / count));
    }
    run_.endsAtS = clockS_;
    progress.at(1.0);
    return std::move(run_);
  }

 private:
  void inject(const Injection& injection, const Progress& progress) {
    CementNeedle out;
    out.needle = injection.needle;
    out.requestedMl = canFlow(injection) ? injection.volumeMl : 0.0;
    out.beginsAtMl = totalMl_;
    const Needle* needle = plan_.find(injection.needle);
    if (needle != nullptr && canFlow(injection))
      injectThrough(*needle, injection, out, progress);
    run_.needles.push_back(out);
  }

  void injectThrough(const Needle& needle,
                     const Injection& injection,
                     CementNeedle& out,
                     const Progress& progress) {
    const Instrument& cannula = findInstrument(needle.instrument);
    out.deadVolumeMl = deadVolumeMl(cannula);
    const Needle first = whileInjecting(needle, injection, 0.0);
    out.tipMm = first.trajectory.target;
    const Structure* bone = boneAt(model_.patient(), out.tipMm, needle.level);
    if (bone == nullptr || !cannula.innerDiameterMm)
      return;
    out.structure = bone->id;
    FilledSite& site = siteOf(*bone);
    site.filling.setClockMl(totalMl_);
    if (const auto source = sourceIn(site.site, workingAxis(first)))
      fill(site, *source, injection, out, progress);
    else
      stop("no-room", out, out.tipMm);
  }

  FilledSite& siteOf(const Structure& bone) {
    for (const auto& known : run_.sites) {
      if (known->site.structure == bone.id)
        return *known;
    }
    SiteRequest request{bone,
                        trustedAnatomy(model_, bone),
                        {},
                        0.0,
                        settings_.resolutionMm,
                        settings_.factors,
                        {},
                        plannedRings(model_, plan_),
                        AblatedZone(settings_.ablation)};
    for (const Cavity& cavity : plannedCavities(plan_))
      request.cavities.push_back(cavity.region);
    double volumeMl = 0.0;
    for (const Injection& injection : plan_.injections) {
      const Needle* needle = canFlow(injection) ? plan_.find(injection.needle) : nullptr;
      const Structure* other =
          needle == nullptr
              ? nullptr
              : boneAt(model_.patient(), beginsAtMm(*needle, injection), needle->level);
      if (other == nullptr || other->id != bone.id)
        continue;
      volumeMl += injection.volumeMl;
      const double widthMm = findInstrument(needle->instrument).outerDiameterMm;
      request.cannulas.push_back({workingAxis(whileInjecting(*needle, injection, 1.0)), widthMm});
      if (injection.withdrawMm > 0.0)
        request.cavities.push_back(channelOf(*needle, injection, widthMm));
    }
    request.reachMm = reachOf(volumeMl);
    CementSite site = makeCementSite(model_, request);
    Filling filling(site.flow, FillingOptions{});
    run_.sites.push_back(
        std::make_unique<FilledSite>(FilledSite{std::move(site), std::move(filling)}));
    return *run_.sites.back();
  }

  /// What the needle leaves open as it is drawn back, in place of steel. It is open from the start.
  static EllipsoidRegion channelOf(const Needle& needle,
                                   const Injection& injection,
                                   double widthMm) {
    const Vec3 fromMm = beginsAtMm(needle, injection);
    const Vec3 toMm = whileInjecting(needle, injection, 1.0).trajectory.target;
    const Vec3 along = (fromMm - toMm).normalized();
    EllipsoidRegion channel;
    channel.centreMm = 0.5 * (fromMm + toMm);
    channel.axes.col(0) = along;
    channel.axes.col(1) = along.unitOrthogonal();
    channel.axes.col(2) = along.cross(channel.axes.col(1));
    channel.radiiMm = 0.5 * Vec3(injection.withdrawMm + widthMm, widthMm, widthMm);
    return channel;
  }

  /// The first voxel of bone that flows from the tip on, within 3 mm.
  static std::optional<std::size_t> sourceIn(const CementSite& site, const Trajectory& trajectory) {
    for (double aheadMm = 0.0; aheadMm <= 3.0; aheadMm += 0.25) {
      const Vec3 pointMm = trajectory.target + aheadMm * trajectory.direction();
      const VoxelIndex voxel = site.flow.grid.nearestVoxel(pointMm);
      if (!site.flow.grid.contains(voxel))
        return std::nullopt;
      const std::size_t offset = site.flow.grid.offset(voxel);
      if (isInBone(site.place[offset]) && site.flow.flows(offset))
        return offset;
    }
    return std::nullopt;
  }

  void fill(FilledSite& site,
            std::size_t source,
            const Injection& injection,
            CementNeedle& out,
            const Progress& progress) {
    const Needle& needle = *plan_.find(injection.needle);
    const Instrument& cannula = findInstrument(needle.instrument);
    Vec3 tipMm = out.tipMm;
    const double roomMl = site.site.roomMl();
    int stalled = 0;
    while (injection.volumeMl - out.deliveredMl > 1e-6) {
      progress.at(out.deliveredMl / injection.volumeMl);
      if (clockS_ >= workingTimeS(*mix_.product, mix_.roomC))
        return stop("working-time", out, tipMm);
      PowerLaw cement = rheology(*mix_.product, clockS_, mix_.roomC);
      cement.consistencyPaSn *= settings_.factors.viscosity;
      const double inCannulaKPa = cannulaPressureKPa(
          cement, *cannula.innerDiameterMm, cannula.lengthMm, injection.rateMlPerS);
      const double volumeMl =
          stepMl(site.filling.injectedMl(), injection.volumeMl - out.deliveredMl);
      if (injection.withdrawMm > 0.0) {
        const Needle now = whileInjecting(needle, injection, out.deliveredMl / injection.volumeMl);
        tipMm = now.trajectory.target;
        source = sourceIn(site.site, workingAxis(now)).value_or(source);
      }
      const FillingStep step = site.filling.inject(source, volumeMl, injection.rateMlPerS, cement);
      record(step, injection, inCannulaKPa, out);
      if (inCannulaKPa + step.sourcePressureKPa > handPressureKPa())
        return stop("pressure", out, tipMm);
      stalled = step.placedMl < 0.02 * volumeMl ? stalled + 1 : 0;
      if (stalled == kStalledSteps || site.filling.injectedMl() >= roomMl)
        return stop("no-room", out, tipMm);
    }
  }

  void record(const FillingStep& step,
              const Injection& injection,
              double inCannulaKPa,
              CementNeedle& out) {
    out.deliveredMl += step.placedMl;
    totalMl_ += step.placedMl;
    clockS_ += step.placedMl / injection.rateMlPerS;
    const double syringeKPa = inCannulaKPa + step.sourcePressureKPa;
    out.peakPressureKPa = std::max(out.peakPressureKPa, syringeKPa);
    run_.course.push_back({totalMl_,
                           clockS_,
                           injection.needle,
                           out.structure,
                           syringeKPa,
                           step.sourcePressureKPa,
                           std::nullopt});
  }

  void stop(const std::string& kind, const CementNeedle& needle, const Vec3& atMm) {
    run_.stops.push_back({kind, needle.needle, totalMl_, clockS_, atMm});
  }

  const CaseModel& model_;
  const Plan& plan_;
  const RunSettings& settings_;
  MixedCement mix_;
  InjectionRun run_;
  double totalMl_ = 0.0;
  double clockS_ = 0.0;
};

}  // namespace

MixedCement mixOf(const Plan& plan) {
  const CementProduct& product = productOf(plan.cementMix);
  return {&product,
          plan.cementMix.startS.value_or(product.startS),
          plan.cementMix.roomC.value_or(product.referenceC)};
}

const Structure* boneAt(const Case& patient, const Vec3& pointMm, const std::string& level) {
  const Structure* found = nullptr;
  for (const Structure& structure : patient.structures) {
    if (!isBone(structure.role) || !contains(patient, structure, pointMm))
      continue;
    if (!level.empty() && levelOf(structure) == level)
      return &structure;
    if (found == nullptr)
      found = &structure;
  }
  return found;
}

const anatomy::VertebraAnatomy* trustedAnatomy(const CaseModel& model, const Structure& bone) {
  const std::string level = levelOf(bone);
  const anatomy::VertebraAnatomy* anatomy = level.empty() ? nullptr : model.vertebra(level);
  return anatomy != nullptr && anatomy->trust.trusted ? anatomy : nullptr;
}

InjectionRun runInjections(const CaseModel& model,
                           const Plan& plan,
                           const RunSettings& settings,
                           const Progress& progress) {
  return Runner(model, plan, settings).run(progress);
}

}  // namespace trocar::cement
