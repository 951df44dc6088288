#include "app/gui/cards/findings_list.h"

#include "app/gui/cards/findings_line.h"
#include "app/gui/parts/kept_typing.h"
#include "app/gui/parts/numbers.h"
#include "planning/access/unjudged_groups.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace trocar::gui {
namespace {

QLabel* wrapped(const QString& words, const QString& classes) {
  QLabel* label = newLabel(words, classes);
  label->setWordWrap(true);
  return label;
}

/// Grey for what is not judged: it is neither a danger found nor its absence.
QString gradeClassOf(const Finding& finding) {
  const Finding::Severity severity = finding.severity;
  if (access::saysUnjudged(finding))
    return "grade";
  if (severity == Finding::Severity::Danger)
    return "grade gradeDanger";
  return severity == Finding::Severity::Warning ? "grade gradeCaution" : "grade";
}

}  // namespace

FindingCard::FindingCard(const Finding& finding, Runner& runner) {
  auto* head = new QHBoxLayout();
  head->addWidget(newLabel(
      access::saysUnjudged(finding) ? QString("Not judged") : severityName(finding.severity),
      gradeClassOf(finding)));
  head->addWidget(newLabel(text(finding.subject), "quiet"));
  head->addStretch(1);
  if (finding.atMm) {
    auto* showMe = new QPushButton("show me");
    showMe->setProperty("class", "link");
    connect(showMe, &QPushButton::clicked, this, [&runner, at = *finding.atMm] {
      runner.run("go-to", {{"atMm", {at.x(), at.y(), at.z()}}});
    });
    head->addWidget(showMe);
  }
  body()->addLayout(head);
  body()->addWidget(wrapped(text(finding.text), ""));
  if (!finding.why.empty())
    body()->addWidget(wrapped("Why: " + text(finding.why), "quiet small"));
  if (!finding.source.empty())
    body()->addWidget(wrapped("Source: " + text(finding.source), "quiet small"));
  addAcceptance(finding, runner);
}

void FindingCard::addAcceptance(const Finding& finding, Runner& runner) {
  const nlohmann::json key = {{"rule", finding.rule}, {"subject", finding.subject}};
  auto* row = new QHBoxLayout();
  if (finding.accepted) {
    row->addWidget(wrapped("Accepted: " + text(*finding.accepted), "good"), 1);
    auto* withdraw = new QPushButton("withdraw");
    withdraw->setProperty("class", "link");
    connect(withdraw, &QPushButton::clicked, this, [&runner, key] {
      runner.run("withdraw-acceptance", key);
    });
    row->addWidget(withdraw);
  } else {
    auto* reason = new QLineEdit();
    reason->setObjectName("reason-" + text(finding.rule + "-" + finding.subject));
    reason->setPlaceholderText("reason to accept it");
    auto* accept = new QPushButton("Accept");
    accept->setObjectName("accept-" + text(finding.rule + "-" + finding.subject));
    accept->setEnabled(false);
    connect(reason, &QLineEdit::textChanged, accept, [accept](const QString& words) {
      accept->setEnabled(!words.trimmed().isEmpty());
    });
    const auto run = [&runner, key, reason] {
      nlohmann::json arguments = key;
      arguments["reason"] = reason->text().trimmed().toStdString();
      if (!reason->text().trimmed().isEmpty())
        runner.run("accept", arguments);
    };
    connect(accept, &QPushButton::clicked, this, run);
    connect(reason, &QLineEdit::returnPressed, this, run);
    row->addWidget(reason, 1);
    row->addWidget(accept);
  }
  body()->addLayout(row);
}

FindingsList::FindingsList(Runner& runner) : runner_(runner), column_(new QVBoxLayout(this)) {
  column_->setContentsMargins(0, 0, 0, 0);
}

void FindingsList::show(const Evaluation* evaluation) {
  const std::vector<Finding> findings = evaluation ? evaluation->findings : std::vector<Finding>();
  if (content_ && findings == shown_)
    return;
  const KeptTyping kept(*this);
  shown_ = findings;
  delete content_;
  content_ = new QWidget();
  auto* column = new QVBoxLayout(content_);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(8);
  for (const Finding& finding : findings)
    column->addWidget(new FindingCard(finding, runner_));
  if (findings.empty())
    column->addWidget(newLabel("Nothing to remark.", "quiet"));
  column_->addWidget(content_);
}

}  // namespace trocar::gui
