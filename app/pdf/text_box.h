#pragma once

#include "planning/report/report.h"

#include <memory>

struct _cairo;

namespace trocar::pdf {

/// What text is set in.
struct Type {
  double sizePt = 8.5;
  bool bold = false;
};

/// A place on the page in points, from its top left corner.
struct At {
  double x = 0.0;
  double y = 0.0;
};

/// Words set into lines of a width. Letters that the font lacks come from another; what has no
/// space to break at is broken anywhere.
class TextBox {
 public:
  TextBox(const report::ReportWords& words, const Type& type, double widthPt);

  int lineCount() const;
  /// Of some of its lines, by default of all.
  double heightPt(int fromLine = 0, int toLine = 1 << 20) const;
  void draw(_cairo* cairo, const At& at, int fromLine = 0, int toLine = 1 << 20) const;
  /// Of the words on one line.
  double naturalWidthPt() const;

 private:
  struct Set;
  std::shared_ptr<const Set> set_;
};

}  // namespace trocar::pdf
