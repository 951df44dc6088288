#pragma once

#include <filesystem>

namespace trocar {

/// A new folder beside `folder` that goes away unless it has taken that folder's place: a reader
/// never sees half of it. Throws Error where nothing can be written there.
class NewFolder {
 public:
  explicit NewFolder(const std::filesystem::path& folder);
  ~NewFolder();
  NewFolder(const NewFolder&) = delete;
  NewFolder& operator=(const NewFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  /// In one step; what lay in the folder before is gone.
  void takePlace();

 private:
  [[noreturn]] void refuse() const;

  std::filesystem::path folder_;
  std::filesystem::path path_;
};

}  // namespace trocar
