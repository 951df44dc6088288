#pragma once

#include <QComboBox>
#include <QString>

#include <functional>

namespace trocar::gui {

/// A list to choose from that does not take the page's wheel, and tells only what a person chose.
class Combo : public QComboBox {
 public:
  Combo(const QString& objectName, const std::function<void(const QString& key)>& chosen);
  /// `key` is what `chosen` is called with and what `choose` looks for.
  void add(const QString& name, const QString& key);
  /// A line above others of its kind.
  void addHeading(const QString& name);
  /// A line that cannot be chosen, with the reason as its tip.
  void addUnavailable(const QString& name, const QString& why);
  void choose(const QString& key);
  /// What stands in the closed list where there is nothing to choose; empty: the choice.
  void setInstead(const QString& text);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;

 private:
  QString instead_;
};

}  // namespace trocar::gui
