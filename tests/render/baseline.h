#pragma once

#include "render/canvas/picture.h"

#include <string>

namespace trocar::test {

/// How two pictures of one size differ once fine detail is smoothed away, so that another font or
/// another OpenGL makes little of it: grey levels of 255.
struct PictureDifference {
  double mean = 0.0;   ///< Over all pixels and colours.
  double share = 0.0;  ///< Of the pixels that differ by more than 20 in a colour.
};
/// 255 and 1 for pictures of different sizes.
PictureDifference differenceOf(const render::Picture& one, const render::Picture& other);

/// How much a picture may differ from its baseline.
struct Tolerance {
  double mean = 1.0;
  double share = 0.004;
};

/// Compares a picture with tests/render/baselines/NAME.png, which a person looked at. Where they
/// differ, both and their difference lie in the build folder's pictures/baselines and the failure
/// says so. With TROCAR_ADOPT_BASELINES=1 in the environment the picture becomes the baseline
/// instead: look at it before it is committed.
void expectLikeBaseline(const render::Picture& picture,
                        const std::string& name,
                        Tolerance tolerance = {});

}  // namespace trocar::test
