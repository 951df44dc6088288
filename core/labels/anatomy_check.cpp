#include "core/labels/anatomy_check.h"

#include "core/label_extents.h"

#include <map>
#include <optional>

namespace trocar::labels {
namespace {

using Centres = std::map<std::string, Vec3, std::less<>>;

/// Middles of the structures' boxes: enough to tell sides and levels.
Centres centresOf(const Case& patient, const CaseExtents& extents) {
  Centres centres;
  for (const Structure& structure : patient.structures) {
    const auto* labels = std::get_if<LabelRegion>(&structure.region);
    const std::optional<LabelExtent> extent =
        labels == nullptr ? std::nullopt : extents.of(*labels);
    if (!extent)
      continue;
    Vec3 middle;
    for (int a = 0; a < 3; ++a)
      middle[a] = 0.5 * (extent->low[static_cast<std::size_t>(a)] +
                         extent->high[static_cast<std::size_t>(a)]);
    centres[structure.id] =
        patient.layers[static_cast<std::size_t>(labels->layer)].grid().voxelToPatient(middle);
  }
  return centres;
}

/// The id of the right partner of a left structure: "rib_left_7" and "rib_right_7".
std::string rightPartner(const std::string& id) {
  const std::size_t at = id.find("_left");
  return at == std::string::npos ? std::string() : id.substr(0, at) + "_right" + id.substr(at + 5);
}

void append(std::string& list, const std::string& item) {
  list += (list.empty() ? "" : ", ") + item;
}

/// Levels that a vertebra has of which another bears the name with a number: "vertebra_L3_2".
std::string levelsTwice(const Case& patient) {
  std::string twice;
  for (const std::string& level : levelsOf(patient)) {
    if (patient.find("vertebra_" + level + "_2") != nullptr)
      append(twice, level);
  }
  return twice;
}

/// A vertebra with its arch and processes fills 0.13 to 0.28 of the box around it, a body alone
/// 0.36 to 0.56 (spines of the public data, 1 to 3 mm); one that the label map cuts is not judged.
bool isBodyAlone(const LabelExtent& extent, const Grid& grid) {
  constexpr double kFilled = 0.33;
  constexpr std::size_t kEnoughVoxels = 200;
  double box = 1.0;
  for (std::size_t a = 0; a < 3; ++a)
    box *= extent.high[a] - extent.low[a] + 1;
  return extent.voxels >= kEnoughVoxels && !touchesBorder(extent, grid) &&
         static_cast<double>(extent.voxels) > kFilled * box;
}

std::string bodiesAlone(const Case& patient, const CaseExtents& extents) {
  std::string bodies;
  for (const Structure* vertebra : patient.withRole(Role::Vertebra)) {
    const auto* region = std::get_if<LabelRegion>(&vertebra->region);
    const std::optional<LabelExtent> extent =
        region == nullptr ? std::nullopt : extents.of(*region);
    if (extent &&
        isBodyAlone(*extent, patient.layers[static_cast<std::size_t>(region->layer)].grid()))
      append(bodies, vertebra->name);
  }
  return bodies;
}

void remarkOnVertebrae(const Case& patient,
                       const CaseExtents& extents,
                       std::vector<Remark>& remarks) {
  const std::string twice = levelsTwice(patient);
  if (!twice.empty())
    remarks.push_back({"same-level-twice",
                       "Two structures are named " + twice +
                           ": one of them must be another level; correct the labels."});
  const std::string bodies = bodiesAlone(patient, extents);
  if (!bodies.empty())
    remarks.push_back({"bodies-only",
                       "Only the vertebral body is labelled, without arch and pedicles: " + bodies +
                           ". Do not trust what is said of canal and pedicles there."});
}

}  // namespace

std::vector<Remark> remarksOnPlaces(const Case& patient) {
  const CaseExtents extents(patient);
  const Centres centres = centresOf(patient, extents);
  std::vector<Remark> remarks;
  std::string swapped;
  for (const auto& [id, centre] : centres) {
    const auto partner = centres.find(rightPartner(id));
    if (partner != centres.end() && partner->second[0] > centre[0])
      append(swapped, id);
  }
  if (!swapped.empty())
    remarks.push_back({"sides-swapped",
                       "On the patient's right, though named left: " + swapped +
                           ". The labels or the image may be mirrored; do not trust any side."});
  const auto liver = centres.find("liver");
  const auto spleen = centres.find("spleen");
  if (liver != centres.end() && spleen != centres.end() && spleen->second[0] < liver->second[0])
    remarks.push_back({"sides-swapped",
                       "The spleen lies right of the liver: the labels or the image may be "
                       "mirrored; do not trust any side."});
  const std::vector<std::string> levels = levelsOf(patient);
  for (std::size_t n = 1; n < levels.size(); ++n) {
    const auto above = centres.find("vertebra_" + levels[n - 1]);
    const auto below = centres.find("vertebra_" + levels[n]);
    if (above == centres.end() || below == centres.end() || above->second[2] > below->second[2])
      continue;
    remarks.push_back(
        {"levels-out-of-order",
         levels[n - 1] + " lies below " + levels[n] + ": the numbering may be another one."});
    break;
  }
  remarkOnVertebrae(patient, extents, remarks);
  return remarks;
}

}  // namespace trocar::labels
