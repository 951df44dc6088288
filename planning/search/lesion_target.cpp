#include "planning/search/lesion_target.h"

#include "core/error.h"

#include <limits>

namespace trocar::search {

const Structure& lesionFor(const CaseModel& model,
                           const std::string& word,
                           const std::string& level) {
  if (word != "lesion") {
    const Structure* named = model.patient().find(word);
    if (!named)
      throw Error("the case has no structure '" + word + "' to aim at; trocar inspect lists them");
    return *named;
  }
  const anatomy::VertebraAnatomy* vertebra = level.empty() ? nullptr : model.vertebra(level);
  const Structure* nearest = nullptr;
  double leastMm = std::numeric_limits<double>::infinity();
  for (const Structure* lesion : model.patient().withRole(Role::Lesion)) {
    const double awayMm =
        vertebra ? model.fields().of(lesion->id).at(vertebra->bodyCentroidMm) : 0.0;
    if (awayMm < leastMm) {
      leastMm = awayMm;
      nearest = lesion;
    }
  }
  if (!nearest)
    throw Error("the case has no lesion to aim at; give --target X,Y,Z");
  return *nearest;
}

Vec3 lesionCoreMm(const CaseModel& model, const Structure& lesion) {
  const auto core = innermostMm(model.fields().of(lesion.id), [](const Vec3&) { return true; });
  if (!core)
    throw Error("the structure '" + lesion.id + "' has no inside to aim at; give --target X,Y,Z");
  return *core;
}

}  // namespace trocar::search
