#include "planning/handover/csv.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <vector>

namespace trocar {
namespace {

using Row = std::vector<std::string>;

std::string decimal(std::optional<double> value) {
  if (!value)
    return "";
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%.2f", *value);
  return text.data();
}

std::string quoted(const std::string& field) {
  if (field.find_first_of(",\"\n\r") == std::string::npos)
    return field;
  std::string out = "\"";
  for (const char c : field)
    out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}

void append(std::string& csv, const Row& row) {
  for (std::size_t i = 0; i < row.size(); ++i)
    csv += (i == 0 ? "" : ",") + quoted(row[i]);
  csv += "\r\n";
}

void appendPoint(Row& row, const Vec3& at) {
  for (int axis = 0; axis < 3; ++axis)
    row.push_back(decimal(at[axis]));
}

void appendJudgement(Row& row, const NeedleEvaluation& e) {
  for (const std::optional<double>& value : {e.skinToBoneMm,
                                             e.skinToTargetMm,
                                             e.distanceFromMidlineMm,
                                             std::optional(e.axialAngleDeg),
                                             std::optional(e.craniocaudalAngleDeg),
                                             std::optional(e.carm.laoDeg),
                                             std::optional(e.carm.cranDeg)})
    row.push_back(decimal(value));
  row.push_back(e.breach ? std::string(1, e.breach->grade) : "");
  row.push_back(e.clearances.empty() ? "" : e.clearances[0].structure);
  row.push_back(e.clearances.empty() ? "" : decimal(e.clearances[0].distanceMm));
}

}  // namespace

std::string needlesCsv(const Plan& plan, const Evaluation& evaluation) {
  std::string csv;
  append(csv,
         {"id",
          "level",
          "side",
          "approach",
          "purpose",
          "instrument",
          "entry_L_mm",
          "entry_P_mm",
          "entry_S_mm",
          "target_L_mm",
          "target_P_mm",
          "target_S_mm",
          "skin_to_bone_mm",
          "skin_to_target_mm",
          "from_midline_mm",
          "axial_angle_deg",
          "craniocaudal_angle_deg",
          "carm_lao_deg",
          "carm_cran_deg",
          "breach_grade",
          "nearest_structure",
          "nearest_mm"});
  for (const Needle& needle : plan.needles) {
    Row row = {needle.id,
               needle.level,
               needle.side ? std::string(toString(*needle.side)) : "",
               std::string(toString(needle.approach)),
               std::string(toString(needle.purpose)),
               needle.instrument};
    appendPoint(row, needle.trajectory.entry);
    appendPoint(row, needle.trajectory.target);
    const auto found = std::find_if(evaluation.needles.begin(),
                                    evaluation.needles.end(),
                                    [&](const auto& e) { return e.id == needle.id; });
    if (found == evaluation.needles.end())
      row.resize(22);
    else
      appendJudgement(row, *found);
    append(csv, row);
  }
  return csv;
}

}  // namespace trocar
