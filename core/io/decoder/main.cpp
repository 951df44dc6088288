// trocar_decoder MIB (BYTES FILE)..: decodes the pixels of DICOM files for the program, which goes
// on when a damaged one ends this process. For each file, in their order, it writes "ok" and its
// so many bytes, or "no" and why. It takes no more memory than it is told.
#include "core/io/decoder/decode.h"

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <new>
#include <string>
#include <sys/resource.h>
#include <unistd.h>

namespace {

void limitTo(rlim_t bytes, int resource) {
  const rlimit limit{bytes, bytes};
  ::setrlimit(resource, &limit);
}

void limitOurselves(unsigned long long mebibytes) {
  limitTo(0, RLIMIT_CORE);
#ifndef __SANITIZE_ADDRESS__  // It reserves far more than it uses.
  limitTo(static_cast<rlim_t>(mebibytes) << 20U, RLIMIT_AS);
#else
  static_cast<void>(mebibytes);
#endif
}

void put(const void* bytes, std::size_t count, std::FILE* to) {
  if (std::fwrite(bytes, 1, count, to) != count)
    std::_Exit(1);  // Nobody listens any more.
}

void answer(const char* path, unsigned long long bytes, std::FILE* to) {
  std::string refusal;
  try {
    const std::vector<std::uint8_t> decoded =
        trocar::decodedPixels(path, static_cast<std::size_t>(bytes));
    put("ok\n", 3, to);
    put(decoded.data(), decoded.size(), to);
  } catch (const std::bad_alloc&) {
    refusal = "its compressed pixels need more memory than an image of that size may take";
  } catch (const std::exception& error) {
    refusal = error.what();
  }
  if (!refusal.empty()) {
    for (char& letter : refusal)
      letter = letter == '\n' ? ' ' : letter;
    refusal = "no " + refusal + "\n";
    put(refusal.data(), refusal.size(), to);
  }
  std::fflush(to);
}

}  // namespace

int main(int count, char** words) {
  if (count < 2)
    return 2;
  limitOurselves(std::strtoull(words[1], nullptr, 10));
  // What libraries print to standard output must not come between the answers.
  std::FILE* out = ::fdopen(::dup(STDOUT_FILENO), "wb");
  if (out == nullptr || ::dup2(STDERR_FILENO, STDOUT_FILENO) < 0)
    return 2;
  for (int n = 2; n + 1 < count; n += 2)
    answer(words[n + 1], std::strtoull(words[n], nullptr, 10), out);
  return 0;
}
