#include "core/labels/meaning.h"

#include "core/assets.h"
#include "core/case.h"
#include "core/error.h"
#include "core/io.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <set>

namespace trocar {
namespace {

using Json = nlohmann::json;
using Dictionary = std::map<std::string, LabelMeaning, std::less<>>;

LabelMeaning meaningFrom(const Json& json) {
  const auto word = json.at("role").get<std::string>();
  const std::optional<Role> role = roleFromString(word);
  if (!role)
    throw Error("the role \"" + word + "\" is unknown");
  const auto id = json.at("id").get<std::string>();
  if (!isValidId(id))
    throw Error("the id \"" + id + "\" holds more than letters, digits and underscores");
  return {id, json.value("name", nameFromId(id)), *role};
}

std::uint16_t valueFrom(const std::string& text) {
  const bool digits = !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isdigit(c) != 0;
  });
  if (!digits || text.size() > 5 || std::stoi(text) < 1 || std::stoi(text) > 65535)
    throw Error("\"" + text + "\" is no label from 1 to 65535");
  return static_cast<std::uint16_t>(std::stoi(text));
}

LabelMeanings labelsFrom(const Json& json) {
  LabelMeanings labels;
  for (const auto& [value, meaning] : json.items())
    labels[valueFrom(value)] = meaningFrom(meaning);
  return labels;
}

LabelScheme loaded(const std::string& name) {
  const Json json = Json::parse(readFile(assetPath("schemes/" + name + ".json")));
  return {json.at("title").get<std::string>(), true, labelsFrom(json.at("labels"))};
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

Dictionary makeDictionary() {
  Dictionary dictionary;
  const Json numbered = Json::parse(readFile(assetPath("schemes/totalsegmentator.json")));
  for (const auto& [value, label] : numbered.at("labels").items()) {
    const LabelMeaning meaning = meaningFrom(label);
    dictionary.emplace(normalised(label.at("class").get<std::string>()), meaning);
    dictionary.emplace(normalised(meaning.id), meaning);
  }
  for (const auto& [value, meaning] : namedScheme("verse").labels)
    dictionary.emplace(normalised(meaning.id), meaning);
  const Json names = Json::parse(readFile(assetPath("schemes/names.json")));
  for (const auto& [name, label] : names.at("names").items())
    dictionary.emplace(normalised(name), meaningFrom(label));
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

LabelScheme readScheme(const std::string& path) {
  try {
    const Json json = Json::parse(readFile(path));
    return {path, false, labelsFrom(json.contains("labels") ? json.at("labels") : json)};
  } catch (const Json::exception&) {
    throw Error("The scheme " + path +
                " is no JSON object of labels such as "
                "{\"1\": {\"id\": \"vertebra_L3\", \"name\": \"L3\", \"role\": \"vertebra\"}}.");
  } catch (const Error& error) {
    throw Error("The scheme " + path + " cannot be used: " + error.what());
  }
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

}  // namespace trocar
