#include "render/canvas/canvas_actor.h"

#include <vtkCellArray.h>
#include <vtkFloatArray.h>
#include <vtkImageData.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkPolyDataMapper2D.h>
#include <vtkRenderer.h>
#include <vtkTexture.h>
#include <vtkTexturedActor2D.h>

#include <algorithm>

namespace trocar::render {

CanvasActor::CanvasActor() {
  texture_->SetInputData(image_);
  texture_->SetColorModeToDirectScalars();
  texture_->InterpolateOff();
  texture_->MipmapOff();
  texture_->SetWrap(vtkTexture::ClampToEdge);
  vtkNew<vtkFloatArray> corners;
  corners->SetNumberOfComponents(2);
  for (const auto& [s, t] :
       {std::pair(0.0, 0.0), std::pair(1.0, 0.0), std::pair(1.0, 1.0), std::pair(0.0, 1.0)})
    corners->InsertNextTuple2(s, t);
  quad_->GetPointData()->SetTCoords(corners);
  vtkNew<vtkPoints> points;
  points->SetNumberOfPoints(4);
  quad_->SetPoints(points);
  vtkNew<vtkCellArray> cells;
  constexpr vtkIdType kQuad[] = {0, 1, 2, 3};
  cells->InsertNextCell(4, kQuad);
  quad_->SetPolys(cells);
  vtkNew<vtkPolyDataMapper2D> mapper;
  mapper->SetInputData(quad_);
  actor_->SetMapper(mapper);
  actor_->SetTexture(texture_);
}

CanvasActor::~CanvasActor() = default;

void CanvasActor::addTo(vtkRenderer& renderer) {
  renderer.AddActor2D(actor_);
}

void CanvasActor::show(const Canvas& canvas) {
  const int width = canvas.widthPx();
  const int height = canvas.heightPx();
  if (image_->GetDimensions()[0] != width || image_->GetDimensions()[1] != height) {
    image_->SetDimensions(width, height, 1);
    image_->AllocateScalars(VTK_UNSIGNED_CHAR, 4);
    const double right = width, top = height;
    quad_->GetPoints()->SetPoint(0, 0.0, 0.0, 0.0);
    quad_->GetPoints()->SetPoint(1, right, 0.0, 0.0);
    quad_->GetPoints()->SetPoint(2, right, top, 0.0);
    quad_->GetPoints()->SetPoint(3, 0.0, top, 0.0);
    quad_->GetPoints()->Modified();
  }
  const std::size_t rowBytes = 4 * static_cast<std::size_t>(width);
  auto* to = static_cast<std::uint8_t*>(image_->GetScalarPointer());
  for (int y = 0; y < height; ++y)
    std::copy_n(canvas.data() + rowBytes * static_cast<std::size_t>(height - 1 - y),
                rowBytes,
                to + rowBytes * static_cast<std::size_t>(y));
  image_->Modified();
}

}  // namespace trocar::render
