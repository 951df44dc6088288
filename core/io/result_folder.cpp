#include "core/io/result_folder.h"

#include "core/cache_home.h"
#include "core/error.h"
#include "core/io.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>
#include <zlib.h>

namespace trocar {
namespace {

namespace fs = std::filesystem;

constexpr std::array<char, 8> kMark{'t', 'r', 'o', 'c', 'a', 'r', 'r', '1'};
constexpr double kKeptShare = 0.8;  ///< Of the bound, after the oldest were dropped.
constexpr auto kForgotten = std::chrono::hours(1);  ///< A file that nobody writes any more.
constexpr const char* kEnding = ".result";
constexpr const char* kPart = ".part-";

struct Head {
  std::array<char, 8> mark = kMark;
  std::uint64_t bytes = 0;
  std::uint64_t check = 0;  ///< CRC-32 of the bytes.
};

std::uint64_t checkOf(const char* bytes, std::size_t count) {
  return ::crc32_z(0, reinterpret_cast<const Bytef*>(bytes), count);
}

bool writeWhole(int file, const char* bytes, std::size_t count) {
  while (count > 0) {
    const ssize_t written = ::write(file, bytes, count);
    if (written <= 0)
      return false;
    bytes += written;
    count -= static_cast<std::size_t>(written);
  }
  return true;
}

/// Not flushed to the disk: a file that a crash cut off fails its check.
bool writeFile(const fs::path& path, const Head& head, const std::string& bytes) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_CREAT | O_EXCL, 0600);
  if (file < 0)
    return false;
  const bool written = writeWhole(file, reinterpret_cast<const char*>(&head), sizeof(head)) &&
                       writeWhole(file, bytes.data(), bytes.size());
  return ::close(file) == 0 && written;
}

struct KeptFile {
  fs::path path;
  std::uintmax_t bytes = 0;
  fs::file_time_type used;
};

/// Ours alone: whatever else lies in the folder stays.
std::vector<KeptFile> filesIn(const fs::path& folder) {
  std::vector<KeptFile> files;
  std::error_code none;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, none)) {
    const std::string name = entry.path().filename().string();
    if (!name.ends_with(kEnding) && name.find(kPart) == std::string::npos)
      continue;
    std::error_code gone;
    const KeptFile file{entry.path(), entry.file_size(gone), entry.last_write_time(gone)};
    if (!gone)
      files.push_back(file);
  }
  return files;
}

}  // namespace

ResultFolder::ResultFolder(fs::path folder, std::uintmax_t mostBytes)
    : folder_(std::move(folder)), mostBytes_(mostBytes) {}

bool ResultFolder::has(const std::string& key) const {
  std::error_code none;
  return fs::is_regular_file(folder_ / (key + kEnding), none);
}

std::optional<std::string> ResultFolder::read(const std::string& key) {
  if (!has(key))
    return std::nullopt;
  const fs::path path = folder_ / (key + kEnding);
  std::error_code none;
  try {
    std::string bytes = readFile(path);
    Head head;
    if (bytes.size() >= sizeof(head)) {
      std::memcpy(&head, bytes.data(), sizeof(head));
      bytes.erase(0, sizeof(head));
      if (head.mark == kMark && head.bytes == bytes.size() &&
          head.check == checkOf(bytes.data(), bytes.size())) {
        fs::last_write_time(path, fs::file_time_type::clock::now(), none);
        return bytes;
      }
    }
  } catch (const Error&) {
    return std::nullopt;
  }
  fs::remove(path, none);
  return std::nullopt;
}

void ResultFolder::write(const std::string& key, const std::string& bytes) {
  std::error_code failed;
  if (bytes.size() > mostBytes_)
    return;
  if (fs::create_directories(folder_, failed))
    fs::permissions(folder_, fs::perms::owner_all, failed);
  const fs::path path = folder_ / (key + kEnding);
  const fs::path part = folder_ / (key + kPart + std::to_string(::getpid()));
  const Head head{kMark, bytes.size(), checkOf(bytes.data(), bytes.size())};
  if (!writeFile(part, head, bytes) || ::rename(part.c_str(), path.c_str()) != 0)
    fs::remove(part, failed);
  dropOldest();
}

void ResultFolder::dropOldest() {
  std::vector<KeptFile> files = filesIn(folder_);
  std::sort(files.begin(), files.end(), [](const KeptFile& a, const KeptFile& b) {
    return a.used < b.used;
  });
  std::uintmax_t bytes = 0;
  for (const KeptFile& file : files)
    bytes += file.bytes;
  const bool full = bytes > mostBytes_;
  const auto enough = static_cast<std::uintmax_t>(kKeptShare * static_cast<double>(mostBytes_));
  const auto now = fs::file_time_type::clock::now();
  for (const KeptFile& file : files) {
    const bool forgotten = file.path.filename().string().find(kPart) != std::string::npos &&
                           now - file.used > kForgotten;
    if (!forgotten && !(full && bytes > enough))
      continue;
    std::error_code none;
    fs::remove(file.path, none);
    bytes -= file.bytes;
  }
}

std::optional<fs::path> resultFolder() {
  const std::optional<fs::path> home = cacheHome();
  return home ? std::optional(*home / "results") : std::nullopt;
}

}  // namespace trocar
