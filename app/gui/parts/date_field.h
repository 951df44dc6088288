#pragma once

#include <QWidget>

#include <functional>
#include <string>

class QDateEdit;
class QToolButton;

namespace trocar::gui {

/// A day that need not be entered. Its calendar begins at today; a cross takes it back. It tells
/// only what a person entered, as "2026-11-22" or empty.
class DateField : public QWidget {
 public:
  DateField(const QString& objectName, const std::function<void(const std::string& date)>& entered);
  void choose(const std::string& date);

 protected:
  bool eventFilter(QObject* receiver, QEvent* event) override;

 private:
  void send();

  std::function<void(const std::string&)> entered_;
  QDateEdit* edit_;
  QToolButton* clear_;
};

}  // namespace trocar::gui
