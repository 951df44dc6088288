// Whole files in and out: io.h's writeFileAtomically, appendToFile and readFile.
#include "core/error.h"
#include "core/io.h"
#include "core/new_folder.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace trocar {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const fs::path& path, int code) {
  throw Error("Cannot write " + path.string() + ": " + std::strerror(code) +
              "; free some space or choose another place.");
}

/// Writes and flushes; returns 0 or the error's code.
int writeAll(int file, const std::string& bytes) {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t count = ::write(file, bytes.data() + done, bytes.size() - done);
    if (count < 0 && errno != EINTR)
      return errno;
    done += count > 0 ? static_cast<std::size_t>(count) : 0;
  }
  return ::fsync(file) == 0 || errno == EINVAL || errno == EROFS ? 0 : errno;
}

/// Writes into what is there, such as /dev/stdout, or after the end of a file.
void writeInto(const fs::path& path, const std::string& bytes, int how) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC | how, 0644);
  if (file < 0)
    refuse(path, errno);
  int code = writeAll(file, bytes);
  if (::close(file) != 0 && code == 0)
    code = errno;
  if (code != 0)
    refuse(path, code);
}

bool isDevice(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(path, ignored) && fs::is_other(path, ignored);
}

}  // namespace

void appendToFile(const fs::path& path, const std::string& bytes) {
  writeInto(path, bytes, O_APPEND | O_CREAT);
}

void writeFileAtomically(const fs::path& path, const std::string& bytes) {
  if (fs::is_directory(path))
    throw Error("Cannot write " + path.string() + ": it is a folder; give the name of a file.");
  if (isDevice(path))
    return writeInto(path, bytes, 0);
  std::string temporary = path.string() + ".XXXXXX";
  const int file = ::mkostemp(temporary.data(), O_CLOEXEC);
  if (file < 0)
    refuse(path, errno);
  ::fchmod(file, 0644);
  int code = writeAll(file, bytes);
  if (::close(file) != 0 && code == 0)
    code = errno;
  if (code == 0 && ::rename(temporary.c_str(), path.c_str()) != 0)
    code = errno;
  if (code != 0) {
    ::unlink(temporary.c_str());
    refuse(path, code);
  }
}

void writeFileAtomically(const fs::path& path, const std::function<void(const fs::path&)>& write) {
  const NewFolder beside(path);
  const fs::path fresh = beside.path() / path.filename();
  write(fresh);
  appendToFile(fresh, {});
  if (::rename(fresh.c_str(), path.c_str()) != 0)
    refuse(path, errno);
}

std::string readFile(const fs::path& path) {
  if (fs::is_directory(path))
    throw Error("Cannot read " + path.string() + ": it is a folder; give the name of a file.");
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0)
    throw Error("Cannot read " + path.string() + ": " + std::strerror(errno) + "; check the name.");
  std::string bytes;
  std::string chunk(std::size_t{1} << 16U, '\0');
  ssize_t count = 0;
  while ((count = ::read(file, chunk.data(), chunk.size())) > 0)
    bytes.append(chunk.data(), static_cast<std::size_t>(count));
  const int code = errno;
  ::close(file);
  if (count < 0)
    throw Error("Cannot read " + path.string() + ": " + std::strerror(code) + "; copy it again.");
  return bytes;
}

}  // namespace trocar
