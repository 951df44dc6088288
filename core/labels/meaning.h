#pragma once

#include "core/structure.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace trocar {
class JsonEntry;
}  // namespace trocar

namespace trocar::labels {

/// What one label value stands for.
struct LabelMeaning {
  std::string id;
  std::string name;
  Role role = Role::Other;
  Basis basis = Basis::Measured;
  bool planned = false;  ///< A needle, zone or cement of a plan, and no anatomy.

  bool operator==(const LabelMeaning&) const = default;
};

/// Several values may mean the same structure.
using LabelMeanings = std::map<std::uint16_t, LabelMeaning>;

/// A numbering of labels.
struct LabelScheme {
  std::string title;
  bool closed = true;  ///< A value it does not list cannot occur. Files of a user's own are open.
  LabelMeanings labels;
};

/// The numberings of assets/schemes: "totalsegmentator", "totalsegmentator-v1", "verse" and
/// "spineps".
const std::vector<std::string>& schemeNames();
const LabelScheme& namedScheme(const std::string& name);
/// {"1": {"id": "vertebra_L3", "name": "L3", "role": "vertebra"}, ..}, or as other programs write
/// them, alone or as "labels": {"1": "vertebrae_L3"} or {"vertebrae_L3": 1}, whose names are
/// understood as meaningsOf. Throws Error naming the file.
LabelScheme readScheme(const std::string& path);

/// What a segment's name says, in TotalSegmentator's spelling, ours or common ones ("left lung",
/// "L3", "Tumor", "LWK 3", "vertèbre L3", "Rippe 7 links"); a structure of role other with that
/// name where it says nothing.
LabelMeaning meaningOf(const std::string& name);
/// Whether `meaningOf` recognises the name.
bool isKnownName(const std::string& name);

/// What a file says of one of its segments.
struct SegmentWords {
  std::string name;       ///< For people.
  std::string id = {};    ///< Empty where the file has none beside the name.
  std::string mark = {};  ///< Text that may hold a SegmentMark.
  bool planned = false;   ///< Coded as an object or a concept of space, not as anatomy.
};

/// Meanings of segments, in their order; two of one id are told apart by a number. A mark of ours
/// says what its segment is, unless a person has renamed that to something known; else the name
/// does, else the id.
std::vector<LabelMeaning> meaningsOf(const std::vector<SegmentWords>& segments);
/// The same of names alone.
std::vector<LabelMeaning> meaningsOf(const std::vector<std::string>& names);

/// Its "role". Throws Error naming the roles that there are.
Role roleIn(const JsonEntry& label);
/// The meaning of one label in a JSON file: id, role and name; `label` may say more.
LabelMeaning meaningFrom(const JsonEntry& label);

/// Letters, digits and underscores only, such as "lesion_1".
bool isValidId(const std::string& id);
/// A name for people from an id: "Superior gluteal artery, right".
std::string nameFromId(const std::string& id);

}  // namespace trocar::labels
