#pragma once

#include "app/document.h"

#include <string>

namespace trocar::app {

/// How far a step is: done, worth doing next, open, or waiting for another.
enum class Progressed { Done, Next, Open, Blocked };

struct StepState {
  Progressed progressed = Progressed::Open;
  std::string text;  ///< "2 needles, best grade A", "open a case first".
};

StepState stateOf(const Document& document, Step step);
/// Findings of a severity that nobody accepted, but for those that say that safety is not judged.
int openFindings(const Evaluation& evaluation, Finding::Severity severity);
/// Canal and bone are labelled where the needles are; accepted or not.
bool isSafetyJudged(const Evaluation& evaluation);

}  // namespace trocar::app
