#include "render/virtual_display.h"

#include "core/error.h"
#include "core/process.h"

#include <X11/Xlib.h>
#include <cstdlib>
#include <optional>
#include <string>

namespace trocar::render {
namespace {

/// An Xvfb that chose its own number, told on its first line. The shell gives it a descriptor of
/// its own for that line: Xvfb closes it afterwards.
class VirtualDisplay {
 public:
  VirtualDisplay() : server_(xvfb()) {
    constexpr std::chrono::seconds kPatience{15};
    const std::optional<std::string> number = server_.line(kPatience);
    if (!number)
      throw Error(
          "a picture needs a display: set DISPLAY, or install Xvfb (apt-get install xvfb), which "
          "is then started by itself");
    ::setenv("DISPLAY", (":" + *number).c_str(), 1);
  }

 private:
  static ProcessStart xvfb() {
    ProcessStart start{"/bin/sh"};
    start.arguments = {"-c",
                       "exec Xvfb -displayfd 3 -screen 0 1600x1200x24 -noreset -nolisten tcp "
                       "3>&1 >/dev/null 2>&1"};
    start.endsWithUs = true;
    return start;
  }

  Process server_;
};

}  // namespace

/// The connection stays open as long as the program runs: a server that resets itself when its last
/// client leaves would refuse VTK for that moment.
bool hasDisplay() {
  static Display* display = nullptr;
  if (!display)
    display = XOpenDisplay(nullptr);
  return display != nullptr;
}

void requireDisplay() {
  if (hasDisplay())
    return;
  static const VirtualDisplay display;
}

}  // namespace trocar::render
