#include "core/file_name.h"

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

}  // namespace trocar
