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
/// Findings of a severity that nobody accepted.
int openFindings(const Evaluation& evaluation, Finding::Severity severity);

}  // namespace trocar::app
