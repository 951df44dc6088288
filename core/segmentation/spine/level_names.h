#pragma once

#include "core/segmentation/spine/disc_planes.h"
#include "core/spine_segmentation.h"

#include <optional>
#include <string>
#include <vector>

namespace trocar::segmentation {

/// The levels between neighbouring discs, from caudal to cranial.
struct LevelNames {
  std::vector<std::string> levels;
  double certainty = 0.0;  ///< Of all names together, 0 to 1; 1 where a person named one.
  std::string second;      ///< What the lowest level would be by the second best naming.
};

/// Names by the sacrum below the lowest disc, by ribs beside the bodies and by how far apart the
/// discs lie, or by what a person says. Leaves out discs of the sacrum. Throws Error where an
/// anchor lies in no vertebra, or where anchors contradict each other.
LevelNames nameLevels(const Volume& ct,
                      const std::vector<Station>& axis,
                      const std::vector<double>& widthsMm,
                      std::vector<DiscPlane>& discs,
                      const std::vector<LevelAnchor>& anchors);

}  // namespace trocar::segmentation
