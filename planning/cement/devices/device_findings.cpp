#include "planning/cement/devices/device_findings.h"

#include "planning/access/needle_view.h"
#include "planning/access/pedicle_path.h"
#include "planning/cement/devices/augmentation.h"
#include "planning/findings/rule_text.h"
#include "planning/plan/cannula_course.h"
#include "planning/plan/instrument.h"

#include <cmath>
#include <numbers>

namespace trocar::cement {
namespace {

using Severity = Finding::Severity;
using List = std::vector<Finding>;

void pedicleLimits(const CaseModel& model, const Plan& plan, List& found) {
  for (const Needle& needle : plan.needles) {
    const AugmentationDevice* device = augmentationOf(needle.instrument);
    const anatomy::VertebraAnatomy* vertebra = model.vertebra(needle.level);
    if (!device || !device->leastPedicleMm || !vertebra ||
        !access::goesThroughPedicle(needle.approach))
      continue;
    const double widthMm =
        access::pedicleOf(*vertebra, access::sideOf(model, needle)).isthmusWidthMm;
    if (widthMm >= *device->leastPedicleMm)
      continue;
    Finding finding =
        withValue(findingOf("device-pedicle",
                            Severity::Danger,
                            needle.id,
                            needle.id + ": the pedicle is " + rounded(widthMm) + " mm wide; " +
                                findInstrument(needle.instrument).name + " asks for " +
                                rounded(*device->leastPedicleMm) + " mm, or a path beside it."),
                  widthMm,
                  access::pedicleOf(*vertebra, access::sideOf(model, needle)).centreMm);
    finding.limit = device->leastPedicleMm;
    finding.source = device->source;
    found.push_back(finding);
  }
}

void deviceLimits(const CaseModel&, const Plan& plan, List& found) {
  for (const Cavity& cavity : plannedCavities(plan)) {
    const AugmentationDevice& device = *augmentationOf(plan.find(cavity.needle)->instrument);
    if (device.mostMl && cavity.volumeMl > *device.mostMl) {
      Finding finding = withValue(
          findingOf("device-over-volume",
                    Severity::Warning,
                    cavity.needle,
                    cavity.needle + ": " + rounded(cavity.volumeMl) + " ml are more than the " +
                        rounded(*device.mostMl) + " ml of this device."),
          cavity.volumeMl,
          cavity.region.centreMm);
      finding.limit = device.mostMl;
      finding.source = device.source;
      found.push_back(finding);
    }
  }
}

/// Heights beyond what an expandable implant opens to.
void slotLimits(const CaseModel&, const Plan& plan, List& found) {
  for (const Cavity& cavity : plannedCavities(plan)) {
    const AugmentationDevice& device = *augmentationOf(plan.find(cavity.needle)->instrument);
    const double heightMm = 2.0 * cavity.region.radiiMm.z();
    if (!device.mostHeightMm || heightMm <= *device.mostHeightMm)
      continue;
    Finding finding =
        withValue(findingOf("device-over-height",
                            Severity::Warning,
                            cavity.needle,
                            cavity.needle + ": " + rounded(heightMm) + " mm are more than the " +
                                rounded(*device.mostHeightMm) + " mm this implant opens to."),
                  heightMm,
                  cavity.region.centreMm);
    finding.limit = device.mostHeightMm;
    finding.source = device.source;
    found.push_back(finding);
  }
}

/// Share of a ring's outer surface that is not in bone.
double shareOutside(const CaseModel& model, const Ring& ring) {
  constexpr int kAround = 48;
  constexpr int kUp = 5;
  const Structure* bone = model.boneAt(ring.centreMm);
  if (!bone)
    return 1.0;
  const Vec3 u = ring.axis.unitOrthogonal();
  const Vec3 v = ring.axis.cross(u);
  int outside = 0;
  for (int n = 0; n < kAround * kUp; ++n) {
    const double turn = 2.0 * std::numbers::pi * (n % kAround) / kAround;
    const double up = ring.heightMm * (static_cast<double>(n / kAround) / (kUp - 1) - 0.5);
    const Vec3 p = ring.centreMm + up * ring.axis +
                   ring.outerRadiusMm * (std::cos(turn) * u + std::sin(turn) * v);
    outside += contains(model.patient(), *bone, p) ? 0 : 1;
  }
  return static_cast<double>(outside) / (kAround * kUp);
}

void coils(const CaseModel& model, const Plan& plan, List& found) {
  for (const Needle& needle : plan.needles) {
    const AugmentationDevice* device = augmentationOf(needle.instrument);
    if (device && device->makes == AugmentationDevice::Makes::Ring && !needle.device.coilLoops)
      found.push_back(
          findingOf("coil-without-loops",
                    Severity::Note,
                    needle.id,
                    needle.id + ": the coil has no loops: it is left out of the flow."));
  }
  for (const Ring& ring : plannedRings(model, plan)) {
    const double outside = shareOutside(model, ring);
    if (outside > ruleLimit("coil-beyond-bone"))
      found.push_back(withValue(findingOf("coil-beyond-bone",
                                          Severity::Danger,
                                          ring.needle,
                                          ring.needle + ": " + rounded(100.0 * outside, 0) +
                                              " % of the coil's wall lie outside the bone."),
                                outside,
                                ring.centreMm));
    for (const Injection& injection : plan.injections) {
      const Needle* needle = plan.find(injection.needle);
      const Vec3 tipMm = needle ? beginsAtMm(*needle, injection) : Vec3::Zero();
      const bool sameBone = needle && model.boneAt(tipMm) == model.boneAt(ring.centreMm);
      if (sameBone && !ring.encloses(tipMm))
        found.push_back(withValue(findingOf("cement-outside-coil",
                                            Severity::Warning,
                                            needle->id,
                                            needle->id + ": the tip lies outside the coil " +
                                                ring.needle + ", which does not hold its cement."),
                                  (tipMm - ring.centreMm).norm(),
                                  tipMm));
    }
  }
}

}  // namespace

std::vector<Finding> deviceFindings(const CaseModel& model, const Plan& plan) {
  List found;
  for (const auto rule : {deviceLimits, slotLimits, pedicleLimits, coils})
    rule(model, plan, found);
  return found;
}

}  // namespace trocar::cement
