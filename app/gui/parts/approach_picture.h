#pragma once

#include "app/gui/parts/theme.h"
#include "planning/plan/needle.h"

#include <QIcon>

#include <string_view>

namespace trocar::gui {

inline constexpr int kApproachPictureWidthPx = 52;
inline constexpr int kApproachPictureHeightPx = 40;

/// A small drawing of where an approach goes: the bone as on an axial slice (patient's left on the
/// right, back below), or the sacrum and the hip from behind, with the needle from its entry to its
/// tip. A scheme, not to scale.
QIcon approachPicture(Approach approach, const Palette& palette);
/// Whether there is a drawing for a bone's word in a record's `picture`.
bool isBoneDrawn(std::string_view word);

}  // namespace trocar::gui
