// Reads what can end a process for the program, which goes on when a damaged file ends this one. It
// takes no more memory than it is told, and answers "ok" and what it read, or "no" and why.
//
//   trocar_decoder MIB (BYTES FILE)..  the pixels of DICOM files, so many bytes each
//   trocar_decoder MIB surface FILE    the points and triangles of a surface
#include "core/io/decoder/decode.h"
#include "core/io/decoder/surface.h"

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

void put(const std::string& text, std::FILE* to) {
  put(text.data(), text.size(), to);
}

/// Answers what `read` puts, or why it could not.
template <typename Read>
void answer(const char* what, std::FILE* to, const Read& read) {
  std::string refusal;
  try {
    read();
  } catch (const std::bad_alloc&) {
    refusal = what + std::string(" more memory than a file of that size may take");
  } catch (const std::exception& error) {
    refusal = error.what();
  }
  if (!refusal.empty()) {
    for (char& letter : refusal)
      letter = letter == '\n' ? ' ' : letter;
    put("no " + refusal + "\n", to);
  }
  std::fflush(to);
}

void answerPixels(const char* path, unsigned long long bytes, std::FILE* to) {
  answer("its compressed pixels need", to, [&] {
    const std::vector<std::uint8_t> decoded =
        trocar::decodedPixels(path, static_cast<std::size_t>(bytes));
    put("ok\n", to);
    put(decoded.data(), decoded.size(), to);
  });
}

void answerSurface(const char* path, std::FILE* to) {
  answer("it needs", to, [&] {
    const trocar::DecodedSurface surface = trocar::decodedSurface(path);
    put("ok " + std::to_string(surface.points.size()) + " " +
            std::to_string(surface.triangles.size()) + " " + surface.space + "\n",
        to);
    put(surface.points.data(), surface.points.size() * sizeof surface.points.front(), to);
    put(surface.triangles.data(), surface.triangles.size() * sizeof surface.triangles.front(), to);
  });
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
  if (count == 4 && std::string(words[2]) == "surface") {
    answerSurface(words[3], out);
    return 0;
  }
  for (int n = 2; n + 1 < count; n += 2)
    answerPixels(words[n + 1], std::strtoull(words[n], nullptr, 10), out);
  return 0;
}
