#pragma once

#include "app/gui/pages/page.h"

#include <array>
#include <optional>

class QPushButton;

namespace trocar::gui {

/// The line at the bottom: how many findings of each severity, and the worst one with the way to
/// it.
class FindingsLine : public QWidget {
 public:
  explicit FindingsLine(Runner& runner);
  void show(const Shown& shown);
  using QWidget::show;

 private:
  void showWorst(const Shown& shown);

  Runner& runner_;
  std::array<QPushButton*, 3> counts_{};  ///< Danger, warning, note.
  QLabel* text_;
  QPushButton* showMe_;
  QPushButton* why_;
  QLabel* place_;
  std::optional<Vec3> at_;
};

/// "Safety", "Caution", "Note".
QString severityName(Finding::Severity severity);
/// The class of its pill where there are some.
QString severityClass(Finding::Severity severity);

}  // namespace trocar::gui
