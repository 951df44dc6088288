#pragma once

#include "render/canvas/canvas.h"

#include <vtkNew.h>

class vtkImageData;
class vtkPolyData;
class vtkRenderer;
class vtkTexture;
class vtkTexturedActor2D;

namespace trocar::render {

/// A canvas over the whole of a renderer, pixel on pixel.
class CanvasActor {
 public:
  CanvasActor();
  ~CanvasActor();
  CanvasActor(const CanvasActor&) = delete;
  CanvasActor& operator=(const CanvasActor&) = delete;

  void addTo(vtkRenderer& renderer);
  /// Copies the canvas; it is seen at the next Render().
  void show(const Canvas& canvas);

 private:
  vtkNew<vtkImageData> image_;
  vtkNew<vtkTexture> texture_;
  vtkNew<vtkPolyData> quad_;
  vtkNew<vtkTexturedActor2D> actor_;
};

}  // namespace trocar::render
