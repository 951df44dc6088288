#include "render/mesh/vtk_mesh.h"

#include <vtkCellArray.h>
#include <vtkFloatArray.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkTypeInt32Array.h>
#include <vtkUnsignedCharArray.h>

#include <algorithm>

namespace trocar::render {
namespace {

vtkSmartPointer<vtkFloatArray> toArray(const std::vector<std::array<float, 3>>& vectors) {
  vtkSmartPointer<vtkFloatArray> array = vtkSmartPointer<vtkFloatArray>::New();
  array->SetNumberOfComponents(3);
  array->SetNumberOfTuples(static_cast<vtkIdType>(vectors.size()));
  if (!vectors.empty())
    std::copy_n(vectors.front().data(), 3 * vectors.size(), array->GetPointer(0));
  return array;
}

vtkSmartPointer<vtkCellArray> toCells(const std::vector<std::array<std::int32_t, 3>>& triangles) {
  vtkNew<vtkTypeInt32Array> corners;
  corners->SetNumberOfValues(static_cast<vtkIdType>(3 * triangles.size()));
  if (!triangles.empty())
    std::copy_n(triangles.front().data(), 3 * triangles.size(), corners->GetPointer(0));
  vtkNew<vtkTypeInt32Array> offsets;
  offsets->SetNumberOfValues(static_cast<vtkIdType>(triangles.size() + 1));
  for (vtkIdType i = 0; i < offsets->GetNumberOfValues(); ++i)
    offsets->SetValue(i, static_cast<int>(3 * i));
  vtkSmartPointer<vtkCellArray> cells = vtkSmartPointer<vtkCellArray>::New();
  cells->SetData(offsets, corners);
  return cells;
}

vtkSmartPointer<vtkUnsignedCharArray> colorsOf(const Mesh& mesh,
                                               const Color& color,
                                               const Color& shade) {
  vtkSmartPointer<vtkUnsignedCharArray> colors = vtkSmartPointer<vtkUnsignedCharArray>::New();
  colors->SetNumberOfComponents(3);
  colors->SetNumberOfTuples(static_cast<vtkIdType>(mesh.openness.size()));
  colors->SetName("color");
  std::uint8_t* to = colors->GetPointer(0);
  for (const std::uint8_t openness : mesh.openness) {
    const Color mixed = mix(shade, color, openness / 255.0);
    *to++ = mixed.red;
    *to++ = mixed.green;
    *to++ = mixed.blue;
  }
  return colors;
}

}  // namespace

vtkSmartPointer<vtkPolyData> toPolyData(const Mesh& mesh, const Color& color, const Color& shade) {
  vtkNew<vtkPoints> points;
  points->SetData(toArray(mesh.pointsMm));
  vtkSmartPointer<vtkPolyData> data = vtkSmartPointer<vtkPolyData>::New();
  data->SetPoints(points);
  data->SetPolys(toCells(mesh.triangles));
  data->GetPointData()->SetNormals(toArray(mesh.normals));
  if (!mesh.openness.empty())
    data->GetPointData()->SetScalars(colorsOf(mesh, color, shade));
  return data;
}

}  // namespace trocar::render
