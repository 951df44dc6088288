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

const Needle* probeThrough(const Plan& plan, std::string_view cannulaId) {
  const auto found =
      std::find_if(plan.needles.begin(), plan.needles.end(), [&](const Needle& needle) {
        return needle.through == cannulaId;
      });
  return found == plan.needles.end() ? nullptr : &*found;
}

Plan withProbe(Plan plan, const std::string& cannulaId, const Instrument& device) {
  constexpr double kShortestCannulaMm = 10.0;
  plan = withoutProbe(std::move(plan), cannulaId);
  const Needle cannula = *plan.find(cannulaId);
  Needle probe = cannula;
  probe.id = nextNeedleId(plan);
  probe.instrument = device.id;
  probe.purpose = Purpose::Probe;
  probe.through = cannulaId;
  probe.device = {};
  const double freeMm = device.activeLengthMm.value_or(0.0) + device.activeOffsetMm.value_or(0.0);
  const double depthMm = std::max(kShortestCannulaMm, cannula.trajectory.lengthMm() - freeMm);
  plan = withTarget(std::move(plan), cannulaId, cannula.trajectory.pointAtDepth(depthMm));
  plan = withNeedle(std::move(plan), probe);
  const std::string protocol = usualProtocol(device);
  if (!protocol.empty())
    plan = withProtocol(std::move(plan), {probe.id, 0.0, protocolFromText(protocol)});
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

Plan withoutProbe(Plan plan, const std::string& cannulaId) {
  const Needle* probe = probeThrough(plan, cannulaId);
  if (!probe)
    return plan;
  const Needle removed = *probe;
  plan = withoutNeedle(std::move(plan), removed.id);
  return withTarget(std::move(plan), cannulaId, removed.trajectory.target);
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
