#pragma once

#include <QPointer>
#include <QString>

#include <vector>

class QScrollArea;
class QWidget;

namespace trocar::gui {

/// While it lives, what lies in a widget may be made anew: what was half typed into its fields, the
/// focus and the place on the screen come back afterwards. Fields are found again by their object
/// names and those of what they lie in.
class KeptTyping {
 public:
  explicit KeptTyping(QWidget& owner);
  ~KeptTyping();
  KeptTyping(const KeptTyping&) = delete;
  KeptTyping& operator=(const KeptTyping&) = delete;

 private:
  struct Typed {
    QString key;
    QString text;
  };
  void restoreFocus();
  void restorePlace(QWidget* focus) const;

  QWidget& owner_;
  std::vector<Typed> typed_;
  QString focusKey_;  ///< Empty where the focus lies elsewhere.
  int cursor_ = 0;
  int anchor_ = 0;
  QPointer<QScrollArea> page_;
  int heightOnPage_ = 0;  ///< Of the focus, below the upper edge of what shows of the page.
};

}  // namespace trocar::gui
