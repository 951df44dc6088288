#include "app/cli/progress_line.h"

#include <array>
#include <cstdio>
#include <memory>
#include <unistd.h>

namespace trocar::cli {
namespace {

/// To the terminal itself: std::cerr shows a return of the carriage instead of doing it.
void tellTerminal(const char* text, int length) {
  [[maybe_unused]] const ssize_t told =
      ::write(STDERR_FILENO, text, static_cast<std::size_t>(length));
}

}  // namespace

ProgressLine::ProgressLine() : shown_(::isatty(STDERR_FILENO) != 0) {}

ProgressLine::~ProgressLine() {
  if (shown_)
    tellTerminal("\r     \r", 7);
}

Progress ProgressLine::progress(double from, double to) const {
  if (!shown_)
    return {};
  const auto last = std::make_shared<int>(-1);
  const Progress::Listener show = [last](double fraction) {
    const int percent = static_cast<int>(100.0 * fraction);
    std::array<char, 16> text{};
    if (percent != *last)
      tellTerminal(text.data(), std::snprintf(text.data(), text.size(), "\r%d %%", percent));
    *last = percent;
  };
  return Progress({}, show).span(from, to);
}

}  // namespace trocar::cli
