#include "render/slice/made_up_band.h"

#include "render/canvas/palette.h"

#include <algorithm>
#include <vector>

namespace trocar::render {
namespace {

/// A corner of the picture and the slice of the CT there, counted through its third axis.
struct SliceCorner {
  Pixel at;
  double slice = 0.0;
};
using SliceArea = std::vector<SliceCorner>;

SliceCorner between(const SliceCorner& a, const SliceCorner& b, double slice) {
  const double share = (slice - a.slice) / (b.slice - a.slice);
  return {{a.at.x + share * (b.at.x - a.at.x), a.at.y + share * (b.at.y - a.at.y)}, slice};
}

/// The part of a convex area on one side of a slice: `sign` 1 above it, -1 below.
SliceArea cutAt(const SliceArea& area, double slice, double sign) {
  SliceArea kept;
  for (std::size_t i = 0; i < area.size(); ++i) {
    const SliceCorner& here = area[i];
    const SliceCorner& next = area[(i + 1) % area.size()];
    const bool inside = sign * (here.slice - slice) >= 0.0;
    if (inside)
      kept.push_back(here);
    if (inside != (sign * (next.slice - slice) >= 0.0))
      kept.push_back(between(here, next, slice));
  }
  return kept;
}

SliceArea wholePicture(const Grid& grid, const SlicePlane& plane) {
  const double width = plane.widthPx;
  const double height = plane.heightPx;
  SliceArea area;
  for (const Pixel& at : {Pixel{0.0, 0.0}, {width, 0.0}, {width, height}, {0.0, height}})
    area.push_back({at, grid.patientToVoxel(plane.toPatient(at)).z()});
  return area;
}

}  // namespace

void paintMadeUp(Canvas& canvas,
                 const SceneState& state,
                 const SlicePlane& plane,
                 const Dress& dress) {
  if (!state.patient || state.patient->madeUp.empty())
    return;
  const SliceArea whole = wholePicture(state.patient->ct.grid(), plane);
  for (const SliceRange& range : state.patient->madeUp) {
    const SliceArea band = cutAt(cutAt(whole, range.first - 0.5, 1.0), range.last + 0.5, -1.0);
    if (band.size() < 3)
      continue;
    Path outline{{}, true};
    double left = band.front().at.x, top = band.front().at.y;
    for (const SliceCorner& corner : band) {
      outline.points.push_back(corner.at);
      left = std::min(left, corner.at.x);
      top = std::min(top, corner.at.y);
    }
    canvas.fillPaths({outline}, {palette::kQuietText, 0.5, 12.0 * dress.scale});
    canvas.text("never scanned: interpolated",
                {left + 12.0 * dress.scale, std::max(top, 30.0 * dress.scale) + 6.0 * dress.scale},
                Anchor::TopLeft,
                {palette::kWarning, 12.0 * dress.scale});
  }
}

}  // namespace trocar::render
