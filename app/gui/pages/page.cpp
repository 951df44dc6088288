#include "app/gui/pages/page.h"

#include "app/gui/cards/card.h"
#include "app/gui/parts/action_button.h"

#include <QEvent>
#include <QPointer>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QTimer>
#include <QVBoxLayout>

namespace trocar::gui {
namespace {

/// As wide as the page, whatever its content would like.
class PageBody : public QWidget {
 public:
  PageBody() { setObjectName("pageBody"); }
  QSize minimumSizeHint() const override { return {0, QWidget::minimumSizeHint().height()}; }
};

/// What one reads stays where it is while cards above it grow and shrink.
class SteadyScroll : public QScrollArea {
 public:
  SteadyScroll() {
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this] { note(); });
  }

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override {
    const bool done = QScrollArea::eventFilter(watched, event);
    if (watched == widget() && event->type() == QEvent::Resize && !waiting_) {
      waiting_ = true;
      QTimer::singleShot(0, this, [this] { restore(); });
    }
    return done;
  }

 private:
  /// The card at the upper edge, by anything of it that lies there.
  void note() {
    if (waiting_)
      return;
    top_ = widget()->childAt(QPoint(widget()->width() / 2, verticalScrollBar()->value() + kEdgePx));
    height_ = top_ ? top_->mapTo(this, QPoint(0, 0)).y() : 0;
  }
  void restore() {
    waiting_ = false;
    if (top_ && top_->isVisible() && verticalScrollBar()->value() > 0)
      verticalScrollBar()->setValue(verticalScrollBar()->value() +
                                    top_->mapTo(this, QPoint(0, 0)).y() - height_);
    note();
  }

  static constexpr int kEdgePx = 12;
  QPointer<QWidget> top_;
  int height_ = 0;
  bool waiting_ = false;  ///< For the new layout.
};

}  // namespace

Page::Page(app::Step step, const QString& title, Runner& runner) : step_(step), runner_(runner) {
  setObjectName("page");
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  auto* scroll = new SteadyScroll();
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
