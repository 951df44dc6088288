#include "planning/decide/frameworks.h"

#include "planning/anatomy/collapse.h"
#include "planning/decide/history.h"
#include "planning/decide/measured.h"
#include "planning/decide/subject.h"
#include "planning/plan/entered_scores.h"

#include <algorithm>
#include <cassert>
#include <memory>

namespace trocar::decide {
namespace {

ScoreAnswers valuesOf(const Answers& answers) {
  ScoreAnswers values;
  for (const auto& [key, answer] : answers)
    values[key] = answer.value;
  return values;
}

void judge(Framework& framework) {
  const std::string& id = framework.definition->id;
  const ScoreAnswers values = valuesOf(framework.answers);
  framework.missing = scores::openQuestions(id, values);
  framework.points = scores::pointsSoFar(id, values);
  framework.result.reset();
  if (framework.missing.empty())
    framework.result = scores::score(id, values);
}

Framework entered(const scores::ScoreDefinition& definition,
                  const Plan& plan,
                  const std::string& subjectId) {
  Framework framework{&definition, {}, {}, {}, {}};
  for (const auto& [key, value] : answersTo(definition, plan, subjectId))
    framework.answers[key] = {value, Basis::Entered, ""};
  return framework;
}

void propose(Framework& framework, const Proposals& proposals) {
  const auto found = proposals.find(framework.definition->id);
  if (found == proposals.end())
    return;
  for (const auto& [key, answer] : found->second)
    framework.answers.try_emplace(key, answer);
}

/// The least sure of several answers.
Basis weakest(const Answers& answers) {
  Basis basis = Basis::Entered;
  for (const auto& [key, answer] : answers) {
    if (answer.basis == Basis::Estimated)
      return Basis::Estimated;
    if (answer.basis == Basis::Measured)
      basis = Basis::Measured;
  }
  return basis;
}

std::string because(const std::string& what, const scores::ScoreLink& link) {
  return what + (link.source.empty() ? "" : " (" + link.source + ")");
}

std::optional<Answer> answerOf(const scores::ScoreLink& link, const Framework& from) {
  const scores::ScoreDefinition& definition = *from.definition;
  if (link.question.empty()) {
    if (!from.result)
      return std::nullopt;
    const Basis basis = weakest(from.answers);
    const std::string total = from.result->total ? std::to_string(*from.result->total) : "";
    const std::string what =
        definition.name + (total.empty() ? "" : " " + total) + ": " + from.result->category;
    if (link.values.empty())
      return total.empty() ? std::nullopt : std::optional(Answer{total, basis, what});
    if (std::find(link.values.begin(), link.values.end(), from.result->category) ==
        link.values.end())
      return std::nullopt;
    return Answer{link.gives, basis, because(what, link)};
  }
  const auto answer = from.answers.find(link.question);
  if (answer == from.answers.end())
    return std::nullopt;
  const std::string& value = answer->second.value;
  const scores::ScoreQuestion& question = questionOf(from, link.question);
  const std::string what = question.text + ": " + scores::answerText(question, value);
  if (link.values.empty())
    return Answer{value, answer->second.basis, what};
  if (std::find(link.values.begin(), link.values.end(), value) == link.values.end())
    return std::nullopt;
  return Answer{link.gives, answer->second.basis, because(what, link)};
}

/// Answers that follow from other frameworks, where nobody gave another. True where one was new.
bool follow(Framework& framework, const std::vector<Framework>& all) {
  bool changed = false;
  for (const scores::ScoreQuestion& question : framework.definition->questions) {
    for (const scores::ScoreLink& link : question.links) {
      if (framework.answers.contains(question.key))
        break;
      if (const auto answer = answerOf(link, findFramework(all, link.score))) {
        framework.answers[question.key] = *answer;
        changed = true;
      }
    }
  }
  return changed;
}

using Lesions = std::vector<anatomy::LesionAnatomy>;

/// Kept by the model that is asked.
const Lesions& lesionsOf(const CaseModel& model) {
  return *std::static_pointer_cast<const Lesions>(model.derived("decide/lesions", [&] {
    std::vector<anatomy::VertebraAnatomy> vertebrae = model.vertebrae();
    anatomy::addCollapse(vertebrae);
    return std::make_shared<const Lesions>(
        anatomy::measureLesions(model.patient(), vertebrae, model.pelvis()));
  }));
}

}  // namespace

bool Framework::isEntered() const {
  return std::any_of(answers.begin(), answers.end(), [](const auto& one) {
    return one.second.basis == Basis::Entered && one.second.why.empty();
  });
}

std::vector<Framework> frameworksOf(const Plan& plan,
                                    const Proposals& proposals,
                                    const std::string& subjectId) {
  std::vector<Framework> all;
  for (const scores::ScoreDefinition& definition : scores::scoreDefinitions()) {
    all.push_back(entered(definition, plan, subjectId));
    propose(all.back(), proposals);
    judge(all.back());
  }
  for (bool changed = true; changed;) {
    changed = false;
    for (Framework& framework : all) {
      if (!follow(framework, all))
        continue;
      judge(framework);
      changed = true;
    }
  }
  return all;
}

const Framework& findFramework(const std::vector<Framework>& frameworks, std::string_view id) {
  const scores::ScoreDefinition& definition = scores::findScore(id);
  return *std::find_if(frameworks.begin(), frameworks.end(), [&](const Framework& one) {
    return one.definition->id == definition.id;
  });
}

Proposals proposalsFor(const Case& patient,
                       const Plan& plan,
                       const std::vector<anatomy::VertebraAnatomy>& vertebrae,
                       const Lesions& lesions,
                       const anatomy::LesionAnatomy* lesion) {
  Proposals proposals = proposalsOfHistory(patient.history);
  if (lesion == nullptr || !lesion->trust.trusted)
    return proposals;
  for (auto& [score, answers] : proposalsOfLesion(patient, plan, vertebrae, lesions, *lesion))
    proposals[score].merge(answers);
  return proposals;
}

std::vector<Framework> frameworksFor(const CaseModel& model,
                                     const Plan& plan,
                                     const std::string& subjectId) {
  const Lesions& lesions = lesionsOf(model);
  const anatomy::LesionAnatomy* lesion =
      subjectId.empty() ? nullptr : lesionAt(lesions, subjectId, subjectId);
  return frameworksOf(
      plan, proposalsFor(model.patient(), plan, model.vertebrae(), lesions, lesion), subjectId);
}

std::vector<SubjectFrameworks> frameworksToTell(const CaseModel& model, const Plan& plan) {
  std::vector<SubjectFrameworks> all;
  for (const std::string& id : subjectsToTell(model.patient(), plan))
    all.push_back({id, frameworksFor(model, plan, id)});
  return all;
}

std::vector<SubjectFrameworks> frameworksToTell(const Case& patient, const Plan& plan) {
  std::vector<SubjectFrameworks> all;
  for (const std::string& id : subjectsToTell(patient, plan))
    all.push_back({id, frameworksOf(plan, {}, id)});
  return all;
}

bool concerns(const Framework& framework, std::string_view boneId) {
  const std::vector<std::string>& sites = framework.definition->sites;
  return sites.empty() || boneId.empty() ||
         std::any_of(sites.begin(), sites.end(), [&](const std::string& site) {
           return boneId.starts_with(site);
         });
}

std::vector<std::pair<const scores::ScoreQuestion*, Answer>> surgicalTriggers(
    const std::vector<Framework>& frameworks) {
  std::vector<std::pair<const scores::ScoreQuestion*, Answer>> triggers;
  const Framework& framework = findFramework(frameworks, "early-surgery");
  for (const scores::ScoreQuestion& question : framework.definition->questions) {
    const auto answer = framework.answers.find(question.key);
    if (answer != framework.answers.end() && answer->second.value == "yes")
      triggers.emplace_back(&question, answer->second);
  }
  return triggers;
}

const scores::ScoreQuestion& questionOf(const Framework& framework, std::string_view key) {
  const auto& questions = framework.definition->questions;
  const auto found = std::find_if(
      questions.begin(), questions.end(), [&](const auto& one) { return one.key == key; });
  assert(found != questions.end());
  return *found;
}

std::vector<scores::ScoreComponent> componentsOf(const Framework& framework) {
  if (framework.result)
    return framework.result->components;
  std::vector<scores::ScoreComponent> components;
  for (const scores::ScoreQuestion& question : framework.definition->questions) {
    const auto answer = framework.answers.find(question.key);
    if (answer == framework.answers.end())
      continue;
    components.push_back({question.key, answer->second.value, std::nullopt, false});
    for (const scores::ScoreOption& option : question.options) {
      if (option.value == answer->second.value)
        components.back().points = option.points;
    }
  }
  return components;
}

std::string stateText(const Framework& framework) {
  if (framework.result) {
    const auto& total = framework.result->total;
    return (total ? std::to_string(*total) + ", " : "") + framework.result->category;
  }
  if (framework.answers.empty())
    return "not answered";
  const std::size_t answered = framework.answers.size();
  std::string text = "incomplete, " + std::to_string(answered) + " of " +
                     std::to_string(framework.definition->questions.size()) + " answered";
  if (framework.points)
    text += ", " + std::to_string(framework.points->points) + " points so far and at most " +
            std::to_string(framework.points->atMost);
  return text;
}

std::string proposedText(const Framework& framework) {
  const auto entered =
      std::count_if(framework.answers.begin(), framework.answers.end(), [](const auto& one) {
        return one.second.basis == Basis::Entered;
      });
  const auto proposed = static_cast<std::ptrdiff_t>(framework.answers.size()) - entered;
  if (proposed == 0)
    return "";
  return std::to_string(entered) + " of " + std::to_string(framework.definition->questions.size()) +
         " entered; " + std::to_string(proposed) +
         (proposed == 1 ? " is a proposal" : " are proposals") + " and still " +
         (proposed == 1 ? "needs" : "need") + " a person.";
}

std::string missingText(const Framework& framework) {
  std::string text;
  for (const scores::ScoreQuestion* question : framework.missing)
    text += (text.empty() ? "Missing: " : "; ") + question->text;
  return text;
}

std::string basisText(const Framework& framework, const scores::ScoreComponent& part) {
  if (part.assumed)
    return "assumed";
  return std::string(toString(framework.answers.at(part.key).basis));
}

}  // namespace trocar::decide
