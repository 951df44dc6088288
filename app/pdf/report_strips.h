#pragma once

#include "app/pdf/page_flow.h"
#include "planning/report/report.h"

#include <vector>

namespace trocar::pdf {

/// A report as strips of a page's width, in order. What stands before the findings, the plan on
/// one sheet, is a page of its own.
std::vector<PageStrip> stripsOf(const report::Report& report, double widthPt);

/// Draws what a reader hears as one of `name`.
class Tagged {
 public:
  Tagged(_cairo* cairo, const char* name);
  ~Tagged();
  Tagged(const Tagged&) = delete;
  Tagged& operator=(const Tagged&) = delete;

 private:
  _cairo* cairo_;
  const char* name_;
};

}  // namespace trocar::pdf
