#include "core/json/json_reader.h"

#include "core/assets.h"
#include "core/io.h"
#include "core/json/json_text.h"
#include "core/json/near_key.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <filesystem>
#include <map>
#include <set>

namespace trocar {

namespace {

using Json = nlohmann::ordered_json;

std::string joined(const std::string& path, std::string_view key) {
  return path + (path.empty() ? "" : ".") + std::string(key);
}

/// A value as messages show it, at most a line of it.
std::string shownValue(const Json& value) {
  constexpr std::size_t kLongest = 60;
  std::string text = value.dump(-1, ' ', true, Json::error_handler_t::replace);
  return text.size() <= kLongest ? text : text.substr(0, kLongest - 2) + "..";
}

std::vector<std::string> keysOf(const Json& object) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : object.items())
    keys.push_back(key);
  return keys;
}

std::string listed(const std::set<std::string, std::less<>>& words) {
  std::string text;
  for (const std::string& word : words)
    text += (text.empty() ? "" : ", ") + word;
  return text;
}

/// What an item of a list is called in paths.
std::string nameOfItem(const Json& item, std::size_t index) {
  constexpr std::size_t kLongest = 60;
  for (const char* key : {"id", "key"}) {
    if (item.is_object() && item.contains(key) && item.at(key).is_string()) {
      const std::string name = item.at(key).get<std::string>();
      if (!name.empty() && name.size() <= kLongest)
        return name;
    }
  }
  return std::to_string(index);
}

}  // namespace

/// The text's document, and what was asked for in each of its objects.
struct JsonEntry::Source {
  std::string file;
  Json document;
  std::map<const Json*, std::set<std::string, std::less<>>> asked;
  std::set<const Json*> whole;  ///< Known with all that is in it.
  std::set<const Json*> open;   ///< May hold keys that nobody asks for.

  void refuseUnknownBelow(const Json& node, const std::string& path) const;
  [[noreturn]] void refuseKey(const Json& object,
                              const std::string& key,
                              const std::string& path) const;
};

void JsonEntry::Source::refuseKey(const Json& object,
                                  const std::string& key,
                                  const std::string& path) const {
  const auto found = asked.find(&object);
  const auto known = found == asked.end() ? std::set<std::string, std::less<>>() : found->second;
  const std::string near = nearKey(key, {known.begin(), known.end()});
  throw Error(file + ": " + joined(path, key) + " is not known" +
              (!near.empty()   ? "; is \"" + near + "\" meant?"
               : known.empty() ? " here."
                               : "; known here are " + listed(known) + "."));
}

void JsonEntry::Source::refuseUnknownBelow(const Json& node, const std::string& path) const {
  if (whole.contains(&node))
    return;
  if (node.is_array()) {
    for (std::size_t n = 0; n < node.size(); ++n)
      refuseUnknownBelow(node[n], path + "[" + nameOfItem(node[n], n) + "]");
  }
  if (!node.is_object())
    return;
  const auto found = asked.find(&node);
  for (const auto& [key, value] : node.items()) {
    if (found != asked.end() && found->second.contains(key))
      refuseUnknownBelow(value, joined(path, key));
    else if (!open.contains(&node))
      refuseKey(node, key, path);
  }
}

JsonEntry::JsonEntry(std::shared_ptr<Source> source, const Json& node, std::string path)
    : source_(std::move(source)), node_(&node), path_(std::move(path)) {}

JsonEntry jsonEntryOf(Json document, const std::string& file) {
  auto source = std::make_shared<JsonEntry::Source>();
  source->file = file;
  source->document = std::move(document);
  const Json& root = source->document;
  return {std::move(source), root, ""};
}

JsonEntry jsonEntry(const std::string& text, const std::string& file) {
  return jsonEntryOf(jsonFromText(text, file), file);
}

std::pair<std::string, std::string> assetText(std::string_view relative) {
  const std::filesystem::path file = assetPath(relative);
  return {readFile(file), file.string()};
}

std::string JsonEntry::where() const {
  return source_->file + (path_.empty() ? "" : ": " + path_);
}

std::string JsonEntry::pathOf(std::string_view key) const {
  return source_->file + ": " + joined(path_, key);
}

std::string JsonEntry::itemPath(std::size_t index) const {
  return path_ + "[" + nameOfItem((*node_)[index], index) + "]";
}

std::string JsonEntry::shown() const {
  return where() + " is " + shownValue(*node_);
}

void JsonEntry::refuse(const std::string& what) const {
  throw Error(where() + " " + what + ".");
}

void JsonEntry::refuse(std::string_view key, const std::string& what) const {
  const Json* value = find(key);
  throw Error(pathOf(key) + " is " + (value ? shownValue(*value) : "left out") + "; " + what + ".");
}

void JsonEntry::refuseMissing(std::string_view key, const std::string& kind) const {
  std::vector<std::string> others = keysOf(*node_);
  std::erase_if(others,
                [&](const std::string& other) { return source_->asked[node_].contains(other); });
  const std::string near = nearKey(key, others);
  throw Error(where() + " lacks \"" + std::string(key) + "\", " + kind +
              (near.empty() ? "." : "; is its \"" + near + "\" meant to be that?"));
}

void JsonEntry::refuseKind(const std::string& kind) const {
  throw Error(shown() + "; it must be " + kind + ".");
}

void JsonEntry::refuseWord(std::string_view key, const std::string& known) const {
  throw Error(at(key).shown() +
              (known.empty() ? ", which is not known." : "; it must be " + known + "."));
}

const Json* JsonEntry::find(std::string_view key) const {
  if (!node_->is_object())
    refuseKind("an object");
  source_->asked[node_].emplace(key);
  const auto found = node_->find(std::string(key));
  return found == node_->end() || found->is_null() ? nullptr : &*found;
}

bool JsonEntry::has(std::string_view key) const {
  return find(key) != nullptr;
}

/// Whether the key is there; null is no way to leave it out.
bool JsonEntry::isGiven(std::string_view key, const std::string& kind) const {
  if (find(key) != nullptr)
    return true;
  const auto found = node_->find(std::string(key));
  if (found != node_->end())
    JsonEntry(source_, *found, joined(path_, key)).refuseKind(kind);
  return false;
}

JsonEntry JsonEntry::need(std::string_view key, const std::string& kind) const {
  const Json* value = find(key);
  if (!value)
    refuseMissing(key, kind);
  return {source_, *value, joined(path_, key)};
}

JsonEntry JsonEntry::at(std::string_view key) const {
  return need(key, "a value");
}

std::string JsonEntry::text(std::string_view key) const {
  const JsonEntry value = need(key, "a text");
  std::string text = value.asText();
  if (text.empty())
    value.refuseKind("a text that is not empty");
  return text;
}

std::string JsonEntry::textOr(std::string_view key, const std::string& otherwise) const {
  return has(key) ? at(key).asText() : otherwise;
}

double JsonEntry::number(std::string_view key, JsonRange range) const {
  return need(key, "a number").asNumber(range);
}

double JsonEntry::numberOr(std::string_view key, double otherwise, JsonRange range) const {
  return has(key) ? number(key, range) : otherwise;
}

std::optional<double> JsonEntry::maybeNumber(std::string_view key, JsonRange range) const {
  return has(key) ? std::optional(number(key, range)) : std::nullopt;
}

int JsonEntry::whole(std::string_view key, int low, int high) const {
  return need(key, "a whole number").asWhole(low, high);
}

int JsonEntry::wholeOr(std::string_view key, int otherwise, int low, int high) const {
  return has(key) ? whole(key, low, high) : otherwise;
}

bool JsonEntry::truth(std::string_view key) const {
  const JsonEntry value = need(key, "true or false");
  if (!value.node_->is_boolean())
    value.refuseKind("true or false");
  return value.node_->get<bool>();
}

bool JsonEntry::truthOr(std::string_view key, bool otherwise) const {
  return has(key) ? truth(key) : otherwise;
}

Vec3 JsonEntry::point(std::string_view key) const {
  return need(key, "a point of three numbers").asPoint();
}

std::vector<double> JsonEntry::numbers(std::string_view key) const {
  return need(key, "a list of numbers").asNumbers();
}

std::vector<std::string> JsonEntry::texts(std::string_view key) const {
  return need(key, "a list of texts").asTexts();
}

std::vector<std::string> JsonEntry::textsOrNone(std::string_view key) const {
  return isGiven(key, "a list of texts") ? texts(key) : std::vector<std::string>();
}

JsonEntry JsonEntry::object(std::string_view key) const {
  const JsonEntry value = need(key, "an object");
  if (!value.isObject())
    value.refuseKind("an object");
  return value;
}

std::optional<JsonEntry> JsonEntry::maybeObject(std::string_view key) const {
  return has(key) ? std::optional(object(key)) : std::nullopt;
}

std::vector<JsonEntry> JsonEntry::list(std::string_view key) const {
  return need(key, "a list").items();
}

std::vector<JsonEntry> JsonEntry::listOrNone(std::string_view key) const {
  return isGiven(key, "a list") ? list(key) : std::vector<JsonEntry>();
}

std::vector<std::pair<std::string, JsonEntry>> JsonEntry::members() const {
  if (!isObject())
    refuseKind("an object");
  std::vector<std::pair<std::string, JsonEntry>> members;
  for (const auto& [key, value] : node_->items()) {
    source_->asked[node_].emplace(key);
    members.emplace_back(key, JsonEntry(source_, value, joined(path_, key)));
  }
  return members;
}

std::vector<std::pair<std::string, JsonEntry>> JsonEntry::membersOrNone(
    std::string_view key) const {
  return isGiven(key, "an object") ? object(key).members()
                                   : std::vector<std::pair<std::string, JsonEntry>>();
}

std::string JsonEntry::asText() const {
  if (!isText())
    refuseKind("a text");
  return node_->get<std::string>();
}

double JsonEntry::asNumber(JsonRange range) const {
  if (!node_->is_number())
    refuseKind("a number");
  const auto value = node_->get<double>();
  if (value >= range.low && value <= range.high)
    return value;
  if (range.low == kAboveZero.low && range.high == kAboveZero.high)
    refuseKind("above 0");
  if (range.low == 0.0 && range.high == kZeroOrMore.high)
    refuseKind("0 or more");
  throw Error(shown() + ", outside " + Json(range.low).dump() + " to " + Json(range.high).dump() +
              ".");
}

int JsonEntry::asWhole(int low, int high) const {
  const double number = asNumber({static_cast<double>(low), static_cast<double>(high)});
  if (number != std::floor(number))
    refuseKind("a whole number");
  return static_cast<int>(number);
}

Vec3 JsonEntry::asPoint() const {
  if (!isList() || node_->size() != 3)
    refuseKind("a point of three numbers");
  const std::vector<double> numbers = asNumbers();
  return {numbers[0], numbers[1], numbers[2]};
}

std::vector<double> JsonEntry::asNumbers() const {
  std::vector<double> numbers;
  for (const JsonEntry& item : items())
    numbers.push_back(item.asNumber());
  return numbers;
}

std::vector<std::string> JsonEntry::asTexts() const {
  std::vector<std::string> texts;
  for (const JsonEntry& item : items())
    texts.push_back(item.asText());
  return texts;
}

std::vector<JsonEntry> JsonEntry::items() const {
  if (!isList())
    refuseKind("a list");
  std::vector<JsonEntry> items;
  for (std::size_t n = 0; n < node_->size(); ++n)
    items.push_back(JsonEntry(source_, (*node_)[n], itemPath(n)));
  return items;
}

bool JsonEntry::isObject() const {
  return node_->is_object();
}
bool JsonEntry::isList() const {
  return node_->is_array();
}
bool JsonEntry::isText() const {
  return node_->is_string();
}

void JsonEntry::remarks(std::initializer_list<std::string_view> keys) const {
  for (const std::string_view key : keys) {
    if (!has(key))
      continue;
    const JsonEntry remark = at(key);
    if (!remark.isText())
      remark.asTexts();
  }
}

int JsonEntry::format(int newest) const {
  const int format = whole("format", 1, std::numeric_limits<int>::max());
  if (format > newest)
    throw Error(source_->file + " was written by a newer Trocar (its format is " +
                std::to_string(format) + ", this program reads formats up to " +
                std::to_string(newest) + "); update Trocar.");
  return format;
}

std::string JsonEntry::json(std::string_view key) const {
  const JsonEntry value = at(key);
  source_->whole.insert(value.node_);
  return value.node_->dump(-1, ' ', false, Json::error_handler_t::replace);
}

void JsonEntry::leaveOthers() const {
  source_->open.insert(node_);
}

void JsonEntry::skip() const {
  source_->whole.insert(node_);
}

void JsonEntry::refuseUnknown() const {
  source_->refuseUnknownBelow(*node_, path_);
}

}  // namespace trocar
