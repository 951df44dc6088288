#include "planning/report/plan_sections.h"

#include "planning/access/placement.h"
#include "planning/facts/ablation_facts.h"
#include "planning/facts/cement_facts.h"
#include "planning/facts/needle_facts.h"
#include "planning/report/fact_table.h"
#include "planning/words/course_words.h"
#include "planning/words/names.h"

namespace trocar::report {
namespace {

using enum facts::FactTopic;

ReportSection needlePart(const char* heading,
                         const std::vector<std::string>& ids,
                         const std::vector<facts::Facts>& facts,
                         const std::vector<facts::FactTopic>& topics) {
  return {heading, factsByRows(ids, facts, topics)};
}

/// Near the zone, or warmer or colder than a body is.
bool isExposed(const ablation::StructureExposure& s) {
  constexpr double kNearMm = 30.0, kCoolC = 30.0, kWarmC = 42.0;
  return s.distanceToZoneMm <= kNearMm || s.minimumC.value_or(kCoolC) < kCoolC ||
         s.maximumC.value_or(kWarmC) > kWarmC;
}

void addZones(const ablation::AblationResult& ablation, ReportSection& section) {
  std::vector<facts::Facts> zones;
  for (const ablation::AblationZone& zone : ablation.zones)
    zones.push_back(facts::zoneFacts(zone));
  if (!zones.empty())
    section.blocks.emplace_back(tableOfFacts(zones));
}

void addTargets(const Case& patient,
                const ablation::AblationResult& ablation,
                ReportSection& section) {
  ReportTable table{{{"Lesion", 30}, {"", 40}, {"", 30}}, {}};
  for (const ablation::TargetCoverage& target : ablation.targets)
    addRows(table,
            words::nameInCase(patient, target.structure),
            facts::coverageFacts(target, ablation.basis, &patient));
  if (!table.rows.empty())
    section.blocks.emplace_back(std::move(table));
}

/// What the band of the simulation and placement error leave of the numbers above.
void addSureness(const Case& patient,
                 const ablation::AblationResult& ablation,
                 ReportSection& section) {
  ReportTable table{{{"How sure", 28}, {"", 42}, {"", 30}}, {}};
  if (const auto& band = ablation.band)
    addRows(
        table, std::to_string(band->members) + " simulations", facts::bandFacts(*band, &patient));
  for (const ablation::CoverageChance& chance : ablation.chances)
    addRows(
        table,
        std::to_string(chance.samples) + " placements, " + access::techniqueName(chance.technique),
        facts::chanceFacts(chance, &patient));
  if (table.rows.empty())
    return;
  section.blocks.emplace_back(std::move(table));
  section.blocks.emplace_back(ReportParagraph{
      quietWords("Simulations vary the grid, bone conductivity by 30 %, cryoprobes by 15 °C, "
                 "blood from half to twice, and placement. Placements move the zone with "
                 "its probes, without solving it anew.")});
}

void addExposures(const Case& patient,
                  const ablation::AblationResult& ablation,
                  ReportSection& section) {
  std::vector<facts::Facts> exposed;
  for (const ablation::StructureExposure& s : ablation.structures) {
    if (isExposed(s))
      exposed.push_back(facts::exposureFacts(s, ablation.basis, &patient));
  }
  if (!exposed.empty())
    section.blocks.emplace_back(tableOfFacts(exposed));
  const std::size_t far = ablation.structures.size() - exposed.size();
  if (far > 0)
    section.blocks.emplace_back(ReportParagraph{
        quietWords(std::to_string(far) + " further structures lie more than 30 mm away.")});
}

}  // namespace

std::vector<ReportSection> needleSections(const Case& patient,
                                          const Plan& plan,
                                          const Evaluation& evaluation) {
  std::vector<std::string> ids, judged;
  std::vector<facts::Facts> planned, measured;
  for (const Needle& needle : plan.needles) {
    ids.push_back(needle.id);
    planned.push_back(facts::needleFacts(needle, {}, &patient));
    if (const NeedleEvaluation* numbers = facts::findNumbers(evaluation, needle.id)) {
      judged.push_back(needle.id);
      measured.push_back(facts::measuredFacts(*numbers, &patient));
    }
  }
  if (ids.empty())
    return {};
  std::vector<ReportSection> sections = {needlePart("Needles", ids, planned, {Planned})};
  if (measured.empty())
    return sections;
  sections.push_back(needlePart("Angles as dialled", judged, measured, {Dialled}));
  sections.back().blocks.emplace_back(meaningsOf(measured, {Dialled}));
  sections.push_back(needlePart("Access", judged, measured, {Access, Nearest}));
  sections.back().blocks.emplace_back(meaningsOf(measured, {Access, Nearest}));
  return sections;
}

ReportSection courseSection(const Plan& plan) {
  ReportSection section{"Through each needle", {}};
  for (const Needle& needle : plan.needles) {
    const std::vector<std::string> steps = words::courseWords(plan, needle);
    if (needle.through || steps.size() < 2)
      continue;
    const std::string place = words::placeOf(needle);
    ReportTable table{{{needle.id + (place.empty() ? "" : ", " + place), 0}}, {}};
    for (std::size_t n = 0; n < steps.size(); ++n)
      table.rows.push_back({std::to_string(n + 1) + "  " + steps[n]});
    section.blocks.emplace_back(std::move(table));
  }
  if (!section.blocks.empty())
    section.blocks.emplace_back(
        ReportParagraph{quietWords("Depths of tips, counted from the needle's entry.")});
  return section;
}

ReportSection ablationSection(const Case& patient, const ablation::AblationResult& ablation) {
  ReportSection section{"Ablation", {}};
  addZones(ablation, section);
  addTargets(patient, ablation, section);
  addSureness(patient, ablation, section);
  addExposures(patient, ablation, section);
  return section;
}

ReportSection cementSection(const Plan& plan, const cement::CementResult& cement) {
  const facts::Facts facts = facts::cementFacts(cement, &plan);
  std::vector<const facts::Fact*> shownFacts =
      facts::listed(facts, facts::FactRank::Usual, {None, Cement, Through});
  shownFacts.push_back(facts::factAt(facts, "basis"));
  ReportSection section{"Cement", {listOfFacts(shownFacts)}};
  if (!cement.leaks.empty())
    section.blocks.emplace_back(tableOfFacts(facts::blocksAt(facts, "leaks")));
  return section;
}

}  // namespace trocar::report
