#include "render/virtual_display.h"

#include "core/error.h"

#include <X11/Xlib.h>
#include <array>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace trocar {
namespace {

/// The connection stays open as long as the program runs: a server that resets itself when its last
/// client leaves would refuse VTK for that moment.
bool displayAnswers() {
  static Display* display = nullptr;
  if (!display)
    display = XOpenDisplay(nullptr);
  return display != nullptr;
}

/// An Xvfb that chose its own number.
class VirtualDisplay {
 public:
  VirtualDisplay() {
    std::array<int, 2> numberPipe{};
    if (pipe(numberPipe.data()) != 0)
      throw Error("no display, and none can be started: no pipe is left");
    process_ = fork();
    if (process_ == 0)
      becomeXvfb(numberPipe);
    close(numberPipe[1]);
    const std::string number = readNumber(numberPipe[0]);
    close(numberPipe[0]);
    if (number.empty()) {
      stop();
      throw Error(
          "a picture needs a display: set DISPLAY, or install Xvfb (apt-get install xvfb), which "
          "is then started "
          "by itself");
    }
    setenv("DISPLAY", (":" + number).c_str(), 1);
  }
  ~VirtualDisplay() { stop(); }
  VirtualDisplay(const VirtualDisplay&) = delete;
  VirtualDisplay& operator=(const VirtualDisplay&) = delete;

 private:
  [[noreturn]] static void becomeXvfb(const std::array<int, 2>& numberPipe) {
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    close(numberPipe[0]);
    const int nowhere = open("/dev/null", O_RDWR);
    dup2(nowhere, STDIN_FILENO);
    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
    const std::string descriptor = std::to_string(numberPipe[1]);
    execlp("Xvfb",
           "Xvfb",
           "-displayfd",
           descriptor.c_str(),
           "-screen",
           "0",
           "1600x1200x24",
           "-noreset",
           "-nolisten",
           "tcp",
           static_cast<char*>(nullptr));
    _exit(127);
  }

  static std::string readNumber(int from) {
    constexpr int kPatienceMs = 15000;
    std::string number;
    for (char digit = 0;;) {
      pollfd waiting{from, POLLIN, 0};
      if (poll(&waiting, 1, kPatienceMs) <= 0 || read(from, &digit, 1) != 1)
        return {};
      if (digit == '\n')
        return number;
      number += digit;
    }
  }

  void stop() const {
    kill(process_, SIGTERM);
    waitpid(process_, nullptr, 0);
  }

  pid_t process_ = -1;
};

}  // namespace

void requireDisplay() {
  if (displayAnswers())
    return;
  static const VirtualDisplay display;
}

}  // namespace trocar
