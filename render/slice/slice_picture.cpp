#include "render/slice/slice_picture.h"

#include "render/body/barrel.h"
#include "render/body/proposals.h"
#include "render/canvas/palette.h"
#include "render/role_style.h"
#include "render/slice/brush_mark.h"
#include "render/slice/drawing_mark.h"
#include "render/slice/made_up_band.h"
#include "render/slice/marks.h"
#include "render/slice/reslice.h"
#include "render/slice/slice_needle.h"
#include "render/slice/strain_layer.h"

#include <algorithm>
#include <cmath>

namespace trocar::render {
namespace {

/// Marks fade over the first centimetre from the plane.
void paintSliceMarks(Canvas& canvas,
                     const SceneState& state,
                     const SlicePlane& plane,
                     const Dress& dress) {
  constexpr double kReachMm = 10.0;
  const ToDisplay toDisplay = [&](const Vec3& pointMm) {
    return std::optional(plane.toPixel(pointMm));
  };
  const Strength strength = [&](const Vec3& pointMm) {
    return std::max(0.0, 1.0 - std::abs(plane.distanceMm(pointMm)) / kReachMm);
  };
  paintProposals(canvas, state, toDisplay, strength, dress);
  paintMarks(canvas, state, toDisplay, strength, LandmarkNames::Near, dress);
}

}  // namespace

const std::vector<Path>& SlicePicture::outlineOf(const std::shared_ptr<const Mesh>& mesh,
                                                 const SlicePlane& plane) {
  auto entry = cuts_.find(mesh);
  if (entry == cuts_.end())
    entry = cuts_.emplace(mesh, Cut{MeshCutter(mesh), {}}).first;
  Cut& cut = entry->second;
  if (!cut.fresh)
    cut.paths = cut.cutter.cut(plane);
  cut.fresh = true;
  cut.used = true;
  return cut.paths;
}

void SlicePicture::paintStructures(const SceneState& state,
                                   const SlicePlane& plane,
                                   const Dress& dress) {
  if (!state.patient || !state.surfaces || !state.outlines)
    return;
  for (const Structure& structure : state.patient->structures) {
    const auto surface = state.surfaces->find(structure.id);
    const RoleStyle& style = styleOf(structure.role);
    const auto choice = state.appearance.find(structure.id);
    const bool wanted = choice != state.appearance.end() && choice->second.visible
                            ? *choice->second.visible
                            : style.outlined;
    if (surface == state.surfaces->end() || !wanted)
      continue;
    const bool emphasised =
        structure.id == state.selectedStructure || structure.role == Role::Lesion;
    const double dashPx = structure.role == Role::Lesion ? 5.0 * dress.scale : 0.0;
    canvas_.strokePaths(
        outlineOf(surface->second, plane),
        {style.color, (emphasised ? 1.8 : 1.2) * dress.scale, emphasised ? 1.0 : 0.75, dashPx});
  }
}

void SlicePicture::paintZones(const SceneState& state,
                              const SlicePlane& plane,
                              const Dress& dress) {
  if (state.cement && shapes_.cement()) {
    const std::vector<Path>& outline = outlineOf(shapes_.cement(), plane);
    canvas_.fillPaths(outline, {palette::kCement, 0.55, 5.0 * dress.scale});
    canvas_.strokePaths(outline, {palette::kCement, 1.2 * dress.scale, 0.9});
  }
  if (!state.zones)
    return;
  for (const FluidShape& fluid : shapes_.fluids()) {
    const std::vector<Path>& outline = outlineOf(fluid.mesh, plane);
    canvas_.fillPaths(outline, {palette::kFluid, 0.16});
    canvas_.strokePaths(outline, {palette::kFluid, 1.4 * dress.scale, 0.9});
  }
  for (const ZoneShape& zone : shapes_.zones()) {
    const std::vector<Path>& outline = outlineOf(zone.mesh, plane);
    canvas_.fillPaths(outline, {zone.color, 0.07});
    canvas_.strokePaths(outline, {{0, 0, 0}, 3.4 * dress.scale, 0.35});
    canvas_.strokePaths(outline, {zone.color, 1.8 * dress.scale});
    for (const auto& limit : zone.band)
      canvas_.strokePaths(outlineOf(limit, plane),
                          {zone.color, 1.2 * dress.scale, 0.8, 5.0 * dress.scale});
  }
}

const Canvas& SlicePicture::paint(const SceneState& state,
                                  ViewKind kind,
                                  const SlicePlane& plane,
                                  const Dress& dress) {
  if (canvas_.widthPx() != plane.widthPx || canvas_.heightPx() != plane.heightPx)
    canvas_ = Canvas(plane.widthPx, plane.heightPx);
  const bool moved = !(cutPlane_ == plane);
  cutPlane_ = plane;
  for (auto& [mesh, cut] : cuts_) {
    cut.used = false;
    cut.fresh = cut.fresh && !moved;
  }
  shapes_.show(state);
  if (state.patient)
    paintCt(canvas_, state.patient->ct, plane, state.window, palette::kBackground);
  else
    canvas_.fill(palette::kBackground);
  paintMadeUp(canvas_, state, plane, dress);
  paintStrain(canvas_, state, plane);
  paintStructures(state, plane, dress);
  paintZones(state, plane, dress);
  if (kind == ViewKind::Barrel)
    paintBarrel(canvas_, state, plane, dress);
  paintCrosshair(canvas_, state, kind, plane, dress);
  paintNeedles(canvas_, state, plane, dress);
  paintSliceMarks(canvas_, state, plane, dress);
  paintBrush(canvas_, state, plane, dress);
  paintDrawing(canvas_, state, plane, dress);
  annotateSlice(canvas_, state, kind, plane, dress);
  paintStrainScale(canvas_, state, ScaleCorner::Right, dress);
  if (followsNeedle(kind))
    paintLegend(canvas_, state, shapes_, dress);
  std::erase_if(cuts_, [](const auto& entry) { return !entry.second.used; });
  return canvas_;
}

}  // namespace trocar::render
