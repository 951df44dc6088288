#include "render/first_view.h"

namespace trocar::render {

Viewpoint firstViewpoint(const Case& patient) {
  constexpr double kAsideMm = 25.0;
  const double middleMm = patient.ct.grid().centreMm().x();
  for (const Structure* lesion : patient.withRole(Role::Lesion)) {
    if (const auto box = boundsOf(patient, *lesion))
      return 0.5 * (box->lowMm + box->highMm).x() < middleMm - kAsideMm ? Viewpoint::RightPosterior
                                                                        : Viewpoint::LeftPosterior;
  }
  return Viewpoint::LeftPosterior;
}

}  // namespace trocar::render
