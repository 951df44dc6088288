#pragma once

#include "planning/search/lesion_target.h"
#include "planning/search/proposal.h"

#include <map>
#include <string>
#include <vector>

namespace trocar::search {

/// Where a way enters: at the skin, or, where the CT ends before it, 60 mm of soft tissue outside
/// the bone.
struct EntryPoint {
  Vec3 pointMm = Vec3::Zero();
  bool onSkin = false;
};
EntryPoint entryOf(const CaseModel& model, const Found& found);

/// Makes cards of what the searches of one request found: full measurement, the terms that need it,
/// and the rules. A needle with a danger or an instrument that is too short becomes none.
class CardMaker {
 public:
  CardMaker(const CaseModel& model,
            const Plan& plan,
            const SuggestRequest& request,
            const Aim& aim);

  /// Whether any way became a card; past a pedicle, one that departs from nothing usual.
  bool add(const Setting& setting, const SearchResult& result);
  /// Distinct cards of one needle, best first.
  std::vector<SuggestionCard> singles() const;
  /// Distinct cards of a left and a right needle planned together, best first.
  std::vector<SuggestionCard> pairs() const;
  /// Why found ways became no card, and how many.
  const std::map<std::string, int>& turnedAway() const { return turnedAway_; }

 private:
  /// One needle, measured, with the terms a card shows.
  struct Measured {
    Needle needle;
    Found found;
    std::vector<ScoreTerm> terms;
    double score = 0.0;
    double safetyMm = 0.0;
    int priority = 0;
    std::string why;
    std::vector<Unjudged> unjudged;
    int departures = 0;  ///< Sum of Departure.
  };

  std::optional<Needle> needleFor(const Setting& setting, const Found& found);
  void measure(const Setting& setting, const Found& found, const Needle& needle);
  /// Of those measured from `from` on.
  bool isAsUsual(std::size_t from) const;
  SuggestionCard pairOf(const Measured& left, const Measured& right) const;

  const CaseModel& model_;
  const Plan& plan_;
  const SuggestRequest& request_;
  bool hasSkin_ = false;  ///< The case says where the skin is.
  std::vector<Vec3> samplesMm_;
  std::vector<Measured> measured_;
  std::map<std::string, int> turnedAway_;
};

}  // namespace trocar::search
