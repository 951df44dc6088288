#pragma once

#include "core/case.h"
#include "core/side.h"
#include "planning/plan/needle.h"

#include <optional>
#include <string>
#include <vector>

namespace trocar::app {

class Document;
struct ViewState;

/// Where needles are to go: a vertebra, a lesion or another bone.
struct Where {
  std::string level;      ///< Of the vertebra, such as "L3"; empty for every other bone.
  std::string structure;  ///< The lesion or other bone by its id; empty for a level by itself.
  std::string bone;       ///< In which it lies; empty for a lesion of soft tissue.

  bool empty() const { return level.empty() && structure.empty(); }
  bool operator==(const Where&) const = default;
};

/// The place of a structure. Throws Error where the case has none, or one that is neither lesion
/// nor bone.
Where whereIs(const Case& patient, const std::string& structureId);
/// The place of a level. Throws Error, naming those there are, for one that the case lacks.
Where atLevel(const Case& patient, const std::string& level);
/// What is under work.
Where whereOf(const ViewState& view);
/// The lesion or bone that answers about a lesion are for (decide::subjectAt).
std::string subjectUnderWork(const Document& document);
/// The first lesion, else the middle vertebra, else the first other bone.
Where whereToStart(const Case& patient);
/// Lesions, levels and the other bones in which some approach works, each once.
struct Places {
  std::vector<Where> lesions;
  std::vector<Where> levels;
  std::vector<Where> bones;
};
Places placesOf(const Case& patient);

/// "L3", "Lesion 1 · right hip bone", "Sacrum".
std::string nameOf(const Where& where, const Case& patient);
/// Puts the place under work, with an approach that fits it and the landmarks of its bone.
void workAt(ViewState& view, const Where& where, const Case& patient);

/// Why the approach is not possible there, a sentence; empty where it is.
std::string whyNot(Approach approach,
                   const Where& where,
                   const std::optional<Side>& side,
                   const Case& patient);
/// Those that work in the bone, in the order of their records; a free needle alone in soft tissue.
std::vector<Approach> approachesAt(const Where& where, const Case& patient);
/// The one that a place is planned with unless another is chosen.
Approach usualApproach(const Where& where, const Case& patient);

}  // namespace trocar::app
