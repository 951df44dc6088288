#pragma once

#include "core/image.h"

#include <optional>

namespace trocar::segmentation {

/// The body as one solid, found in a CT on blocks of about 2 mm.
struct BodySegmentation {
  LabelMap body;  ///< 1 in the body, its cavities included.
  double cutShare =
      0.0;  ///< Share of its outline that is the edge of the image and not skin, 0 to 1.
};

/// Largest piece above -300 HU that survives an opening (a table or blanket touching the skin does
/// not), holes filled plane by plane; good to about 2 mm. nullopt where there is no body or where
/// more than a quarter of its outline is cut by the field of view, so that it would not be skin.
std::optional<BodySegmentation> segmentBody(const Volume& ct);

}  // namespace trocar::segmentation
