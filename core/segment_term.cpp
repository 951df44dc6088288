#include "core/segment_term.h"

#include "core/json/json_reader.h"

#include <map>

namespace trocar {
namespace {

using Terms = std::map<std::string, SegmentTerm, std::less<>>;

std::vector<std::string> rowOf(const JsonEntry& entry, std::size_t size) {
  std::vector<std::string> row = entry.asTexts();
  if (row.size() != size)
    entry.refuse("must hold " + std::to_string(size) + " texts");
  return row;
}

Terms termsFrom(const JsonEntry& file) {
  file.remarks({"about", "source"});
  std::map<std::string, Code> categories;
  for (const auto& [name, code] : file.object("categories").members()) {
    const std::vector<std::string> row = rowOf(code, 2);
    categories[name] = {row[0], "SCT", row[1]};
  }
  Terms terms;
  for (const auto& [kind, term] : file.object("kinds").members()) {
    const std::vector<std::string> row = rowOf(term, 3);
    if (!categories.contains(row[0]))
      term.refuse("names the category \"" + row[0] + "\", which \"categories\" lacks");
    terms[kind] = {categories[row[0]], {row[1], "SCT", row[2]}};
  }
  return terms;
}

}  // namespace

SegmentTerm segmentTerm(std::string_view kind) {
  static const Terms terms = readJsonAsset("handover/terms.json", termsFrom);
  const auto found = terms.find(kind);
  return found == terms.end() ? terms.at("other") : found->second;
}

}  // namespace trocar
