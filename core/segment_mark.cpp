#include "core/segment_mark.h"

#include <algorithm>

namespace trocar {
namespace {

std::string withoutBars(std::string_view text) {
  std::string plain(text);
  std::replace_if(
      plain.begin(), plain.end(), [](char c) { return c == '|' || c == '\n' || c == '\r'; }, ' ');
  return plain;
}

/// The value of "Trocar.KEY:VALUE|".
std::optional<std::string> valueOf(std::string_view text, std::string_view key) {
  const std::string start = "Trocar." + std::string(key) + ":";
  const std::size_t at = text.find(start);
  if (at == std::string_view::npos)
    return std::nullopt;
  const std::size_t from = at + start.size();
  const std::size_t end = std::min(text.find('|', from), text.size());
  return std::string(text.substr(from, end - from));
}

}  // namespace

std::string toText(const SegmentMark& mark) {
  return "Trocar.Kind:" + mark.kind + "|Trocar.Basis:" + std::string(toString(mark.basis)) +
         "|Trocar.Id:" + mark.id + "|Trocar.Name:" + withoutBars(mark.name) + "|";
}

std::optional<SegmentMark> segmentMarkFrom(std::string_view text) {
  const auto kind = valueOf(text, "Kind");
  const auto id = valueOf(text, "Id");
  const auto basis = basisFromString(valueOf(text, "Basis").value_or(""));
  const bool known = kind && (roleFromString(*kind) || isPlannedKind(*kind));
  if (!known || !id || !basis)
    return std::nullopt;
  return SegmentMark{*kind, *basis, *id, valueOf(text, "Name").value_or(*id)};
}

bool hasNameOf(const SegmentMark& mark, std::string_view name) {
  const std::string said = withoutBars(name);
  return said == withoutBars(mark.name) || said == mark.id;
}

bool isPlannedKind(std::string_view kind) {
  return kind == "needle" || kind == "zone" || kind == "cement";
}

}  // namespace trocar
