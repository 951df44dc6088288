#pragma once

#include <filesystem>
#include <memory>

namespace trocar {

/// A new folder beside `folder` that goes away unless it has taken that folder's place: a reader
/// never sees half of it. Symbolic links are followed, the permissions of a folder that is replaced
/// are kept, and what a killed writer of the same folder left is cleared. Throws Error where
/// nothing can be written there.
class NewFolder {
 public:
  explicit NewFolder(const std::filesystem::path& folder);
  ~NewFolder();
  NewFolder(const NewFolder&) = delete;
  NewFolder& operator=(const NewFolder&) = delete;

  const std::filesystem::path& path() const;
  /// In one step; what lay in the folder before is gone.
  void takePlace();

 private:
  struct Place;
  void swapPlaces();

  std::unique_ptr<Place> place_;
  bool taken_ = false;
};

}  // namespace trocar
