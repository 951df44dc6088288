#pragma once

#include "core/structure.h"

#include <optional>
#include <string>
#include <string_view>

namespace trocar {

/// What an exported segment says of itself beside its name, so that it returns as what it was: in
/// the tags of a .seg.nrrd and in the tracking ID of a DICOM segment. Other programs carry both on
/// and need neither.
struct SegmentMark {
  std::string kind;  ///< As `Segment::kind`.
  Basis basis = Basis::Measured;
  std::string id;
  std::string name;  ///< At the time of writing: another one since then was given by a person.

  bool operator==(const SegmentMark&) const = default;
};

/// One line of "Trocar.KEY:VALUE|"; in the name | becomes a blank.
std::string toText(const SegmentMark& mark);
/// Out of any text that holds those pairs among others; nullopt without kind, basis and id.
std::optional<SegmentMark> segmentMarkFrom(std::string_view text);

/// Whether the name of a segment is still the one that was written.
bool hasNameOf(const SegmentMark& mark, std::string_view name);

/// Whether a kind is a needle, a zone or cement of a plan and no anatomy.
bool isPlannedKind(std::string_view kind);

}  // namespace trocar
