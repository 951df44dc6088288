#include "planning/cement/body/cortical_involvement.h"

#include "planning/anatomy/pelvic_lesion.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace trocar::cement {
namespace {

Vec3 shaftOf(const CaseModel& model, const Structure& bone) {
  for (const anatomy::FemurAnatomy& femur : model.pelvis().femurs) {
    if (femur.structureId == bone.id && femur.head.radiusMm > 0.0)
      return femur.shaftAxis;
  }
  return Vec3::UnitZ();
}

}  // namespace

double corticalInvolvementMm(const CaseModel& model, const Structure& bone) {
  if (!model.boxOf(bone.id))
    return 0.0;
  const Vec3 shaft = shaftOf(model, bone);
  const DistanceField& field = model.fields().of(bone.id);
  std::optional<std::pair<double, double>> all;
  for (const Structure* lesion : model.patient().withRole(Role::Lesion)) {
    if (!model.boxOf(lesion->id))
      continue;
    const auto one = anatomy::corticalExtentMm(model.patient(), *lesion, field, shaft);
    if (one)
      all = all ? std::pair(std::min(all->first, one->first), std::max(all->second, one->second))
                : *one;
  }
  return all ? all->second - all->first + field.image().grid().spacingMm().mean() : 0.0;
}

}  // namespace trocar::cement
