#include "app/cli/anatomy_json.h"
#include "core/json/json_values.h"

#include <nlohmann/json.hpp>

namespace trocar {
namespace {

using Json = nlohmann::ordered_json;

template <typename Value>
Json orNull(const std::optional<Value>& value) {
  return value ? Json(*value) : Json();
}

}  // namespace

Json lesionJson(const LesionAnatomy& lesion) {
  Json defects = Json::array();
  for (const CorticalDefect& defect : lesion.corticalDefects)
    defects.push_back({{"place", defect.place},
                       {"areaMm2", defect.areaMm2},
                       {"atMm", json_values::point(defect.atMm)}});
  Json json{{"structure", lesion.lesionId},
            {"bone", lesion.boneId.empty() ? Json() : Json(lesion.boneId)},
            {"volumeMl", lesion.volumeMl},
            {"inBoneMl", lesion.inBoneMl},
            {"softTissueMl", lesion.softTissueMl},
            {"meanHu", lesion.meanHu},
            {"sdHu", lesion.sdHu},
            {"maxHu", lesion.maxHu},
            {"matrix", toString(lesion.matrix)},
            {"lyticFraction", lesion.lyticFraction},
            {"bodyFraction", orNull(lesion.bodyFraction)},
            {"bodyLysisFraction", orNull(lesion.bodyLysisFraction)},
            {"leftPedicleFraction", orNull(lesion.leftPedicleFraction)},
            {"rightPedicleFraction", orNull(lesion.rightPedicleFraction)},
            {"archFraction", orNull(lesion.archFraction)},
            {"collapseFraction", orNull(lesion.collapseFraction)},
            {"posteriorWallDefectMm2", orNull(lesion.posteriorWallDefectMm2)},
            {"retropulsionMm", orNull(lesion.retropulsionMm)},
            {"canalNarrowing", orNull(lesion.canalNarrowing)},
            {"epiduralDistanceMm", orNull(lesion.epiduralDistanceMm)},
            {"duralContact", orNull(lesion.duralContact)},
            {"boneQualityHu", orNull(lesion.boneQualityHu)},
            {"corticalDefects", defects},
            {"trusted", lesion.trust.trusted},
            {"basis", "measured"}};
  if (!lesion.trust.trusted)
    json["why"] = lesion.trust.why;
  return json;
}

}  // namespace trocar
