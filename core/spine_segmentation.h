#pragma once

#include "core/image.h"
#include "core/progress.h"

#include <string>
#include <vector>

namespace trocar {

/// A point that a person says to lie in a vertebra.
struct LevelAnchor {
  std::string level;  ///< Such as "L3".
  Vec3 pointMm = Vec3::Zero();
};

/// A vertebra that was found in a CT.
struct FoundVertebra {
  std::string level;
  std::uint16_t value = 0;       ///< In the label map.
  Vec3 middleMm = Vec3::Zero();  ///< Of its body.
};

/// The vertebrae of a CT. Drawn without learning: the canal is followed as a tube, discs are found
/// along the bodies, the generator's own vertebra is laid onto each body and bent to the bone's
/// edge, and the bone is shared among them.
struct SpineSegmentation {
  LabelMap labels;                       ///< On a part of the CT's grid.
  std::vector<FoundVertebra> vertebrae;  ///< From caudal to cranial.
  double nameCertainty = 0.0;  ///< That all names are right, 0 to 1; 1 where a person named one.
  std::string lowestElse;      ///< What the lowest would be called by the second best naming.
};

/// Whole vertebrae between two discs; those that the CT cuts are left out. Throws Error, in words
/// for people, where the image is no CT of a trunk's spine or an anchor lies in no vertebra.
SpineSegmentation segmentSpine(const Volume& ct,
                               const std::vector<LevelAnchor>& anchors = {},
                               const Progress& = {});

}  // namespace trocar
