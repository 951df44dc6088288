#include "core/new_folder.h"

#include "core/error.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace trocar {

namespace fs = std::filesystem;

NewFolder::NewFolder(const fs::path& folder) : folder_(folder) {
  std::error_code code;
  if (!folder.parent_path().empty())
    fs::create_directories(folder.parent_path(), code);
  std::string name = folder.string() + ".XXXXXX";
  if (code || ::mkdtemp(name.data()) == nullptr)
    refuse();
  path_ = name;
  ::chmod(path_.c_str(), 0755);
}

NewFolder::~NewFolder() {
  std::error_code ignored;
  if (!path_.empty())
    fs::remove_all(path_, ignored);
}

void NewFolder::takePlace() {
  if (fs::exists(folder_) && !fs::is_empty(folder_)) {
    if (::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, folder_.c_str(), RENAME_EXCHANGE) != 0)
      refuse();
    return;  // The destructor removes the old folder, which now has the new one's name.
  }
  if (::rename(path_.c_str(), folder_.c_str()) != 0)
    refuse();
  path_.clear();
}

void NewFolder::refuse() const {
  throw Error("Cannot write " + folder_.string() + ": " + std::strerror(errno) +
              "; choose another place.");
}

}  // namespace trocar
