#include "planning/plan/embolisation.h"

#include "core/error.h"
#include "core/json/json_reader.h"
#include "core/number_text.h"
#include "planning/plan/calendar.h"
#include "planning/plan/embolisation_grades.h"

#include <algorithm>
#include <cmath>

namespace trocar {
namespace {

struct EmbolicFile {
  std::vector<Embolic> materials;
  std::vector<EmbolisationGrade> grades;
};

EmbolicFile embolicFileFrom(const JsonEntry& file) {
  file.remarks({"about"});
  file.format(1);
  EmbolicFile all;
  for (const JsonEntry& entry : file.list("grades"))
    all.grades.push_back(
        {entry.text("name"), entry.number("flowCut", {0.0, 1.0}), entry.text("source")});
  for (const JsonEntry& entry : file.list("embolics"))
    all.materials.push_back({entry.text("id"),
                             entry.text("name"),
                             entry.maybeNumber("reopensOverDays", kAboveZero),
                             entry.maybeNumber("openAfterDays", kAboveZero),
                             entry.number("bestWithinDays", kAboveZero),
                             entry.text("source")});
  return all;
}

const EmbolicFile& embolicFile() {
  static const EmbolicFile all = readJsonAsset("materials/embolics.json", embolicFileFrom);
  return all;
}

}  // namespace

const std::vector<Embolic>& embolics() {
  return embolicFile().materials;
}

const std::vector<EmbolisationGrade>& embolisationGrades() {
  return embolicFile().grades;
}

const Embolic& findEmbolic(std::string_view id) {
  const auto found = std::find_if(
      embolics().begin(), embolics().end(), [&](const Embolic& one) { return one.id == id; });
  if (found != embolics().end())
    return *found;
  std::string known;
  for (const Embolic& one : embolics())
    known += (known.empty() ? "" : ", ") + one.id;
  throw Error("There is no embolic material \"" + std::string(id) + "\": choose one of " + known +
              ".");
}

void requirePossible(const Embolisation& embolisation) {
  if (!embolisation.date.empty() && !isDate(embolisation.date))
    throw Error("\"" + embolisation.date + "\" is no date: write it as 2026-11-22.");
  if (!embolisation.material.empty())
    findEmbolic(embolisation.material);
  if (embolisation.flowCut && !(*embolisation.flowCut >= 0.0 && *embolisation.flowCut <= 1.0))
    throw Error("An embolisation cuts a share of 0 to 1 of the flow (flowCut), not " +
                plainNumber(*embolisation.flowCut) + ".");
}

double flowLeft(const Embolisation& embolisation, const std::string& procedureDate) {
  if (embolisation.material.empty() || !embolisation.flowCut)
    return 1.0;
  const int days = daysBetween(embolisation.date, procedureDate).value_or(0);
  const Embolic& embolic = findEmbolic(embolisation.material);
  if (days < 0 || (embolic.openAfterDays && days > *embolic.openAfterDays))
    return 1.0;
  const double still = embolic.reopensOverDays ? std::exp(-days / *embolic.reopensOverDays) : 1.0;
  return 1.0 - *embolisation.flowCut * still;
}

}  // namespace trocar
