#include "core/io/image/file_list.h"

#include "core/error.h"
#include "core/io/image/text_fields.h"

#include <algorithm>
#include <optional>

namespace trocar {
namespace {

constexpr std::size_t kMostFiles = 100000;

[[noreturn]] void refuseFiles(std::string_view field, std::string_view value) {
  throw Error("its " + std::string(field) + " is " + inQuotes(value) +
              ", which names no files of voxels that are known; export it as one file.");
}

std::vector<std::string> listedNames(std::string_view lines) {
  std::vector<std::string> names;
  while (!lines.empty() && names.size() <= kMostFiles) {
    const std::string_view name = withoutSpaces(nextLine(lines));
    if (!name.empty())
      names.emplace_back(name);
  }
  return names;
}

/// "slice%03d.raw" in parts: what stands before the number, how many digits it has, what follows.
struct NumberedName {
  std::string_view before;
  std::size_t digits = 0;
  bool zeros = false;
  std::string_view after;

  std::string at(int number) const {
    std::string text = std::to_string(number);
    if (text.size() < digits)
      text.insert(0, digits - text.size(), zeros ? '0' : ' ');
    return std::string(before) + text + std::string(after);
  }
};

std::optional<NumberedName> numberedName(std::string_view pattern) {
  const std::size_t percent = pattern.find('%');
  const std::size_t end = pattern.find_first_not_of("0123456789", percent + 1);
  if (percent == std::string_view::npos || end == std::string_view::npos || pattern[end] != 'd' ||
      end > percent + 3 || pattern.find('%', end) != std::string_view::npos)
    return std::nullopt;
  NumberedName name{.before = pattern.substr(0, percent), .after = pattern.substr(end + 1)};
  for (const char digit : pattern.substr(percent + 1, end - percent - 1)) {
    name.zeros = name.zeros || (digit == '0' && name.digits == 0);
    name.digits = 10 * name.digits + static_cast<std::size_t>(digit - '0');
  }
  return name;
}

std::vector<std::string> numberedNames(std::string_view field, std::string_view value) {
  const std::vector<std::string_view> words = wordsOf(value);
  const std::optional<NumberedName> name = numberedName(words.front());
  if (!name || words.size() < 4 || words.size() > 5)
    refuseFiles(field, value);
  const int first = fieldWholes(field, words[1], 1)[0];
  const int last = fieldWholes(field, words[2], 1)[0];
  const int step = fieldWholes(field, words[3], 1)[0];
  if (first < 0 || last < 0 || step == 0 || (step > 0 ? last < first : last > first))
    refuseFiles(field, value);
  std::vector<std::string> names;
  for (long number = first;
       (step > 0 ? number <= last : number >= last) && names.size() <= kMostFiles;
       number += step)
    names.push_back(name->at(static_cast<int>(number)));
  return names;
}

bool isList(std::string_view value) {
  return value.starts_with("LIST") && (value.size() == 4 || value[4] == ' ' || value[4] == '\t');
}

}  // namespace

std::vector<std::string> fileNames(std::string_view field,
                                   std::string_view value,
                                   std::string_view after) {
  std::vector<std::string> names;
  if (isList(value))
    names = listedNames(after);
  else if (value.find('%') != std::string_view::npos)
    names = numberedNames(field, value);
  else if (!value.empty())
    names = {std::string(value)};
  if (names.empty() || names.size() > kMostFiles)
    refuseFiles(field, value);
  return names;
}

}  // namespace trocar
