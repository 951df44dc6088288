#pragma once

#include <filesystem>
#include <string>

namespace trocar {

/// What a path means: the last symbolic links followed, also to what is not there yet.
std::filesystem::path throughLinks(const std::filesystem::path& path);

/// A hidden file or folder ".NAME.trocar-XXXXXX" beside a path, in which what will take the path's
/// place is made. It is locked as long as its writer lives: what nobody holds was left by a writer
/// that was killed, and goes when the next one of that name is made.
class Temporary {
 public:
  enum class Kind { File, Folder };
  /// A file with `mode`, narrowed by the umask. Nothing is thrown: see `descriptor`.
  Temporary(Kind kind, const std::filesystem::path& beside, unsigned mode);
  ~Temporary();
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;

  const std::filesystem::path& path() const { return path_; }
  int descriptor() const { return descriptor_; }  ///< Below 0 where it could not be made: errno.
  /// Gives the lock up. Returns 0 or the error's code, since a disk may tell so late that it is
  /// full.
  int close();

 private:
  std::filesystem::path path_;
  int descriptor_ = -1;
};

/// A file that is whole on the disk under another name, and becomes `path` at a stroke. It follows
/// symbolic links and keeps the permissions of the file that it replaces.
class Successor {
 public:
  /// Throws Error where it cannot be written.
  Successor(const std::filesystem::path& path, const std::string& bytes);
  ~Successor();
  Successor(const Successor&) = delete;
  Successor& operator=(const Successor&) = delete;
  void takePlace();

 private:
  std::filesystem::path path_;
  Temporary temporary_;
};

/// Gives `fresh` mode and owner of the file or folder `old`, as far as this process may.
void keepPermissions(const std::filesystem::path& fresh, const std::filesystem::path& old);
/// Throws Error: what a person can do about a file that cannot be written.
[[noreturn]] void refuseToWrite(const std::filesystem::path& path, int code);
/// Writes all and flushes it to the disk; returns 0 or the error's code.
int writeAll(int descriptor, const std::string& bytes);

}  // namespace trocar
