#pragma once

#include "planning/cement/cement_site.h"

namespace trocar {

/// Chooses the site's grid, along the vertebra's axes where they were measured and else the
/// patient's, and says what each voxel belongs to. Tissue outside the bone is named; where cement
/// can go in it is decided at the surface.
void outlineSite(CementSite& site, const CaseModel& model, const SiteRequest& request);

}  // namespace trocar
