#pragma once

#include "core/image.h"
#include "core/progress.h"

#include <vector>

namespace trocar::segmentation {

/// Points inside the spinal canal from caudal to cranial, one for each axial plane of `ct` between
/// the first and the last that show it; empty where no plane does. `ct` lies along the patient's
/// axes with cubic voxels of about 2 mm. What looks like a canal is soft tissue within 16 mm of
/// bone on most sides, with bone far ahead of it; the course is the best chain of such points that
/// moves by at most a voxel a plane and keeps to the middle of all bone.
std::vector<Vec3> canalCourse(const Volume& ct, const Progress& = {});

}  // namespace trocar::segmentation
