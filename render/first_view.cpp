#include "render/first_view.h"

namespace trocar::render {

Viewpoint firstViewpoint(const Case& patient) {
  constexpr double kAsideMm = 25.0;
  const double middleMm = patient.ct.grid().centreMm().x();
  const Structure* sacrum = patient.find("sacrum");
  const auto sacral = sacrum ? boundsOf(patient, *sacrum) : std::nullopt;
  for (const Structure* lesion : patient.withRole(Role::Lesion)) {
    const auto box = boundsOf(patient, *lesion);
    if (!box)
      continue;
    const Vec3 atMm = 0.5 * (box->lowMm + box->highMm);
    if (sacral && (atMm.array() >= sacral->lowMm.array()).all() &&
        (atMm.array() <= sacral->highMm.array()).all())
      return Viewpoint::Posterior;
    return atMm.x() < middleMm - kAsideMm ? Viewpoint::RightPosterior : Viewpoint::LeftPosterior;
  }
  return Viewpoint::LeftPosterior;
}

}  // namespace trocar::render
