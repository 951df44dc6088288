#include "planning/plan/cannula_course.h"

#include "core/word_table.h"
#include "planning/plan/needle_path.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace trocar {
namespace {

constexpr double kSameDepthMm = 0.05;

constexpr WordTable<CannulaStep::Kind, 8> kCannulaSteps = {
    {{CannulaStep::Kind::Advance, "advance"},
     {CannulaStep::Kind::DrawBack, "draw-back"},
     {CannulaStep::Kind::Biopsy, "biopsy"},
     {CannulaStep::Kind::Drill, "drill"},
     {CannulaStep::Kind::Probe, "probe"},
     {CannulaStep::Kind::Sensor, "sensor"},
     {CannulaStep::Kind::Device, "device"},
     {CannulaStep::Kind::Inject, "inject"}}};

double depthOf(const Needle& needle) {
  return NeedlePath(needle).lengthMm();
}

/// Steps of one needle, which remember how deep it is.
class Course {
 public:
  explicit Course(const Needle& cannula) : cannula_(cannula) {}

  void moveTo(double depthMm) {
    if (atMm_ && std::abs(*atMm_ - depthMm) < kSameDepthMm)
      return;
    const bool back = atMm_ && depthMm < *atMm_;
    steps_.push_back({back ? CannulaStep::Kind::DrawBack : CannulaStep::Kind::Advance,
                      cannula_.id,
                      depthMm,
                      depthMm});
    atMm_ = depthMm;
  }
  void add(CannulaStep::Kind kind, const Needle& needle) {
    if (needle.id != cannula_.id)
      moveTo(depthOf(cannula_) - needle.cannulaBackMm);
    else
      moveTo(depthOf(cannula_));
    steps_.push_back({kind, needle.id, depthOf(needle), depthOf(needle)});
  }
  void inject(const Needle& needle, const Injection& injection) {
    const double beginsMm = depthOf(needle) - injection.tipBackMm;
    const double endsMm = beginsMm - injection.withdrawMm;
    const bool own = needle.id == cannula_.id;
    moveTo(own ? beginsMm : depthOf(cannula_) - needle.cannulaBackMm);
    steps_.push_back({CannulaStep::Kind::Inject, needle.id, beginsMm, endsMm});
    if (own)
      atMm_ = endsMm;
  }
  std::vector<CannulaStep> finish() {
    if (steps_.empty())
      moveTo(depthOf(cannula_));
    return std::move(steps_);
  }

 private:
  const Needle& cannula_;
  std::optional<double> atMm_;
  std::vector<CannulaStep> steps_;
};

}  // namespace

std::string_view toString(CannulaStep::Kind kind) {
  return wordOf(kCannulaSteps, kind);
}

std::optional<CannulaStep::Kind> cannulaStepKindFromString(std::string_view word) {
  return valueOf(kCannulaSteps, word);
}

std::optional<CannulaStep::Kind> workOf(InstrumentKind kind) {
  switch (kind) {
    case InstrumentKind::BoneNeedle:
      return CannulaStep::Kind::Biopsy;
    case InstrumentKind::Drill:
      return CannulaStep::Kind::Drill;
    case InstrumentKind::Thermocouple:
      return CannulaStep::Kind::Sensor;
    case InstrumentKind::Balloon:
    case InstrumentKind::Implant:
      return CannulaStep::Kind::Device;
    case InstrumentKind::Screw:
      return std::nullopt;
    default:
      return CannulaStep::Kind::Probe;
  }
}

std::optional<CannulaStep::Kind> workOf(const Needle& needle) {
  switch (needle.purpose) {
    case Purpose::Biopsy:
      return CannulaStep::Kind::Biopsy;
    case Purpose::Probe:
      return CannulaStep::Kind::Probe;
    case Purpose::Sensor:
      return CannulaStep::Kind::Sensor;
    case Purpose::Cement:
      return std::nullopt;
    default:
      break;
  }
  const InstrumentKind kind = findInstrument(needle.instrument).kind;
  return kind == InstrumentKind::BoneNeedle ? std::nullopt : workOf(kind);
}

std::vector<CannulaStep> cannulaCourse(const Plan& plan, const Needle& cannula) {
  struct Work {
    CannulaStep::Kind kind;
    const Needle* needle;
  };
  std::vector<Work> works;
  if (cannula.purpose == Purpose::Biopsy && !cannula.through)
    works.push_back({CannulaStep::Kind::Biopsy, &cannula});
  for (const Needle& needle : plan.needles) {
    const auto kind = needle.through == cannula.id ? workOf(needle) : std::nullopt;
    if (kind)
      works.push_back({*kind, &needle});
  }
  std::stable_sort(
      works.begin(), works.end(), [](const Work& a, const Work& b) { return a.kind < b.kind; });
  Course course(cannula);
  for (const Work& work : works)
    course.add(work.kind, *work.needle);
  for (const Injection& injection : plan.injections) {
    const Needle* needle = plan.find(injection.needle);
    if (needle && (needle->id == cannula.id || needle->through == cannula.id))
      course.inject(*needle, injection);
  }
  return course.finish();
}

Needle asItStands(const Plan& plan, const Needle& cannula) {
  double backMm = 0.0;
  for (const Needle& needle : plan.needles) {
    if (needle.through == cannula.id)
      backMm = std::max(backMm, needle.cannulaBackMm);
  }
  return drawnBack(cannula, backMm);
}

std::vector<Needle> asTheyStand(const Plan& plan) {
  std::vector<Needle> needles;
  for (const Needle& needle : plan.needles)
    needles.push_back(asItStands(plan, needle));
  return needles;
}

const Injection* injectionThrough(const Plan& plan, std::string_view needleId) {
  const auto found = std::find_if(plan.injections.begin(),
                                  plan.injections.end(),
                                  [&](const Injection& one) { return one.needle == needleId; });
  return found == plan.injections.end() ? nullptr : &*found;
}

Needle whileInjecting(const Needle& needle, const Injection& injection, double share) {
  return drawnBack(needle, injection.tipBackMm + share * injection.withdrawMm);
}

Vec3 beginsAtMm(const Needle& needle, const Injection& injection) {
  return whileInjecting(needle, injection, 0.0).trajectory.target;
}

}  // namespace trocar
