#include "core/labels/meaning.h"

#include "core/case.h"
#include "core/error.h"
#include "core/io.h"
#include "core/json/json_reader.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <set>

namespace trocar::labels {
namespace {

using Dictionary = std::map<std::string, LabelMeaning, std::less<>>;

/// The meaning of one label; `label` may say more.
LabelMeaning meaningFrom(const JsonEntry& label) {
  const Role role = label.word("role", roleFromString);
  const std::string id = label.text("id");
  if (!isValidId(id))
    label.refuse("id", "it may hold letters, digits and underscores only");
  return {id, label.textOr("name", nameFromId(id)), role};
}

std::optional<std::uint16_t> labelValue(const std::string& text) {
  const bool digits = !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isdigit(c) != 0;
  });
  if (!digits || text.size() > 5 || std::stoi(text) < 1 || std::stoi(text) > 65535)
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

LabelScheme schemeFrom(const JsonEntry& scheme, const std::string& title, bool closed) {
  scheme.remarks({"title", "source", "note"});
  return {title, closed, labelsFrom(scheme.has("labels") ? scheme.object("labels") : scheme)};
}

LabelScheme loaded(const std::string& name) {
  return readJsonAsset("schemes/" + name + ".json", [](const JsonEntry& scheme) {
    return schemeFrom(scheme, scheme.text("title"), true);
  });
}

/// Lower case, words joined by underscores, a side moved to the end: "Left Lung" is "lung_left".
std::string normalised(const std::string& name) {
  std::vector<std::string> words(1);
  for (const unsigned char c : name) {
    if (std::isalnum(c) != 0)
      words.back() += static_cast<char>(std::tolower(c));
    else if (!words.back().empty())
      words.emplace_back();
  }
  std::stable_partition(words.begin(), words.end(), [](const std::string& word) {
    return word != "left" && word != "right";
  });
  std::string joined;
  for (const std::string& word : words) {
    if (!word.empty())
      joined += (joined.empty() ? "" : "_") + word;
  }
  return joined;
}

/// The classes of TotalSegmentator by their own names and by ours.
Dictionary totalSegmentatorNames() {
  return readJsonAsset("schemes/totalsegmentator.json", [](const JsonEntry& scheme) {
    Dictionary names;
    scheme.remarks({"title", "source", "note"});
    for (const auto& [value, label] : scheme.object("labels").members()) {
      const LabelMeaning meaning = meaningFrom(label);
      names.emplace(normalised(label.text("class")), meaning);
      names.emplace(normalised(meaning.id), meaning);
    }
    return names;
  });
}

/// What people call segments, beside.
Dictionary otherNames() {
  return readJsonAsset("schemes/names.json", [](const JsonEntry& file) {
    Dictionary names;
    file.remarks({"title", "source", "note"});
    for (const auto& [name, label] : file.object("names").members())
      names.emplace(normalised(name), meaningFrom(label));
    return names;
  });
}

/// The first that knows a name counts.
Dictionary makeDictionary() {
  Dictionary dictionary = totalSegmentatorNames();
  for (const auto& [value, meaning] : namedScheme("verse").labels)
    dictionary.emplace(normalised(meaning.id), meaning);
  dictionary.merge(otherNames());
  return dictionary;
}

/// The level that a name such as "l3_vertebra", "vert_t12" or "l3" carries.
std::optional<std::string> levelIn(const std::string& normal) {
  std::optional<std::string> level;
  std::size_t from = 0;
  while (from < normal.size()) {
    const std::size_t to = std::min(normal.find('_', from), normal.size());
    std::string word = normal.substr(from, to - from);
    std::transform(word.begin(), word.end(), word.begin(), [](unsigned char c) {
      return static_cast<char>(std::toupper(c));
    });
    static const std::set<std::string> kFillers = {"VERTEBRA", "VERTEBRAE", "VERT", "VERTEBRAL"};
    if (levelOrder(word) && !level)
      level = word;
    else if (kFillers.count(word) == 0)
      return std::nullopt;
    from = to + 1;
  }
  return level;
}

bool speaksOfLesion(const std::string& normal) {
  static const std::array<std::string, 6> kWords = {
      "lesion", "tumor", "tumour", "metastas", "mets", "neoplasm"};
  return std::any_of(kWords.begin(), kWords.end(), [&](const std::string& word) {
    return normal.find(word) != std::string::npos;
  });
}

std::optional<LabelMeaning> recognised(const std::string& name) {
  static const Dictionary kDictionary = makeDictionary();
  const std::string normal = normalised(name);
  const auto found = kDictionary.find(normal);
  if (found != kDictionary.end())
    return found->second;
  if (const std::optional<std::string> level = levelIn(normal))
    return LabelMeaning{"vertebra_" + *level, *level, Role::Vertebra};
  if (speaksOfLesion(normal))
    return LabelMeaning{"lesion_1", name, Role::Lesion};
  return std::nullopt;
}

/// "lesion_1" becomes "lesion_2", "bone" becomes "bone_2", until it is free.
std::string freeId(std::string id, const std::set<std::string>& taken) {
  const bool numbered = id.size() > 2 && id.ends_with("_1");
  const std::string stem = numbered ? id.substr(0, id.size() - 2) : id;
  for (int n = 2; taken.count(id) > 0; ++n)
    id = stem + "_" + std::to_string(n);
  return id;
}

}  // namespace

const LabelScheme& namedScheme(const std::string& name) {
  static const std::map<std::string, LabelScheme> kSchemes = {
      {"totalsegmentator", loaded("totalsegmentator")}, {"verse", loaded("verse")}};
  return kSchemes.at(name);
}

std::vector<std::string> schemeNames() {
  return {"totalsegmentator", "verse"};
}

LabelScheme readScheme(const std::string& path) {
  return readJson(readFile(path), path, [&](const JsonEntry& scheme) {
    return schemeFrom(scheme, path, false);
  });
}

LabelMeaning meaningOf(const std::string& name) {
  if (const std::optional<LabelMeaning> meaning = recognised(name))
    return *meaning;
  const std::string id = normalised(name);
  return {id.empty() ? "structure" : id, name.empty() ? "Structure" : name, Role::Other};
}

bool isKnownName(const std::string& name) {
  return recognised(name).has_value();
}

std::vector<LabelMeaning> meaningsOf(const std::vector<std::string>& names) {
  std::vector<LabelMeaning> meanings;
  std::set<std::string> taken;
  for (const std::string& name : names) {
    meanings.push_back(meaningOf(name));
    meanings.back().id = freeId(meanings.back().id, taken);
    taken.insert(meanings.back().id);
  }
  return meanings;
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
