#include "planning/decide/proposal_table.h"

#include "core/error.h"
#include "core/json/json_reader.h"
#include "planning/scores/score.h"

#include <algorithm>
#include <map>
#include <string>

namespace trocar::decide {
namespace {

struct ProposalTable {
  std::map<std::string, double, std::less<>> limits;
  std::vector<HistoryPhrase> phrases;
};

void addPhrases(const JsonEntry& entry, std::vector<HistoryPhrase>& phrases) {
  HistoryPhrase phrase{"", entry.text("score"), entry.text("question"), entry.text("value")};
  if (!scores::isAnswer(phrase.score, phrase.question, phrase.value))
    entry.refuse("value", "it is no answer to that question");
  for (std::string& words : entry.texts("phrases")) {
    phrase.phrase = std::move(words);
    phrases.push_back(phrase);
  }
}

ProposalTable tableFrom(const JsonEntry& file) {
  file.remarks({"about"});
  ProposalTable table;
  for (const JsonEntry& limit : file.list("limits")) {
    limit.text("unit");
    limit.text("source");
    table.limits[limit.text("key")] = limit.number("value", kAboveZero);
  }
  for (const JsonEntry& entry : file.list("history"))
    addPhrases(entry, table.phrases);
  std::stable_sort(table.phrases.begin(),
                   table.phrases.end(),
                   [](const HistoryPhrase& a, const HistoryPhrase& b) {
                     return a.phrase.size() > b.phrase.size();
                   });
  return table;
}

const ProposalTable& proposalTable() {
  static const ProposalTable table = readJsonAsset("decide/proposals.json", tableFrom);
  return table;
}

}  // namespace

const std::vector<HistoryPhrase>& historyPhrases() {
  return proposalTable().phrases;
}

double proposalLimit(std::string_view key) {
  const auto found = proposalTable().limits.find(key);
  if (found == proposalTable().limits.end())
    throw Error("assets/decide/proposals.json has no limit \"" + std::string(key) + "\".");
  return found->second;
}

}  // namespace trocar::decide
