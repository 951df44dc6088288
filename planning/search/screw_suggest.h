#pragma once

#include "planning/search/suggest.h"

namespace trocar::search {

/// Proposes screws for a screw's approach: the widest corridors of this patient, with the screw and
/// length that fit, best first. The tripod is one screw each through anterior column, posterior
/// column and LC-II of the same hip bone, none touching another. `suggest` calls it. The
/// same request gives the same cards. Throws Error, one sentence, where no screw fits.
Suggestions suggestScrews(const CaseModel& model,
                          const Plan& plan,
                          const SuggestRequest& request,
                          const Progress& = {});

}  // namespace trocar::search
