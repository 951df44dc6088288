#pragma once

#include "core/image.h"
#include "core/structure.h"

#include <optional>
#include <string>
#include <vector>

namespace trocar {

/// Cement that left the bone.
struct CementLeak {
  std::string route;  ///< basivertebral | segmental | cortical | disc | foraminal | joint | track
  std::string into;   ///< canal | foramen | disc | vein | joint | paravertebral
  double volumeMl = 0.0;
  std::optional<double> probability;
  Vec3 atMm = Vec3::Zero();
};

struct CementResult {
  double requestedMl = 0.0;
  double deliveredMl = 0.0;
  double inBodyMl = 0.0;
  std::optional<double> fillFraction;  ///< Of the vertebral body, 0 to 1.
  bool reachesPosteriorQuarter = false;
  bool leaksModelled = false;
  std::vector<CementLeak> leaks;
  Image<float> arrival;  ///< Injected volume in ml at which each voxel fills; negative where it never does.
  Basis basis = Basis::Estimated;
};

}  // namespace trocar
