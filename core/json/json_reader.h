#pragma once

#include "core/error.h"
#include "core/vec3.h"
#include "core/word_table.h"

#include <nlohmann/json_fwd.hpp>

#include <initializer_list>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trocar {

/// Bounds of a number; both belong to the range.
struct JsonRange {
  double low = std::numeric_limits<double>::lowest();
  double high = std::numeric_limits<double>::max();
};
inline constexpr JsonRange kAboveZero{std::numeric_limits<double>::denorm_min()};
inline constexpr JsonRange kZeroOrMore{0.0};

/// One place in a JSON file, read by asking for what should stand there.
///
/// It knows its file and the path of keys that leads to it, in which an item of a list is called by
/// its "id" or "key" where it has one, so that whatever does not fit is refused with one sentence:
///
///     probes.json: instruments[icerod-1.5].lengthMm is -3, outside 0 to 500.
///
/// Every reader throws Error so. A key whose value is null counts as left out, but for a list or
/// members, of which null would lose all in silence. Keys that nobody asked for are refused by
/// `readJson` when all is read. Copies are cheap and keep the document.
class JsonEntry {
 public:
  /// Whether the key is there. Asking makes it a known one, as does every reader below.
  bool has(std::string_view key) const;

  std::string text(std::string_view key) const;                                  ///< Not empty.
  std::string textOr(std::string_view key, const std::string& otherwise) const;  ///< May be empty.
  double number(std::string_view key, JsonRange range = {}) const;
  double numberOr(std::string_view key, double otherwise, JsonRange range = {}) const;
  std::optional<double> maybeNumber(std::string_view key, JsonRange range = {}) const;
  int whole(std::string_view key, int low, int high) const;
  int wholeOr(std::string_view key, int otherwise, int low, int high) const;
  bool truth(std::string_view key) const;
  bool truthOr(std::string_view key, bool otherwise) const;
  Vec3 point(std::string_view key) const;  ///< Three numbers.
  std::vector<double> numbers(std::string_view key) const;
  std::vector<std::string> texts(std::string_view key) const;
  std::vector<std::string> textsOrNone(std::string_view key) const;

  /// The value that a word stands for; the refusal lists the words of the table.
  template <typename Value, std::size_t size>
  Value word(std::string_view key, const WordTable<Value, size>& table) const;
  /// The same by a function from a word to an optional value.
  template <typename Read>
  auto word(std::string_view key, const Read& read) const;

  JsonEntry object(std::string_view key) const;
  std::optional<JsonEntry> maybeObject(std::string_view key) const;
  std::vector<JsonEntry> list(std::string_view key) const;
  std::vector<JsonEntry> listOrNone(std::string_view key) const;
  /// Whatever stands there, of any kind.
  JsonEntry at(std::string_view key) const;
  /// The members of an object whose keys are data, such as ids: each is known, in file order.
  std::vector<std::pair<std::string, JsonEntry>> members() const;
  /// The same of the object that a key leads to, which may be left out.
  std::vector<std::pair<std::string, JsonEntry>> membersOrNone(std::string_view key) const;

  /// This place itself as a value.
  std::string asText() const;
  double asNumber(JsonRange range = {}) const;
  int asWhole(int low, int high) const;
  Vec3 asPoint() const;
  std::vector<double> asNumbers() const;
  std::vector<std::string> asTexts() const;
  std::vector<JsonEntry> items() const;
  bool isObject() const;
  bool isList() const;
  bool isText() const;

  /// Keys with words for people, which nothing reads.
  void remarks(std::initializer_list<std::string_view> keys) const;
  /// The number of the file's format. Throws Error for one newer than this program knows.
  int format(int newest) const;
  /// The JSON text of what stands there, for a reader of its own, which also refuses what it does
  /// not know.
  std::string json(std::string_view key) const;
  /// Lets the other keys of this object be: a format of another program may hold more.
  void leaveOthers() const;
  /// Lets all that stands here be: it is set aside.
  void skip() const;

  /// The file and this place in it, as messages begin.
  std::string where() const;
  /// Throws Error: where, and what is wrong with this place, such as "ends before it begins".
  [[noreturn]] void refuse(const std::string& what) const;
  /// The same for the value of a key, which is shown.
  [[noreturn]] void refuse(std::string_view key, const std::string& what) const;

  /// What `make` gives; an Error of it is said with this place.
  template <typename Make>
  auto checked(const Make& make) const;

  /// Throws Error for the first key below this place that nobody asked for.
  void refuseUnknown() const;

 private:
  friend JsonEntry jsonEntryOf(nlohmann::ordered_json document, const std::string& file);
  struct Source;

  JsonEntry(std::shared_ptr<Source> source, const nlohmann::ordered_json& node, std::string path);
  const nlohmann::ordered_json* find(std::string_view key) const;
  std::string pathOf(std::string_view key) const;
  std::string itemPath(std::size_t index) const;
  std::string shown() const;
  bool isGiven(std::string_view key, const std::string& kind) const;
  [[noreturn]] void refuseMissing(std::string_view key, const std::string& kind) const;
  [[noreturn]] void refuseKind(const std::string& kind) const;
  [[noreturn]] void refuseWord(std::string_view key, const std::string& known) const;
  JsonEntry need(std::string_view key, const std::string& kind) const;

  std::shared_ptr<Source> source_;
  const nlohmann::ordered_json* node_;
  std::string path_;
};

/// The outermost place of a text; `file` names it in messages. Who calls it must end with
/// `refuseUnknown`; `readJson` does.
JsonEntry jsonEntry(const std::string& text, const std::string& file);
/// The same of a document from `jsonFromText` that was changed since: one that an older program
/// wrote and that was brought to the present format.
JsonEntry jsonEntryOf(nlohmann::ordered_json document, const std::string& file);

/// What `read` makes of a text. Throws Error for everything that JsonEntry refuses, and for keys
/// that `read` did not ask for.
template <typename Read>
auto readJson(const std::string& text, const std::string& file, const Read& read) {
  const JsonEntry root = jsonEntry(text, file);
  auto value = read(root);
  root.refuseUnknown();
  return value;
}

/// The text of a file below assets/, and its full name.
std::pair<std::string, std::string> assetText(std::string_view relative);

/// The same of a file below assets/.
template <typename Read>
auto readJsonAsset(std::string_view relative, const Read& read) {
  const auto [text, file] = assetText(relative);
  return readJson(text, file, read);
}

template <typename Make>
auto JsonEntry::checked(const Make& make) const {
  try {
    return make();
  } catch (const Error& error) {
    throw Error(where() + ": " + error.what());
  }
}

template <typename Value, std::size_t size>
Value JsonEntry::word(std::string_view key, const WordTable<Value, size>& table) const {
  if (const std::optional<Value> value = valueOf(table, text(key)))
    return *value;
  refuseWord(key, wordsOf(table));
}

template <typename Read>
auto JsonEntry::word(std::string_view key, const Read& read) const {
  auto value = read(text(key));
  if (!value)
    refuseWord(key, "");
  return *value;
}

}  // namespace trocar
