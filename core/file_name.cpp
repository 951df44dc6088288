#include "core/file_name.h"

#include "core/error.h"

#include <algorithm>
#include <cctype>
#include <set>

namespace trocar {
namespace {

/// Of ASCII; the bytes of other letters are above.
bool isPlain(unsigned char c) {
  return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.';
}

std::string lowered(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
    return static_cast<char>(c < 0x80 ? std::tolower(c) : c);
  });
  return text;
}

/// Names of devices that Windows has in every folder, whatever follows a dot.
bool isReserved(const std::string& name) {
  static const std::set<std::string> kDevices = {"con", "prn", "aux", "nul"};
  const std::string stem = lowered(name.substr(0, name.find('.')));
  const bool port = stem.size() == 4 && (stem.starts_with("com") || stem.starts_with("lpt")) &&
                    std::isdigit(static_cast<unsigned char>(stem[3])) != 0;
  return port || kDevices.contains(stem);
}

/// Cut where no character of UTF-8 is cut.
void shorten(std::string& name, std::size_t most) {
  if (name.size() <= most)
    return;
  while (most > 0 && (static_cast<unsigned char>(name[most]) & 0xC0U) == 0x80U)
    --most;
  name.resize(most);
}

}  // namespace

std::string fileNameFrom(std::string_view id) {
  constexpr std::size_t kMost = 100;
  std::string name;
  for (const char c : id) {
    const auto byte = static_cast<unsigned char>(c);
    name += byte >= 0x80 || isPlain(byte) ? c : '_';
  }
  shorten(name, kMost);
  name.erase(0, std::min(name.size(), name.find_first_not_of('.')));
  while (!name.empty() && name.back() == '.')
    name.pop_back();
  if (isReserved(name))
    name.insert(0, "_");
  return name.empty() ? "part" : name;
}

std::vector<std::string> fileNamesFrom(const std::vector<std::string>& ids) {
  std::vector<std::string> names;
  std::set<std::string> taken;
  for (const std::string& id : ids) {
    const std::string plain = fileNameFrom(id);
    std::string name = plain;
    for (int n = 2; !taken.insert(lowered(name)).second; ++n)
      name = plain + "-" + std::to_string(n);
    names.push_back(name);
  }
  return names;
}

bool endsIn(const std::filesystem::path& path, std::string_view ending) {
  const std::string name = lowered(path.filename().string());
  return name.size() > ending.size() && name.ends_with(lowered(std::string(ending)));
}

bool isFolderName(const std::filesystem::path& path) {
  constexpr std::size_t kLongest = 5;  // ".html"; "plan.2026-01-31" is a folder.
  std::error_code none;
  const std::string ending = path.extension().string();
  return std::filesystem::is_directory(path, none) || ending.size() < 2 ||
         ending.size() > kLongest || std::isalpha(static_cast<unsigned char>(ending[1])) == 0;
}

void requireEnding(const std::filesystem::path& path,
                   const std::vector<std::string>& endings,
                   const std::string& what) {
  std::error_code none;
  const auto there = std::filesystem::status(path, none);
  const bool stream = (exists(there) && !is_regular_file(there) && !is_directory(there)) ||
                      path.parent_path() == "/dev" || path.parent_path() == "/dev/fd";
  if (stream || std::any_of(endings.begin(), endings.end(), [&](const std::string& ending) {
        return endsIn(path, ending);
      }))
    return;
  std::string wanted;
  for (std::size_t n = 0; n < endings.size(); ++n)
    wanted += (n == 0 ? "" : n + 1 == endings.size() ? " or " : ", ") + endings[n];
  throw Error("Cannot write " + path.string() + " (" + what + "): the name must end in " + wanted +
              ".");
}

}  // namespace trocar
