#include "core/io/successor.h"

#include "core/error.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <random>
#include <string_view>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace trocar {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kRandomLetters = 6;

/// ".NAME.trocar-", with as much of the name as leaves room for the rest.
std::string beginningBeside(const fs::path& path) {
  constexpr std::size_t kMostOfName = 200;
  return "." + path.filename().string().substr(0, kMostOfName) + ".trocar-";
}

std::string randomLetters() {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789";
  static thread_local std::random_device source;
  std::string letters;
  for (std::size_t n = 0; n < kRandomLetters; ++n)
    letters += kLetters[source() % kLetters.size()];
  return letters;
}

/// Whether no process holds it: the lock of one that ended is gone. False where locks are unknown.
bool isAbandoned(const fs::path& temporary) {
  const int file = ::open(temporary.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (file < 0)
    return false;
  const bool free = ::flock(file, LOCK_EX | LOCK_NB) == 0;
  ::close(file);
  return free;
}

void clearAbandoned(const fs::path& folder, const std::string& beginning) {
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(beginning) && name.size() == beginning.size() + kRandomLetters &&
        isAbandoned(entry.path()))
      fs::remove_all(entry.path(), ignored);
  }
}

/// Holds what was just made, unless another writer's clearing was quicker.
bool hold(int descriptor, const fs::path& path) {
  struct stat held {};
  struct stat named {};
  ::flock(descriptor, LOCK_EX);
  return ::fstat(descriptor, &held) == 0 && ::lstat(path.c_str(), &named) == 0 &&
         held.st_ino == named.st_ino && held.st_dev == named.st_dev;
}

int make(Temporary::Kind kind, const fs::path& path, unsigned mode) {
  if (kind == Temporary::Kind::File)
    return ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (::mkdir(path.c_str(), mode) != 0)
    return -1;
  return ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

bool isThere(const fs::path& path) {
  return ::access(path.c_str(), F_OK) == 0;
}

/// Whether a file is there that this process may not write.
bool isProtected(const fs::path& path) {
  return isThere(path) && ::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) != 0;
}

std::string adviceFor(int code) {
  if (code == ENOSPC || code == EDQUOT)
    return "free some space or choose another place";
  if (code == EFBIG)
    return "the limit on the size of a file (ulimit -f) is reached; raise it";
  return "choose another place";
}

}  // namespace

fs::path throughLinks(const fs::path& path) {
  constexpr int kMostLinks = 40;
  fs::path at = path;
  std::error_code code;
  for (int n = 0; n < kMostLinks && fs::is_symlink(fs::symlink_status(at, code)); ++n) {
    const fs::path target = fs::read_symlink(at, code);
    if (code)
      break;
    at = target.is_absolute() ? target : at.parent_path() / target;
  }
  return at;
}

Temporary::Temporary(Kind kind, const fs::path& beside, unsigned mode) {
  const fs::path folder = beside.has_parent_path() ? beside.parent_path() : fs::path(".");
  const std::string beginning = beginningBeside(beside);
  clearAbandoned(folder, beginning);
  constexpr int kMostTries = 100;
  for (int n = 0; n < kMostTries; ++n) {
    path_ = folder / (beginning + randomLetters());
    descriptor_ = make(kind, path_, mode);
    if (descriptor_ < 0 && errno != EEXIST)
      return;
    if (descriptor_ >= 0 && hold(descriptor_, path_))
      return;
    close();
  }
}

Temporary::~Temporary() {
  close();
}

int Temporary::close() {
  const int descriptor = std::exchange(descriptor_, -1);
  return descriptor >= 0 && ::close(descriptor) != 0 ? errno : 0;
}

Successor::Successor(const fs::path& path, const std::string& bytes)
    : path_(throughLinks(path)),
      temporary_(Temporary::Kind::File, path_, isThere(path_) ? 0600 : 0666) {
  if (temporary_.descriptor() < 0)
    refuseToWrite(path, errno);
  const int code = isProtected(path_) ? EACCES : writeAll(temporary_.descriptor(), bytes);
  if (code != 0) {
    ::unlink(temporary_.path().c_str());
    refuseToWrite(path, code);
  }
  keepPermissions(temporary_.path(), path_);
}

Successor::~Successor() {
  if (temporary_.descriptor() >= 0)
    ::unlink(temporary_.path().c_str());
}

void Successor::takePlace() {
  if (::rename(temporary_.path().c_str(), path_.c_str()) != 0)
    refuseToWrite(path_, errno);
  if (const int code = temporary_.close(); code != 0)
    refuseToWrite(path_, code);
}

void keepPermissions(const fs::path& fresh, const fs::path& old) {
  constexpr mode_t kPermissions = 07777;
  struct stat was {};
  if (::stat(old.c_str(), &was) != 0)
    return;
  // Another owner or group may be out of this process's reach; the mode never is.
  [[maybe_unused]] const int owned = ::chown(fresh.c_str(), was.st_uid, was.st_gid);
  ::chmod(fresh.c_str(), was.st_mode & kPermissions);
}

void refuseToWrite(const fs::path& path, int code) {
  throw Error("Cannot write " + path.string() + ": " + std::strerror(code) + "; " +
              adviceFor(code) + ".");
}

int writeAll(int descriptor, const std::string& bytes) {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t count = ::write(descriptor, bytes.data() + done, bytes.size() - done);
    if (count < 0 && errno != EINTR)
      return errno;
    done += count > 0 ? static_cast<std::size_t>(count) : 0;
  }
  return ::fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS ? 0 : errno;
}

}  // namespace trocar
