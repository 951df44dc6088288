#include "app/gui/pages/page.h"

#include "app/gui/cards/card.h"
#include "app/gui/parts/action_button.h"

#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace trocar::gui {
namespace {

/// As wide as the page, whatever its content would like.
class PageBody : public QWidget {
 public:
  PageBody() { setObjectName("pageBody"); }
  QSize minimumSizeHint() const override { return {0, QWidget::minimumSizeHint().height()}; }
};

}  // namespace

Page::Page(app::Step step, const QString& title, Runner& runner) : step_(step), runner_(runner) {
  setObjectName("page");
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  auto* scroll = new QScrollArea();
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setFocusPolicy(Qt::NoFocus);
  outer->addWidget(scroll);
  auto* content = new PageBody();
  scroll->setWidget(content);
  body_ = new QVBoxLayout(content);
  body_->setContentsMargins(14, 12, 12, 12);
  body_->setSpacing(10);
  body_->addWidget(newLabel(title, "title"));
  hint_ = newLabel({}, "quiet");
  hint_->setWordWrap(true);
  body_->addWidget(hint_);
}

void Page::setHint(const QString& hint) {
  hint_->setText(QString("Step %1 of %2 · %3")
                     .arg(static_cast<int>(step_) + 1)
                     .arg(app::kStepCount)
                     .arg(hint));
}

QPushButton* Page::newButton(const QString& text,
                             const std::string& action,
                             const nlohmann::json& arguments) {
  return newActionButton(runner_, action, text, {}, arguments);
}

}  // namespace trocar::gui
