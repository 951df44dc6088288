#include "planning/evaluation/advice.h"

#include "core/number_text.h"
#include "planning/ablation/probes/device.h"
#include "planning/access/lesion_bones.h"
#include "planning/findings/rule_text.h"
#include "planning/plan/calendar.h"
#include "planning/plan/entered_scores.h"
#include "planning/words/embolisation_words.h"
#include "planning/words/names.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace trocar {
namespace {

using Severity = Finding::Severity;

/// Between these the artery of Adamkiewicz comes in 95 %, in the inner ones in 89 %.
constexpr std::array<const char*, 8> kCordLevels = {
    "T7", "T8", "T9", "T10", "T11", "T12", "L1", "L2"};

bool isCordLevel(const std::string& level) {
  return std::find(kCordLevels.begin(), kCordLevels.end(), level) != kCordLevels.end();
}

bool isLikeliestCordLevel(const std::string& level) {
  return std::find(kCordLevels.begin() + 1, kCordLevels.end() - 1, level) != kCordLevels.end() - 1;
}

void addEarlySurgery(const Plan& plan, std::vector<Finding>& findings) {
  const scores::ScoreDefinition& definition = scores::findScore("early-surgery");
  const ScoreAnswers answers = answersTo(definition, plan);
  std::string triggers;
  bool deficit = false;
  for (const scores::ScoreQuestion& question : definition.questions) {
    const auto answer = answers.find(question.key);
    if (answer == answers.end() || answer->second != "yes")
      continue;
    triggers += (triggers.empty() ? "" : "; ") + question.text;
    deficit = deficit || question.key == "bowel-bladder" || question.key == "leg-deficit";
  }
  if (!triggers.empty())
    findings.push_back(findingOf("early-surgery",
                                 deficit ? Severity::Danger : Severity::Warning,
                                 "",
                                 triggers + ": surgical evaluation first."));
}

bool isHypervascularHistology(const Plan& plan) {
  const ScoreAnswers answers = answersTo(scores::findScore("histology"), plan);
  return !answers.empty() && scores::score("histology", answers).category == "hypervascular";
}

/// Why a lesion should be embolised first; empty where nothing says so.
std::string embolisationReason(const Plan& plan, const Case& patient, const Structure& lesion) {
  if (vascularityOf(plan, patient, lesion.id) == Vascularity::High)
    return "is highly vascular";
  return isHypervascularHistology(plan)
             ? "is " + answerTo(plan, "histology", "histology") + ", which is hypervascular"
             : "";
}

/// What an embolisation lacks for the simulation to take blood flow away.
std::string missingOf(const Embolisation& embolisation) {
  std::string missing = embolisation.material.empty() ? "its material" : "";
  if (!embolisation.flowCut)
    missing += (missing.empty() ? "" : " and ") + std::string("the share of the flow that it cuts");
  return missing;
}

void addIncomplete(const Embolisation& embolisation,
                   const std::string& lesionId,
                   const std::string& name,
                   std::vector<Finding>& findings) {
  if (const std::string missing = missingOf(embolisation); !missing.empty())
    findings.push_back(findingOf("embolisation-incomplete",
                                 Severity::Warning,
                                 lesionId,
                                 words::sentence(name) + " is embolised: enter " + missing +
                                     "; until then that changes no blood flow."));
}

/// Needles after too many days, on the very day, or before the embolisation.
void addTiming(const Embolisation& embolisation,
               const std::string& procedureDate,
               const std::string& lesionId,
               const std::string& name,
               std::vector<Finding>& findings) {
  const std::optional<int> days = daysBetween(embolisation.date, procedureDate);
  if (!days || embolisation.material.empty())
    return;
  const Embolic& embolic = findEmbolic(embolisation.material);
  const std::string what = words::sentence(name) + " is embolised with " + embolic.name + " " +
                           words::daysWords(embolisation, procedureDate) + " the needles";
  const auto add = [&](Severity severity, const std::string& why) {
    findings.push_back(findingOf("embolisation-timing", severity, lesionId, what + why));
  };
  if (*days < 0)
    add(Severity::Warning, ": it changes nothing for them.");
  else if (*days == 0)
    add(Severity::Note, ": a new deficit is easier to see on the next day.");
  else if (embolic.openAfterDays && *days > *embolic.openAfterDays)
    add(Severity::Warning, ": too late, the vessels are counted as open again.");
  else if (*days > embolic.bestWithinDays)
    add(Severity::Warning,
        ": too late, " + shownShare(flowLeft(embolisation, procedureDate), 0) +
            " of the flow is back or was never cut.");
}

/// Current beside a pacemaker, worse where it crosses the body to pads on the skin.
void addPacemaker(const Plan& plan, std::vector<Finding>& findings) {
  if (answerTo(plan, "implants", "pacemaker") != "yes")
    return;
  for (const Needle& needle : plan.needles) {
    const ablation::RadiofrequencyDrive* drive = ablation::radiofrequencyOf(needle.instrument);
    if (!drive)
      continue;
    const bool crosses = isMonopolar(*drive);
    findings.push_back(findingOf("pacemaker-current",
                                 crosses ? Severity::Danger : Severity::Warning,
                                 needle.id,
                                 needle.id + ": " +
                                     (crosses ? "its current runs through the body to pads"
                                              : "current flows between its poles") +
                                     ", and a pacemaker or stimulator is implanted."));
  }
}

/// The level of a lesion at which the cord's supply may come in.
std::optional<std::string> cordLevelOf(const CaseModel& model, const Structure& lesion) {
  for (const std::string& id : access::bonesOfLesion(model, lesion)) {
    const std::string level = levelOf(*model.patient().find(id));
    if (isCordLevel(level))
      return level;
  }
  return std::nullopt;
}

bool reachesLeft(const CaseModel& model, const Structure& lesion, const std::string& level) {
  const anatomy::VertebraAnatomy* vertebra = model.vertebra(level);
  const Box* box = model.boxOf(lesion.id);
  return !vertebra || !box || box->highMm.x() > vertebra->bodyCentroidMm.x();
}

/// Worse once an embolisation is planned and no longer only advised.
Severity supplySeverity(bool likely, bool planned) {
  if (planned)
    return likely ? Severity::Danger : Severity::Warning;
  return likely ? Severity::Warning : Severity::Note;
}

void addEmbolisation(const CaseModel& model, const Plan& plan, std::vector<Finding>& findings) {
  for (const Structure* lesion : model.patient().withRole(Role::Lesion)) {
    const std::string reason = embolisationReason(plan, model.patient(), *lesion);
    const Embolisation* embolisation = embolisationOf(plan, model.patient(), lesion->id);
    if (reason.empty() && !embolisation)
      continue;
    const std::string name = words::theName(model.patient(), lesion->id);
    if (embolisation) {
      addIncomplete(*embolisation, lesion->id, name, findings);
      addTiming(*embolisation, plan.procedureDate, lesion->id, name, findings);
    }
    if (!embolisation)
      findings.push_back(findingOf(
          "embolisation-advised",
          Severity::Warning,
          lesion->id,
          words::sentence(name) + " " + reason + ": consider embolisation before the needles."));
    const std::optional<std::string> level = cordLevelOf(model, *lesion);
    if (!level)
      continue;
    const bool likely = isLikeliestCordLevel(*level) && reachesLeft(model, *lesion, *level);
    findings.push_back(findingOf("cord-supply",
                                 supplySeverity(likely, embolisation != nullptr),
                                 lesion->id,
                                 words::sentence(name) +
                                     " is embolised only once angiography has shown the anterior "
                                     "spinal artery, which " +
                                     (likely ? "often comes from the left at " : "may come from ") +
                                     *level + "."));
  }
}

/// "T10" for "segmental_artery_T10_left".
std::string segmentalLevel(const std::string& id, Side side) {
  const std::string head = "segmental_artery_";
  const std::string tail = "_" + std::string(toString(side));
  return id.starts_with(head) && id.ends_with(tail)
             ? id.substr(head.size(), id.size() - head.size() - tail.size())
             : std::string();
}

void addNeedlesAtSupply(const CaseModel& model,
                        const NeedleEvaluation& needle,
                        std::vector<Finding>& findings) {
  for (const Clearance& clearance : needle.clearances) {
    if (!isLikeliestCordLevel(segmentalLevel(clearance.structure, Side::Left)) ||
        clearance.distanceMm >= ruleLimit("needle-near"))
      continue;
    findings.push_back(withValue(
        findingOf("cord-supply",
                  Severity::Warning,
                  needle.id,
                  needle.id + ": comes to " + words::theName(model.patient(), clearance.structure) +
                      ", from which the cord may be supplied."),
        clearance.distanceMm,
        clearance.atMm));
  }
}

}  // namespace

std::vector<Finding> adviceFindings(const CaseModel& model,
                                    const Plan& plan,
                                    const std::vector<NeedleEvaluation>& needles) {
  std::vector<Finding> findings;
  addEarlySurgery(plan, findings);
  if (plan.needles.empty())
    return findings;
  addEmbolisation(model, plan, findings);
  addPacemaker(plan, findings);
  for (const NeedleEvaluation& needle : needles)
    addNeedlesAtSupply(model, needle, findings);
  return findings;
}

}  // namespace trocar
