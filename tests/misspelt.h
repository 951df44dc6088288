#pragma once

#include <nlohmann/json.hpp>

#include <set>
#include <string>
#include <vector>

namespace trocar {

inline constexpr const char* kMisspelt = "misspeltKey";

namespace misspelt {

using Json = nlohmann::ordered_json;

/// Where the objects of a document are, but for those below a key of `leave`.
inline void findObjects(const Json& node,
                        const Json::json_pointer& at,
                        const std::set<std::string>& leave,
                        std::vector<Json::json_pointer>& found) {
  if (node.is_object())
    found.push_back(at);
  for (const auto& [key, value] : node.items()) {
    if (value.is_structured() && !leave.contains(key))
      findObjects(value, node.is_object() ? at / key : at / std::stoul(key), leave, found);
  }
}

}  // namespace misspelt

/// The document with a key that nobody knows in one of its objects, once for each object.
inline std::vector<std::string> misspeltTexts(const std::string& text,
                                              const std::set<std::string>& leave = {}) {
  const auto sound = misspelt::Json::parse(text);
  std::vector<misspelt::Json::json_pointer> objects;
  misspelt::findObjects(sound, misspelt::Json::json_pointer(), leave, objects);
  std::vector<std::string> texts;
  for (const auto& at : objects) {
    misspelt::Json bad = sound;
    bad[at][kMisspelt] = 1;
    texts.push_back(bad.dump());
  }
  return texts;
}

}  // namespace trocar
