#include "core/labels/anatomy_check.h"

#include "core/label_extents.h"

#include <map>
#include <optional>

namespace trocar::labels {
namespace {

using Centres = std::map<std::string, Vec3, std::less<>>;

/// Middles of the structures' boxes: enough to tell sides and levels.
Centres centresOf(const Case& patient) {
  const CaseExtents extents(patient);
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

}  // namespace

std::vector<Remark> remarksOnPlaces(const Case& patient) {
  const Centres centres = centresOf(patient);
  std::vector<Remark> remarks;
  std::string swapped;
  for (const auto& [id, centre] : centres) {
    const auto partner = centres.find(rightPartner(id));
    if (partner != centres.end() && partner->second[0] > centre[0])
      swapped += (swapped.empty() ? "" : ", ") + id;
  }
  if (!swapped.empty())
    remarks.push_back({"sides-swapped",
                       "On the patient's right, though named left: " + swapped +
                           ". The labels or the image may be mirrored; do not trust any side."});
  const std::vector<std::string> levels = levelsOf(patient);
  for (std::size_t n = 1; n < levels.size(); ++n) {
    const auto above = centres.find("vertebra_" + levels[n - 1]);
    const auto below = centres.find("vertebra_" + levels[n]);
    if (above == centres.end() || below == centres.end() || above->second[2] > below->second[2])
      continue;
    remarks.push_back({"levels-out-of-order",
                       levels[n - 1] + " lies below " + levels[n] +
                           ": the numbering may be another one; check --scheme."});
    break;
  }
  return remarks;
}

}  // namespace trocar::labels
