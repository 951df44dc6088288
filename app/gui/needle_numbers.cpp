#include "app/gui/needle_numbers.h"

#include "app/gui/numbers.h"
#include "planning/access/placement.h"
#include "planning/angles.h"
#include "planning/fluoro/carm.h"

#include <algorithm>
#include <cmath>

namespace trocar {
namespace {

constexpr double kTouchingMm = 2.0;  ///< Closer than the width of a cortex: shown in amber.

QString distanceClass(double distanceMm) {
  if (distanceMm < 0.0)
    return "danger";
  return distanceMm < kTouchingMm ? "caution" : "";
}

QString consoleBasis(PatientPosition position) {
  switch (position) {
    case PatientPosition::Prone:
      return "As a console set to supine reads it for the planned prone position";
    case PatientPosition::Supine:
      return "As the console reads it for the planned supine position";
    default:
      return "As the console reads it for a supine patient; another position is planned";
  }
}

QString techniqueName(const std::string& id) {
  for (const PlacementTechnique& technique : placementTechniques()) {
    if (technique.id == id)
      return text(technique.name);
  }
  return "own numbers";
}

void addPath(std::vector<NumberRow>& rows,
             const NeedleEvaluation& numbers,
             PatientPosition position) {
  rows.push_back({"skin to target",
                  mm(numbers.skinToTargetMm, 0),
                  "Along the needle; – where the skin lies outside the CT"});
  rows.push_back({"skin to bone", mm(numbers.skinToBoneMm, 0), "Along the needle"});
  rows.push_back({"entry from midline", mm(numbers.distanceFromMidlineMm, 0), "On the skin"});
  rows.push_back({"axial angle",
                  degrees(numbers.axialAngleDeg),
                  "Against the sagittal plane, positive towards the midline"});
  rows.push_back({"craniocaudal angle",
                  degrees(numbers.craniocaudalAngleDeg),
                  "Against the axial plane, positive when the tip goes cranial"});
  rows.push_back({"C-arm down the needle",
                  text(consoleText(consoleAngles(numbers.carm, position))),
                  consoleBasis(position)});
}

void addBreach(std::vector<NumberRow>& rows, const NeedleEvaluation& numbers) {
  if (numbers.breach && numbers.breach->wallMarginMm) {
    const Breach::Margins& margin = *numbers.breach->wallMarginMm;
    rows.push_back({"to the wall: medial",
                    mm(margin.medial),
                    "Shaft surface to the pedicle's outer cortex, negative outside",
                    distanceClass(margin.medial)});
    rows.push_back({"lateral", mm(margin.lateral), "", distanceClass(margin.lateral)});
    rows.push_back(
        {"superior | inferior", plain(margin.superior, 1) + " | " + mm(margin.inferior)});
  }
  if (numbers.orderRule) {
    const QString lead =
        numbers.orderRule->leadMm ? ", " + mm(numbers.orderRule->leadMm) : QString();
    rows.push_back({"two-view order rule",
                    (numbers.orderRule->passes ? "kept" : "broken") + lead,
                    "The tip passes the posterior wall on the lateral view before the medial wall "
                    "on the AP view",
                    numbers.orderRule->passes ? "good" : "danger"});
  }
  if (numbers.placement)
    rows.push_back(
        {"breach ≥ 2 mm under placement error",
         percent(numbers.placement->breachProbability),
         "Share of simulated placements: " + techniqueName(numbers.placement->technique)});
}

void addScrew(std::vector<NumberRow>& rows, const ScrewGrade& screw) {
  rows.push_back({"length of the screw",
                  mm(screw.lengthMm, 0),
                  "As entered, else the shortest made that reaches"});
  rows.push_back({"in bone", mm(screw.inBoneMm, 0), "Along its axis, from the first cortex"});
  rows.push_back(
      {"bone around the thread",
       mm(screw.marginMm) + (screw.direction == "none" ? QString() : ", " + text(screw.direction)),
       "The thinnest between thread and cortex, negative beyond it",
       distanceClass(screw.marginMm)});
  if (screw.inLesionMm > 0.0)
    rows.push_back({"in a lesion", mm(screw.inLesionMm, 0), "Along its axis"});
}

void addNearest(std::vector<NumberRow>& rows,
                const NeedleEvaluation& numbers,
                const Case& patient,
                std::size_t nearest) {
  std::size_t shown = 0;
  for (const Clearance& clearance : numbers.clearances) {
    if (clearance.onPurpose) {
      if (clearance.distanceMm < 0.0)
        rows.push_back({structureName(patient, clearance.structure),
                        "crossed on purpose",
                        "The way of this screw leads through the sacroiliac joint"});
      continue;
    }
    if (shown++ >= nearest)
      continue;
    rows.push_back({"to " + structureName(patient, clearance.structure),
                    mm(clearance.distanceMm),
                    "Shaft surface to its surface, negative inside",
                    distanceClass(clearance.distanceMm)});
  }
}

}  // namespace

std::vector<NumberRow> rowsOf(const NeedleEvaluation& numbers,
                              const Case& patient,
                              PatientPosition position,
                              std::size_t nearest) {
  std::vector<NumberRow> rows;
  addBreach(rows, numbers);
  if (numbers.screw)
    addScrew(rows, *numbers.screw);
  addNearest(rows, numbers, patient, nearest);
  addPath(rows, numbers, position);
  return rows;
}

QString summaryOf(const NeedleEvaluation& numbers, const Case& patient) {
  QStringList parts;
  if (!numbers.clearances.empty())
    parts << structureName(patient, numbers.clearances[0].structure) + " " +
                 mm(numbers.clearances[0].distanceMm);
  if (numbers.skinToTargetMm)
    parts << "skin to target " + mm(numbers.skinToTargetMm, 0);
  return parts.join(" · ");
}

std::optional<char> gradeOf(const NeedleEvaluation* numbers) {
  if (numbers && numbers->screw)
    return numbers->screw->grade;
  return numbers && numbers->breach ? std::optional(numbers->breach->grade) : std::nullopt;
}

const NeedleEvaluation* numbersOf(const Evaluation* evaluation, const std::string& needleId) {
  if (!evaluation)
    return nullptr;
  for (const NeedleEvaluation& numbers : evaluation->needles) {
    if (numbers.id == needleId)
      return &numbers;
  }
  return nullptr;
}

QString structureName(const Case& patient, const std::string& id) {
  const Structure* structure = patient.find(id);
  return text(structure ? structure->name : id);
}

}  // namespace trocar
