#include "planning/school/measures.h"

#include "planning/ablation/evaluate_ablation.h"
#include "planning/fluoro/presets.h"
#include "planning/fluoro/view_check.h"
#include "planning/model/angles.h"
#include "planning/plan/instrument.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

namespace trocar::school {
namespace {

using Value = std::optional<double>;
using Measure = std::function<Value(const Measured&)>;

/// The smallest (or with `sign` -1 the largest) of what `read` finds for the needles.
template <typename Read>
Value extreme(const Measured& measured, double sign, const Read& read) {
  Value best;
  for (const NeedleEvaluation& needle : measured.evaluation.needles) {
    const Value value = read(needle);
    if (value && (!best || sign * *value < sign * *best))
      best = value;
  }
  return best;
}

Value tipError(const Measured& measured) {
  Value worst;
  for (const NeedlePair& pair : pairNeedles(measured.lesson.expert, measured.attempt.plan)) {
    if (pair.learner == nullptr)
      return std::nullopt;
    const double error = (pair.learner->trajectory.target - pair.expert->trajectory.target).norm();
    worst = std::max(worst.value_or(0.0), error);
  }
  return worst;
}

Value breach(const Measured& measured) {
  return extreme(measured, -1.0, [](const NeedleEvaluation& needle) {
    return needle.breach ? Value(needle.breach->maxExcursionMm) : std::nullopt;
  });
}

/// Kept within 50 mm, deeper than any vertebra: a needle that runs along the midline crosses the
/// medial wall's plane metres away.
Value leadOf(const NeedleEvaluation& needle) {
  constexpr double kDeepestMm = 50.0;
  if (!needle.orderRule || !needle.orderRule->leadMm)
    return std::nullopt;
  return std::clamp(*needle.orderRule->leadMm, -kDeepestMm, kDeepestMm);
}

Value orderLead(const Measured& measured) {
  return extreme(measured, 1.0, leadOf);
}

/// Not known where a structure that may be nearer is not labelled.
Value clearance(const Measured& measured) {
  const auto& needles = measured.evaluation.needles;
  if (std::any_of(needles.begin(), needles.end(), [](const NeedleEvaluation& needle) {
        return !isSafetyJudged(needle.unjudged);
      }))
    return std::nullopt;
  return extreme(measured, 1.0, [](const NeedleEvaluation& needle) {
    return needle.clearances.empty() ? std::nullopt : Value(needle.clearances.front().distanceMm);
  });
}

Value gauge(const Measured& measured) {
  return extreme(measured, 1.0, [](const NeedleEvaluation& needle) {
    return needle.fit ? needle.fit->clearancePerSideMm : std::nullopt;
  });
}

/// As felt on the way; of a plan alone, those of the path as it lies.
Value passes(const Measured& measured) {
  if (measured.attempt.handling)
    return static_cast<double>(measured.attempt.handling->corticalPasses) / measured.lesson.needles;
  return extreme(measured, -1.0, [](const NeedleEvaluation& needle) {
    return needle.bonePath ? Value(needle.bonePath->corticalPasses) : std::nullopt;
  });
}

/// What the handling says, where it is known.
Measure handled(const std::function<double(const Handling&)>& read) {
  return [read](const Measured& measured) {
    return measured.attempt.handling ? Value(read(*measured.attempt.handling)) : std::nullopt;
  };
}

Value coverage(const Measured& measured) {
  const std::optional<ablation::AblationResult>& ablation = measured.evaluation.ablation;
  if (!ablation)
    return 0.0;
  const Value isotherm = ablation::planningIsothermC(measured.attempt.plan, *ablation);
  Value least;
  for (const ablation::TargetCoverage& target : ablation->targets) {
    for (const ablation::TargetCoverage::AtIsotherm& at : target.coverage) {
      if (at.isothermC == isotherm)
        least = std::min(least.value_or(100.0), 100.0 * at.fraction);
    }
  }
  return least;
}

bool isNervous(const Case& patient, const std::string& structureId) {
  const Structure* structure = patient.find(structureId);
  return structure != nullptr && (structure->role == Role::Nerve || structure->role == Role::Cord ||
                                  structure->role == Role::ThecalSac);
}

/// The extreme temperature of nerve tissue; sign -1 for the hottest.
Value nerveTemperature(const Measured& measured, double sign) {
  Value extremeC;
  if (!measured.evaluation.ablation)
    return extremeC;
  for (const ablation::StructureExposure& one : measured.evaluation.ablation->structures) {
    const Value value = sign > 0.0 ? one.minimumC : one.maximumC;
    if (value && isNervous(measured.model.patient(), one.structure) &&
        (!extremeC || sign * *value < sign * *extremeC))
      extremeC = value;
  }
  return extremeC;
}

Value leak(const Measured& measured, const char* into) {
  const auto& cement = measured.evaluation.cement;
  if (!cement || !cement->leaksModelled || (into != nullptr && cement->canalUnjudged))
    return std::nullopt;
  double sumMl = 0.0;
  for (const cement::CementLeak& one : cement->leaks)
    sumMl += into == nullptr || one.into == into ? one.volumeMl : 0.0;
  return sumMl;
}

Value verdict(const Measured& measured) {
  if (measured.lesson.answer.empty())
    return std::nullopt;
  return measured.attempt.verdict == measured.lesson.answer ? 1.0 : 0.0;
}

fluoro::CarmSetup armOf(const Measured& measured, std::size_t plane) {
  fluoro::CarmSetup setup;
  setup.position = measured.lesson.expert.procedurePosition;
  setup.angles = measured.attempt.arms[plane];
  setup.isocentreMm = measured.attempt.isocentresMm[plane];
  return setup;
}

/// What the view check of the plane that should show `wanted` says.
Measure viewed(const char* wanted, double (*read)(const fluoro::ViewCheck&)) {
  return [wanted, read](const Measured& measured) -> Value {
    const anatomy::VertebraAnatomy* vertebra = measured.model.vertebra(measured.lesson.level);
    const std::vector<std::string>& views = measured.lesson.wantedViews;
    const auto found = std::find(views.begin(), views.end(), wanted);
    if (vertebra == nullptr || !measured.attempt.armsKnown || found == views.end())
      return std::nullopt;
    const fluoro::CarmSetup setup =
        armOf(measured, static_cast<std::size_t>(found - views.begin()));
    const bool lateral = std::string_view(wanted) == "true-lateral";
    const std::optional<Vec3> spinous = measured.model.spinousTipMm(measured.lesson.level);
    return read(lateral ? fluoro::checkLateral(*vertebra, setup)
                        : fluoro::checkAp(*vertebra, spinous, setup));
  };
}

Value beamError(const Measured& measured) {
  if (!measured.attempt.armsKnown || measured.lesson.wantedViews.empty())
    return std::nullopt;
  const std::vector<fluoro::CarmPreset> presets = fluoro::carmPresets(
      measured.model, measured.lesson.expert.needles, measured.lesson.level, Vec3::Zero());
  const Vec3 wanted =
      beamOf(fluoro::findPreset(presets, measured.lesson.wantedViews.front()).supine);
  const Vec3 beam = fluoro::anteriorBeamOf(armOf(measured, 0));
  return Angle::fromRadians(std::atan2(wanted.cross(beam).norm(), std::abs(wanted.dot(beam))))
      .degrees();
}

/// How many needles are of another kind or thickness than was asked for.
Value otherInstruments(const Measured& measured) {
  double others = 0.0;
  for (const NeedlePair& pair : pairNeedles(measured.lesson.expert, measured.attempt.plan)) {
    if (pair.learner != nullptr && !isAskedFor(*pair.learner, *pair.expert, measured.lesson))
      others += 1.0;
  }
  return others;
}

/// Needles beyond those that were asked for; too few are counted elsewhere.
Value needlesTooMany(const Measured& measured) {
  const auto asked = std::max(static_cast<std::size_t>(measured.lesson.needles),
                              measured.lesson.expert.needles.size());
  const std::size_t placed = measured.attempt.plan.needles.size();
  return placed > asked ? static_cast<double>(placed - asked) : 0.0;
}

struct Row {
  const char* key;
  bool ofPlan;
  bool physics;
  Measure measure;
};

const std::vector<Row>& rows() {
  static const std::vector<Row> table = {
      {"tip-error", true, false, tipError},
      {"breach", true, false, breach},
      {"order-lead", true, false, orderLead},
      {"clearance", true, false, clearance},
      {"gauge", true, false, gauge},
      {"passes", false, false, passes},
      {"corrections", false, false, handled([](const Handling& h) { return h.corrections; })},
      {"shots", false, false, handled([](const Handling& h) { return h.exposures.shots; })},
      {"fluoroscopy", false, false, handled([](const Handling& h) { return h.exposures.seconds; })},
      {"time", false, false, handled([](const Handling& h) { return h.elapsedS / 60.0; })},
      {"coverage", true, true, coverage},
      {"coldest", true, true, [](const Measured& m) { return nerveTemperature(m, 1.0); }},
      {"hottest", true, true, [](const Measured& m) { return nerveTemperature(m, -1.0); }},
      {"leak", true, true, [](const Measured& m) { return leak(m, nullptr); }},
      {"canal-leak", true, true, [](const Measured& m) { return leak(m, "canal"); }},
      {"instrument", true, false, otherInstruments},
      {"needle-count", true, false, needlesTooMany},
      {"verdict", false, false, verdict},
      {"ap-offset",
       false,
       false,
       viewed("true-ap",
              [](const fluoro::ViewCheck& check) {
                return std::abs(check.spinousOffsetMm.value_or(check.rotationDeg));
              })},
      {"ap-tilt",
       false,
       false,
       viewed("true-ap", [](const fluoro::ViewCheck& check) { return std::abs(check.tiltDeg); })},
      {"lateral-wall",
       false,
       false,
       viewed("true-lateral", [](const fluoro::ViewCheck& check) { return check.wallMm; })},
      {"lateral-tilt",
       false,
       false,
       viewed("true-lateral",
              [](const fluoro::ViewCheck& check) { return std::abs(check.tiltDeg); })},
      {"beam-error", false, false, beamError}};
  return table;
}

const Row* rowOf(std::string_view key) {
  const auto found =
      std::find_if(rows().begin(), rows().end(), [&](const Row& row) { return row.key == key; });
  return found == rows().end() ? nullptr : &*found;
}

}  // namespace

std::optional<double> measureCriterion(std::string_view key, const Measured& measured) {
  const Row* row = rowOf(key);
  return row != nullptr ? row->measure(measured) : std::nullopt;
}

bool isOfPlan(std::string_view key) {
  const Row* row = rowOf(key);
  return row != nullptr && row->ofPlan;
}

bool needsPhysics(const std::vector<std::string>& criteria) {
  return std::any_of(criteria.begin(), criteria.end(), [](const std::string& key) {
    const Row* row = rowOf(key);
    return row != nullptr && row->physics;
  });
}

bool isAskedFor(const Needle& learner, const Needle& expert, const Lesson& lesson) {
  constexpr double kSameMm = 0.05;
  const Instrument& own = findInstrument(learner.instrument);
  for (const std::string& id : {expert.instrument, lesson.instrument}) {
    const Instrument& asked = findInstrument(id);
    if (own.kind == asked.kind && std::abs(own.outerDiameterMm - asked.outerDiameterMm) < kSameMm)
      return true;
  }
  return false;
}

std::vector<NeedlePair> pairNeedles(const Plan& expert, const Plan& learner) {
  std::vector<NeedlePair> pairs;
  std::vector<const Needle*> left;
  for (const Needle& needle : learner.needles)
    left.push_back(&needle);
  for (const Needle& needle : expert.needles) {
    const auto far = [&](const Needle* one) {
      return (one->trajectory.target - needle.trajectory.target).norm();
    };
    const auto nearest =
        std::min_element(left.begin(), left.end(), [&](const Needle* a, const Needle* b) {
          return far(a) < far(b);
        });
    pairs.push_back({&needle, nearest == left.end() ? nullptr : *nearest});
    if (nearest != left.end())
      left.erase(nearest);
  }
  return pairs;
}

}  // namespace trocar::school
