#include "core/json/json_text.h"

#include "core/error.h"

#include <nlohmann/json.hpp>

#include <set>
#include <vector>

namespace trocar {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kDeepest = 64;

/// Watches a text while it is parsed.
class Guard {
 public:
  explicit Guard(const std::string& file) : file_(file) {}

  bool operator()(int depth, Json::parse_event_t event, const Json& parsed) {
    if (depth > kDeepest)
      throw Error(file_ + " is nested deeper than any file of Trocar.");
    if (event == Json::parse_event_t::object_start)
      open_.emplace_back();
    else if (event == Json::parse_event_t::object_end)
      open_.pop_back();
    else if (event == Json::parse_event_t::key)
      requireFirst(parsed.get<std::string>());
    return true;
  }

 private:
  void requireFirst(const std::string& key) {
    if (!open_.back().insert(key).second)
      throw Error(file_ + " has \"" + key + "\" twice in one object; keep one of them.");
  }

  const std::string& file_;
  std::vector<std::set<std::string>> open_;  ///< The keys so far of each object that is open.
};

/// The library's words without its name and number of the error.
std::string reasonOf(const Json::exception& error) {
  const std::string what = error.what();
  const std::size_t end = what.find("] ");
  return end == std::string::npos ? what : what.substr(end + 2);
}

}  // namespace

Json jsonFromText(const std::string& text, const std::string& file) {
  Guard guard(file);
  try {
    return Json::parse(text, [&](int depth, Json::parse_event_t event, Json& parsed) {
      return guard(depth, event, parsed);
    });
  } catch (const Json::exception& error) {
    throw Error(file + " is no sound JSON: " + reasonOf(error) + ".");
  }
}

}  // namespace trocar
