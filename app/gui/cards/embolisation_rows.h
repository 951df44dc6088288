#pragma once

#include "app/gui/pages/page.h"
#include "app/gui/parts/combo.h"
#include "app/gui/parts/date_field.h"

class QLayout;
class QVBoxLayout;

namespace trocar::gui {

/// An input on its card: its name, and its field at the right in a column with others.
QLayout* lineOf(const QString& name, QWidget* field);

/// The embolisation of a lesion before the needles: whether, with what, when, and how much of the
/// blood flow it cuts; below, what is left of the flow on the day of the procedure.
class EmbolisationRows : public QWidget {
 public:
  explicit EmbolisationRows(Runner& runner);
  void show(const Plan& plan, const Case& patient, const std::string& lesionId);
  using QWidget::show;

 private:
  void showShare(const std::optional<double>& flowCut);
  void addRow(const QString& name, QWidget* field, const QString& tip);
  void send(const char* key, const nlohmann::json& value);

  Runner& runner_;
  std::string lesion_;
  Combo* planned_;
  QWidget* details_;
  QVBoxLayout* rows_;  ///< To which addRow adds.
  Combo* material_;
  DateField* date_;
  Combo* share_;
  DateField* procedure_;
  QLabel* left_;
};

}  // namespace trocar::gui
