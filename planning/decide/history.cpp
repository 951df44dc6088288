#include "planning/decide/history.h"

#include "planning/decide/proposal_table.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

namespace trocar::decide {
namespace {

std::string lowered(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
    return static_cast<char>(std::tolower(c));
  });
  return text;
}

/// Whether the part of the sentence before `at` denies what follows: "no history of", "without".
bool isDenied(const std::string& text, std::size_t at) {
  const std::size_t stop = text.find_last_of(".;:,", at == 0 ? 0 : at - 1);
  const std::size_t from = stop == std::string::npos || stop >= at ? 0 : stop + 1;
  const std::string before = " " + text.substr(from, at - from);
  constexpr std::array<const char*, 4> kDenials = {" no ", " not ", " without ", " never "};
  return std::any_of(kDenials.begin(), kDenials.end(), [&](const char* word) {
    return before.find(word) != std::string::npos;
  });
}

}  // namespace

Proposals proposalsOfHistory(const std::string& history) {
  std::string text = lowered(history);
  Proposals proposals;
  std::set<std::pair<std::string, std::string>> contradicted;
  for (const HistoryPhrase& one : historyPhrases()) {
    for (std::size_t at = text.find(one.phrase); at != std::string::npos;
         at = text.find(one.phrase, at + 1)) {
      if (isDenied(text, at))
        continue;
      const std::string words = history.substr(at, one.phrase.size());
      std::fill_n(text.begin() + static_cast<std::ptrdiff_t>(at), one.phrase.size(), '_');
      const auto [answer, isNew] = proposals[one.score].try_emplace(
          one.question, Answer{one.value, Basis::Estimated, "the history says “" + words + "”"});
      if (!isNew && answer->second.value != one.value)
        contradicted.emplace(one.score, one.question);
    }
  }
  for (const auto& [score, question] : contradicted)
    proposals[score].erase(question);
  return proposals;
}

}  // namespace trocar::decide
