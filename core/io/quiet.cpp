#include "core/io/quiet.h"

#include <array>
#include <cstdio>
#include <fcntl.h>
#include <iostream>
#include <mutex>
#include <unistd.h>

namespace trocar {
namespace {

constexpr std::array<int, 2> kStreams = {STDOUT_FILENO, STDERR_FILENO};

std::mutex gate;
int users = 0;
std::array<int, 2> kept = {-1, -1};

void flushAll() {
  std::cout.flush();
  std::cerr.flush();
  std::fflush(stdout);
  std::fflush(stderr);
}

}  // namespace

Quiet::Quiet() {
  const std::lock_guard lock(gate);
  if (users++ > 0)
    return;
  flushAll();
  const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  for (std::size_t n = 0; n < kStreams.size(); ++n) {
    kept[n] = ::fcntl(kStreams[n], F_DUPFD_CLOEXEC, 3);
    if (nowhere >= 0 && kept[n] >= 0)
      ::dup2(nowhere, kStreams[n]);
  }
  if (nowhere >= 0)
    ::close(nowhere);
}

Quiet::~Quiet() {
  const std::lock_guard lock(gate);
  if (--users > 0)
    return;
  flushAll();
  for (std::size_t n = 0; n < kStreams.size(); ++n) {
    if (kept[n] >= 0) {
      ::dup2(kept[n], kStreams[n]);
      ::close(kept[n]);
    }
  }
}

}  // namespace trocar
