#include "core/segment_term.h"

#include "core/assets.h"
#include "core/error.h"
#include "core/io.h"

#include <nlohmann/json.hpp>

#include <map>

namespace trocar {
namespace {

using Terms = std::map<std::string, SegmentTerm, std::less<>>;

Terms readTerms() {
  const std::filesystem::path file = assetPath("handover/terms.json");
  try {
    const auto json = nlohmann::json::parse(readFile(file));
    Terms terms;
    for (const auto& [kind, term] : json.at("kinds").items()) {
      const auto& category = json.at("categories").at(term.at(0).get<std::string>());
      terms[kind] = {{category.at(0), "SCT", category.at(1)}, {term.at(1), "SCT", term.at(2)}};
    }
    return terms;
  } catch (const nlohmann::json::exception&) {
    throw Error("Cannot read " + file.string() + ": it is damaged; install Trocar again.");
  }
}

}  // namespace

SegmentTerm segmentTerm(std::string_view kind) {
  static const Terms terms = readTerms();
  const auto found = terms.find(kind);
  return found == terms.end() ? terms.at("other") : found->second;
}

}  // namespace trocar
