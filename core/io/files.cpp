// Whole files in and out: io.h's writeFileAtomically, appendToFile and readFile, and writable.h.
#include "core/error.h"
#include "core/io.h"
#include "core/io/successor.h"
#include "core/new_folder.h"
#include "core/writable.h"

#include <cerrno>
#include <cstring>
#include <deque>
#include <fcntl.h>
#include <optional>
#include <unistd.h>

namespace trocar {
namespace {

namespace fs = std::filesystem;

/// The stream of this process that a path such as /dev/stdout or /proc/self/fd/3 means.
std::optional<int> streamOf(const fs::path& path) {
  if (path == "/dev/stdout")
    return STDOUT_FILENO;
  if (path == "/dev/stderr")
    return STDERR_FILENO;
  const fs::path folder = path.parent_path();
  const std::string name = path.filename().string();
  if ((folder != "/dev/fd" && folder != "/proc/self/fd") || name.empty() ||
      name.find_first_not_of("0123456789") != std::string::npos)
    return std::nullopt;
  return std::atoi(name.c_str());
}

/// Writes into what is there, such as a pipe, or after the end of a file.
void writeInto(const fs::path& path, const std::string& bytes, int how) {
  const std::optional<int> stream = streamOf(path);
  const int file = stream ? ::dup(*stream) : ::open(path.c_str(), O_WRONLY | O_CLOEXEC | how, 0666);
  if (file < 0)
    refuseToWrite(path, errno);
  int code = writeAll(file, bytes);
  if (::close(file) != 0 && code == 0)
    code = errno;
  if (code != 0)
    refuseToWrite(path, code);
}

/// Neither a regular file nor a place for one: a pipe, a device, a stream of ours.
bool isWrittenInPlace(const fs::path& path) {
  std::error_code ignored;
  return streamOf(path) || (fs::exists(path, ignored) && fs::is_other(path, ignored));
}

void refuseFolder(const fs::path& path) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored))
    throw Error("Cannot write " + path.string() + ": it is a folder; give the name of a file.");
}

}  // namespace

void requireWritable(const fs::path& path) {
  refuseFolder(path);
  if (isWrittenInPlace(path))
    return;
  const fs::path at = throughLinks(path);
  const fs::path folder = at.has_parent_path() ? at.parent_path() : fs::path(".");
  std::error_code missing;
  const fs::path asked = fs::exists(at, missing) ? at : folder;
  if (::faccessat(AT_FDCWD, folder.c_str(), W_OK | X_OK, AT_EACCESS) != 0 ||
      ::faccessat(AT_FDCWD, asked.c_str(), W_OK, AT_EACCESS) != 0)
    refuseToWrite(path, errno);
}

void appendToFile(const fs::path& path, const std::string& bytes) {
  writeInto(path, bytes, O_APPEND | O_CREAT);
}

void writeFileAtomically(const fs::path& path, const std::string& bytes) {
  writeFilesTogether({{path, bytes}});
}

void writeFilesTogether(const std::vector<std::pair<fs::path, std::string>>& files) {
  std::deque<Successor> successors;
  for (const auto& [path, bytes] : files) {
    refuseFolder(path);
    if (!isWrittenInPlace(path))
      successors.emplace_back(path, bytes);
  }
  for (const auto& [path, bytes] : files)
    if (isWrittenInPlace(path))
      writeInto(path, bytes, 0);
  for (Successor& successor : successors)
    successor.takePlace();
}

void writeFileAtomically(const fs::path& path, const std::function<void(const fs::path&)>& write) {
  refuseFolder(path);
  const bool inPlace = isWrittenInPlace(path);
  const fs::path place = inPlace ? fs::temp_directory_path() / path.filename() : throughLinks(path);
  const NewFolder beside(place);
  const fs::path fresh = beside.path() / path.filename();
  write(fresh);
  if (inPlace)
    return writeInto(path, readFile(fresh), 0);
  appendToFile(fresh, {});
  keepPermissions(fresh, place);
  if (::rename(fresh.c_str(), place.c_str()) != 0)
    refuseToWrite(path, errno);
}

std::string readFile(const fs::path& path) {
  std::error_code ignored;
  if (fs::is_directory(path, ignored))
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
