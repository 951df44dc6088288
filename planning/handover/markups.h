#pragma once

#include "core/case.h"
#include "planning/plan/plan.h"

#include <optional>
#include <string>
#include <vector>

namespace trocar::handover {

/// The needles as 3D Slicer markup lines (.mrk.json, schema 1.0.3): LPS millimetres, the first
/// control point is the entry, the second the target. The description of the first point carries
/// the rest of the needle, so that it can be read back.
std::string markupsJson(const Plan& plan);

/// A line of such a file as a needle.
struct MarkedNeedle {
  Needle needle;
  bool complete = false;  ///< All of it; else entry and target alone, and `name`.
  std::string name;       ///< The line's, for messages.
};

/// A point of a list of points.
struct MarkedPoint {
  std::string label;  ///< Its own, else the list's name.
  Vec3 pointMm = Vec3::Zero();
};

struct Markups {
  std::vector<MarkedNeedle> needles;  ///< As needlesFromMarkups.
  std::vector<MarkedPoint> points;
};

/// Lines, curves and lists of points of any program; other markups are left out. Throws Error as
/// needlesFromMarkups, and where the file holds none of these.
Markups markupsFrom(const std::string& text, const std::string& where);

/// The vertebra that a point lies in, or empty.
std::string levelAt(const Case& patient, const Vec3& pointMm);
/// The same on a case: needles of other programs get the level that they end in. Throws Error for a
/// point outside the CT.
Markups placedOn(const Case& patient, Markups markups);

/// Lines and curves, of any program, from their first point to the last; other markups are left
/// out. Throws Error, one sentence with `where`, for text that is no markups file, for a line
/// without two places and for another unit than mm.
std::vector<MarkedNeedle> needlesFromMarkups(const std::string& text, const std::string& where);

/// The plan with the needles of a file: one that the plan has is moved there unless it is locked,
/// others are added. A line that is no needle of ours becomes one of `instrument` with a free id.
/// Throws Error where such a line comes without an instrument.
Plan withMarkedNeedles(Plan plan,
                       const std::vector<MarkedNeedle>& marked,
                       const std::string& instrument);

}  // namespace trocar::handover
