#include "core/io/dicom/dicom_volume.h"

#include "core/error.h"
#include "core/io/dicom/frame_values.h"
#include "core/io/dicom/hu_table.h"
#include "core/io/dicom/stack_geometry.h"
#include "core/io/slice_order.h"
#include "core/number_text.h"
#include "core/parallel.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace trocar {
namespace {

using Voxels = std::vector<std::int16_t>;
using Slice = std::span<const std::int16_t>;

/// Pixels of a slice, asked between their centres.
struct SlicePixels {
  Slice pixels;
  int columns;
  int rows;

  double at(int column, int row) const {
    return pixels[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) +
                  static_cast<std::size_t>(column)];
  }
  /// Bilinear; air beyond the outer centres.
  std::int16_t huAt(double x, double y) const {
    if (x < 0.0 || y < 0.0 || x > columns - 1 || y > rows - 1)
      return kUnmeasuredHu;
    const int x0 = static_cast<int>(x);
    const int y0 = static_cast<int>(y);
    const int x1 = std::min(x0 + 1, columns - 1);
    const int y1 = std::min(y0 + 1, rows - 1);
    const double upper = at(x0, y0) + (x - x0) * (at(x1, y0) - at(x0, y0));
    const double lower = at(x0, y1) + (x - x0) * (at(x1, y1) - at(x0, y1));
    return static_cast<std::int16_t>(std::lround(upper + (y - y0) * (lower - upper)));
  }
};

std::size_t pixelsIn(const std::array<int, 2>& size) {
  return static_cast<std::size_t>(size[0]) * static_cast<std::size_t>(size[1]);
}

/// The slices moved by fractions of pixels onto the plane that holds them all.
Voxels straightened(const Voxels& voxels,
                    const std::vector<FrameRef>& frames,
                    const StackGeometry& geometry,
                    const StraightPlane& plane) {
  const DicomImage& image = *frames.front().image;
  const DicomFrame& first = frames.front().frame();
  const std::size_t from = pixelsIn({image.columns, image.rows});
  const std::size_t to = pixelsIn(plane.size);
  Voxels result(to * frames.size());
  parallelFor(frames.size(), [&](std::size_t n) {
    const SlicePixels slice{Slice(voxels).subspan(n * from, from), image.columns, image.rows};
    const Eigen::Vector2d pixelMm(first.columnSpacingMm, first.rowSpacingMm);
    const Eigen::Vector2d by = geometry.inPlaneMm[n].cwiseQuotient(pixelMm) - plane.first;
    std::size_t voxel = n * to;
    for (int j = 0; j < plane.size[1]; ++j) {
      for (int i = 0; i < plane.size[0]; ++i)
        result[voxel++] = slice.huAt(i - by[0], j - by[1]);
    }
  });
  return result;
}

/// The slices of the volume from those that were scanned.
Voxels evened(const Voxels& voxels, std::size_t plane, const SliceSpacing& spacing) {
  Voxels result(plane * spacing.sources.size());
  parallelFor(spacing.sources.size(), [&](std::size_t n) {
    const SliceSource& source = spacing.sources[n];
    const Slice below = Slice(voxels).subspan(source.below * plane, plane);
    const Slice above = Slice(voxels).subspan(source.above * plane, plane);
    std::transform(below.begin(),
                   below.end(),
                   above.begin(),
                   result.begin() + static_cast<std::ptrdiff_t>(n * plane),
                   [&](std::int16_t a, std::int16_t b) {
                     return static_cast<std::int16_t>(std::lround(a + source.part * (b - a)));
                   });
  });
  return result;
}

/// Takes out the frames that could not be decoded, where the choices allow it.
void dropFailures(std::vector<FrameRef>& frames,
                  DecodedFrames& decoded,
                  const ImportChoices& choices,
                  std::vector<Remark>& remarks) {
  const std::size_t plane = decoded.hu.size() / frames.size();
  std::vector<std::size_t> bad;
  for (std::size_t n = 0; n < frames.size(); ++n) {
    if (!decoded.failures[n].empty())
      bad.push_back(n);
  }
  if (bad.empty())
    return;
  const DicomImage& first = *frames[bad.front()].image;
  const std::string why = decoded.failures[bad.front()];
  if (2 * bad.size() >= frames.size())
    throw Error("Cannot read " + first.path.string() + ": " + why + "; copy the series again.");
  raise(Doubt("damaged-slices",
              std::to_string(bad.size()) + " of the " + std::to_string(frames.size()) +
                  " images of the series cannot be used and would be left out (" +
                  frameText(frames[bad.front()]) + "): " + why + ".")
            .about(first.path, "Copy the series again."),
        choices,
        remarks);
  std::size_t kept = 0;
  for (std::size_t n = 0; n < frames.size(); ++n) {
    if (!decoded.failures[n].empty())
      continue;
    std::copy_n(decoded.hu.begin() + static_cast<std::ptrdiff_t>(n * plane),
                plane,
                decoded.hu.begin() + static_cast<std::ptrdiff_t>(kept * plane));
    frames[kept++] = frames[n];
  }
  frames.resize(kept);
  decoded.hu.resize(kept * plane);
}

/// Frames in the order of their places whose contents do not fit there.
void raiseContents(const std::vector<FrameRef>& frames,
                   const DecodedFrames& decoded,
                   const ImportChoices& choices,
                   std::vector<Remark>& remarks) {
  const DicomImage& image = *frames.front().image;
  const DicomFrame& first = frames.front().frame();
  const SliceLooks looks =
      looksOf(decoded.hu, {image.columns, image.rows}, {first.columnSpacingMm, first.rowSpacingMm});
  const auto about = [&](const Doubt& doubt) {
    return doubt.about(frames[looks.exchanged.front().first].image->path,
                       "Export the series again.");
  };
  raiseLooks(
      looks, [&](std::size_t k) { return frameText(frames[k]); }, about, choices, remarks);
}

void tellOfValues(const DecodedFrames& decoded, std::vector<Remark>& remarks) {
  if (decoded.clipped > 0)
    remarks.push_back({"hu-clipped",
                       std::to_string(decoded.clipped) +
                           " voxels are above 32767 HU, more than can be kept, and were clipped."});
  if (decoded.paddedAsAir > 0)
    remarks.push_back({"padding",
                       "The pixels around the scanner's field hold a padding value that would be "
                       "tissue or bone; they were read as air."});
}

void orderByNormal(std::vector<FrameRef>& frames) {
  const DicomFrame& first = frames.front().frame();
  const Vec3 normal = first.alongRow.cross(first.alongColumn);
  std::stable_sort(frames.begin(), frames.end(), [&](const FrameRef& a, const FrameRef& b) {
    return a.frame().positionMm.dot(normal) < b.frame().positionMm.dot(normal);
  });
}

}  // namespace

StackVolume volumeOf(std::vector<FrameRef> frames,
                     const ImportChoices& choices,
                     std::vector<Remark>& remarks,
                     const Progress& progress) {
  orderByNormal(frames);
  std::vector<Remark> ofGeometry;
  StackGeometry geometry = geometryOf(frames);
  raiseGeometry(frames, geometry, choices, ofGeometry);
  const std::size_t scanned = frames.size();
  DecodedFrames decoded = decodedFrames(frames, progress);
  dropFailures(frames, decoded, choices, remarks);
  if (frames.size() < scanned) {
    ofGeometry.clear();
    geometry = geometryOf(frames);
    raiseGeometry(frames, geometry, choices, ofGeometry);
  }
  remarks.insert(remarks.end(), ofGeometry.begin(), ofGeometry.end());
  raiseContents(frames, decoded, choices, remarks);
  tellOfValues(decoded, remarks);
  const StraightPlane plane = planeOf(frames, geometry);
  Voxels voxels = std::move(decoded.hu);
  if (plane.moved)
    voxels = straightened(voxels, frames, geometry, plane);
  if (!geometry.spacing.even)
    voxels = evened(voxels, pixelsIn(plane.size), geometry.spacing);
  const DicomFrame& first = frames.front().frame();
  const Vec3 step(first.columnSpacingMm, first.rowSpacingMm, geometry.spacing.stepMm);
  const Vec3 origin = first.positionMm + geometry.directions.col(0) * (plane.first[0] * step[0]) +
                      geometry.directions.col(1) * (plane.first[1] * step[1]);
  const Grid grid({plane.size[0], plane.size[1], static_cast<int>(geometry.spacing.sources.size())},
                  origin,
                  step,
                  geometry.directions);
  return {{grid, std::move(voxels)}, geometry.spacing.madeUp, std::move(frames)};
}

}  // namespace trocar
