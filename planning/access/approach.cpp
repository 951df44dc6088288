#include "planning/access/approach.h"

#include "planning/access/needle_view.h"
#include "planning/access/rule_text.h"
#include "planning/clearance.h"
#include "planning/fixation/screw_findings.h"

#include <cassert>

namespace trocar {
namespace {

using Rules = std::vector<NeedleRule>;

const Rules kGeneral = {ruleTargetInCt,
                        ruleSkinInCt,
                        ruleEntryOnSkin,
                        ruleEntryFromAbove,
                        ruleWorkingLength,
                        ruleCannulaBore,
                        ruleCannulaAxis,
                        ruleCannulaLength,
                        ruleActiveTipExposed,
                        ruleBendFits,
                        ruleBendRange,
                        ruleBendOutsideCannula,
                        ruleOtherBones,
                        ruleNeedsDrill};

Rules with(Rules rules, const Rules& more) {
  rules.insert(rules.end(), more.begin(), more.end());
  return rules;
}

const Rules kPedicle = {ruleLevelMeasured,
                        ruleOrder,
                        ruleBreach,
                        ruleViewsDisagree,
                        ruleTipDepth,
                        ruleBoneAhead,
                        ruleTipInBone,
                        ruleTipHeight,
                        rulePedicleFit,
                        ruleOutOfPlane,
                        ruleCorticalPasses,
                        rulePedicleInvolved};
const Rules kParapedicular = {ruleLevelMeasured,
                              ruleOrder,
                              ruleTipDepth,
                              ruleBoneAhead,
                              ruleTipInBone,
                              ruleTipHeight,
                              ruleCorticalPasses,
                              ruleOutOfPlane,
                              ruleParapedicularEntry,
                              ruleParapedicularTrack};
const Rules kSacral = {ruleSacralCephaladCortex, ruleSacralAnteriorCortex, ruleCorticalPasses};
const Rules kFlatBone = {ruleThroughJoint, ruleCorridorMargin, ruleCorticalPasses};
const Rules kAcetabular = {ruleThroughJoint, ruleAcetabularProxies, ruleCorridorMargin};

std::vector<ApproachTraits> makeTable() {
  return {
      {Approach::Transpedicular,
       "Transpedicular",
       "Skin a little above and lateral of the pedicle; bone at its superolateral cortex.",
       "Anterior third of the body, on the near side of the midline.",
       true,
       false,
       kPedicle},
      {Approach::Parapedicular,
       "Parapedicular",
       "Skin about 5 cm from the midline; along the lateral wall of the pedicle, in the chest "
       "between it and the rib.",
       "Anterior third of the body near the midline.",
       true,
       false,
       kParapedicular},
      {Approach::Unipedicular,
       "Unipedicular to the midline",
       "As transpedicular, from farther lateral for a more medial course.",
       "Midline of the anterior third.",
       true,
       false,
       with(kPedicle, {ruleUnipedicularMidline})},
      {Approach::Bipedicular,
       "Bipedicular",
       "Both pedicles, as transpedicular.",
       "Anterior third, each tip about a quarter of the body's width from the midline.",
       true,
       true,
       with(kPedicle, {ruleBipedicularHalf})},
      {Approach::SacralLongAxis,
       "Sacral ala, long axis",
       "Midway between the lower end of the sacroiliac joint and the lateral margin of the S3 "
       "foramen.",
       "Up the ala to the level of the middle of S1.",
       false,
       false,
       kSacral},
      {Approach::SacralShortAxis,
       "Sacral ala, short axis",
       "From behind, lateral of the foramina and medial of the sacroiliac joint.",
       "Middle of the ala at the level of the entry.",
       false,
       false,
       kSacral},
      {Approach::Transiliac,
       "Transiliac",
       "Lateral buttock, through the posterior ilium.",
       "Sacral ala or body of S1.",
       false,
       false,
       {ruleSacralCephaladCortex, ruleSacralAnteriorCortex}},
      {Approach::AcetabularAnterior,
       "Acetabulum, double-oblique anterior",
       "One centimetre above the anterior superior iliac spine.",
       "Middle of the posterior acetabulum, just above the ischial spine.",
       false,
       false,
       with(kAcetabular, {ruleAcetabularAngles})},
      {Approach::AcetabularPosterolateral,
       "Acetabulum, posterolateral",
       "Gluteal side, behind the joint.",
       "Dome or posterior column.",
       false,
       false,
       kAcetabular},
      {Approach::Iliac,
       "Iliac",
       "Along the thickest bone of the wing.",
       "The lesion, or the thickest bone.",
       false,
       false,
       kFlatBone},
      {Approach::Ramus,
       "Pubic or ischial ramus",
       "Along the ramus from its free end.",
       "The lesion, or the middle of the ramus.",
       false,
       false,
       kFlatBone},
      {Approach::IliosacralScrew,
       "Iliosacral screw",
       "Outer table of the ilium, square to the sacroiliac joint.",
       "Body of S1.",
       false,
       false,
       {}},
      {Approach::TranssacralScrew,
       "Transsacral screw",
       "Outer table of the ilium at the height of S1 or S2.",
       "Outer table of the other ilium, through the body of the sacrum.",
       false,
       false,
       {}},
      {Approach::AnteriorColumnScrew,
       "Anterior column screw",
       "Beside the pubic tubercle, up the superior ramus.",
       "Ilium above the acetabulum.",
       false,
       false,
       {}},
      {Approach::PosteriorColumnScrew,
       "Posterior column screw",
       "Ischial tuberosity, up behind the acetabulum.",
       "Ilium above the greater sciatic notch.",
       false,
       false,
       {}},
      {Approach::Lc2Screw,
       "LC-II screw",
       "Anterior inferior iliac spine.",
       "Posterior ilium, over the greater sciatic notch.",
       false,
       false,
       {}},
      {Approach::FemoralNeckScrew,
       "Femoral neck screw",
       "Lateral cortex of the femur below the greater trochanter.",
       "Head of the femur.",
       false,
       false,
       {}},
      {Approach::TripodScrews,
       "Tripod of screws",
       "Pubic tubercle, ischial tuberosity and anterior inferior iliac spine.",
       "Three screws around the acetabulum.",
       false,
       false,
       {}},
      {Approach::Free,
       "Free needle",
       "Anywhere on the skin.",
       "Any point.",
       false,
       false,
       {ruleNoApproachRules}},
  };
}

/// A cannula and what runs through it, or through the same cannula one after the other, do not keep
/// a gap.
bool shareATrack(const Needle& a, const Needle& b) {
  return a.through == b.id || b.through == a.id || (a.through && a.through == b.through);
}

}  // namespace

const std::vector<ApproachTraits>& allApproaches() {
  static const std::vector<ApproachTraits> table = makeTable();
  return table;
}

const ApproachTraits& traitsOf(Approach approach) {
  const ApproachTraits& traits = allApproaches().at(static_cast<std::size_t>(approach));
  assert(traits.approach == approach);
  return traits;
}

std::vector<Finding> needleFindings(const NeedleView& view) {
  std::vector<Finding> findings = clearanceFindings(view);
  for (const Rules& rules : {kGeneral, traitsOf(view.needle.approach).rules}) {
    for (const NeedleRule rule : rules) {
      if (auto finding = rule(view))
        findings.push_back(*std::move(finding));
    }
  }
  if (view.needle.purpose == Purpose::Screw) {
    std::vector<Finding> screw = screwFindings(view);
    findings.insert(findings.end(), screw.begin(), screw.end());
  }
  return findings;
}

std::vector<Finding> pairFindings(const Plan& plan) {
  std::vector<Finding> findings;
  for (std::size_t i = 0; i < plan.needles.size(); ++i) {
    for (std::size_t j = i + 1; j < plan.needles.size(); ++j) {
      const Needle& a = plan.needles[i];
      const Needle& b = plan.needles[j];
      const ShaftClearance gap = clearanceBetween(shaftOf(a), shaftOf(b));
      if (shareATrack(a, b) || gap.distanceMm >= ruleLimit("needles-near"))
        continue;
      const bool meet = gap.distanceMm < 0.0;
      const std::string text =
          meet ? " cross, " + rounded(-gap.distanceMm) + " mm into each other."
               : " come within " + rounded(gap.distanceMm) + " mm of each other.";
      findings.push_back(
          withValue(findingOf("needles-near",
                              meet ? Finding::Severity::Danger : Finding::Severity::Warning,
                              a.id,
                              a.id + " and " + b.id + text),
                    gap.distanceMm,
                    gap.atMm));
    }
  }
  return findings;
}

}  // namespace trocar
