#pragma once

#include "planning/search/gauges.h"
#include "planning/search/search.h"

#include <optional>
#include <string>
#include <vector>

namespace trocar::search {

/// One side of a request, set up for the search.
struct Setting {
  Approach approach = Approach::Transpedicular;
  std::optional<Side> side;
  Side searchedSide = Side::Left;  ///< That it was laid for, where a free needle has none.
  std::string level;
  const anatomy::VertebraAnatomy* vertebra = nullptr;
  std::vector<std::string> instruments;  ///< Of one diameter, preferred first.
  Corridor corridor;
  Wishes wishes;
  std::vector<Candidate> candidates;
  int priority = 0;         ///< Lower ranks first, whatever the score.
  bool pastPedicle = true;  ///< Whether to look past the pedicle where this gives nothing.
};

/// Where the request's tip shall go, if it says so.
struct Aim {
  std::optional<Vec3> pointMm;
  const Structure* lesion = nullptr;
};

/// Throws Error for a lesion that is not there or a point in a structure to spare.
Aim aimOf(const CaseModel& model, const SuggestRequest& request);

/// The settings of a vertebral approach, one a side and variant, with remarks on what was changed
/// and why (a narrower gauge, a parapedicular path). Throws Error for an unknown level.
std::vector<Setting> vertebraSettings(const CaseModel& model,
                                      const Plan& plan,
                                      const SuggestRequest& request,
                                      const Aim& aim,
                                      std::vector<std::string>& remarks);
/// What to search where a setting gave no card: the next thinner gauge, then, of a vertebra, the
/// way past the pedicle, with a remark that says so. Nullopt where nothing is left.
std::optional<Setting> afterInVain(const CaseModel& model,
                                   const Plan& plan,
                                   const SuggestRequest& request,
                                   const Aim& aim,
                                   const Setting& setting,
                                   std::vector<std::string>& remarks);
/// An approach to another bone or to a point, from one side and with instruments of one gauge.
Setting boneSetting(const CaseModel& model,
                    const Plan& plan,
                    const SuggestRequest& request,
                    const Aim& aim,
                    Side side,
                    const Gauge& gauge);
/// The settings of such an approach, with the first gauge of the request; a free needle comes from
/// above, as the plan lays the patient.
std::vector<Setting> boneSettings(const CaseModel& model,
                                  const Plan& plan,
                                  const SuggestRequest& request,
                                  const Aim& aim);

}  // namespace trocar::search
