#include "core/labels/meaning.h"

#include "core/error.h"
#include "core/io.h"
#include "core/json/json_reader.h"

#include <algorithm>
#include <cctype>
#include <optional>

namespace trocar::labels {

Role roleIn(const JsonEntry& label) {
  if (const std::optional<Role> role = roleFromString(label.text("role")))
    return *role;
  std::string known;
  for (const Role role : allRoles())
    known += (known.empty() ? "" : ", ") + std::string(toString(role));
  label.refuse("role", "it must be one of " + known);
}

LabelMeaning meaningFrom(const JsonEntry& label) {
  const Role role = roleIn(label);
  const std::string id = label.text("id");
  if (!isValidId(id))
    label.refuse("id", "it may hold letters, digits and underscores only");
  return {id, label.textOr("name", nameFromId(id)), role};
}

namespace {

std::optional<std::uint16_t> labelValue(const std::string& text) {
  const bool digits = !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isdigit(c) != 0;
  });
  if (!digits || text.front() == '0' || text.size() > 5 || std::stoi(text) < 1 ||
      std::stoi(text) > 65535)
    return std::nullopt;
  return static_cast<std::uint16_t>(std::stoi(text));
}

LabelMeanings labelsFrom(const JsonEntry& labels) {
  LabelMeanings meanings;
  for (const auto& [value, label] : labels.members()) {
    const std::optional<std::uint16_t> number = labelValue(value);
    if (!number)
      label.refuse("has no label from 1 to 65535 as its key");
    label.remarks({"class"});
    meanings[*number] = meaningFrom(label);
  }
  return meanings;
}

/// As programs write them beside a label map: {"1": "liver"}, or {"background": 0, "liver": 1}.
bool holdsNamesOnly(const JsonEntry& labels) {
  const auto members = labels.members();
  return !members.empty() && std::none_of(members.begin(), members.end(), [](const auto& member) {
    return member.second.isObject() || member.second.isList();
  });
}

LabelMeanings meaningsFromNames(const JsonEntry& labels) {
  std::vector<std::uint16_t> values;
  std::vector<std::string> names;
  for (const auto& [key, entry] : labels.members()) {
    const std::optional<std::uint16_t> number = entry.isText() ? labelValue(key) : std::nullopt;
    const int value = number           ? *number
                      : entry.isText() ? (key == "0" ? 0 : -1)
                                       : entry.asWhole(0, 65535);
    if (value < 0)
      entry.refuse("has no label from 0 to 65535 as its key");
    if (value == 0)
      continue;
    values.push_back(static_cast<std::uint16_t>(value));
    names.push_back(entry.isText() ? entry.asText() : key);
  }
  LabelMeanings meanings;
  const std::vector<LabelMeaning> inOrder = meaningsOf(names);
  for (std::size_t n = 0; n < values.size(); ++n)
    meanings[values[n]] = inOrder[n];
  return meanings;
}

LabelScheme schemeFrom(const JsonEntry& scheme, const std::string& title, bool closed) {
  scheme.remarks({"title", "source", "note"});
  const JsonEntry labels = scheme.has("labels") ? scheme.object("labels") : scheme;
  if (!holdsNamesOnly(labels))
    return {title, closed, labelsFrom(labels)};
  scheme.leaveOthers();
  return {title, closed, meaningsFromNames(labels)};
}

LabelScheme loaded(const std::string& name) {
  return readJsonAsset("schemes/" + name + ".json", [](const JsonEntry& scheme) {
    return schemeFrom(scheme, scheme.text("title"), true);
  });
}

}  // namespace

const std::vector<std::string>& schemeNames() {
  static const std::vector<std::string> kNames = {
      "totalsegmentator", "totalsegmentator-v1", "verse", "spineps"};
  return kNames;
}

const LabelScheme& namedScheme(const std::string& name) {
  static const std::map<std::string, LabelScheme> kSchemes = [] {
    std::map<std::string, LabelScheme> schemes;
    for (const std::string& known : schemeNames())
      schemes.emplace(known, loaded(known));
    return schemes;
  }();
  return kSchemes.at(name);
}

LabelScheme readScheme(const std::string& path) {
  return readJson(readFile(path), path, [&](const JsonEntry& scheme) {
    return schemeFrom(scheme, path, false);
  });
}

bool isValidId(const std::string& id) {
  return !id.empty() && std::all_of(id.begin(), id.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '_';
  });
}

std::string nameFromId(const std::string& id) {
  std::string stem = id;
  std::string side;
  for (const char* word : {"left", "right"}) {
    if (stem.size() > std::string(word).size() + 1 && stem.ends_with("_" + std::string(word))) {
      side = ", " + std::string(word);
      stem.resize(stem.size() - std::string(word).size() - 1);
    }
  }
  std::replace(stem.begin(), stem.end(), '_', ' ');
  if (!stem.empty())
    stem[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(stem[0])));
  return stem + side;
}

}  // namespace trocar::labels
