// What the names of segments say, in several languages: meaning.h's meaningOf, isKnownName,
// meaningsOf.
#include "core/case.h"
#include "core/json/json_reader.h"
#include "core/labels/meaning.h"
#include "core/labels/plain_words.h"
#include "core/segment_mark.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

namespace trocar::labels {
namespace {

using Dictionary = std::map<std::string, LabelMeaning, std::less<>>;
using Words = std::vector<std::string>;

/// What names.json holds.
struct KnownNames {
  Dictionary names;
  std::map<std::string, Words> words;  ///< Of other languages, in ours.
};

bool isNumber(const std::string& word) {
  return !word.empty() && word.find_first_not_of("0123456789") == std::string::npos;
}

bool isSide(const std::string& word) {
  return word == "left" || word == "right";
}

/// Words joined by underscores, numbers after them and a side at the end: "Left Lung" is
/// "lung_left", "7th rib, left" is "rib_7_left".
std::string normalised(Words words) {
  for (std::string& word : words) {
    const std::size_t end = word.find_first_not_of("0123456789");
    const std::string tail = end == std::string::npos ? std::string() : word.substr(end);
    if (end != 0 && (tail == "st" || tail == "nd" || tail == "rd" || tail == "th"))
      word.resize(end);
  }
  const auto numbers = std::stable_partition(
      words.begin(), words.end(), [](const std::string& word) { return !isSide(word); });
  std::stable_partition(
      words.begin(), numbers, [](const std::string& word) { return !isNumber(word); });
  std::string joined;
  for (const std::string& word : words)
    joined += (joined.empty() ? "" : "_") + word;
  return joined;
}

std::string normalised(const std::string& name) {
  return normalised(plainWords(name));
}

/// The classes of TotalSegmentator by their own names and by ours.
void addClasses(const std::string& scheme, Dictionary& names) {
  readJsonAsset("schemes/" + scheme + ".json", [&](const JsonEntry& file) {
    file.remarks({"title", "source", "note"});
    for (const auto& [value, label] : file.object("labels").members()) {
      const LabelMeaning meaning = meaningFrom(label);
      names.emplace(normalised(label.text("class")), meaning);
      names.emplace(normalised(meaning.id), meaning);
    }
    return true;
  });
}

KnownNames fileOfNames() {
  return readJsonAsset("schemes/names.json", [](const JsonEntry& file) {
    KnownNames known;
    file.remarks({"title", "source", "note"});
    for (const auto& [name, label] : file.object("names").members())
      known.names.emplace(normalised(name), meaningFrom(label));
    for (const auto& [name, label] : file.object("sided").members()) {
      for (const std::string side : {"left", "right"}) {
        const std::string id = name + "_" + side;
        known.names.emplace(normalised(id),
                            LabelMeaning{id, label.text("name") + ", " + side, roleIn(label)});
      }
    }
    for (const auto& [word, ours] : file.object("words").members())
      known.words.emplace(word, plainWords(ours.asText()));
    return known;
  });
}

/// The first that knows a name counts.
const KnownNames& knownNames() {
  static const KnownNames kKnown = [] {
    KnownNames known;
    addClasses("totalsegmentator", known.names);
    addClasses("totalsegmentator-v1", known.names);
    for (const char* scheme : {"verse", "spineps"}) {
      for (const auto& [value, meaning] : namedScheme(scheme).labels)
        known.names.emplace(normalised(meaning.id), meaning);
    }
    KnownNames listed = fileOfNames();
    known.names.merge(listed.names);
    known.words = std::move(listed.words);
    return known;
  }();
  return kKnown;
}

/// Words of other languages in ours; "lwk3" is "lumbar", "vertebra", "3".
Words translated(const Words& words) {
  const auto& known = knownNames().words;
  Words ours;
  for (const std::string& word : words) {
    const std::size_t digits = std::min(word.find_first_of("0123456789"), word.size());
    const auto whole = known.find(word);
    const auto stem =
        isNumber(word.substr(digits)) ? known.find(word.substr(0, digits)) : known.end();
    const auto found = whole != known.end() ? whole : stem;
    if (found == known.end())
      ours.push_back(word);
    else
      ours.insert(ours.end(), found->second.begin(), found->second.end());
    if (whole == known.end() && stem != known.end())
      ours.push_back(word.substr(digits));
  }
  return ours;
}

/// "L3" of "l3", "T12" of "th12" or "d12" (dorsal).
std::optional<std::string> levelWord(const std::string& word) {
  const std::size_t digits = std::min(word.find_first_of("0123456789"), word.size());
  const std::string region = word.substr(0, digits);
  std::string level = word;
  level[0] = static_cast<char>(level[0] - 'a' + 'A');
  if (region == "th" || region == "d")
    level = "T" + word.substr(digits);
  return region.empty() || !levelOrder(level) ? std::nullopt : std::optional(level);
}

/// "L" of "lumbar".
std::string regionLetter(const std::string& word) {
  static const std::map<std::string, std::string> kRegions = {{"lumbar", "L"},
                                                              {"l", "L"},
                                                              {"thoracic", "T"},
                                                              {"th", "T"},
                                                              {"t", "T"},
                                                              {"d", "T"},
                                                              {"cervical", "C"},
                                                              {"c", "C"}};
  const auto found = kRegions.find(word);
  return found == kRegions.end() ? std::string() : found->second;
}

std::string numberOf(const std::string& word) {
  static const std::array<std::string, 12> kOrdinals = {"first",
                                                        "second",
                                                        "third",
                                                        "fourth",
                                                        "fifth",
                                                        "sixth",
                                                        "seventh",
                                                        "eighth",
                                                        "ninth",
                                                        "tenth",
                                                        "eleventh",
                                                        "twelfth"};
  const auto found = std::find(kOrdinals.begin(), kOrdinals.end(), word);
  if (found != kOrdinals.end())
    return std::to_string(found - kOrdinals.begin() + 1);
  return isNumber(word) ? word : std::string();
}

/// The level that words such as "vert l3", "th12" or "third lumbar vertebra" name.
std::optional<std::string> levelIn(const Words& words) {
  static const std::set<std::string> kFillers = {
      "vertebra", "vertebrae", "vert",     "vertebral", "body", "corpus", "corps",
      "cuerpo",   "corpo",     "corporis", "de",        "da",   "di",     "do",
      "del",      "della",     "la",       "le",        "of",   "the"};
  Words telling;
  std::copy_if(words.begin(), words.end(), std::back_inserter(telling), [](const auto& word) {
    return kFillers.count(word) == 0;
  });
  if (telling.size() == 1)
    return levelWord(telling[0]);
  if (telling.size() != 2)
    return std::nullopt;
  for (const auto& [region, number] :
       {std::pair(telling[0], telling[1]), std::pair(telling[1], telling[0])}) {
    const std::string level = regionLetter(region) + numberOf(number);
    if (!regionLetter(region).empty() && levelOrder(level))
      return level;
  }
  return std::nullopt;
}

/// What has a level and a side: by the words beside these.
struct LevelledName {
  std::string_view words;
  std::string_view id;
  std::string_view name;
  Role role;
};
constexpr std::array<LevelledName, 9> kLevelledNames = {
    {{"root", "root", "root", Role::Nerve},
     {"nerve_root", "root", "root", Role::Nerve},
     {"nerve", "root", "root", Role::Nerve},
     {"spinal_nerve", "root", "root", Role::Nerve},
     {"segmental_artery", "segmental_artery", "segmental artery", Role::Artery},
     {"intercostal", "intercostal", "intercostal nerve and vessels", Role::Nerve},
     {"intercostal_nerve", "intercostal", "intercostal nerve and vessels", Role::Nerve},
     {"foramen", "foramen", "foramen", Role::Foramen},
     {"sacral_foramen", "foramen", "foramen", Role::Foramen}}};

/// Levels, side and other words of a name.
struct NameParts {
  std::vector<std::string> levels;
  std::string side;
  std::string rest;
};

NameParts partsOf(const Words& words) {
  NameParts parts;
  for (const std::string& word : words) {
    const bool sacral = word.size() == 2 && word[0] == 's' && word[1] >= '1' && word[1] <= '5';
    const std::optional<std::string> level =
        sacral ? std::optional("S" + word.substr(1)) : levelWord(word);
    if (level) {
      parts.levels.push_back(*level);
      continue;
    }
    std::string& slot = isSide(word) ? parts.side : parts.rest;
    slot += (slot.empty() ? "" : "_") + word;
  }
  return parts;
}

/// The root, artery, foramen or disc that words such as "l3 nerve root left" or "disc l4 l5" name.
std::optional<LabelMeaning> levelledIn(const Words& words) {
  const NameParts parts = partsOf(words);
  if (parts.levels.size() == 2 && parts.side.empty() && parts.rest == "disc")
    return LabelMeaning{"disc_" + parts.levels[0] + "_" + parts.levels[1],
                        "Disc " + parts.levels[0] + "/" + parts.levels[1],
                        Role::Disc};
  if (parts.levels.size() != 1 || parts.side.empty())
    return std::nullopt;
  const auto named =
      std::find_if(kLevelledNames.begin(), kLevelledNames.end(), [&](const LevelledName& known) {
        return parts.rest == known.words;
      });
  if (named == kLevelledNames.end())
    return std::nullopt;
  const std::string& level = parts.levels.front();
  return LabelMeaning{std::string(named->id) + "_" + level + "_" + parts.side,
                      level + " " + std::string(named->name) + ", " + parts.side,
                      named->role};
}

bool speaksOfLesion(const std::string& normal) {
  static const std::array<std::string, 6> kWords = {
      "lesion", "tumor", "tumour", "metastas", "mets", "neoplasm"};
  return std::any_of(kWords.begin(), kWords.end(), [&](const std::string& word) {
    return normal.find(word) != std::string::npos;
  });
}

std::optional<LabelMeaning> recognised(const std::string& name) {
  const Words plain = plainWords(name);
  const Words ours = translated(plain);
  for (const std::string& normal : {normalised(plain), normalised(ours)}) {
    const auto found = knownNames().names.find(normal);
    if (found != knownNames().names.end())
      return found->second;
  }
  if (const std::optional<std::string> level = levelIn(ours))
    return LabelMeaning{"vertebra_" + *level, *level, Role::Vertebra};
  if (std::optional<LabelMeaning> levelled = levelledIn(ours))
    return levelled;
  if (speaksOfLesion(normalised(ours)))
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

LabelMeaning meaningOf(const SegmentMark& mark, const SegmentWords& segment) {
  const std::optional<LabelMeaning> renamed =
      hasNameOf(mark, segment.name) ? std::nullopt : recognised(segment.name);
  const std::string name = segment.name == mark.id ? mark.name : segment.name;
  LabelMeaning meaning = renamed.value_or(
      LabelMeaning{mark.id, name, roleFromString(mark.kind).value_or(Role::Other)});
  meaning.basis = mark.basis;
  meaning.planned = !renamed && isPlannedKind(mark.kind);
  return meaning;
}

LabelMeaning meaningOf(const SegmentWords& segment) {
  const std::optional<SegmentMark> mark = segmentMarkFrom(segment.mark);
  if (mark && isValidId(mark->id))
    return meaningOf(*mark, segment);
  if (segment.planned && isValidId(segment.id))
    return {segment.id, segment.name, Role::Other, Basis::Measured, true};
  const std::optional<LabelMeaning> byName = recognised(segment.name);
  const std::optional<LabelMeaning> byId = recognised(segment.id);
  if (!byName && byId && byId->id == segment.id)
    return {byId->id, segment.name, byId->role};
  return labels::meaningOf(segment.name);
}

}  // namespace

LabelMeaning meaningOf(const std::string& name) {
  if (const std::optional<LabelMeaning> meaning = recognised(name))
    return *meaning;
  Words plain = plainWords(name);
  std::erase_if(plain, [](const std::string& word) { return (word[0] & 0x80) != 0; });
  const std::string id = normalised(plain);
  return {id.empty() ? "structure" : id, name.empty() ? "Structure" : name, Role::Other};
}

bool isKnownName(const std::string& name) {
  return recognised(name).has_value();
}

std::vector<LabelMeaning> meaningsOf(const std::vector<std::string>& names) {
  std::vector<SegmentWords> segments;
  for (const std::string& name : names)
    segments.push_back({name});
  return meaningsOf(segments);
}

std::vector<LabelMeaning> meaningsOf(const std::vector<SegmentWords>& segments) {
  std::vector<LabelMeaning> meanings;
  std::set<std::string> taken;
  for (const SegmentWords& segment : segments) {
    meanings.push_back(meaningOf(segment));
    meanings.back().id = freeId(meanings.back().id, taken);
    taken.insert(meanings.back().id);
  }
  return meanings;
}

}  // namespace trocar::labels
