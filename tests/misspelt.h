#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace trocar {

inline constexpr const char* kMisspelt = "misspeltKey";

namespace misspelt {

using Json = nlohmann::ordered_json;

/// Where the objects of a document are.
inline void findObjects(const Json& node,
                        const Json::json_pointer& at,
                        std::vector<Json::json_pointer>& found) {
  if (node.is_object())
    found.push_back(at);
  for (const auto& [key, value] : node.items()) {
    if (value.is_structured())
      findObjects(value, node.is_object() ? at / key : at / std::stoul(key), found);
  }
}

}  // namespace misspelt

/// The document with a key that nobody knows in one of its objects, once for each object.
inline std::vector<std::string> misspeltTexts(const std::string& text) {
  const auto sound = misspelt::Json::parse(text);
  std::vector<misspelt::Json::json_pointer> objects;
  misspelt::findObjects(sound, misspelt::Json::json_pointer(), objects);
  std::vector<std::string> texts;
  for (const auto& at : objects) {
    misspelt::Json bad = sound;
    bad[at][kMisspelt] = 1;
    texts.push_back(bad.dump());
  }
  return texts;
}

}  // namespace trocar
