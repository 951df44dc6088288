#include "app/gui/injection_numbers.h"

#include "app/gui/fact_rows.h"
#include "app/gui/numbers.h"
#include "planning/cement/cement_words.h"
#include "planning/facts/cement_facts.h"

#include <algorithm>

namespace trocar {
namespace {

void addTopic(const std::vector<Facts>& both, FactTopic topic, std::vector<NumberRow>& rows) {
  for (const FactLine& line : sideBySide(both, FactRank::Usual, {topic})) {
    const Fact* now = line.of[0];
    NumberRow row = rowOfFact(now ? *now : *line.of[1]);
    if (!now)
      row = {row.name, "–", row.tip};
    if (line.of.size() > 1)
      row.kept = line.of[1] ? text(shown(*line.of[1])) : QString("–");
    rows.push_back(std::move(row));
  }
}

const CementLeak* leakIn(const CementResult& cement, const CementLeak& like) {
  const auto found =
      std::find_if(cement.leaks.begin(), cement.leaks.end(), [&](const CementLeak& leak) {
        return leak.route == like.route && leak.into == like.into;
      });
  return found == cement.leaks.end() ? nullptr : &*found;
}

/// "0.12 ml · 38 %", "38 %" for one that only the ensemble shows.
QString leakText(const CementResult& cement, const CementLeak& like) {
  const CementLeak* leak = leakIn(cement, like);
  CementLeak none = like;
  none.volumeMl = 0.0;
  none.probability = 0.0;
  const Facts facts = leakFacts(leak ? *leak : none);
  QStringList parts;
  if (leak && leak->volumeMl > 0.0)
    parts << text(shown(*factAt(facts, "volumeMl")));
  if (cement.members > 0)
    parts << text(shown(*factAt(facts, "probability")));
  return parts.isEmpty() ? "none" : parts.join(" · ");
}

NumberRow leakRow(const CementResult& now, const CementResult* kept, const CementLeak& leak) {
  const CementLeak* here = leakIn(now, leak);
  return {"by " + text(routeWords(leak.route)) +
              (leak.into == "vein" ? QString() : " into " + text(placeWords(leak.into))),
          leakText(now, leak),
          "Volume in this simulation, and the share of the ensemble's in which it leaks there",
          here ? classOfTone(factAt(leakFacts(*here), "volumeMl")->tone) : QString(),
          kept ? leakText(*kept, leak) : QString()};
}

}  // namespace

std::vector<NumberRow> rowsOf(const Plan& plan, const CementResult& now, const CementResult* kept) {
  std::vector<Facts> both = {cementFacts(now, &plan)};
  std::vector<NumberRow> rows;
  if (kept) {
    both.push_back(cementFacts(*kept, &plan));
    rows.push_back({"", "now", "This plan", "", "A"});
  }
  addTopic(both, FactTopic::Through, rows);
  addTopic(both, FactTopic::Cement, rows);
  return rows;
}

std::vector<NumberRow> leakRowsOf(const CementResult& now, const CementResult* kept) {
  std::vector<NumberRow> rows;
  for (const CementLeak& leak : now.leaks)
    rows.push_back(leakRow(now, kept, leak));
  if (kept) {
    for (const CementLeak& leak : kept->leaks) {
      if (!leakIn(now, leak))
        rows.push_back(leakRow(now, kept, leak));
    }
  }
  if (rows.empty())
    rows.push_back({now.members > 0 ? QString("no leak in any of %1 simulations").arg(now.members)
                                    : QString("no leak in this simulation"),
                    ""});
  return rows;
}

}  // namespace trocar
