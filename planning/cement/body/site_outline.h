#pragma once

#include "planning/cement/body/cement_site.h"

namespace trocar::cement {

/// Chooses the site's grid, along the vertebra's axes where they were measured and else the
/// patient's, and says what each voxel belongs to. Tissue outside the bone is named; where cement
/// can go in it is decided at the surface.
void outlineSite(CementSite& site, const CaseModel& model, const SiteRequest& request);

}  // namespace trocar::cement
