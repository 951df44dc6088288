#include "app/gui/cards/findings_line.h"

#include "app/gui/cards/card.h"
#include "app/gui/parts/numbers.h"
#include "app/steps.h"
#include "planning/review/finding_groups.h"

#include <QHBoxLayout>
#include <QPushButton>

namespace trocar::gui {
namespace {

constexpr std::array<Finding::Severity, 3> kSeverities = {
    Finding::Severity::Danger, Finding::Severity::Warning, Finding::Severity::Note};

std::optional<review::FindingGroup> worstOf(const Evaluation* evaluation, const Case& patient) {
  if (!evaluation)
    return std::nullopt;
  const std::vector<review::FindingGroup> groups =
      review::groupedFindings(evaluation->findings, &patient);
  return groups.empty() || groups.front().isAccepted() ? std::nullopt
                                                       : std::optional(groups.front());
}

}  // namespace

QString severityName(Finding::Severity severity) {
  if (severity == Finding::Severity::Danger)
    return "Safety";
  return severity == Finding::Severity::Warning ? "Caution" : "Note";
}

QString severityClass(Finding::Severity severity) {
  if (severity == Finding::Severity::Danger)
    return "pill dangerPill";
  return severity == Finding::Severity::Warning ? "pill cautionPill" : "pill notePill";
}

FindingsLine::FindingsLine(Runner& runner) : runner_(runner) {
  setObjectName("findingsLine");
  setAttribute(Qt::WA_StyledBackground);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(12, 6, 12, 6);
  row->setSpacing(8);
  for (QPushButton*& count : counts_) {
    count = new QPushButton();
    count->setToolTip("Open the list of findings (Ctrl+L)");
    connect(count, &QPushButton::clicked, this, [this] { runner_.run("findings"); });
    row->addWidget(count);
  }
  counts_[0]->setObjectName("dangers");
  counts_[1]->setObjectName("warnings");
  counts_[2]->setObjectName("notes");
  text_ = newLabel({});
  text_->setObjectName("worstFinding");
  text_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  showMe_ = new QPushButton("show me");
  showMe_->setProperty("class", "link");
  why_ = new QPushButton("why");
  why_->setProperty("class", "link");
  place_ = newLabel({}, "quiet small");
  place_->setObjectName("crosshairPlace");
  place_->setToolTip(
      "The crosshair in patient coordinates: L left, P posterior, S superior; and the HU there");
  row->addWidget(text_, 1);
  row->addWidget(showMe_);
  row->addWidget(why_);
  row->addSpacing(10);
  row->addWidget(place_);
  connect(showMe_, &QPushButton::clicked, this, [this] {
    if (at_)
      runner_.run("go-to", {{"atMm", {at_->x(), at_->y(), at_->z()}}});
  });
  connect(why_, &QPushButton::clicked, this, [this] { runner_.run("findings"); });
}

namespace {

/// "L 12.0  P 3.5  S 91.0 · 140 HU", with the letter of the side it lies on.
QString placeText(const app::Document& document) {
  const Vec3& at = document.view().crosshairMm;
  const auto part = [](double value, const char* positive, const char* negative) {
    return QString(value < 0 ? negative : positive) + " " + plain(std::abs(value), 1);
  };
  return QString("%1  %2  %3 mm · %4 HU")
      .arg(part(at.x(), "L", "R"), part(at.y(), "P", "A"), part(at.z(), "S", "I"))
      .arg(plain(huAt(document.patient().ct, at), 0));
}

}  // namespace

void FindingsLine::show(const Shown& shown) {
  const Evaluation* evaluation = shown.document.evaluation().get();
  for (std::size_t i = 0; i < kSeverities.size(); ++i) {
    const int count = evaluation ? app::openFindings(*evaluation, kSeverities[i]) : 0;
    counts_[i]->setText(severityName(kSeverities[i]) + " " + QString::number(count));
    setClass(counts_[i], count > 0 ? severityClass(kSeverities[i]) : "pill");
  }
  if (evaluation && !app::isSafetyJudged(*evaluation) &&
      app::openFindings(*evaluation, Finding::Severity::Danger) == 0) {
    counts_[0]->setText("Safety: not judged");
    setClass(counts_[0], "pill unjudgedPill");
  }
  showWorst(shown);
  place_->setText(shown.document.isOpen() ? placeText(shown.document) : QString());
}

void FindingsLine::showWorst(const Shown& shown) {
  const app::Document& document = shown.document;
  const std::optional<review::FindingGroup> worst =
      document.isOpen() ? worstOf(document.evaluation().get(), document.patient()) : std::nullopt;
  at_ = worst ? worst->findings.front().atMm : std::nullopt;
  showMe_->setVisible(at_.has_value());
  why_->setVisible(worst.has_value());
  if (worst)
    text_->setText(text(worst->text));
  else if (!document.isOpen())
    text_->setText("Open a case to begin.");
  else if (document.plan().needles.empty())
    text_->setText("No needle to judge yet.");
  else
    text_->setText(document.evaluation() ? "Nothing to remark." : "Measuring…");
  text_->setToolTip(text_->text());
  setClass(text_, worst ? "" : "quiet");
}

}  // namespace trocar::gui
