#pragma once

#include "render/canvas/color.h"
#include "render/view.h"

namespace trocar::render::palette {

inline constexpr Color kBackground{11, 14, 18};
inline constexpr Color kPanel{18, 22, 28};
inline constexpr Color kText{232, 236, 242};
inline constexpr Color kQuietText{165, 174, 186};
inline constexpr Color kLetter{240, 205, 110};
inline constexpr Color kNeedle{64, 190, 245};
inline constexpr Color kSelectedNeedle{110, 222, 255};
inline constexpr Color kActiveTip{255, 255, 255};
inline constexpr Color kCompared{132, 224, 120};
inline constexpr Color kEntry{255, 200, 90};
inline constexpr Color kLandmark{150, 226, 160};
inline constexpr Color kCement{250, 246, 236};
inline constexpr Color kFluid{190, 158, 255};
inline constexpr Color kDanger{255, 107, 107};
inline constexpr Color kWarning{255, 190, 92};

/// Red, yellow, green for axial, sagittal, coronal; blues for the others.
constexpr Color frameOf(ViewKind kind) {
  switch (kind) {
    case ViewKind::Axial:
      return {224, 72, 72};
    case ViewKind::Sagittal:
      return {233, 196, 64};
    case ViewKind::Coronal:
      return {88, 186, 96};
    case ViewKind::ThreeD:
      return {88, 150, 230};
    default:
      return {110, 200, 235};
  }
}

}  // namespace trocar::render::palette
