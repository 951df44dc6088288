#pragma once

#include "app/pdf/text_box.h"

#include <memory>
#include <string>

struct _cairo_surface;

namespace trocar::pdf {

/// A picture on a page, kept as JPEG there, which is a tenth of what the PNG would take.
class PageImage {
 public:
  /// Of the bytes of a PNG; empty where they are none.
  explicit PageImage(const std::string& png);

  int widthPx() const;
  int heightPx() const;
  void draw(_cairo* cairo, const At& at, double widthPt) const;

 private:
  std::shared_ptr<_cairo_surface> surface_;
};

}  // namespace trocar::pdf
