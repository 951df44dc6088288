#include "planning/access/approach_record.h"
#include "planning/access/bone_path.h"
#include "planning/access/rules.h"
#include "planning/access/screw_bone.h"
#include "planning/findings/rule_text.h"
#include "planning/model/angles.h"
#include "planning/model/clearance.h"
#include "planning/words/names.h"

#include <algorithm>
#include <cmath>

namespace trocar::access {
namespace {

using Severity = Finding::Severity;

std::string nameOf(const NeedleView& view, const std::string& structureId) {
  return words::theName(view.model.patient(), structureId);
}

/// "needle-crosses-thecal-sac"
std::string keyed(const std::string& prefix, Role role) {
  std::string word(toString(role));
  std::replace(word.begin(), word.end(), '_', '-');
  return prefix + "-" + word;
}

/// Whether the approach leads through this bone by definition, or works in it though the tip rests
/// outside.
bool belongsToWay(const NeedleView& view, const std::string& boneId) {
  const Approach approach = view.needle.approach;
  const Structure* bone = view.model.patient().find(boneId);
  if (!bone)
    return false;
  if (crossesOnPurpose(approach, bone->role))
    return true;
  const std::optional<Role>& works = recordOf(approach).bone;
  return view.numbers.bone.empty() && works == bone->role && view.needle.side &&
         bone == boneOfSide(view.model.patient(), *works, *view.needle.side);
}

/// A needle without approach rules may have a critical structure, a nerve say, as its target.
bool isTarget(const NeedleView& view, const Structure& structure) {
  return view.needle.approach == Approach::Free &&
         contains(view.model.patient(), structure, view.needle.trajectory.target);
}

std::optional<Finding> clearanceFinding(const NeedleView& view, const Clearance& clearance) {
  const Structure& structure = *view.model.patient().find(clearance.structure);
  const bool crosses = clearance.distanceMm < 0.0;
  if (clearance.onPurpose || clearance.distanceMm >= ruleLimit("needle-near"))
    return std::nullopt;
  const std::string name = nameOf(view, clearance.structure);
  const bool target = isTarget(view, structure);
  const std::string mm = rounded(std::abs(clearance.distanceMm)) + " mm";
  const std::string text = target    ? "ends in " + name + ", its target."
                           : crosses ? "the shaft passes " + mm + " deep through " + name + "."
                                     : "the shaft passes " + mm + " from " + name + ".";
  const Severity severity = target    ? Severity::Note
                            : crosses ? Severity::Danger
                                      : Severity::Warning;
  Finding finding =
      withValue(about(view, crosses ? "needle-crosses" : "needle-near", severity, text),
                clearance.distanceMm,
                clearance.atMm);
  finding.rule = keyed(finding.rule, structure.role);
  return finding;
}

const Needle* cannulaOf(const NeedleView& view) {
  return view.needle.through ? view.plan.find(*view.needle.through) : nullptr;
}

/// How far the needle stands out of the cannula, its curve included, once that is drawn back.
double exposedMm(const NeedleView& view, const Needle& cannula) {
  const NeedlePath path(view.needle);
  return (path.shaft().target - cannula.trajectory.target).dot(NeedlePath(cannula).tipDirection()) +
         view.needle.cannulaBackMm + path.arcLengthMm();
}

}  // namespace

std::vector<Finding> clearanceFindings(const NeedleView& view) {
  std::vector<Finding> findings;
  for (const Clearance& clearance : view.numbers.clearances) {
    if (auto finding = clearanceFinding(view, clearance))
      findings.push_back(*std::move(finding));
  }
  return findings;
}

std::optional<Finding> ruleTargetInCt(const NeedleView& view) {
  const Vec3& target = view.needle.trajectory.target;
  if (view.model.patient().ct.grid().contains(target))
    return std::nullopt;
  Finding finding =
      about(view, "target-outside-ct", Severity::Danger, "the target lies outside the CT.");
  finding.atMm = target;
  return finding;
}

std::optional<Finding> ruleSkinInCt(const NeedleView& view) {
  if (view.numbers.skinMm)
    return std::nullopt;
  Finding finding =
      about(view,
            "skin-outside-ct",
            Severity::Note,
            "the CT ends before the skin on this path; depth from the skin is unknown.");
  finding.atMm = view.needle.trajectory.entry;
  return finding;
}

std::optional<Finding> ruleEntryOnSkin(const NeedleView& view) {
  if (!view.numbers.skinMm)
    return std::nullopt;
  const Vec3& entry = view.needle.trajectory.entry;
  const double offMm = (entry - *view.numbers.skinMm).norm();
  if (offMm <= ruleLimit("entry-off-skin"))
    return std::nullopt;
  const bool inside = view.needle.trajectory.lengthMm() < *view.numbers.skinToTargetMm;
  return withValue(
      about(view,
            "entry-off-skin",
            Severity::Note,
            "the entry lies " + rounded(offMm) + " mm " + (inside ? "below" : "above") +
                " the skin; depths are counted from the skin."),
      offMm,
      entry);
}

std::optional<Finding> ruleEntryFromAbove(const NeedleView& view) {
  const PatientPosition position = view.plan.procedurePosition;
  const std::optional<Vec3> up = upwards(position);
  const double rise = up ? view.needle.trajectory.direction().dot(*up) : 0.0;
  const double risesDeg = Angle::fromRadians(std::asin(std::clamp(rise, -1.0, 1.0))).degrees();
  if (risesDeg <= ruleLimit("entry-from-below"))
    return std::nullopt;
  std::string word(toString(position));
  std::replace(word.begin(), word.end(), '_', ' ');
  return withValue(about(view,
                         "entry-from-below",
                         Severity::Warning,
                         "the needle rises " + rounded(risesDeg, 0) +
                             " degrees from the table on which the patient lies (" + word +
                             "); plan another position or another way."),
                   risesDeg,
                   view.needle.trajectory.entry);
}

std::optional<Finding> ruleWorkingLength(const NeedleView& view) {
  const auto& fit = view.numbers.fit;
  const bool staysIn = view.instrument.kind == InstrumentKind::Screw;
  if (staysIn || !fit || !fit->lengthToSpareMm || *fit->lengthToSpareMm >= 0.0)
    return std::nullopt;
  return withValue(about(view,
                         "working-length",
                         Severity::Warning,
                         "the working length of " + rounded(view.instrument.lengthMm, 0) +
                             " mm is " + rounded(-*fit->lengthToSpareMm) + " mm too short for " +
                             rounded(*view.numbers.skinToTargetMm) + " mm from skin to target."),
                   *fit->lengthToSpareMm + ruleLimit("working-length"),
                   view.needle.trajectory.entry);
}

std::optional<Finding> ruleOtherBones(const NeedleView& view) {
  if (crossesSacroiliacJoint(view.needle.approach))
    return std::nullopt;
  std::string names;
  for (const std::string& id : view.numbers.crossedBones) {
    if (!belongsToWay(view, id))
      names += (names.empty() ? "" : ", ") + nameOf(view, id);
  }
  if (names.empty())
    return std::nullopt;
  return about(
      view, "needle-crosses-bone", Severity::Warning, "the path also runs through " + names + ".");
}

std::optional<Finding> ruleNeedsDrill(const NeedleView& view) {
  const auto& path = view.numbers.bonePath;
  if (!path || !path->needsDrill)
    return std::nullopt;
  return withValue(about(view,
                         "needs-drill",
                         Severity::Note,
                         "the bone on the path reaches " + rounded(path->maximumHu, 0) +
                             " HU over " + rounded(kDrillWindowMm, 0) + " mm: have a drill ready."),
                   path->maximumHu,
                   view.needle.trajectory.target);
}

std::optional<Finding> ruleCannulaBore(const NeedleView& view) {
  const Needle* cannula = cannulaOf(view);
  if (!cannula)
    return std::nullopt;
  const Instrument& outer = findInstrument(cannula->instrument);
  const double boreMm = outer.innerDiameterMm.value_or(0.0);
  const double spareMm = boreMm - view.instrument.outerDiameterMm;
  if (spareMm >= 0.0)
    return std::nullopt;
  return withValue(
      about(view,
            "cannula-bore",
            Severity::Danger,
            view.instrument.name + " (" + rounded(view.instrument.outerDiameterMm, 2) +
                " mm) does not pass the bore of " + outer.name + " (" +
                (outer.innerDiameterMm ? rounded(boreMm, 2) + " mm" : "it has none") + ")."),
      spareMm,
      cannula->trajectory.entry);
}

std::optional<Finding> ruleCannulaAxis(const NeedleView& view) {
  const Needle* cannula = cannulaOf(view);
  if (!cannula)
    return std::nullopt;
  const Trajectory shaft = NeedlePath(view.needle).shaft();
  const Vec3 along = NeedlePath(*cannula).tipDirection();
  const Vec3 offset = shaft.target - cannula->trajectory.target;
  const double offAxisMm = (offset - offset.dot(along) * along).norm();
  const double cosine = along.dot(shaft.direction());
  const bool aligned = cosine > std::cos(Angle::fromDegrees(1.0).radians());
  if (aligned && offAxisMm <= ruleLimit("cannula-axis"))
    return std::nullopt;
  return withValue(
      about(view,
            "cannula-axis",
            Severity::Warning,
            "it does not lie on the axis of " + cannula->id + " (" + rounded(offAxisMm) +
                " mm and " +
                rounded(Angle::fromRadians(std::acos(std::clamp(cosine, -1.0, 1.0))).degrees()) +
                " degrees off)."),
      offAxisMm,
      view.needle.trajectory.target);
}

std::optional<Finding> ruleCannulaLength(const NeedleView& view) {
  const Needle* cannula = cannulaOf(view);
  if (!cannula)
    return std::nullopt;
  const double neededMm = findInstrument(cannula->instrument).lengthMm + exposedMm(view, *cannula);
  const double spareMm = view.instrument.lengthMm - neededMm;
  if (spareMm >= 0.0)
    return std::nullopt;
  return withValue(about(view,
                         "cannula-length",
                         Severity::Danger,
                         view.instrument.name + " is " + rounded(-spareMm) +
                             " mm too short to reach the target through " + cannula->id + "."),
                   spareMm,
                   view.needle.trajectory.target);
}

std::optional<Finding> ruleActiveTipExposed(const NeedleView& view) {
  const Needle* cannula = cannulaOf(view);
  if (!cannula || !view.instrument.activeLengthMm)
    return std::nullopt;
  const double activeEndMm =
      *view.instrument.activeLengthMm + view.instrument.activeOffsetMm.value_or(0.0);
  const double coveredMm = activeEndMm - exposedMm(view, *cannula);
  if (coveredMm <= 0.05)
    return std::nullopt;
  return withValue(about(view,
                         "active-tip-covered",
                         Severity::Warning,
                         rounded(coveredMm) + " mm of the active tip stay inside " + cannula->id +
                             "; withdraw the cannula by that much."),
                   coveredMm,
                   cannula->trajectory.target);
}

std::optional<Finding> ruleBendFits(const NeedleView& view) {
  if (!view.needle.bend || bendFits(view.needle.trajectory, *view.needle.bend))
    return std::nullopt;
  return withValue(about(view,
                         "bend-fits",
                         Severity::Danger,
                         "its curve of " + rounded(view.needle.bend->lengthMm, 0) +
                             " mm does not fit between entry and target; it is judged as a "
                             "straight needle."),
                   view.needle.trajectory.lengthMm(),
                   view.needle.trajectory.target);
}

std::optional<Finding> ruleBendRange(const NeedleView& view) {
  if (!view.needle.bend)
    return std::nullopt;
  const Bend& bend = *view.needle.bend;
  const auto& range = view.instrument.bend;
  if (range && bend.angleDeg <= range->steepestDeg && bend.lengthMm <= range->longestMm)
    return std::nullopt;
  const std::string can = range ? " curves by at most " + rounded(range->steepestDeg, 0) +
                                      " degrees over at most " + rounded(range->longestMm, 0) +
                                      " mm; "
                                : " is straight; ";
  return withValue(
      about(view,
            "bend-range",
            Severity::Danger,
            view.instrument.name + can + "the plan bends it by " + rounded(bend.angleDeg, 0) +
                " degrees over " + rounded(bend.lengthMm, 0) + " mm."),
      bend.angleDeg,
      view.needle.trajectory.target);
}

std::optional<Finding> ruleBendOutsideCannula(const NeedleView& view) {
  const Needle* cannula = cannulaOf(view);
  if (!cannula)
    return std::nullopt;
  if (cannula->bend)
    return about(
        view,
        "bend-outside-cannula",
        Severity::Warning,
        "runs through the curved " + cannula->id + ": only a flexible instrument follows.");
  const double coveredMm = NeedlePath(view.needle).arcLengthMm() - exposedMm(view, *cannula);
  if (!view.needle.bend || coveredMm <= ruleLimit("bend-outside-cannula"))
    return std::nullopt;
  return withValue(about(view,
                         "bend-outside-cannula",
                         Severity::Danger,
                         "its curve begins " + rounded(coveredMm) + " mm inside " + cannula->id +
                             "; withdraw the cannula by that much."),
                   coveredMm,
                   cannula->trajectory.target);
}

std::optional<Finding> ruleNoApproachRules(const NeedleView& view) {
  return about(view,
               "no-approach-rules",
               Severity::Note,
               "no approach rules for a free needle; only its clearances are judged.");
}

}  // namespace trocar::access
