#pragma once

#include "planning/cement/body/cement_site.h"

namespace trocar::cement {

/// Highest HU that still counts as an opening in the cortex rather than thin bone [estimated].
inline constexpr double kCortexHu = 100.0;

/// Closes the bone's surface, lets marrow seep through it, and opens it where the CT shows no
/// cortex along the normal, at the veins' mouths, and around the cannulas. Behind an opening the
/// tissue takes cement for some way; its far end is at zero pressure.
void openSurface(CementSite& site, const CaseModel& model, const SiteRequest& request);

}  // namespace trocar::cement
