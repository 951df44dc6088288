#pragma once

#include "render/canvas/picture.h"

#include <memory>

namespace trocar::render {

/// Slices of scenes that differ little, one after the other: the same pictures as takePicture, but
/// what they share is made once.
class SliceSeries {
 public:
  SliceSeries();
  ~SliceSeries();
  Picture take(const SceneState& state, const Shot& shot);

 private:
  struct Made;
  std::unique_ptr<Made> made_;
};

}  // namespace trocar::render
