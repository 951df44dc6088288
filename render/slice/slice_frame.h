#pragma once

#include "render/scene_state.h"
#include "render/slice/slice_plane.h"
#include "render/view.h"

#include <optional>

namespace trocar::render {

/// A point on the plane of a slice view and the unit vectors of its screen.
struct SliceFrame {
  Vec3 originMm = Vec3::Zero();
  Vec3 right = Vec3::UnitX();
  Vec3 down = Vec3::UnitY();

  Vec3 towardsViewer() const { return down.cross(right); }
};

/// Empty where the view follows a needle and none is selected, and for 3-D.
///
/// Axial: seen from the feet, anterior up, the patient's left on the right. Sagittal: seen from the
/// left, anterior on the left. Coronal: seen from the front. Along: the hub on the right, cranial
/// up at rotation 0. Across and barrel: seen from the hub, cranial up.
std::optional<SliceFrame> sliceFrame(ViewKind kind, const SceneState& state);

/// What the user moves in a slice view.
struct SliceZoom {
  Vec3 focusMm = Vec3::Zero();  ///< Its foot on the plane is the middle of the picture.
  double mmPerPixel = 0.5;
};

/// The spine and the lesions with some room about them, as far as the CT reaches; the whole CT
/// where no spine is labelled. Reads all labels: ask once a case.
Box spineRegion(const Case& patient);

/// The region and the needles, or the surroundings of the selected needle, in a picture of this
/// size.
SliceZoom fittingZoom(
    ViewKind kind, const SceneState& state, const Box& region, int widthPx, int heightPx);

SlicePlane slicePlane(const SliceFrame& frame, const SliceZoom& zoom, int widthPx, int heightPx);

/// Needles that the state selects; nullptr where there is none.
const Needle* selectedNeedle(const SceneState& state);
/// The measured pedicle that the needle runs through; nullptr where none is known.
const anatomy::PedicleAnatomy* pedicleOf(const SceneState& state, const Needle& needle);
const anatomy::VertebraAnatomy* vertebraOf(const SceneState& state, const Needle& needle);

}  // namespace trocar::render
