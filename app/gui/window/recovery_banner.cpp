#include "app/gui/window/recovery_banner.h"

#include "app/gui/cards/card.h"
#include "app/gui/parts/numbers.h"

#include <QHBoxLayout>
#include <QPushButton>

namespace trocar::gui {

RecoveryBanner::RecoveryBanner(Runner& runner) {
  setObjectName("recoveryBanner");
  setAttribute(Qt::WA_StyledBackground);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(14, 6, 14, 6);
  text_ = newLabel({}, "caution");
  row->addWidget(text_, 1);
  auto* recover = new QPushButton("Recover");
  recover->setObjectName("recover");
  recover->setProperty("class", "primary");
  auto* drop = new QPushButton("Drop it");
  drop->setObjectName("drop-unsaved");
  connect(recover, &QPushButton::clicked, this, [&runner] { runner.run("recover"); });
  connect(drop, &QPushButton::clicked, this, [&runner] { runner.run("drop-unsaved"); });
  row->addWidget(recover);
  row->addWidget(drop);
  hide();
}

void RecoveryBanner::show(const Shown& shown) {
  const auto& leftovers = shown.document.leftovers();
  setVisible(!leftovers.empty());
  if (leftovers.empty())
    return;
  const app::Leftover& left = leftovers.front();
  const QString what = left.planFile.empty() ? QString("a plan that was never saved")
                                             : text(left.planFile.filename().string());
  const QString whose = left.caseId.empty() ? QString() : ", for " + text(left.caseId) + ",";
  text_->setText("Unsaved work on " + what + whose + " was left. It is still here.");
}

}  // namespace trocar::gui
