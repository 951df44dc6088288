#include "planning/access/placement.h"

#include "core/box.h"
#include "core/dice.h"
#include "core/error.h"
#include "core/json/json_reader.h"
#include "core/parallel.h"
#include "planning/access/needle_view.h"
#include "planning/access/pedicle_path.h"
#include "planning/access/screw_bone.h"
#include "planning/findings/rule_text.h"
#include "planning/numerics/axes_across.h"
#include "planning/words/names.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace trocar::access {
namespace {

constexpr double kBreachMm = 2.0;
constexpr std::ptrdiff_t kGhosts = 12;
constexpr std::array<const char*, 4> kDirections = {"medial", "lateral", "superior", "inferior"};

PlacementTechnique techniqueFrom(const JsonEntry& entry) {
  const JsonEntry target = entry.object("targetErrorMm");
  const JsonEntry angle = entry.object("angleErrorDeg");
  return {entry.text("id"),
          entry.text("name"),
          target.number("mean", kZeroOrMore),
          target.number("sd", kZeroOrMore),
          angle.number("mean", kZeroOrMore),
          angle.number("sd", kZeroOrMore),
          entry.text("source")};
}

std::vector<PlacementTechnique> techniquesFrom(const JsonEntry& file) {
  file.format(1);
  std::vector<PlacementTechnique> techniques;
  for (const JsonEntry& entry : file.list("techniques"))
    techniques.push_back(techniqueFrom(entry));
  return techniques;
}

/// What is left out at the entry: of a screw, as its own grade does, the part whose thread cuts the
/// cortex.
double entryZoneMm(const BoneDistance& bone, const Needle& needle, const Shaft& shaft) {
  const double usualMm = ruleLimit("entry-zone");
  return needle.purpose == Purpose::Screw ? std::max(usualMm, obliqueEntryMm(bone, shaft))
                                          : usualMm;
}

/// What became of one placement; index into kDirections, or -1 without a breach.
struct Outcome {
  int breach = -1;
  std::vector<char> touches;
  double errorMm = 0.0;
};

int breachIndex(const CaseModel& model,
                const Needle& needle,
                const anatomy::VertebraAnatomy& vertebra,
                const Shaft& shaft) {
  const DistanceField& field = model.fields().of(vertebra.structureId);
  const BoneDistance bone = [&](const Vec3& p) { return field.at(p); };
  const Breach breach =
      excursionOf(bone, vertebra, sideOf(model, needle), shaft, entryZoneMm(bone, needle, shaft));
  if (breach.maxExcursionMm < kBreachMm)
    return -1;
  const auto found = std::find(kDirections.begin(), kDirections.end(), breach.direction);
  return static_cast<int>(found - kDirections.begin()) % static_cast<int>(kDirections.size());
}

Box boxAround(const std::vector<Shaft>& shafts) {
  std::vector<Vec3> cornersMm;
  for (const Shaft& shaft : shafts) {
    const Box box = trocar::boxAround(shaft);
    cornersMm.push_back(box.lowMm);
    cornersMm.push_back(box.highMm);
  }
  return trocar::boxAround(cornersMm);
}

/// Critical structures that some placement could come near.
std::vector<const Structure*> withinReach(const CaseModel& model,
                                          const Needle& needle,
                                          const PlacementTechnique& technique) {
  const double reachMm =
      technique.targetErrorMeanMm + 4.0 * technique.targetErrorSdMm +
      std::tan(Angle::fromDegrees(technique.angleErrorMeanDeg + 4.0 * technique.angleErrorSdDeg)
                   .radians()) *
          needle.trajectory.lengthMm();
  const Shaft axis{NeedlePath(needle), 0.0};
  const Box way = trocar::boxAround(axis);
  std::vector<const Structure*> near;
  for (const Structure& structure : model.patient().structures) {
    if (isCritical(structure.role) && !crossesOnPurpose(needle.approach, structure.role) &&
        clearanceOf(model.fields().around(structure.id, way), axis).distanceMm < reachMm)
      near.push_back(&structure);
  }
  return near;
}

PlacementTechnique ownTechnique(const PlacementError& error) {
  return {kOwnPlacement,
          "Own",
          error.targetErrorMeanMm,
          error.targetErrorSdMm,
          error.angleErrorMeanDeg,
          error.angleErrorSdDeg,
          "Entered"};
}

bool entersBone(const DistanceField& field, const NeedlePath& axis) {
  return boneEntryDepthMm([&](const Vec3& p) { return field.at(p); }, axis).has_value();
}

double quantile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  const auto index = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1) + 0.5);
  return values[index];
}

double shareOf(const std::vector<Outcome>& outcomes, int direction) {
  const auto hits = std::count_if(outcomes.begin(), outcomes.end(), [&](const Outcome& o) {
    return direction < 0 ? o.breach >= 0 : o.breach == direction;
  });
  return static_cast<double>(hits) / static_cast<double>(outcomes.size());
}

/// `graded`: a breach was looked for.
PlacementUncertainty summed(const std::vector<Outcome>& outcomes,
                            const std::vector<const Structure*>& near,
                            bool graded) {
  PlacementUncertainty result;
  if (graded)
    result.breachProbability = shareOf(outcomes, -1);
  for (int d = 0; graded && d < static_cast<int>(kDirections.size()); ++d)
    result.breachByDirection.push_back(
        {kDirections[static_cast<std::size_t>(d)], shareOf(outcomes, d)});
  for (std::size_t s = 0; s < near.size(); ++s) {
    const auto hits = std::count_if(
        outcomes.begin(), outcomes.end(), [&](const Outcome& o) { return o.touches[s] != 0; });
    if (hits > 0)
      result.touches.push_back(
          {near[s]->id, static_cast<double>(hits) / static_cast<double>(outcomes.size())});
  }
  std::stable_sort(result.touches.begin(), result.touches.end(), [](const auto& a, const auto& b) {
    return a.probability > b.probability;
  });
  std::vector<double> errors;
  for (const Outcome& outcome : outcomes)
    errors.push_back(outcome.errorMm);
  result.targetErrorMedianMm = quantile(errors, 0.5);
  result.targetErrorP95Mm = quantile(errors, 0.95);
  return result;
}

}  // namespace

const std::vector<PlacementTechnique>& placementTechniques() {
  static const std::vector<PlacementTechnique> techniques =
      readJsonAsset("access/placement.json", techniquesFrom);
  return techniques;
}

const PlacementTechnique& findPlacementTechnique(const std::string& id) {
  std::string known;
  for (const PlacementTechnique& technique : placementTechniques()) {
    if (technique.id == id)
      return technique;
    known += (known.empty() ? "" : ", ") + technique.id;
  }
  throw Error("no placement technique '" + id + "'; known are " + known);
}

std::string techniqueName(const std::string& id) {
  for (const PlacementTechnique& technique : placementTechniques()) {
    if (technique.id == id)
      return technique.name;
  }
  return "own numbers";
}

std::vector<Trajectory> placements(const Trajectory& meant,
                                   const PlacementTechnique& technique,
                                   int samples,
                                   std::uint64_t seed) {
  Dice dice(seed);
  std::vector<Trajectory> placed;
  placed.reserve(static_cast<std::size_t>(samples));
  for (int i = 0; i < samples; ++i) {
    const double offMm = dice.normalLength(technique.targetErrorMeanMm, technique.targetErrorSdMm);
    const Vec3 tip = meant.target + offMm * dice.direction();
    const Angle turn = Angle::fromDegrees(
        dice.normalLength(technique.angleErrorMeanDeg, technique.angleErrorSdDeg));
    const Vec3 across =
        numerics::AxesAcross(meant.direction()).at(2.0 * std::numbers::pi * dice.uniform());
    const Vec3 direction =
        std::cos(turn.radians()) * meant.direction() + std::sin(turn.radians()) * across;
    placed.push_back({tip - meant.lengthMm() * direction, tip});
  }
  return placed;
}

PlacementRequest placementRequest(const Plan& plan, const EvaluationOptions& options) {
  const PlacementChoice choice = plan.placement.value_or(PlacementChoice(options.placement));
  const PlacementError* own = std::get_if<PlacementError>(&choice);
  return {own ? ownTechnique(*own) : findPlacementTechnique(std::get<std::string>(choice)),
          options.placementSamples,
          options.seed};
}

PlacementUncertainty placementOf(const CaseModel& model,
                                 const Needle& needle,
                                 const PlacementRequest& request) {
  const std::vector<Trajectory> placed =
      placements(needle.trajectory, request.technique, request.samples, request.seed);
  const std::vector<const Structure*> near = withinReach(model, needle, request.technique);
  const anatomy::VertebraAnatomy* vertebra =
      needle.level.empty() ? nullptr : model.vertebra(needle.level);
  const bool graded = vertebra && goesThroughPedicle(needle.approach) &&
                      entersBone(model.fields().of(vertebra->structureId), NeedlePath(needle));
  std::vector<Shaft> shafts;
  for (const Trajectory& trajectory : placed) {
    Needle moved = needle;
    moved.trajectory = trajectory;
    shafts.push_back(shaftOf(moved));
  }
  std::vector<const DistanceField*> fields;
  for (const Structure* structure : near)
    fields.push_back(&model.fields().around(structure->id, boxAround(shafts)));
  std::vector<Outcome> outcomes(placed.size());
  parallelFor(placed.size(), [&](std::size_t i) {
    Outcome& outcome = outcomes[i];
    outcome.errorMm = (placed[i].target - needle.trajectory.target).norm();
    outcome.breach = graded ? breachIndex(model, needle, *vertebra, shafts[i]) : -1;
    for (const DistanceField* field : fields)
      outcome.touches.push_back(comesWithin(*field, shafts[i], 0.0));
  });
  PlacementUncertainty result = summed(outcomes, near, graded);
  result.technique = request.technique.id;
  result.samples = request.samples;
  result.ghosts.assign(placed.begin(), placed.begin() + std::min(kGhosts, std::ssize(placed)));
  return result;
}

namespace {

/// "N1: with the error of CT, free hand, 31 of 100 needles".
std::string shareWords(const Needle& needle, const PlacementUncertainty& placement, double share) {
  return needle.id + ": with the error of " + techniqueName(placement.technique) + ", " +
         rounded(100.0 * share, 0) + " of 100 needles";
}

std::optional<Finding> breachFinding(const Needle& needle,
                                     const PlacementUncertainty& placement,
                                     double share) {
  if (share <= ruleLimit("breach-risk"))
    return std::nullopt;
  const auto likeliest =
      std::max_element(placement.breachByDirection.begin(),
                       placement.breachByDirection.end(),
                       [](const auto& a, const auto& b) { return a.probability < b.probability; });
  std::string text = shareWords(needle, placement, share) + " leave the pedicle by " +
                     rounded(kBreachMm, 0) + " mm or more";
  if (likeliest != placement.breachByDirection.end())
    text += ", most of them " + likeliest->what;
  Finding finding =
      findingOf("breach-risk", Finding::Severity::Warning, needle.id, std::move(text) + ".");
  finding.value = share;
  return finding;
}

/// A needle that runs through another one's cannula has its share of that one.
std::optional<Finding> touchFinding(const Case& patient,
                                    const Needle& needle,
                                    const PlacementUncertainty& placement) {
  if (needle.through || placement.touches.empty() ||
      placement.touches.front().probability <= ruleLimit("touch-risk"))
    return std::nullopt;
  const PlacementUncertainty::Share& likeliest = placement.touches.front();
  Finding finding = findingOf("touch-risk",
                              Finding::Severity::Warning,
                              needle.id,
                              shareWords(needle, placement, likeliest.probability) + " touch " +
                                  words::theName(patient, likeliest.what) + ".");
  finding.value = likeliest.probability;
  return finding;
}

}  // namespace

std::optional<Finding> placementFinding(const Case& patient,
                                        const Needle& needle,
                                        const PlacementUncertainty& placement) {
  return placement.breachProbability
             ? breachFinding(needle, placement, *placement.breachProbability)
             : touchFinding(patient, needle, placement);
}

}  // namespace trocar::access
