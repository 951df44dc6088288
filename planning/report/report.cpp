#include "planning/report/report.h"

#include "core/assets.h"
#include "core/error.h"
#include "core/number_text.h"
#include "planning/access/unjudged_groups.h"
#include "planning/plan/instrument.h"
#include "planning/report/decision_section.h"
#include "planning/report/plan_sections.h"
#include "planning/report/review_section.h"
#include "planning/review/finding_groups.h"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <utility>

namespace trocar::report {
namespace {

ReportSection headOf(const Case& patient, const std::string& planFile) {
  ReportSection section;
  section.blocks.emplace_back(ReportParagraph{
      quietWords("Case " + patient.id + (planFile.empty() ? "" : ", plan " + planFile))});
  section.blocks.emplace_back(
      ReportParagraph{"For rehearsal and teaching only. Not a medical device.", true});
  if (!patient.history.empty())
    section.blocks.emplace_back(ReportParagraph{patient.history});
  return section;
}

/// A word with a sign of its own shape, for paper without colour.
const char* wordsOf(const review::FindingGroup& group) {
  if (access::saysUnjudged(group.findings.front()))
    return "□ Not judged";
  switch (group.severity()) {
    case Finding::Severity::Danger:
      return "■ Danger";
    case Finding::Severity::Warning:
      return "▲ Warning";
    default:
      return "○ Note";
  }
}

ReportSection findingSection(const Case& patient, const Evaluation& evaluation) {
  if (evaluation.findings.empty())
    return {"Findings", {ReportParagraph{"No finding."}}};
  ReportTable table{
      {{"Severity", 13}, {"Finding", 26}, {"About", 16}, {"Rule and source", 32}, {"Accepted", 13}},
      {}};
  for (const review::FindingGroup& group : review::groupedFindings(evaluation.findings, &patient)) {
    const bool danger = group.severity() == Finding::Severity::Danger;
    ReportWords why = review::whyOf(group);
    if (const std::string sources = review::sourcesOf(group); !sources.empty())
      why = std::move(why) + quietWords(" [" + sources + "]");
    table.rows.push_back({wordsOf(group),
                          danger ? strongWords(group.text) : ReportWords(group.text),
                          group.about,
                          std::move(why),
                          group.findings.front().accepted.value_or(shownNumber(std::nullopt))});
  }
  return {"Findings", {std::move(table)}};
}

ReportSection pictureSection(const std::vector<ReportPicture>& pictures) {
  return {"Pictures", {pictures.begin(), pictures.end()}};
}

/// Its lines as paragraphs.
ReportSection noteSection(const std::string& note) {
  ReportSection section{"Note", {}};
  std::istringstream lines(note);
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty())
      section.blocks.emplace_back(ReportParagraph{line});
  }
  return section;
}

std::set<std::string> sourcesOf(const Plan& plan, const Evaluation& evaluation) {
  std::set<std::string> sources;
  for (const Needle& needle : plan.needles) {
    for (const Instrument& instrument : instrumentCatalogue()) {
      if (instrument.id == needle.instrument)
        sources.insert(instrument.name + (instrument.verified ? ": " : " (unverified): ") +
                       instrument.source);
    }
  }
  if (evaluation.ablation) {
    for (const ablation::AblationZone& zone : evaluation.ablation->zones)
      sources.insert(zone.source.empty() ? "" : "Zone: " + zone.source);
  }
  sources.erase("");
  return sources;
}

ReportSection sourceSection(const Plan& plan, const Evaluation& evaluation) {
  ReportSection section{"Sources and versions", {}};
  const std::set<std::string> sources = sourcesOf(plan, evaluation);
  if (!sources.empty())
    section.blocks.emplace_back(ReportList{{sources.begin(), sources.end()}});
  section.blocks.emplace_back(
      ReportParagraph{quietWords("Trocar " + std::string(version()) + "; plan format with case " +
                                 plan.patient.id + ", content hash " + plan.patient.hash)});
  return section;
}

}  // namespace

ReportWords::ReportWords(std::string text) {
  if (!text.empty())
    runs.push_back({std::move(text)});
}
ReportWords::ReportWords(const char* text) : ReportWords(std::string(text)) {}

bool ReportTable::hasHeadings() const {
  return std::any_of(
      columns.begin(), columns.end(), [](const Column& one) { return !one.heading.empty(); });
}

ReportWords quietWords(std::string text) {
  ReportWords words;
  words.runs.push_back({std::move(text), ReportRun::Weight::Quiet});
  return words;
}

ReportWords strongWords(std::string text) {
  ReportWords words;
  words.runs.push_back({std::move(text), ReportRun::Weight::Strong});
  return words;
}

ReportWords operator+(ReportWords before, const ReportWords& after) {
  before.runs.insert(before.runs.end(), after.runs.begin(), after.runs.end());
  return before;
}

Report makeReport(const Case& patient,
                  const Plan& plan,
                  const Evaluation& evaluation,
                  const std::vector<ReportPicture>& pictures,
                  const ReportBeside& beside) {
  Report report{patient.title.empty() ? patient.id : patient.title, {}};
  const auto add = [&](ReportSection section) {
    if (!section.blocks.empty())
      report.sections.push_back(std::move(section));
  };
  const std::vector<decide::SubjectFrameworks> frameworks =
      beside.frameworks.empty() ? decide::frameworksToTell(patient, plan) : beside.frameworks;
  add(headOf(patient, beside.planFile));
  add(triggerSection(frameworks.front().frameworks));
  add(sheetSection(patient, plan, evaluation));
  if (beside.before != nullptr)
    add(changesSection(*beside.before, plan));
  add(findingSection(patient, evaluation));
  for (ReportSection& section : needleSections(patient, plan, evaluation))
    add(std::move(section));
  add(courseSection(plan));
  add(pictureSection(pictures));
  if (evaluation.ablation)
    add(ablationSection(patient, *evaluation.ablation));
  if (evaluation.cement)
    add(cementSection(plan, *evaluation.cement));
  add(scoreSection(patient, frameworks));
  add(enteredSection(patient, plan));
  for (ReportSection& section : preparationSections(patient, plan))
    add(std::move(section));
  add(noteSection(plan.note));
  add(sourceSection(plan, evaluation));
  return report;
}

}  // namespace trocar::report
