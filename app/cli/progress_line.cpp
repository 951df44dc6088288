#include "app/cli/progress_line.h"

#include <iostream>
#include <memory>
#include <unistd.h>

namespace trocar::cli {

ProgressLine::ProgressLine() : shown_(::isatty(STDERR_FILENO) != 0) {}

ProgressLine::~ProgressLine() {
  if (shown_)
    std::cerr << "\r     \r" << std::flush;
}

Progress ProgressLine::progress(double from, double to) const {
  if (!shown_)
    return {};
  const auto last = std::make_shared<int>(-1);
  const Progress::Listener show = [last](double fraction) {
    const int percent = static_cast<int>(100.0 * fraction);
    if (percent != *last)
      std::cerr << '\r' << percent << " %" << std::flush;
    *last = percent;
  };
  return Progress({}, show).span(from, to);
}

}  // namespace trocar::cli
