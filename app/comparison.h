#pragma once

#include "core/progress.h"
#include "planning/review/sheet.h"
#include "render/canvas/picture.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace trocar::app {

/// Two plans of one case side by side: pictures from the same place, and numbers.
struct Comparison {
  struct Side {
    std::string name;
    render::Picture body;
    render::Picture axial;  ///< Through the first target of its own plan.
  };
  Side a, b;
  std::vector<review::ComparedNumber> numbers;
  std::vector<std::string> changes;  ///< From A to B, in words.
};

/// What is on the one side.
struct ComparedPlan {
  std::string name;
  Plan plan;
};

/// Evaluates both plans with their physics and takes the pictures. `state` is the scene of plan A,
/// with surfaces or without. Throws Error where B is a plan of another case,
/// or of the same one with other levels or another drawing.
Comparison compare(const render::SceneState& state,
                   const ComparedPlan& a,
                   const ComparedPlan& b,
                   const render::Camera& camera,
                   const Progress& = {});

}  // namespace trocar::app
