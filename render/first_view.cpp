#include "render/first_view.h"

#include "core/box.h"

namespace trocar::render {
namespace {

/// Patient x of the spine's middle beside a point: that of the vertebra whose box holds it; of the
/// CT where none does.
double middleMm(const Case& patient, const Vec3& atMm) {
  for (const Structure* vertebra : patient.withRole(Role::Vertebra)) {
    const auto box = boundsOf(patient, *vertebra);
    if (box && holds(*box, atMm))
      return 0.5 * (box->lowMm + box->highMm).x();
  }
  return patient.ct.grid().centreMm().x();
}

}  // namespace

Viewpoint firstViewpoint(const Case& patient) {
  constexpr double kAsideMm = 4.0;
  const Structure* sacrum = patient.find("sacrum");
  const auto sacral = sacrum ? boundsOf(patient, *sacrum) : std::nullopt;
  for (const Structure* lesion : patient.withRole(Role::Lesion)) {
    const auto box = boundsOf(patient, *lesion);
    if (!box)
      continue;
    const Vec3 atMm = 0.5 * (box->lowMm + box->highMm);
    if (sacral && holds(*sacral, atMm))
      return Viewpoint::Posterior;
    return atMm.x() < middleMm(patient, atMm) - kAsideMm ? Viewpoint::RightPosterior
                                                         : Viewpoint::LeftPosterior;
  }
  return Viewpoint::LeftPosterior;
}

}  // namespace trocar::render
