#include "app/gui/cards/injection_numbers.h"

#include "app/gui/cards/fact_rows.h"
#include "app/gui/parts/numbers.h"
#include "planning/facts/cement_facts.h"
#include "planning/words/cement_words.h"

#include <algorithm>

namespace trocar::gui {
namespace {

void addTopic(const std::vector<facts::Facts>& both,
              facts::FactTopic topic,
              std::vector<NumberRow>& rows) {
  for (const facts::FactLine& line : facts::sideBySide(both, facts::FactRank::Usual, {topic})) {
    const facts::Fact* now = line.of[0];
    NumberRow row = rowOfFact(now ? *now : *line.of[1]);
    if (!now)
      row = {row.name, "–", row.tip};
    if (line.of.size() > 1)
      row.kept = line.of[1] ? text(facts::shown(*line.of[1])) : QString("–");
    rows.push_back(std::move(row));
  }
}

const cement::CementLeak* leakIn(const cement::CementResult& cement,
                                 const cement::CementLeak& like) {
  const auto found =
      std::find_if(cement.leaks.begin(), cement.leaks.end(), [&](const cement::CementLeak& leak) {
        return leak.route == like.route && leak.into == like.into;
      });
  return found == cement.leaks.end() ? nullptr : &*found;
}

/// "0.12 ml · 38 %", "38 %" for one that only the ensemble shows.
QString leakText(const cement::CementResult& cement, const cement::CementLeak& like) {
  const cement::CementLeak* leak = leakIn(cement, like);
  cement::CementLeak none = like;
  none.volumeMl = 0.0;
  none.probability = 0.0;
  const facts::Facts facts = facts::leakFacts(leak ? *leak : none);
  QStringList parts;
  if (leak && leak->volumeMl > 0.0)
    parts << text(facts::shown(*facts::factAt(facts, "volumeMl")));
  if (cement.members > 0)
    parts << text(facts::shown(*facts::factAt(facts, "probability")));
  return parts.isEmpty() ? "none" : parts.join(" · ");
}

NumberRow leakRow(const cement::CementResult& now,
                  const cement::CementResult* kept,
                  const cement::CementLeak& leak) {
  const cement::CementLeak* here = leakIn(now, leak);
  return {"by " + text(words::routeWords(leak.route)) +
              (leak.into == "vein" ? QString() : " into " + text(words::placeWords(leak.into))),
          leakText(now, leak),
          "Volume in this simulation, and the share of the ensemble's in which it leaks there",
          here ? classOfTone(facts::factAt(facts::leakFacts(*here), "volumeMl")->tone) : QString(),
          kept ? leakText(*kept, leak) : QString()};
}

}  // namespace

std::vector<NumberRow> rowsOf(const Plan& plan,
                              const cement::CementResult& now,
                              const cement::CementResult* kept) {
  std::vector<facts::Facts> both = {facts::cementFacts(now, &plan)};
  std::vector<NumberRow> rows;
  if (kept) {
    both.push_back(facts::cementFacts(*kept, &plan));
    rows.push_back({"", "now", "This plan", "", "A"});
  }
  addTopic(both, facts::FactTopic::Through, rows);
  addTopic(both, facts::FactTopic::Cement, rows);
  return rows;
}

std::vector<NumberRow> leakRowsOf(const cement::CementResult& now,
                                  const cement::CementResult* kept) {
  std::vector<NumberRow> rows;
  for (const cement::CementLeak& leak : now.leaks)
    rows.push_back(leakRow(now, kept, leak));
  if (kept) {
    for (const cement::CementLeak& leak : kept->leaks) {
      if (!leakIn(now, leak))
        rows.push_back(leakRow(now, kept, leak));
    }
  }
  if (!now.leaksModelled)
    rows.push_back({"leaks are not modelled: the tip lies in no labelled bone", ""});
  else if (now.canalUnjudged)
    rows.push_back({"into the canal", "not judged"});
  else if (rows.empty())
    rows.push_back({now.members > 0 ? QString("no leak in any of %1 simulations").arg(now.members)
                                    : QString("no leak in this simulation"),
                    ""});
  return rows;
}

}  // namespace trocar::gui
