#pragma once

#include "render/mesh/surface.h"

namespace trocar::render {

/// The surface with the points of each cube of `cellMm` gathered into their mean: a few per cent of
/// its triangles where these are much smaller than the cubes. Opposite sides of a thin plate or
/// tube stay apart. Normals and openness are means too. Pure: may run on any thread.
Mesh coarseMesh(const Mesh& mesh, double cellMm);

}  // namespace trocar::render
