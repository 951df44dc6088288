#pragma once

#include "core/progress.h"

namespace trocar::cli {

/// Percents of long work on standard error where that is a terminal; nothing elsewhere, so that a
/// failure stays one line. Gone from the terminal when destroyed.
class ProgressLine {
 public:
  ProgressLine();
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  Progress progress(double from = 0.0, double to = 1.0) const;

 private:
  bool shown_;
};

}  // namespace trocar::cli
