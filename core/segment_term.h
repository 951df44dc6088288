#pragma once

#include <string>
#include <string_view>

namespace trocar {

/// A coded word of a terminology: its value, the designator of the terminology, and what it means.
struct Code {
  std::string value;
  std::string scheme;
  std::string meaning;
};

/// What a segment is, for other programs.
struct SegmentTerm {
  Code category;
  Code type;
};

/// By `Segment::kind`, from assets/handover/terms.json; that of "other" for a kind it lacks. Throws
/// Error for a bad file.
SegmentTerm segmentTerm(std::string_view kind);

}  // namespace trocar
