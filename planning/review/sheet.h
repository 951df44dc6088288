#pragma once

#include "planning/evaluation/evaluation.h"

#include <string>
#include <vector>

namespace trocar::review {

/// One line of the plan on one sheet.
struct SheetLine {
  std::string of;    ///< "Needle N1", "Cement", a lesion; empty for the plan as a whole.
  std::string what;  ///< Empty for the first line about one thing, which says what it is.
  std::string text;
};
/// "Needle N1, skin to target".
std::string nameOf(const SheetLine& line);

/// The plan in a dozen lines: where, with what, what it reaches, what it endangers, how long it
/// takes. The numbers are those of the evaluation, rounded.
std::vector<SheetLine> sheetOf(const Case& patient, const Plan& plan, const Evaluation& evaluation);

/// A number of two plans side by side.
struct ComparedNumber {
  std::string what;
  std::string a;
  std::string b;
  bool differs() const { return a != b; }
};

/// Plan A against plan B of one case, in the order of the sheet; needles are paired by their ids.
std::vector<ComparedNumber> compared(const Case& patient,
                                     const Plan& planA,
                                     const Evaluation& a,
                                     const Plan& planB,
                                     const Evaluation& b);

}  // namespace trocar::review
