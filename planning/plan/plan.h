#pragma once

#include "core/case.h"
#include "planning/anatomy/corrections.h"
#include "planning/plan/bookmark.h"
#include "planning/plan/embolisation.h"
#include "planning/plan/needle.h"
#include "planning/plan/questionnaires.h"
#include "planning/plan/treatment_choices.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trocar {

/// One step of an ablation protocol.
struct ProtocolStep {
  enum class Kind { Freeze, Thaw, ActiveThaw, Power };
  Kind kind = Kind::Freeze;
  double durationS = 0.0;
  double powerW = 0.0;        ///< Of a Power step.
  double dutyFraction = 1.0;  ///< Of a Freeze step.
  double withdrawMm = 0.0;    ///< How far the probe is drawn back along its shaft before the step.

  bool operator==(const ProtocolStep&) const = default;
};
/// "freeze", "thaw", "active-thaw" or "power".
std::string_view toString(ProtocolStep::Kind kind);
std::optional<ProtocolStep::Kind> protocolStepKindFromString(std::string_view word);

/// What a probe does over time.
struct Protocol {
  std::string needle;
  double startS = 0.0;  ///< After the first probe of the plan starts.
  std::vector<ProtocolStep> steps;

  bool operator==(const Protocol&) const = default;
};

/// Cement through one needle. Its tip begins `tipBackMm` behind the needle's target and is drawn
/// back by a further `withdrawMm` while it injects, evenly with the volume.
struct Injection {
  std::string needle;
  double volumeMl = 0.0;
  double rateMlPerS = 0.05;
  double tipBackMm = 0.0;
  double withdrawMm = 0.0;

  bool operator==(const Injection&) const = default;
};

/// A stroke of a round brush in a painted region.
struct PaintedBall {
  Vec3 centreMm = Vec3::Zero();
  double radiusMm = 0.0;

  bool operator==(const PaintedBall&) const = default;
};

/// A fluid or gas that keeps heat or cold from a structure: a layer around it, or a painted region,
/// or the structure itself where that is a segment drawn for it.
struct Protection {
  enum class Medium { Dextrose, CarbonDioxide, WarmSaline, ColdPack, Saline };
  std::string structure;  ///< Of a painted region: any name, such as "fluid_1".
  Medium medium = Medium::Dextrose;
  double thicknessMm = 0.0;  ///< Of a layer; 0 fills the structure itself.
  std::vector<PaintedBall> painted = {};

  bool operator==(const Protection&) const = default;
};
/// "d5w", "co2", "warm-saline", "cold-pack" or "saline".
std::string_view toString(Protection::Medium medium);
std::optional<Protection::Medium> mediumFromString(std::string_view word);

/// A finding that a person accepted, with the reason.
struct Acceptance {
  std::string rule;
  std::string subject;
  std::string reason;

  bool operator==(const Acceptance&) const = default;
};

/// Which case a plan was made on.
struct CaseReference {
  std::string id;
  std::string path;  ///< Folder, or "bundled:l3-breast"; relative paths are to the plan's file.
  std::string hash;  ///< contentHash of the case.

  bool operator==(const CaseReference&) const = default;
};

/// Everything a person decided. A plain value of a few kilobytes.
struct Plan {
  CaseReference patient;
  PatientPosition procedurePosition = PatientPosition::Prone;
  std::string procedureDate;  ///< "2026-11-22"; empty where it was not entered.
  std::vector<Needle> needles;
  std::vector<Protocol> protocols;
  std::vector<Injection> injections;
  std::vector<Protection> protections;
  std::vector<Acceptance> acceptances;
  std::optional<Intent> intent;
  LethalCriterion lethalCriterion = LethalCriterion::Arrhenius;
  CementMix cementMix;
  std::optional<PlacementChoice> placement;  ///< Without one, the caller's usual technique.
  bool fixationFirst = false;  ///< The screws are placed before the probes do their work.
  std::vector<PedicleFracture> pedicleFractures;
  std::map<std::string, Vascularity> vascularity;     ///< Of lesions: see vascularityOf.
  std::map<std::string, Embolisation> embolisations;  ///< Of lesions: see embolisationOf.
  Scores scores;                                      ///< Of the patient as a whole.
  /// By the id of the lesion that they are about; of the bone, where none is labelled in it. Those
  /// without an id are of an older format, or of a case without bones.
  std::map<std::string, Scores> lesionScores;
  std::map<std::string, TickedItems> ticks;  ///< By the checklist's key.
  std::vector<ScaleValue> scales;            ///< One a date and scale.
  anatomy::Corrections
      corrections;  ///< Of level names and landmarks: needles name the corrected levels.
  std::string note;
  std::vector<Bookmark> bookmarks;  ///< In the order of the walk through the plan.

  const Needle* find(std::string_view needleId) const;

  bool operator==(const Plan&) const = default;
};

/// Edits: each takes a plan and returns the changed one. An unknown needle is an assertion.
Plan withNeedle(Plan plan, Needle needle);  ///< Adds it, or replaces the one of the same id.
/// With all that hangs on it: protocol, injection, acceptances, its place in bookmarks.
Plan withoutNeedle(Plan plan, std::string_view needleId);
Plan withEntry(Plan plan, std::string_view needleId, const Vec3& entryMm);
Plan withTarget(Plan plan, std::string_view needleId, const Vec3& targetMm);
Plan withShift(Plan plan, std::string_view needleId, const Vec3& offsetMm);
/// Throws Error for what is not possible.
Plan withDevice(Plan plan, std::string_view needleId, const DeviceUse& use);
Plan withProtocol(Plan plan, Protocol protocol);
Plan withInjection(Plan plan, Injection injection);
Plan withProtection(Plan plan, Protection protection);
Plan withAcceptance(Plan plan, Acceptance acceptance);
Plan withIntent(Plan plan, std::optional<Intent> intent);
Plan withLethalCriterion(Plan plan, LethalCriterion criterion);
Plan withCementMix(Plan plan, CementMix mix);  ///< Throws Error for what is not possible.
Plan withPlacement(Plan plan, PlacementChoice placement);
Plan withFixationFirst(Plan plan, bool first);
Plan withPedicleFracture(Plan plan, const std::string& level, Side side, bool fractured);
/// Of a lesion, by its structure's id; nullopt takes it back.
Plan withVascularity(Plan plan,
                     const std::string& lesionId,
                     const std::optional<Vascularity>& vascularity);
/// Of a lesion, by its structure's id; nullopt takes it back. Throws Error for what is not
/// possible.
Plan withEmbolisation(Plan plan,
                      const std::string& lesionId,
                      const std::optional<Embolisation>& embolisation);
/// An empty date takes it back. Throws Error for what is no date.
Plan withProcedureDate(Plan plan, const std::string& date);
/// Levels renamed after `names` wherever the plan names one: in needles, protections, acceptances,
/// fractures, lesions, answers to scores, bookmarks and corrections; an answer to a score that does
/// not know the new level is taken back. `original` is the case as it came.
Plan withLevelNames(Plan plan,
                    const Case& original,
                    const std::map<std::string, std::string>& names);
bool hasPedicleFracture(const Plan& plan, std::string_view level, Side side);
/// What was entered for a lesion. An entry without an id, from a plan of format 1, is that of the
/// case's first lesion.
std::optional<Vascularity> vascularityOf(const Plan& plan,
                                         const Case& patient,
                                         const std::string& lesionId);
/// The same of an embolisation; nullptr where none is planned.
const Embolisation* embolisationOf(const Plan& plan,
                                   const Case& patient,
                                   const std::string& lesionId);
/// "N1", or the first number that is free.
std::string nextNeedleId(const Plan& plan);

}  // namespace trocar
