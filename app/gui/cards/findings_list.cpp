#include "app/gui/cards/findings_list.h"

#include "app/gui/cards/findings_line.h"
#include "app/gui/parts/kept_typing.h"
#include "app/gui/parts/numbers.h"
#include "planning/access/unjudged_groups.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace trocar::gui {
namespace {

QLabel* wrapped(const QString& words, const QString& classes) {
  QLabel* label = newLabel(words, classes);
  label->setWordWrap(true);
  return label;
}

constexpr std::size_t kOnTheScreen = 10;

/// Grey for what is not judged: it is neither a danger found nor its absence.
QString gradeClassOf(const Finding& finding) {
  const Finding::Severity severity = finding.severity;
  if (access::saysUnjudged(finding))
    return "grade";
  if (severity == Finding::Severity::Danger)
    return "grade gradeDanger";
  return severity == Finding::Severity::Warning ? "grade gradeCaution" : "grade";
}

QPushButton* link(const QString& words) {
  auto* button = new QPushButton(words);
  button->setProperty("class", "link");
  return button;
}

/// Where it was accepted the reason, and the way back.
QHBoxLayout* acceptedRow(const Finding& finding, const nlohmann::json& key, Runner& runner) {
  auto* row = new QHBoxLayout();
  row->addWidget(wrapped("Accepted: " + text(*finding.accepted), "good"), 1);
  QPushButton* withdraw = link("withdraw");
  QObject::connect(withdraw, &QPushButton::clicked, withdraw, [&runner, key] {
    runner.run("withdraw-acceptance", key);
  });
  row->addWidget(withdraw);
  return row;
}

/// Runs `arguments` with the reason that is typed.
QHBoxLayout* reasonRow(const QString& name,
                       const QString& placeholder,
                       const nlohmann::json& arguments,
                       Runner& runner) {
  auto* row = new QHBoxLayout();
  auto* reason = new QLineEdit();
  reason->setObjectName("reason-" + name);
  reason->setPlaceholderText(placeholder);
  auto* accept = new QPushButton("Accept");
  accept->setObjectName("accept-" + name);
  accept->setEnabled(false);
  QObject::connect(reason, &QLineEdit::textChanged, accept, [accept](const QString& words) {
    accept->setEnabled(!words.trimmed().isEmpty());
  });
  const auto run = [&runner, arguments, reason] {
    nlohmann::json accepted = arguments;
    accepted["reason"] = reason->text().trimmed().toStdString();
    if (!reason->text().trimmed().isEmpty())
      runner.run("accept", accepted);
  };
  QObject::connect(accept, &QPushButton::clicked, reason, run);
  QObject::connect(reason, &QLineEdit::returnPressed, reason, run);
  row->addWidget(reason, 1);
  row->addWidget(accept);
  return row;
}

nlohmann::json keyOf(const Finding& finding) {
  return {{"rule", finding.rule}, {"subject", finding.subject}};
}

QHBoxLayout* acceptanceRow(const Finding& finding, Runner& runner) {
  if (finding.accepted)
    return acceptedRow(finding, keyOf(finding), runner);
  return reasonRow(
      text(finding.rule + "-" + finding.subject), "reason to accept it", keyOf(finding), runner);
}

/// One reason for the whole group.
QHBoxLayout* acceptanceRow(const review::FindingGroup& group, Runner& runner) {
  nlohmann::json findings = nlohmann::json::array();
  for (const Finding& finding : group.findings)
    findings.push_back(keyOf(finding));
  const Finding& first = group.findings.front();
  return reasonRow("all-" + text(first.rule + "-" + first.subject),
                   QString("one reason to accept all %1").arg(group.findings.size()),
                   {{"findings", findings}},
                   runner);
}

}  // namespace

FindingCard::FindingCard(const review::FindingGroup& group,
                         bool reasonTold,
                         Runner& runner,
                         std::set<std::string>& unfolded) {
  setObjectName("finding");
  addHead(group, runner);
  body()->addWidget(wrapped(text(group.text), ""));
  if (const std::string why = review::whyOf(group); !why.empty() && !reasonTold)
    body()->addWidget(wrapped("Why: " + text(why), "quiet small"));
  if (const std::string sources = review::sourcesOf(group); !sources.empty() && !reasonTold)
    body()->addWidget(wrapped("Source: " + text(sources), "quiet small"));
  if (group.findings.size() == 1)
    body()->addLayout(acceptanceRow(group.findings.front(), runner));
  else
    addEach(group, runner, unfolded);
}

void FindingCard::addHead(const review::FindingGroup& group, Runner& runner) {
  const Finding& worst = group.findings.front();
  auto* head = new QHBoxLayout();
  head->addWidget(
      newLabel(access::saysUnjudged(worst) ? QString("Not judged") : severityName(worst.severity),
               gradeClassOf(worst)));
  auto* about = new ElidedLabel("quiet");
  about->setText(text(group.about));
  about->setToolTip(text(group.about));
  head->addWidget(about, 1);
  if (worst.atMm) {
    QPushButton* showMe = link("show me");
    connect(showMe, &QPushButton::clicked, this, [&runner, at = *worst.atMm] {
      runner.run("go-to", {{"atMm", {at.x(), at.y(), at.z()}}});
    });
    head->addWidget(showMe);
  }
  body()->addLayout(head);
}

void FindingCard::addEach(const review::FindingGroup& group,
                          Runner& runner,
                          std::set<std::string>& unfolded) {
  const std::string key = group.findings.front().rule + " " + group.about;
  auto* each = new QWidget();
  auto* column = new QVBoxLayout(each);
  column->setContentsMargins(0, 0, 0, 0);
  for (const Finding& finding : group.findings) {
    column->addWidget(wrapped(text(finding.text), "small"));
    column->addLayout(acceptanceRow(finding, runner));
  }
  if (!group.isAccepted())
    body()->addLayout(acceptanceRow(group, runner));
  QPushButton* open = link("or settle each by itself");
  connect(open, &QPushButton::clicked, each, [each, key, &unfolded] {
    each->setVisible(!each->isVisible());
    if (each->isVisible())
      unfolded.insert(key);
    else
      unfolded.erase(key);
  });
  auto* row = new QHBoxLayout();
  row->addWidget(open);
  row->addStretch(1);
  body()->addLayout(row);
  body()->addWidget(each);
  open->setVisible(!group.isAccepted());
  each->setVisible(group.isAccepted() || unfolded.contains(key));
}

FindingsList::FindingsList(Runner& runner) : runner_(runner), column_(new QVBoxLayout(this)) {
  column_->setContentsMargins(0, 0, 0, 0);
}

void FindingsList::show(const Evaluation* evaluation, const app::Document& document) {
  const std::vector<Finding> findings = evaluation ? evaluation->findings : std::vector<Finding>();
  if (content_ && findings == shown_)
    return;
  const KeptTyping kept(*this);
  shown_ = findings;
  groups_ = review::groupedFindings(findings, document.isOpen() ? &document.patient() : nullptr);
  build();
}

void FindingsList::build() {
  delete content_;
  content_ = new QWidget();
  auto* column = new QVBoxLayout(content_);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(8);
  for (std::size_t n = 0; n < std::min(kOnTheScreen, groups_.size()); ++n)
    column->addWidget(cardOf(n));
  if (groups_.size() > kOnTheScreen)
    addRest(column, kOnTheScreen);
  if (groups_.empty())
    column->addWidget(newLabel("Nothing to remark.", "quiet"));
  column_->addWidget(content_);
}

FindingCard* FindingsList::cardOf(std::size_t group) {
  const auto reason = [&](std::size_t n) {
    return review::whyOf(groups_[n]) + review::sourcesOf(groups_[n]);
  };
  const bool told = group > 0 && reason(group) == reason(group - 1);
  return new FindingCard(groups_[group], told, runner_, unfolded_);
}

void FindingsList::addRest(QVBoxLayout* column, std::size_t from) {
  auto* rest = new QWidget();
  rest->setObjectName("moreFindings");
  auto* cards = new QVBoxLayout(rest);
  cards->setContentsMargins(0, 0, 0, 0);
  cards->setSpacing(8);
  for (std::size_t n = from; n < groups_.size(); ++n)
    cards->addWidget(cardOf(n));
  const QString more = QString("%1 more").arg(groups_.size() - from);
  auto* button = new QPushButton(all_ ? QString("fewer") : more);
  button->setObjectName("showMoreFindings");
  connect(button, &QPushButton::clicked, rest, [this, rest, button, more] {
    all_ = !all_;
    rest->setVisible(all_);
    button->setText(all_ ? QString("fewer") : more);
  });
  column->addWidget(rest);
  column->addWidget(button);
  rest->setVisible(all_);
}

}  // namespace trocar::gui
