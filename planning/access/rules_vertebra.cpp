#include "planning/access/bone_path.h"
#include "planning/access/pedicle_path.h"
#include "planning/access/rules.h"
#include "planning/findings/rule_text.h"
#include "planning/words/names.h"

#include <cmath>

namespace trocar::access {
namespace {

using Severity = Finding::Severity;

const Vec3& tipOf(const NeedleView& view) {
  return view.needle.trajectory.target;
}

std::string sideName(const NeedleView& view) {
  return std::string(toString(view.side));
}

}  // namespace

std::optional<Finding> ruleLevelMeasured(const NeedleView& view) {
  if (!view.vertebra)
    return about(view,
                 "no-level",
                 Severity::Warning,
                 "the case has no vertebra '" + view.needle.level +
                     "'; the rules of the approach cannot be checked.");
  if (!view.vertebra->trust.trusted)
    return about(view, "anatomy-uncertain", Severity::Warning, view.vertebra->trust.why);
  const anatomy::PedicleAnatomy& pedicle = pedicleOf(*view.vertebra, view.side);
  if (!pedicle.trust.trusted)
    return about(view,
                 "pedicle-unmeasured",
                 Severity::Warning,
                 "the " + sideName(view) +
                     " pedicle could not be measured and counts as narrow: " + pedicle.trust.why);
  return std::nullopt;
}

std::optional<Finding> ruleOrder(const NeedleView& view) {
  const auto& rule = view.numbers.orderRule;
  if (!rule || !rule->leadMm)
    return std::nullopt;
  const Vec3 atMm = rule->medialWallMm.value_or(rule->posteriorWallMm);
  if (!rule->passes)
    return withValue(about(view,
                           "order-rule",
                           Severity::Danger,
                           "the tip crosses the medial pedicle wall " + rounded(-*rule->leadMm) +
                               " mm before it reaches the posterior wall of the body."),
                     *rule->leadMm,
                     atMm);
  if (*rule->leadMm >= ruleLimit("order-rule-lead"))
    return std::nullopt;
  return withValue(about(view,
                         "order-rule-lead",
                         Severity::Warning,
                         "the tip passes the posterior wall only " + rounded(*rule->leadMm) +
                             " mm before the medial pedicle wall."),
                   *rule->leadMm,
                   atMm);
}

std::optional<Finding> ruleBreach(const NeedleView& view) {
  const auto& breach = view.numbers.breach;
  if (!breach || breach->grade == 'A' || view.numbers.screw)
    return std::nullopt;
  const Severity severity = breach->grade == 'B' ? Severity::Warning : Severity::Danger;
  return withValue(about(view,
                         "breach-grade",
                         severity,
                         "the shaft leaves the pedicle by " + rounded(breach->maxExcursionMm) +
                             " mm, " + breach->direction + " (grade " + breach->grade + ")."),
                   breach->maxExcursionMm,
                   breach->atMm);
}

std::optional<Finding> ruleViewsDisagree(const NeedleView& view) {
  const auto& breach = view.numbers.breach;
  const auto& order = view.numbers.orderRule;
  if (!breach || !order || !order->passes || breach->direction != "medial")
    return std::nullopt;
  return withValue(about(view,
                         "views-disagree",
                         Severity::Danger,
                         "both views look right; the medial wall is crossed by " +
                             rounded(breach->maxExcursionMm) + " mm."),
                   breach->maxExcursionMm,
                   breach->atMm);
}

std::optional<Finding> ruleTipDepth(const NeedleView& view) {
  const auto& tip = view.numbers.tip;
  const bool access =
      view.needle.purpose == Purpose::Access || view.needle.purpose == Purpose::Cement;
  if (!tip || !access || tip->depthFraction >= ruleLimit("tip-depth") || tip->depthFraction < 0.0)
    return std::nullopt;
  return withValue(about(view,
                         "tip-depth",
                         Severity::Note,
                         "the tip has crossed " + rounded(100.0 * tip->depthFraction, 0) +
                             " % of the body's depth; the anterior third begins at " +
                             rounded(100.0 * ruleLimit("tip-depth"), 0) + " %."),
                   tip->depthFraction,
                   tipOf(view));
}

std::optional<Finding> ruleBoneAhead(const NeedleView& view) {
  const auto& tip = view.numbers.tip;
  if (!tip || !tip->boneAheadMm || *tip->boneAheadMm >= ruleLimit("bone-ahead"))
    return std::nullopt;
  return withValue(
      about(view,
            "bone-ahead",
            Severity::Warning,
            "only " + rounded(*tip->boneAheadMm) + " mm of bone are left ahead of the tip."),
      *tip->boneAheadMm,
      tipOf(view));
}

std::optional<Finding> ruleTipInBone(const NeedleView& view) {
  const auto& tip = view.numbers.tip;
  if (!tip || tip->boneAheadMm)
    return std::nullopt;
  Finding finding = about(view,
                          "tip-outside-bone",
                          Severity::Danger,
                          view.numbers.breach || view.numbers.orderRule
                              ? "the tip does not lie inside " + view.needle.level + "."
                              : "the needle never enters " + view.needle.level + ".");
  finding.atMm = tipOf(view);
  return finding;
}

std::optional<Finding> ruleTipHeight(const NeedleView& view) {
  if (!view.vertebra || !view.numbers.tip || !view.numbers.tip->boneAheadMm ||
      view.numbers.tip->depthFraction < 0.0)
    return std::nullopt;
  const anatomy::VertebralBody& body = view.vertebra->body;
  const Vec3& up = view.vertebra->frame.superior;
  const double aboveMm = (tipOf(view) - body.inferiorEndplate.pointMm).dot(up);
  const double belowMm = (body.superiorEndplate.pointMm - tipOf(view)).dot(up);
  const double fromMiddle = std::abs(aboveMm / (aboveMm + belowMm) - 0.5);
  const bool posteriorHalf = view.numbers.tip->depthFraction < 0.5;
  if (view.needle.purpose != Purpose::Cement || !posteriorHalf ||
      fromMiddle >= ruleLimit("tip-height"))
    return std::nullopt;
  return withValue(
      about(
          view,
          "tip-height",
          Severity::Note,
          "the tip rests at mid-height of the posterior half, where the basivertebral veins run."),
      fromMiddle,
      tipOf(view));
}

std::optional<Finding> ruleCorticalPasses(const NeedleView& view) {
  const auto& path = view.numbers.bonePath;
  if (!path || path->corticalPasses <= ruleLimit("cortical-passes"))
    return std::nullopt;
  return withValue(
      about(view,
            "cortical-passes",
            Severity::Warning,
            "the path enters bone " + std::to_string(path->corticalPasses) + " times."),
      path->corticalPasses,
      view.needle.trajectory.entry);
}

std::optional<Finding> rulePedicleFit(const NeedleView& view) {
  const auto& fit = view.numbers.fit;
  if (!fit || !fit->clearancePerSideMm)
    return std::nullopt;
  const double neededMm = clearanceNeededMm(view.instrument.kind);
  if (*fit->clearancePerSideMm >= neededMm)
    return std::nullopt;
  Finding finding = withValue(
      about(view,
            "pedicle-fit",
            *fit->clearancePerSideMm < 0.0 ? Severity::Danger : Severity::Warning,
            "the pedicle is " + rounded(*fit->isthmusWidthMm) + " mm wide, which leaves " +
                rounded(*fit->clearancePerSideMm) + " mm on either side of " +
                view.instrument.name + ": take a smaller gauge, else a parapedicular path."),
      *fit->clearancePerSideMm,
      pedicleOf(*view.vertebra, view.side).centreMm);
  finding.limit = neededMm;
  return finding;
}

std::optional<Finding> rulePedicleInvolved(const NeedleView& view) {
  if (!view.vertebra)
    return std::nullopt;
  const std::string what = pedicleInvolvement(view.model, view.plan, *view.vertebra, view.side);
  if (what.empty())
    return std::nullopt;
  Finding finding = about(
      view,
      "pedicle-involved",
      Severity::Warning,
      "the " + sideName(view) + " pedicle of " + view.needle.level +
          (what == "fracture" ? " is fractured"
                              : " holds part of " + words::theName(view.model.patient(), what)) +
          ": prefer a parapedicular path.");
  finding.atMm = pedicleOf(*view.vertebra, view.side).centreMm;
  return finding;
}

std::optional<Finding> ruleOutOfPlane(const NeedleView& view) {
  const double angle = view.numbers.craniocaudalAngleDeg;
  if (std::abs(angle) <= ruleLimit("out-of-plane"))
    return std::nullopt;
  return withValue(about(view,
                         "out-of-plane",
                         Severity::Note,
                         "the path runs " + rounded(std::abs(angle)) + " degrees " +
                             (angle > 0.0 ? "cranial" : "caudal") + " of the axial plane."),
                   angle,
                   view.needle.trajectory.entry);
}

std::optional<Finding> ruleUnipedicularMidline(const NeedleView& view) {
  const auto& tip = view.numbers.tip;
  if (!tip || (std::abs(tip->fromMidlineMm) <= ruleLimit("uni-midline") &&
               tip->depthFraction >= ruleLimit("tip-depth")))
    return std::nullopt;
  return withValue(about(view,
                         "uni-midline",
                         Severity::Warning,
                         "the tip ends " + rounded(std::abs(tip->fromMidlineMm)) + " mm " +
                             (tip->fromMidlineMm >= 0.0 ? "short of" : "beyond") +
                             " the midline at " + rounded(100.0 * tip->depthFraction, 0) +
                             " % depth: one needle may not fill both halves, consider two."),
                   tip->fromMidlineMm,
                   tipOf(view));
}

std::optional<Finding> ruleBipedicularHalf(const NeedleView& view) {
  if (!view.numbers.tip || !view.vertebra || view.vertebra->body.widthMm <= 0.0)
    return std::nullopt;
  const double share = view.numbers.tip->fromMidlineMm / view.vertebra->body.widthMm;
  if (share >= 0.0 && share <= ruleLimit("bi-half"))
    return std::nullopt;
  return withValue(
      about(view,
            "bi-half",
            Severity::Note,
            "the tip lies " + rounded(std::abs(view.numbers.tip->fromMidlineMm)) +
                " mm from the midline" +
                (share < 0.0 ? ", in the other needle's half." : ", far out in its half.")),
      share,
      tipOf(view));
}

std::optional<Finding> ruleParapedicularEntry(const NeedleView& view) {
  if (!view.vertebra || pedicleOf(*view.vertebra, view.side).sections.empty())
    return std::nullopt;
  const DistanceField& field = view.model.fields().of(view.vertebra->structureId);
  const NeedlePath axis(view.needle);
  const auto depthMm = boneEntryDepthMm([&](const Vec3& p) { return field.at(p); }, axis);
  if (!depthMm)
    return std::nullopt;
  const anatomy::PedicleSection& junction = pedicleOf(*view.vertebra, view.side).sections.back();
  const Vec3 margin = junction.lateralMm + (junction.superiorMm - junction.centreMm);
  const Vec3 entryMm = axis.pointAtDepth(*depthMm);
  const double offMm = (entryMm - margin).norm();
  if (offMm <= ruleLimit("para-entry"))
    return std::nullopt;
  return withValue(about(view,
                         "para-entry",
                         Severity::Note,
                         "bone is entered " + rounded(offMm) +
                             " mm from the superior margin of the junction of body and pedicle."),
                   offMm,
                   entryMm);
}

std::optional<Finding> ruleParapedicularLateral(const NeedleView& view) {
  const auto& lateralMm = view.numbers.distanceFromMidlineMm;
  if (!lateralMm || *lateralMm <= ruleLimit("para-lateral"))
    return std::nullopt;
  return withValue(about(view,
                         "para-lateral",
                         Severity::Warning,
                         "the skin is entered " + rounded(*lateralMm, 0) +
                             " mm from the midline, farther out than the usual 50 mm."),
                   *lateralMm,
                   view.needle.trajectory.entry);
}

std::optional<Finding> ruleParapedicularOblique(const NeedleView& view) {
  const double angleDeg = std::abs(view.numbers.axialAngleDeg);
  if (angleDeg <= ruleLimit("para-oblique"))
    return std::nullopt;
  return withValue(about(view,
                         "para-oblique",
                         Severity::Warning,
                         "the path runs " + rounded(angleDeg, 0) +
                             " degrees from the sagittal plane, flatter than the usual 20 to 35."),
                   angleDeg,
                   view.needle.trajectory.entry);
}

std::optional<Finding> ruleParapedicularTrack(const NeedleView& view) {
  if (view.needle.purpose != Purpose::Cement && view.needle.purpose != Purpose::Access)
    return std::nullopt;
  return about(view,
               "para-track",
               Severity::Note,
               "a parapedicular track can leak: leave the cannula in until the cement has set.");
}

}  // namespace trocar::access
