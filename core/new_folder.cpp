#include "core/new_folder.h"

#include "core/io/successor.h"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>

namespace trocar {
namespace {

namespace fs = std::filesystem;

fs::path withoutSlashAtEnd(const fs::path& folder) {
  return folder.has_filename() ? folder : folder.parent_path();
}

fs::path withParent(const fs::path& folder) {
  std::error_code code;
  if (!folder.parent_path().empty())
    fs::create_directories(folder.parent_path(), code);
  if (code)
    refuseToWrite(folder, code.value());
  return folder;
}

}  // namespace

struct NewFolder::Place {
  explicit Place(const fs::path& folder)
      : path(withParent(folder)), temporary(Temporary::Kind::Folder, path, 0777) {}
  fs::path path;
  Temporary temporary;
};

NewFolder::NewFolder(const fs::path& folder)
    : place_(std::make_unique<Place>(throughLinks(withoutSlashAtEnd(folder)))) {
  if (place_->temporary.descriptor() < 0)
    refuseToWrite(folder, errno);
}

NewFolder::~NewFolder() {
  std::error_code ignored;
  if (!taken_)
    fs::remove_all(path(), ignored);
}

const fs::path& NewFolder::path() const {
  return place_->temporary.path();
}

void NewFolder::takePlace() {
  const fs::path& folder = place_->path;
  keepPermissions(path(), folder);
  std::error_code code;
  if (fs::exists(folder, code) && !fs::is_empty(folder, code)) {
    swapPlaces();
    return;  // The destructor removes the old folder, which now has the new one's name.
  }
  if (::rename(path().c_str(), folder.c_str()) != 0)
    refuseToWrite(folder, errno);
  taken_ = true;
}

/// In one step where the disk can; else the old folder is away for a moment.
void NewFolder::swapPlaces() {
  const fs::path& folder = place_->path;
  if (::renameat2(AT_FDCWD, path().c_str(), AT_FDCWD, folder.c_str(), RENAME_EXCHANGE) == 0)
    return;
  if (errno != EINVAL && errno != ENOSYS)
    refuseToWrite(folder, errno);
  Temporary away(Temporary::Kind::Folder, folder, 0777);
  if (::rename(folder.c_str(), away.path().c_str()) != 0 ||
      ::rename(path().c_str(), folder.c_str()) != 0)
    refuseToWrite(folder, errno);
  taken_ = true;
  std::error_code ignored;
  fs::remove_all(away.path(), ignored);
}

}  // namespace trocar
