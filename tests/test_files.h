#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace trocar {

/// A fresh folder that goes away with the test.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "trocar-test-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
      throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

/// The real public data: TROCAR_TEST_DATA, or ../shared/data beside the checkout. Skip a test whose
/// folder does not exist.
inline std::filesystem::path testData(const std::string& relative = {}) {
  const char* chosen = std::getenv("TROCAR_TEST_DATA");
  return std::filesystem::path(chosen != nullptr ? chosen : SOURCE_DIR "/../shared/data") /
         relative;
}

/// Leaves a test, with a message, where a set of the real data is absent.
#define SKIP_WITHOUT(folder)                      \
  if (!std::filesystem::exists(testData(folder))) \
  GTEST_SKIP() << "no " << testData(folder)

}  // namespace trocar
