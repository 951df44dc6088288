#pragma once

#include "core/grid.h"
#include "core/import.h"
#include "core/io/surface/surface_file.h"

#include <string>
#include <vector>

namespace trocar {

/// The points of a surface in patient millimetres. Its unit is the millimetre unless a person says
/// otherwise, its axes are as the file states or a person says; where neither does, those by which
/// it lies in the CT, which a remark tells. Throws Doubt where both ways of the axes or another
/// unit are as likely, Error where it lies outside the CT whichever way. `who` begins the sentence.
std::vector<Vec3> placedPoints(const SurfaceFile& surface,
                               const Grid& ct,
                               const ImportChoices& choices,
                               const std::string& who,
                               std::vector<Remark>& remarks);

}  // namespace trocar
