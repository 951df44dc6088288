#pragma once

#include "planning/decide/frameworks.h"
#include "planning/report/report.h"

#include <vector>

namespace trocar::report {

/// The triggers of an early surgical evaluation that say yes, in a frame. Without blocks where none
/// does.
ReportSection triggerSection(const std::vector<decide::Framework>& frameworks);
/// Of each lesion the frameworks that a person answered or that the case answers in full, each
/// answer with where it comes from, the incomplete ones with what they lack. Without blocks where
/// there is none.
ReportSection scoreSection(const Case& patient,
                           const std::vector<decide::SubjectFrameworks>& subjects);
/// What else a person entered: intent, date, vascularity, embolisation, fractures. Without blocks
/// where nothing was.
ReportSection enteredSection(const Case& patient, const Plan& plan);

}  // namespace trocar::report
