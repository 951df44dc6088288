#pragma once

#include "core/segment.h"

#include <string>
#include <vector>

namespace trocar {

/// A 3D Slicer segmentation (.seg.nrrd): as many layers as overlapping segments need, gzip, LPS.
/// The same segments, the same bytes.
std::string segNrrd(const Grid& grid, const std::vector<Segment>& segments);

}  // namespace trocar
