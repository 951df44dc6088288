#include "core/replace_file.h"

#include "core/io.h"
#include "core/sha256.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace trocar {
namespace {

/// Keeps other programs that do the same waiting, as far as the disk knows locks.
class LockedFile {
 public:
  explicit LockedFile(const std::filesystem::path& path)
      : file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (file_ >= 0)
      ::flock(file_, LOCK_EX);
  }
  ~LockedFile() {
    if (file_ >= 0)
      ::close(file_);
  }
  LockedFile(const LockedFile&) = delete;
  LockedFile& operator=(const LockedFile&) = delete;
  bool isThere() const { return file_ >= 0; }

 private:
  int file_;
};

}  // namespace

std::string markOf(const std::string& bytes) {
  Sha256 sha;
  sha.add(bytes.data(), bytes.size());
  return hexadecimal(sha.finish());
}

void replaceFile(const std::filesystem::path& path,
                 const std::string& bytes,
                 const std::string& mark) {
  const LockedFile locked(path);
  // Read by its name once more: who held the lock before has put another file there.
  if (locked.isThere() && markOf(readFile(path)) != mark)
    throw ChangedElsewhere("Another program has changed " + path.string() +
                           " since it was read here: keep this under another name, or read that "
                           "file again.");
  writeFileAtomically(path, bytes);
}

}  // namespace trocar
