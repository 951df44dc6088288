#pragma once

#include "planning/access/needle_view.h"

#include <vector>

namespace trocar {

/// Rules of clinical texts, each a pure function of one measured needle. Limits, reasons and
/// sources stand in assets/access/rules.json under the key of the finding.

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
std::optional<Finding> ruleParapedicularEntry(const NeedleView& view);  ///< P2
std::optional<Finding> ruleParapedicularTrack(const NeedleView& view);  ///< P8

/// Needles of sacrum and pelvis.
std::optional<Finding> ruleSacralCephaladCortex(const NeedleView& view);
std::optional<Finding> ruleSacralAnteriorCortex(const NeedleView& view);
std::optional<Finding> ruleThroughJoint(const NeedleView& view);
std::optional<Finding> ruleAcetabularProxies(const NeedleView& view);
std::optional<Finding> ruleAcetabularAngles(const NeedleView& view);
std::optional<Finding> ruleCorridorMargin(const NeedleView& view);

/// A needle that no rules are written for.
std::optional<Finding> ruleNoApproachRules(const NeedleView& view);

}  // namespace trocar
