#include "app/treatment_edits.h"

#include "core/error.h"
#include "core/number_text.h"
#include "planning/ablation/probes/protocol.h"
#include "planning/plan/protocol_text.h"
#include "planning/plan/usual_purpose.h"
#include "planning/words/names.h"

#include <algorithm>
#include <regex>
#include <utility>

namespace trocar::app {
namespace {

/// Bone needle and probe come with the same length to the hub, or the probe longer.
bool isLongEnough(const Instrument& device, const Instrument& cannula) {
  return device.lengthMm >= cannula.lengthMm;
}

bool isThinEnough(const Instrument& device, const Instrument& cannula) {
  return cannula.innerDiameterMm && device.outerDiameterMm <= *cannula.innerDiameterMm;
}

/// Of the part that must stand out of the cannula.
double freeMm(const Instrument& device) {
  return device.activeLengthMm.value_or(0.0) + device.activeOffsetMm.value_or(0.0);
}

double mostBackMm(const Needle& cannula) {
  constexpr double kShortestCannulaMm = 10.0;
  return std::max(0.0, cannula.trajectory.lengthMm() - kShortestCannulaMm);
}

}  // namespace

bool isAblationProbe(const Instrument& instrument) {
  return usualPurpose(instrument.kind) == Purpose::Probe;
}

bool fits(const Instrument& device, const Instrument& cannula) {
  return isThinEnough(device, cannula) && isLongEnough(device, cannula);
}

void requireFits(const Instrument& device, const Instrument& cannula) {
  if (!cannula.innerDiameterMm)
    throw Error(cannula.name + " has no bore: nothing passes through it.");
  if (!isThinEnough(device, cannula))
    throw Error(device.name + " is " + shownQuantity(device.outerDiameterMm, "mm") +
                " thick and the bore of " + cannula.name + " is " +
                shownQuantity(*cannula.innerDiameterMm, "mm") + ": choose a wider needle.");
  if (!isLongEnough(device, cannula))
    throw Error(device.name + " is shorter than " + cannula.name + ": choose a shorter needle.");
}

const Needle* runningThrough(const Plan& plan, std::string_view cannulaId, CannulaStep::Kind kind) {
  const auto found =
      std::find_if(plan.needles.begin(), plan.needles.end(), [&](const Needle& needle) {
        return needle.through == cannulaId && workOf(needle) == kind;
      });
  return found == plan.needles.end() ? nullptr : &*found;
}

Plan withThrough(Plan plan, const std::string& cannulaId, const Instrument& device) {
  const auto kind = workOf(device.kind);
  if (!kind)
    throw Error(device.name + " runs through no cannula: place it as a needle of its own.");
  plan = withoutThrough(std::move(plan), cannulaId, *kind);
  const Needle cannula = *plan.find(cannulaId);
  Needle inner = cannula;
  inner.id = nextNeedleId(plan);
  inner.instrument = device.id;
  inner.purpose = *kind == CannulaStep::Kind::Biopsy ? Purpose::Biopsy : usualPurpose(device.kind);
  inner.through = cannulaId;
  inner.device = {};
  inner.cannulaBackMm = std::min(freeMm(device), mostBackMm(cannula));
  plan = withNeedle(std::move(plan), inner);
  const std::string protocol =
      *kind == CannulaStep::Kind::Probe ? usualProtocol(device) : std::string();
  if (!protocol.empty())
    plan = withProtocol(std::move(plan), {inner.id, 0.0, protocolFromText(protocol)});
  return plan;
}

Plan withoutThrough(Plan plan, const std::string& cannulaId, CannulaStep::Kind kind) {
  const Needle* inner = runningThrough(plan, cannulaId, kind);
  if (!inner)
    return plan;
  if (inner->cannulaBackMm == 0.0 && behindWhatRunsThroughMm(plan, *plan.find(cannulaId)) > 0.0)
    plan = withAdvanced(std::move(plan), cannulaId);
  return withoutNeedle(std::move(plan), runningThrough(plan, cannulaId, kind)->id);
}

double behindWhatRunsThroughMm(const Plan& plan, const Needle& cannula) {
  constexpr double kSameTipMm = 0.5;
  double behindMm = 0.0;
  for (const Needle& inner : plan.needles) {
    if (inner.through == cannula.id && !cannula.bend && !inner.bend)
      behindMm = std::max(behindMm,
                          (inner.trajectory.target - cannula.trajectory.target)
                              .dot(cannula.trajectory.direction()));
  }
  return behindMm < kSameTipMm ? 0.0 : behindMm;
}

Plan withAdvanced(Plan plan, const std::string& cannulaId) {
  const Needle cannula = *plan.find(cannulaId);
  const double byMm = behindWhatRunsThroughMm(plan, cannula);
  plan = withTarget(std::move(plan),
                    cannulaId,
                    cannula.trajectory.pointAtDepth(cannula.trajectory.lengthMm() + byMm));
  for (Needle& inner : plan.needles) {
    if (inner.through == cannulaId)
      inner.cannulaBackMm += byMm;
  }
  return plan;
}

Plan withFollowableProtocol(Plan plan, const std::string& needleId) {
  const auto protocol = std::find_if(plan.protocols.begin(),
                                     plan.protocols.end(),
                                     [&](const Protocol& one) { return one.needle == needleId; });
  const Instrument& device = findInstrument(plan.find(needleId)->instrument);
  if (protocol == plan.protocols.end() || !isAblationProbe(device))
    return plan;
  try {
    ablation::requireFollowable(device.kind, *protocol, needleId);
    return plan;
  } catch (const Error&) {  // Ice asked of an antenna, or power of a cryoprobe.
    plan.protocols.erase(protocol);
  }
  const std::string usual = usualProtocol(device);
  return usual.empty() ? plan
                       : withProtocol(std::move(plan), {needleId, 0.0, protocolFromText(usual)});
}

namespace {

/// Share of the radius within which a ball of the same size adds nothing that is seen.
constexpr double kSamePlace = 0.3;

Protection* protectionOf(Plan& plan, const std::string& region) {
  const auto found = std::find_if(plan.protections.begin(),
                                  plan.protections.end(),
                                  [&](const Protection& one) { return one.structure == region; });
  return found == plan.protections.end() ? nullptr : &*found;
}

}  // namespace

std::string paintLabel(Protection::Medium medium) {
  return "Paint " + words::mediumName(medium);
}

std::string nextFluidName(const Plan& plan) {
  int number = 1;
  const auto taken = [&](const Protection& one) {
    return one.structure == "fluid_" + std::to_string(number);
  };
  while (std::any_of(plan.protections.begin(), plan.protections.end(), taken))
    ++number;
  return "fluid_" + std::to_string(number);
}

Plan withPainted(Plan plan,
                 const std::string& region,
                 Protection::Medium medium,
                 const PaintedBall& ball) {
  Protection* protection = protectionOf(plan, region);
  if (!protection)
    return withProtection(std::move(plan), {region, medium, 0.0, {ball}});
  const bool there = std::any_of(
      protection->painted.begin(), protection->painted.end(), [&](const PaintedBall& other) {
        return other.radiusMm == ball.radiusMm &&
               (other.centreMm - ball.centreMm).norm() < kSamePlace * ball.radiusMm;
      });
  protection->medium = medium;
  if (!there)
    protection->painted.push_back(ball);
  return plan;
}

Plan withErased(Plan plan, const std::string& region, const PaintedBall& eraser) {
  Protection* protection = protectionOf(plan, region);
  if (!protection || protection->painted.empty())
    return plan;
  std::erase_if(protection->painted, [&](const PaintedBall& ball) {
    return (ball.centreMm - eraser.centreMm).norm() <= eraser.radiusMm;
  });
  if (protection->painted.empty())
    std::erase_if(plan.protections, [&](const Protection& one) { return one.structure == region; });
  return plan;
}

std::string usualProtocol(const Instrument& device) {
  if (device.kind == InstrumentKind::Cryoprobe)
    return "freeze 600, thaw 300, freeze 600, active-thaw 120";
  for (const PublishedZone& zone : device.zones) {
    static const std::regex kPower(R"(([0-9.]+) W ([0-9.]+) min.*)");
    std::smatch match;
    if (!std::regex_match(zone.label, match, kPower))
      continue;
    const double watts = numberFrom(match[1].str()).value();
    const double minutes = numberFrom(match[2].str()).value();
    return toText({ProtocolStep{ProtocolStep::Kind::Power, 60.0 * minutes, watts, 1.0}});
  }
  return device.kind == InstrumentKind::RadiofrequencyProbe ? "power 10 W 480" : "";
}

}  // namespace trocar::app
