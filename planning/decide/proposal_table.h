#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace trocar::decide {

/// Words of a history that propose an answer.
struct HistoryPhrase {
  std::string phrase;  ///< In lower case.
  std::string score;
  std::string question;
  std::string value;
};

/// Of assets/decide/proposals.json, the longest phrase first. Throws Error for a bad file.
const std::vector<HistoryPhrase>& historyPhrases();
/// A limit of the same file, in its unit. Throws Error where there is none.
double proposalLimit(std::string_view key);

}  // namespace trocar::decide
