#include "app/gui/cards/decide_cards.h"

#include "app/gui/parts/numbers.h"
#include "app/where.h"
#include "planning/decide/measured.h"
#include "planning/decide/subject.h"

#include <QVBoxLayout>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace trocar::gui {
namespace {

constexpr const char* kOthers = "others";

decide::Proposals proposalsOf(const Shown& shown) {
  const app::Document& document = shown.document;
  const std::string subject = app::subjectUnderWork(document);
  const auto& vertebrae = shown.facts.vertebrae();
  const auto& lesions = shown.facts.lesions();
  return decide::proposalsFor(document.patient(),
                              document.plan(),
                              vertebrae ? *vertebrae : std::vector<anatomy::VertebraAnatomy>(),
                              lesions,
                              subject.empty() ? nullptr : decide::lesionAt(lesions, subject, ""));
}

/// Its bone is asked about, something answers a question of it, or somebody did; not before it is
/// closed, so that a card does not leave from under the hand.
bool standsInFront(const decide::Framework& framework,
                   const decide::Framework& proposed,
                   const std::string& bone,
                   const std::string& open) {
  const bool about = !bone.empty() && !framework.definition->sites.empty();
  const bool entered = !framework.answers.empty() && framework.definition->id != open;
  return decide::concerns(framework, bone) && (about || !proposed.answers.empty() || entered);
}

}  // namespace

std::vector<decide::Framework> frameworksOf(const Shown& shown) {
  return decide::frameworksOf(
      shown.document.plan(), proposalsOf(shown), app::subjectUnderWork(shown.document));
}

QString surgeryFirst(const std::vector<decide::Framework>& frameworks) {
  QStringList triggers;
  for (const auto& [question, answer] : decide::surgicalTriggers(frameworks))
    triggers << text(question->text) + " (" + text(std::string(toString(answer.basis))) + ")";
  return triggers.isEmpty() ? QString() : "Surgical evaluation first: " + triggers.join("; ");
}

DecideCards::DecideCards(Runner& runner) : runner_(runner) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 6, 0, 6);
  column->setSpacing(6);
  column->addWidget(newLabel("Decide", "title"));
  QLabel* hint = newLabel(
      "What published frameworks say; open one to answer. What is measured or read from the "
      "history is a proposal.",
      "quiet");
  hint->setWordWrap(true);
  column->addWidget(hint);
  subject_ = new Combo("decideSubject", [&runner](const QString& key) {
    runner.run("where", {{"structure", key.toStdString()}});
  });
  subject_->setToolTip("Lesion, or bone without one, that the answers below are for");
  column->addWidget(subject_);
  alarm_ = newLabel({}, "alarm");
  alarm_->setObjectName("surgeryFirst");
  alarm_->setWordWrap(true);
  column->addWidget(alarm_);
  for (const scores::ScoreDefinition& definition : scores::scoreDefinitions())
    cards_.push_back(new FrameworkCard(runner, definition));
  others_ = new RowButton();
  others_->setObjectName("otherFrameworks");
  others_->setCheckable(true);
  others_->setToolTip("About other bones than the lesion's, or without any answer yet");
  connect(others_, &QPushButton::clicked, this, [this](bool open) {
    runner_.run("score-show", {{"score", open ? kOthers : ""}});
  });
}

void DecideCards::show(const Shown& shown) {
  const Case& patient = shown.document.patient();
  const std::string subject = app::subjectUnderWork(shown.document);
  showSubjects(shown.document, subject);
  const std::vector<decide::Framework> frameworks = frameworksOf(shown);
  Plan nothingEntered;
  nothingEntered.pedicleFractures = shown.document.plan().pedicleFractures;
  nothingEntered.vascularity = shown.document.plan().vascularity;
  const std::vector<decide::Framework> proposed =
      decide::frameworksOf(nothingEntered, proposalsOf(shown), subject);
  alarm_->setText(surgeryFirst(frameworks));
  alarm_->setVisible(!alarm_->text().isEmpty());
  const std::string bone = decide::boneOf(patient, subject);
  const std::string& open = shown.document.view().framework;
  std::vector<QWidget*> order;
  std::vector<QWidget*> behind;
  bool othersOpen = open == kOthers;
  for (std::size_t i = 0; i < cards_.size(); ++i) {
    const bool front = standsInFront(frameworks[i], proposed[i], bone, open);
    (front ? order : behind).push_back(cards_[i]);
    othersOpen = othersOpen || (!front && frameworks[i].definition->id == open);
    cards_[i]->show(frameworks[i], proposed[i], subject, frameworks[i].definition->id == open);
    cards_[i]->setVisible(front);
  }
  others_->setVisible(!behind.empty());
  others_->setChecked(othersOpen);
  others_->setWholeText(
      QString("%1 %2 more frameworks").arg(othersOpen ? "▾" : "▸").arg(behind.size()));
  order.push_back(others_);
  for (QWidget* card : behind) {
    card->setVisible(othersOpen);
    order.push_back(card);
  }
  arrange(std::move(order));
}

/// Of what the answers are; to choose where there are several lesions.
void DecideCards::showSubjects(const app::Document& document, const std::string& subject) {
  const Case& patient = document.patient();
  std::vector<std::string> all = decide::subjectsOf(patient, document.plan());
  if (std::find(all.begin(), all.end(), subject) == all.end())
    all.insert(all.begin(), subject);
  if (all != subjects_ || listed_ != patient.id) {
    subjects_ = all;
    listed_ = patient.id;
    subject_->clear();
    for (const std::string& id : all) {
      if (patient.find(id) != nullptr)
        subject_->add(text(app::nameOf(app::whereIs(patient, id), patient)), text(id));
    }
  }
  subject_->choose(text(subject));
  subject_->setVisible(subject_->count() > 1);
}

void DecideCards::arrange(std::vector<QWidget*> order) {
  if (order == order_)
    return;
  order_ = std::move(order);
  for (QWidget* widget : order_)
    static_cast<QVBoxLayout*>(layout())->addWidget(widget);
}

}  // namespace trocar::gui
