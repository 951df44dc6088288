#pragma once

#include "render/canvas/pixel.h"
#include "render/scene_state.h"

#include <functional>
#include <optional>
#include <string>

namespace trocar::render {

/// Where a point of the patient is seen; empty behind the viewer.
using ToDisplay = std::function<std::optional<Pixel>(const Vec3&)>;

/// The part of a needle nearest to the pixel, within the tolerance. Ends win over shafts, and the
/// selected needle over the others.
std::optional<NeedleGrip> needleAt(const SceneState& state,
                                   const ToDisplay& toDisplay,
                                   const Pixel& pixel,
                                   double tolerancePx);
/// The point of a needle's part for a pick: its tip, entry, or the place on its axis nearest to the
/// pixel.
Vec3 gripPointMm(const SceneState& state,
                 const NeedleGrip& grip,
                 const ToDisplay& toDisplay,
                 const Pixel& pixel);

/// How far in front of or behind a slice a landmark is drawn and can be taken hold of.
inline constexpr double kLandmarkDepthMm = 6.0;
/// The landmark nearest to the pixel, within the tolerance, of those that `seen` lets through;
/// nullptr where there is none.
const LandmarkMark* landmarkAt(const SceneState& state,
                               const ToDisplay& toDisplay,
                               const std::function<bool(const Vec3&)>& seen,
                               const Pixel& pixel,
                               double tolerancePx);

/// The most particular visible structure at a point: a lesion or cord before the bone around it.
/// Empty outside.
std::string structureAt(const SceneState& state, const Vec3& pointMm);

/// The first visible surface along a ray.
struct SurfaceHit {
  std::string structure;
  Vec3 pointMm = Vec3::Zero();
};
std::optional<SurfaceHit> surfaceAlong(const SceneState& state,
                                       const Vec3& fromMm,
                                       const Vec3& direction);

}  // namespace trocar::render
