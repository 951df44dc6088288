#pragma once

#include "core/error.h"
#include "core/progress.h"
#include "planning/model/case_model.h"
#include "planning/model/unjudged.h"
#include "planning/plan/needle.h"
#include "planning/plan/plan.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace trocar::search {

/// The room that a device takes in bone: an upright cylinder about the target, or an ellipsoid
/// along the needle whose front is the target.
struct DeviceRoom {
  enum class Shape { Cylinder, Ellipsoid };
  Shape shape = Shape::Cylinder;
  double radiusMm = 0.0;
  double lengthMm = 0.0;  ///< Height of the cylinder, length of the ellipsoid.
};

/// What to propose needles for: a level, or another bone or lesion by its id.
struct SuggestRequest {
  std::string level;
  std::string structure;
  Approach approach = Approach::Transpedicular;
  std::optional<Side> side;      ///< Both are tried where empty; a pair takes both anyway.
  std::optional<Vec3> targetMm;  ///< The approach's default where empty.
  std::string targetStructure;   ///< Aim at this lesion instead; empty for the approach's default.
  std::vector<std::string>
      shelf;  ///< Instruments that may be used, preferred first; empty for the usual ones.
  std::optional<DeviceRoom> room;  ///< That should lie within the bone; of the shelf's instrument.
  Purpose purpose = Purpose::Access;  ///< Access stands for the usual purpose of the instrument.
  int count = 3;
  std::uint64_t seed = 1;
};

/// One term of a score: what was measured, and how good that is from 0 to 1.
struct ScoreTerm {
  std::string key;   ///< Such as "wall-margin".
  std::string name;  ///< For people, such as "Margin to the pedicle walls".
  double value = 0.0;
  std::string unit;
  double quality = 0.0;
  double weight = 0.0;
};

/// One proposal: a needle, or the two of a pair.
struct SuggestionCard {
  std::vector<Needle> needles;  ///< Ids are free in the plan that was given.
  /// Weighted mean of the terms' qualities, 0 to 1: the rank. Nothing to tell where canal or bone
  /// are unjudged: `toldScore`.
  double score = 0.0;
  std::vector<ScoreTerm> terms;
  std::string why;        ///< A sentence.
  double safetyMm = 0.0;  ///< Least margin to pedicle walls and critical structures that are shown.
  double coverage = 0.0;  ///< 0 to 1, of the target (see docs/access.md).
  bool onFront = false;   ///< No other candidate is both safer and covers more.
  std::vector<Unjudged> unjudged = {};  ///< Of its needles: what is not labelled on their way.
};
/// Its score and least margin; nullopt where nothing shows canal or bone on its way.
std::optional<double> toldScore(const SuggestionCard& card);
std::optional<double> toldSafetyMm(const SuggestionCard& card);

/// How many candidates one hard constraint turned away.
struct Rejection {
  std::string key;
  std::string text;  ///< Such as "the shaft would leave the pedicle".
  int count = 0;
};

/// The best score reached from a point of the skin (of the bone, where the CT ends before the
/// skin).
struct EntryScore {
  Vec3 pointMm = Vec3::Zero();
  std::optional<double> score;  ///< Empty where canal or bone are unjudged.
};

struct Suggestions {
  std::vector<SuggestionCard> cards;  ///< Best first, distinct.
  std::vector<Rejection> rejections;  ///< Most frequent first.
  std::vector<EntryScore> entries;    ///< The map of reachable skin.
  std::vector<std::string> remarks;   ///< Such as why another approach was taken.
  int candidates = 0;
};

/// What forbids most of the ways that were tried, and what would help.
struct Forbidden {
  std::string rule;  ///< Such as "the shaft would pass too near to Lung, right"; empty for none.
  int count = 0;
  int tried = 0;
  std::string help;
};

/// Every way that was tried breaks a hard constraint.
class NoWay : public Error {
 public:
  using Error::Error;
  /// One sentence of at most 200 characters that begins with `head`, "No ramus way to L3".
  NoWay(const std::string& head, const Forbidden& most);
  const Forbidden& most() const { return most_; }

 private:
  Forbidden most_;
};

/// Searches the request's approach. `plan` supplies what is already decided: its needles, answers
/// and note of fractured pedicles. The same request gives the same cards. Throws Error, one
/// sentence, for what cannot be asked: no such level, a target in the canal; NoWay where nothing
/// can be proposed.
Suggestions suggest(const CaseModel& model,
                    const Plan& plan,
                    const SuggestRequest& request,
                    const Progress& = {});

/// Whether the middle of a lesion lies where the approach aims by default: what tells the way that
/// is usual there from others into the same bone. False for a screw and for an unknown structure.
bool aimsAt(const CaseModel& model, Approach approach, const std::string& lesionId);

/// The plain template of an approach on a measured vertebra: down the pedicle's axis to the default
/// target, from the skin. No search; nullopt where the anatomy cannot carry it.
std::optional<Needle> templateNeedle(const CaseModel& model,
                                     const std::string& level,
                                     Approach approach,
                                     Side side,
                                     const std::string& instrument);

}  // namespace trocar::search
