#include "planning/fixation/screw_findings.h"

#include "planning/access/approach_record.h"
#include "planning/access/screw_bone.h"
#include "planning/findings/rule_text.h"
#include "planning/words/names.h"

#include <algorithm>
#include <cmath>

namespace trocar::fixation {
namespace {

using Severity = Finding::Severity;

std::string nameOf(const access::NeedleView& view, const std::string& limit) {
  if (limit == "cortex" || limit.empty())
    return "";
  const bool isStructure = view.model.patient().find(limit) != nullptr;
  return ", towards " +
         (isStructure ? words::theName(view.model.patient(), limit) : "the " + limit);
}

std::optional<Finding> breach(const access::NeedleView& view, const ScrewGrade& screw) {
  const std::string towards = nameOf(view, screw.limit);
  if (screw.maxExcursionMm > ruleLimit("screw-breach")) {
    const bool harmful = screw.grade != 'B' || !towards.empty();
    return withValue(
        access::about(view,
                      "screw-breach",
                      harmful ? Severity::Danger : Severity::Warning,
                      "the screw breaks the cortex by " + rounded(screw.maxExcursionMm) +
                          " mm (grade " + screw.grade + ", " + screw.direction + towards + ")."),
        screw.maxExcursionMm,
        screw.atMm);
  }
  if (screw.marginMm >= ruleLimit("screw-margin"))
    return std::nullopt;
  return withValue(access::about(view,
                                 "screw-margin",
                                 Severity::Warning,
                                 "only " + rounded(screw.marginMm) +
                                     " mm of bone lie between thread and cortex (" +
                                     screw.direction + towards + ")."),
                   screw.marginMm,
                   screw.atMm);
}

std::optional<Finding> tip(const access::NeedleView& view, const ScrewGrade& screw) {
  const Vec3& at = view.needle.trajectory.target;
  if (!screw.beyondTipMm) {
    Finding finding = access::about(
        view, "screw-tip", Severity::Danger, "the screw's tip lies outside the bone.");
    finding.atMm = at;
    return finding;
  }
  if (*screw.beyondTipMm >= ruleLimit("screw-tip"))
    return std::nullopt;
  return withValue(
      access::about(view,
                    "screw-tip",
                    Severity::Warning,
                    "only " + rounded(*screw.beyondTipMm) + " mm of bone lie ahead of the tip."),
      *screw.beyondTipMm,
      at);
}

std::optional<Finding> length(const access::NeedleView& view, const ScrewGrade& screw) {
  const double proudMm = screw.headProudMm;
  if (std::abs(proudMm) < ruleLimit("screw-length"))
    return std::nullopt;
  const std::string text =
      proudMm < 0.0 ? (screw.lengthEntered ? "the screw of " : "the longest screw made, ") +
                          rounded(screw.lengthMm, 0) + " mm, is " + rounded(-proudMm) +
                          " mm shorter than its way in bone."
                    : "the head of the screw of " + rounded(screw.lengthMm, 0) + " mm stands " +
                          rounded(proudMm) + " mm off the bone.";
  return withValue(access::about(view, "screw-length", Severity::Warning, text),
                   proudMm,
                   view.needle.trajectory.entry);
}

std::optional<Finding> notMade(const access::NeedleView& view, const ScrewGrade& screw) {
  if (!screw.lengthEntered || !view.instrument.lengths)
    return std::nullopt;
  const ScrewLengths& made = *view.instrument.lengths;
  const double steps = (screw.lengthMm - made.shortestMm) / made.stepMm;
  if (screw.lengthMm >= made.shortestMm && screw.lengthMm <= made.longestMm &&
      std::abs(steps - std::round(steps)) < 1e-6)
    return std::nullopt;
  return withValue(
      access::about(view,
                    "screw-not-made",
                    Severity::Warning,
                    "the catalogue has this screw from " + rounded(made.shortestMm, 0) + " to " +
                        rounded(made.longestMm, 0) + " mm in steps of " + rounded(made.stepMm, 0) +
                        ", not of " + rounded(screw.lengthMm) + " mm."),
      screw.lengthMm,
      view.needle.trajectory.target);
}

std::optional<Finding> inLesion(const access::NeedleView& view, const ScrewGrade& screw) {
  const double share = screw.inBoneMm > 0.0 ? screw.inLesionMm / screw.inBoneMm : 0.0;
  if (screw.cemented || share < ruleLimit("screw-in-lesion"))
    return std::nullopt;
  return withValue(
      access::about(view,
                    "screw-in-lesion",
                    Severity::Warning,
                    rounded(screw.inLesionMm, 0) + " of its " + rounded(screw.inBoneMm, 0) +
                        " mm in bone run in the lesion and no cement is planned through it."),
      share,
      view.needle.trajectory.target);
}

/// Whether a plan has such a screw on one side.
bool hasScrew(const Plan& plan, Approach approach, Side side) {
  return std::any_of(plan.needles.begin(), plan.needles.end(), [&](const Needle& needle) {
    return needle.approach == approach && needle.purpose == Purpose::Screw && needle.side == side;
  });
}

}  // namespace

std::vector<Finding> screwFindings(const access::NeedleView& view) {
  std::vector<Finding> findings;
  if (view.instrument.kind != InstrumentKind::Screw)
    findings.push_back(access::about(
        view,
        "not-a-screw",
        Severity::Danger,
        view.instrument.name + " is planned as a screw; choose an instrument of kind screw."));
  if (!view.numbers.screw) {
    Finding finding = access::about(view,
                                    "screw-tip",
                                    Severity::Danger,
                                    "the screw's tip meets no bone that it could hold in.");
    finding.atMm = view.needle.trajectory.target;
    findings.push_back(finding);
    return findings;
  }
  for (const auto rule : {breach, tip, length, notMade, inLesion}) {
    if (auto finding = rule(view, *view.numbers.screw))
      findings.push_back(*std::move(finding));
  }
  return findings;
}

std::vector<Finding> screwGroupFindings(const CaseModel& model, const Plan& plan) {
  std::vector<Finding> findings;
  for (const Side side : {Side::Left, Side::Right}) {
    const Structure* hip = access::boneOfSide(model.patient(), Role::Hip, side);
    std::vector<const access::ScrewLeg*> missing;
    for (const access::ScrewLeg& leg : access::recordOf(Approach::TripodScrews).legs) {
      if (!hasScrew(plan, leg.approach, side))
        missing.push_back(&leg);
    }
    if (!hip || missing.size() != 1)
      continue;
    findings.push_back(findingOf("tripod-leg",
                                 Severity::Note,
                                 hip->id,
                                 "Around the " + std::string(toString(side)) +
                                     " acetabulum the screw of the " + missing.front()->name +
                                     " is missing for a tripod."));
  }
  return findings;
}

}  // namespace trocar::fixation
