#pragma once

#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QString>

#include <optional>
#include <string>
#include <vector>

class QGridLayout;
class QHBoxLayout;
class QVBoxLayout;

namespace trocar::gui {

/// "small quiet": how the style sheet knows the widget. Restyles it where that changes.
void setClass(QWidget* widget, const QString& classes);
QLabel* newLabel(const QString& text, const QString& classes = {}, QWidget* parent = nullptr);

/// A line that gives way: cut off with "…" where there is no room for it.
class ElidedLabel : public QLabel {
 public:
  explicit ElidedLabel(const QString& classes = {});
  QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
};

/// A flat button across a card, its text cut off with "…" where there is no room for it.
class RowButton : public QPushButton {
 public:
  explicit RowButton(const QString& text = {});
  void setWholeText(const QString& text);
  QSize minimumSizeHint() const override;

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  QString whole_;
};

/// A framed part of a page, with a heading where it has a title.
class Card : public QFrame {
 public:
  explicit Card(const QString& title = {}, QWidget* parent = nullptr);
  QVBoxLayout* body() const { return body_; }
  void setTitle(const QString& title);
  /// Beside the title, on the right.
  void setAside(QWidget* widget);

 private:
  QVBoxLayout* body_;
  QHBoxLayout* head_;
  ElidedLabel* title_;
};

/// One line of a table: what, how much, and how it looks.
struct NumberRow {
  QString name;
  QString value;
  QString tip = {};      ///< What the number means, with its sign and unit.
  QString classes = {};  ///< Of the value: "good", "caution", "danger".
  QString kept = {};     ///< The same of another plan, between name and value.
};

/// Two columns: names on the left, values on the right; between them a third where any row has
/// another plan's value. Grows and shrinks with what it is shown.
class NumberTable : public QWidget {
 public:
  explicit NumberTable(QWidget* parent = nullptr);
  /// `current`: the numbers are those of the plan on the screen; quiet otherwise.
  void show(const std::vector<NumberRow>& rows, bool current = true);
  using QWidget::show;

 private:
  void addRow();

  QGridLayout* grid_;
  struct Labels {
    QLabel* name;
    QLabel* kept;
    QLabel* value;
  };
  std::vector<Labels> labels_;
};

}  // namespace trocar::gui
