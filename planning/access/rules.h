#pragma once

#include "planning/access/needle_view.h"

#include <array>
#include <string_view>
#include <vector>

namespace trocar::access {

/// Rules of clinical texts, each a pure function of one measured needle. Limits, reasons and
/// sources stand in assets/access/rules.json under the key of the finding; which approach a rule
/// belongs to stands in assets/access/approaches.json.

/// Every needle, whatever its approach.
std::optional<Finding> ruleTargetInCt(const NeedleView& view);
std::optional<Finding> ruleSkinInCt(const NeedleView& view);
std::optional<Finding> ruleEntryOnSkin(const NeedleView& view);
std::optional<Finding> ruleEntryFromAbove(const NeedleView& view);
std::optional<Finding> ruleWorkingLength(const NeedleView& view);
std::optional<Finding> ruleOtherBones(const NeedleView& view);
std::optional<Finding> ruleNeedsDrill(const NeedleView& view);
std::optional<Finding> ruleCannulaBore(const NeedleView& view);
std::optional<Finding> ruleCannulaAxis(const NeedleView& view);
std::optional<Finding> ruleCannulaLength(const NeedleView& view);
std::optional<Finding> ruleActiveTipExposed(const NeedleView& view);
std::optional<Finding> ruleBendFits(const NeedleView& view);
std::optional<Finding> ruleBendRange(const NeedleView& view);
std::optional<Finding> ruleBendOutsideCannula(const NeedleView& view);
std::optional<Finding> ruleUnjudged(const NeedleView& view);
std::optional<Finding> ruleMadeUpSlices(const NeedleView& view);
std::optional<Finding> ruleApproachBone(const NeedleView& view);
std::optional<Finding> ruleReachesLesion(const NeedleView& view);
/// Crossed and near structures, one finding each.
std::vector<Finding> clearanceFindings(const NeedleView& view);

/// Needles of a vertebra.
std::optional<Finding> ruleLevelMeasured(const NeedleView& view);
std::optional<Finding> ruleOrder(const NeedleView& view);          ///< T4, P3
std::optional<Finding> ruleBreach(const NeedleView& view);         ///< T5
std::optional<Finding> ruleViewsDisagree(const NeedleView& view);  ///< T5, the discordant case
std::optional<Finding> ruleTipDepth(const NeedleView& view);       ///< T7
std::optional<Finding> ruleBoneAhead(const NeedleView& view);      ///< T7
std::optional<Finding> ruleTipInBone(const NeedleView& view);
std::optional<Finding> ruleTipHeight(const NeedleView& view);       ///< T8
std::optional<Finding> ruleCorticalPasses(const NeedleView& view);  ///< T9
std::optional<Finding> rulePedicleFit(const NeedleView& view);      ///< T11
std::optional<Finding> rulePedicleInvolved(const NeedleView& view);
std::optional<Finding> ruleOutOfPlane(const NeedleView& view);
std::optional<Finding> ruleUnipedicularMidline(const NeedleView& view);
std::optional<Finding> ruleBipedicularHalf(const NeedleView& view);
std::optional<Finding> ruleParapedicularEntry(const NeedleView& view);    ///< P2
std::optional<Finding> ruleParapedicularLateral(const NeedleView& view);  ///< P4
std::optional<Finding> ruleParapedicularOblique(const NeedleView& view);  ///< P4
std::optional<Finding> ruleParapedicularTrack(const NeedleView& view);    ///< P8

/// Needles of sacrum and pelvis.
std::optional<Finding> ruleSacralCephaladCortex(const NeedleView& view);
std::optional<Finding> ruleSacralAnteriorCortex(const NeedleView& view);
std::optional<Finding> ruleThroughJoint(const NeedleView& view);
std::optional<Finding> ruleAcetabularProxies(const NeedleView& view);
std::optional<Finding> ruleAcetabularAngles(const NeedleView& view);
std::optional<Finding> ruleCorridorMargin(const NeedleView& view);

/// A needle that no rules are written for.
std::optional<Finding> ruleNoApproachRules(const NeedleView& view);

/// A rule under the key of its finding (of its first, where it has several).
struct NamedRule {
  std::string_view key;
  NeedleRule rule;
};

/// By which assets/access/approaches.json names the rules that judge a needle.
inline constexpr std::array kNeedleRules = {
    NamedRule{"canal-unjudged", ruleUnjudged},
    NamedRule{"made-up-slices", ruleMadeUpSlices},
    NamedRule{"target-outside-ct", ruleTargetInCt},
    NamedRule{"skin-outside-ct", ruleSkinInCt},
    NamedRule{"entry-off-skin", ruleEntryOnSkin},
    NamedRule{"entry-from-below", ruleEntryFromAbove},
    NamedRule{"working-length", ruleWorkingLength},
    NamedRule{"needle-crosses-bone", ruleOtherBones},
    NamedRule{"needs-drill", ruleNeedsDrill},
    NamedRule{"cannula-bore", ruleCannulaBore},
    NamedRule{"cannula-axis", ruleCannulaAxis},
    NamedRule{"cannula-length", ruleCannulaLength},
    NamedRule{"active-tip-covered", ruleActiveTipExposed},
    NamedRule{"bend-fits", ruleBendFits},
    NamedRule{"bend-range", ruleBendRange},
    NamedRule{"bend-outside-cannula", ruleBendOutsideCannula},
    NamedRule{"approach-other-bone", ruleApproachBone},
    NamedRule{"needle-misses-lesion", ruleReachesLesion},
    NamedRule{"no-level", ruleLevelMeasured},
    NamedRule{"order-rule", ruleOrder},
    NamedRule{"breach-grade", ruleBreach},
    NamedRule{"views-disagree", ruleViewsDisagree},
    NamedRule{"tip-depth", ruleTipDepth},
    NamedRule{"bone-ahead", ruleBoneAhead},
    NamedRule{"tip-outside-bone", ruleTipInBone},
    NamedRule{"tip-height", ruleTipHeight},
    NamedRule{"cortical-passes", ruleCorticalPasses},
    NamedRule{"pedicle-fit", rulePedicleFit},
    NamedRule{"pedicle-involved", rulePedicleInvolved},
    NamedRule{"out-of-plane", ruleOutOfPlane},
    NamedRule{"uni-midline", ruleUnipedicularMidline},
    NamedRule{"bi-half", ruleBipedicularHalf},
    NamedRule{"para-entry", ruleParapedicularEntry},
    NamedRule{"para-lateral", ruleParapedicularLateral},
    NamedRule{"para-oblique", ruleParapedicularOblique},
    NamedRule{"para-track", ruleParapedicularTrack},
    NamedRule{"sacral-cephalad", ruleSacralCephaladCortex},
    NamedRule{"sacral-anterior", ruleSacralAnteriorCortex},
    NamedRule{"through-joint", ruleThroughJoint},
    NamedRule{"acetabular-proxies", ruleAcetabularProxies},
    NamedRule{"acetabular-angle", ruleAcetabularAngles},
    NamedRule{"corridor-margin", ruleCorridorMargin},
    NamedRule{"no-approach-rules", ruleNoApproachRules},
};

}  // namespace trocar::access
