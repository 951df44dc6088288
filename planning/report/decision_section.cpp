#include "planning/report/decision_section.h"

#include "planning/words/embolisation_words.h"
#include "planning/words/names.h"

#include <utility>

namespace trocar::report {
namespace {

std::string answerLine(const decide::Framework& framework, const scores::ScoreComponent& part) {
  const scores::ScoreQuestion& question = decide::questionOf(framework, part.key);
  std::string origin = part.points ? std::to_string(*part.points) + ", " : "";
  origin += decide::basisText(framework, part);
  const auto answer = framework.answers.find(part.key);
  if (answer != framework.answers.end() && !answer->second.why.empty())
    origin += ": " + answer->second.why;
  return question.text + ": " + scores::answerText(question, part.value) + " (" + origin + ")";
}

ReportWords answersOf(const decide::Framework& framework) {
  std::string lines;
  for (const scores::ScoreComponent& part : decide::componentsOf(framework))
    lines += (lines.empty() ? "" : "; ") + answerLine(framework, part);
  return lines;
}

ReportWords statementOf(const decide::Framework& framework) {
  std::string below = decide::proposedText(framework);
  const std::string more =
      framework.result ? framework.result->note : decide::missingText(framework);
  below += (below.empty() || more.empty() ? "" : " ") + more;
  const std::string state = decide::stateText(framework);
  return (framework.result ? strongWords(state) : ReportWords(state)) +
         quietWords(below.empty() ? "" : " " + below);
}

bool isTold(const decide::Framework& framework) {
  return framework.isEntered() || (framework.result && !framework.answers.empty());
}

/// With the lesion that it is about, where there are several.
ReportWords nameOf(const decide::Framework& framework,
                   const Case& patient,
                   const std::string& subjectId) {
  const ReportWords name(framework.definition->name);
  if (subjectId.empty() || framework.definition->ofPatient)
    return name;
  return name + quietWords(" " + words::nameInCase(patient, subjectId));
}

const char* nameOf(Intent intent) {
  switch (intent) {
    case Intent::Curative:
      return "complete local cure";
    case Intent::Cytoreduction:
      return "cytoreduction";
    default:
      return "pain relief";
  }
}

}  // namespace

ReportSection triggerSection(const std::vector<decide::Framework>& frameworks) {
  std::string triggers;
  for (const auto& [question, answer] : decide::surgicalTriggers(frameworks))
    triggers += (triggers.empty() ? "" : "; ") + question->text + " (" +
                std::string(toString(answer.basis)) +
                (answer.why.empty() ? "" : ": " + answer.why) + ")";
  if (triggers.empty())
    return {};
  return {"", {ReportParagraph{"Surgical evaluation first: " + triggers + ".", true}}};
}

ReportSection scoreSection(const Case& patient,
                           const std::vector<decide::SubjectFrameworks>& subjects) {
  ReportSection section{"Scores and frameworks", {}};
  ReportTable table{{{"Framework", 18}, {"States", 24}, {"Answers", 40}, {"Source", 18}}, {}};
  for (std::size_t n = 0; n < subjects.size(); ++n) {
    const auto& [subject, frameworks] = subjects[n];
    for (const decide::Framework& framework : frameworks) {
      const bool toldBefore = framework.definition->ofPatient && n > 0;
      if (isTold(framework) && !toldBefore)
        table.rows.push_back({nameOf(framework, patient, subjects.size() > 1 ? subject : ""),
                              statementOf(framework),
                              answersOf(framework),
                              framework.definition->source});
    }
  }
  if (table.rows.empty())
    return section;
  section.blocks.emplace_back(std::move(table));
  section.blocks.emplace_back(
      ReportParagraph{quietWords("The software states what a framework says; it does not decide. "
                                 "What was measured or estimated is a proposal that an entered "
                                 "answer replaces.")});
  return section;
}

ReportSection enteredSection(const Case& patient, const Plan& plan) {
  ReportList list;
  if (!plan.procedureDate.empty())
    list.items.push_back("Date of the procedure: " + plan.procedureDate);
  if (plan.intent)
    list.items.push_back(std::string("Intent of the ablation: ") + nameOf(*plan.intent));
  for (const Structure* lesion : patient.withRole(Role::Lesion)) {
    const std::string name = words::nameInCase(patient, lesion->id);
    if (const auto vascularity = vascularityOf(plan, patient, lesion->id))
      list.items.push_back("Vascularity of " + name + ": " + std::string(toString(*vascularity)));
    if (const Embolisation* embolisation = embolisationOf(plan, patient, lesion->id))
      list.items.push_back("Embolisation of " + name + ": " +
                           words::embolisationWords(*embolisation, plan.procedureDate));
  }
  for (const PedicleFracture& fracture : plan.pedicleFractures)
    list.items.push_back("Fractured pedicle: " + fracture.level + " " +
                         std::string(toString(fracture.side)));
  if (list.items.empty())
    return {};
  return {"Entered by hand", {std::move(list)}};
}

}  // namespace trocar::report
