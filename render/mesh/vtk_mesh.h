#pragma once

#include "render/canvas/color.h"
#include "render/mesh/surface.h"

#include <vtkSmartPointer.h>

class vtkPolyData;

namespace trocar::render {

/// Points, normals and triangles for VTK. Where the mesh knows its openness, its points carry
/// colours from `shade` in crevices to `color` in the open.
vtkSmartPointer<vtkPolyData> toPolyData(const Mesh& mesh, const Color& color, const Color& shade);

}  // namespace trocar::render
