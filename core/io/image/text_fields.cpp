#include "core/io/image/text_fields.h"

#include "core/error.h"
#include "core/number_text.h"

#include <algorithm>

namespace trocar {
namespace {

constexpr std::string_view kSpaces = " \t\r\n\v\f";

template <typename Number, typename Parse>
std::vector<Number> parsed(std::string_view field,
                           std::string_view text,
                           std::size_t count,
                           const Parse& parse) {
  std::vector<Number> numbers;
  for (const std::string_view word : wordsOf(text)) {
    const auto number = parse(word);
    if (!number)
      throw Error("its " + std::string(field) + " is " + inQuotes(text) + ", and " +
                  inQuotes(word) + " is no number that fits there; export it again.");
    numbers.push_back(*number);
  }
  if (numbers.empty() || (count > 0 && numbers.size() != count))
    throw Error("its " + std::string(field) + " is " + inQuotes(text) +
                (count > 0 ? ", not " + std::to_string(count) + " numbers" : ", no number") +
                "; export it again.");
  return numbers;
}

}  // namespace

std::string_view withoutSpaces(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kSpaces);
  if (first == std::string_view::npos)
    return {};
  return text.substr(first, text.find_last_not_of(kSpaces) - first + 1);
}

std::string lowerCase(std::string_view text) {
  std::string lower(text);
  for (char& letter : lower) {
    if (letter >= 'A' && letter <= 'Z')
      letter = static_cast<char>(letter - 'A' + 'a');
  }
  return lower;
}

std::vector<std::string_view> wordsOf(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t at = text.find_first_not_of(kSpaces); at != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(kSpaces, at), text.size());
    words.push_back(text.substr(at, end - at));
    at = text.find_first_not_of(kSpaces, end);
  }
  return words;
}

std::string_view nextLine(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  if (line.ends_with('\r'))
    line.remove_suffix(1);
  return line;
}

std::vector<double> fieldNumbers(std::string_view field, std::string_view text, std::size_t count) {
  return parsed<double>(field, text, count, &numberFrom);
}

std::vector<int> fieldWholes(std::string_view field, std::string_view text, std::size_t count) {
  return parsed<int>(field, text, count, &wholeFrom);
}

std::string inQuotes(std::string_view text) {
  constexpr std::size_t kMost = 60;
  std::string shown(text.substr(0, kMost));
  std::replace_if(
      shown.begin(), shown.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return "\"" + shown + (text.size() > kMost ? ".." : "") + "\"";
}

}  // namespace trocar
