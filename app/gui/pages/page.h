#pragma once

#include "app/document.h"
#include "app/gui/cards/case_facts.h"
#include "app/gui/parts/runner.h"
#include "app/gui/parts/theme.h"
#include "app/gui/window/evaluation_loop.h"

#include <QWidget>

class QVBoxLayout;
class QLabel;
class QPushButton;

namespace trocar::gui {

/// What pages are shown.
struct Shown {
  const app::Document& document;
  const CaseFacts& facts;
  const EvaluationLoop& loop;
  const Palette& palette;
};

/// The right side of the window for one step: a title, a line below it, and cards. It keeps no
/// state of its own: `show` brings everything it says.
class Page : public QWidget {
 public:
  Page(app::Step step, const QString& title, Runner& runner);

  virtual void show(const Shown& shown) = 0;
  using QWidget::show;

 protected:
  QVBoxLayout* body() const { return body_; }
  Runner& runner() const { return runner_; }
  void setHint(const QString& hint);
  /// A button that runs an action.
  QPushButton* newButton(const QString& text,
                         const std::string& action,
                         const nlohmann::json& arguments = nlohmann::json::object());

 private:
  app::Step step_;
  Runner& runner_;
  QLabel* hint_;
  QVBoxLayout* body_;
};

}  // namespace trocar::gui
