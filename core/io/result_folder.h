#pragma once

#include "core/results.h"

#include <cstdint>
#include <filesystem>

namespace trocar {

/// Results as files of a folder, a file each, that only its owner may read. A file shows neither
/// case nor plan: its name is the key, and what lies in it has no id of either (core/archive.h). A
/// damaged one counts as none and goes away. Beyond `mostBytes` those that were not used for
/// longest are dropped. The folder may be deleted at any time.
class ResultFolder : public ResultFiles {
 public:
  static constexpr std::uintmax_t kMostBytes = std::uintmax_t{2} << 30U;

  explicit ResultFolder(std::filesystem::path folder, std::uintmax_t mostBytes = kMostBytes);

  std::optional<std::string> read(const std::string& key) override;
  void write(const std::string& key, const std::string& bytes) override;
  bool has(const std::string& key) const override;

 private:
  void dropOldest();

  std::filesystem::path folder_;
  std::uintmax_t mostBytes_;
};

/// Under the user's cache folder; nullopt where there is no home.
std::optional<std::filesystem::path> resultFolder();

}  // namespace trocar
