#include "core/io/dicom/seg_placement.h"

#include "core/error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <set>

namespace trocar {
namespace {

/// The axis that a step of one voxel follows, and its direction; nullopt for any other step.
std::optional<std::pair<int, int>> unitStep(const Vec3& voxels) {
  constexpr double kTolerance = 1e-3;
  int axis = 0;
  voxels.cwiseAbs().maxCoeff(&axis);
  const int direction = voxels[axis] > 0.0 ? 1 : -1;
  if (!((voxels - direction * Vec3::Unit(axis)).norm() < kTolerance))
    return std::nullopt;
  return std::pair(axis, direction);
}

/// The place of a frame each of whose pixels is a voxel of the CT, to a tenth of one.
std::optional<FramePlace> placeOnCt(const DicomImage& image,
                                    const DicomFrame& frame,
                                    const Grid& ct) {
  constexpr double kTolerance = 0.1;
  const auto voxelAt = [&](int row, int column) {
    return ct.patientToVoxel(frame.positionMm +
                             frame.alongRow.normalized() * (column * frame.columnSpacingMm) +
                             frame.alongColumn.normalized() * (row * frame.rowSpacingMm));
  };
  const Vec3 first = voxelAt(0, 0);
  const auto columns = unitStep(voxelAt(0, 1) - first);
  const auto rows = unitStep(voxelAt(1, 0) - first);
  if (!columns || !rows || columns->first == rows->first)
    return std::nullopt;
  std::array<int, 3> start{};
  for (const auto& [row, column] :
       {std::pair(0, 0), std::pair(image.rows - 1, image.columns - 1)}) {
    const Vec3 at = voxelAt(row, column);
    for (int a = 0; a < 3; ++a) {
      const double whole = std::round(at[a]);
      if (std::abs(at[a] - whole) > kTolerance || whole < 0.0 ||
          whole >= ct.size()[static_cast<std::size_t>(a)])
        return std::nullopt;
      if (row == 0 && column == 0)
        start[static_cast<std::size_t>(a)] = static_cast<int>(whole);
    }
  }
  const std::array<std::ptrdiff_t, 3> steps = {
      1, ct.size()[0], static_cast<std::ptrdiff_t>(ct.size()[0]) * ct.size()[1]};
  return FramePlace{static_cast<std::ptrdiff_t>(ct.offset({start[0], start[1], start[2]})),
                    columns->second * steps[static_cast<std::size_t>(columns->first)],
                    rows->second * steps[static_cast<std::size_t>(rows->first)]};
}

std::optional<SegPlacement> placementOnCt(const DicomImage& image, const Grid& ct) {
  SegPlacement placement{ct, {}};
  for (const DicomFrame& frame : image.frames) {
    const std::optional<FramePlace> place = placeOnCt(image, frame, ct);
    if (!place)
      return std::nullopt;
    placement.frames.push_back(*place);
  }
  return placement;
}

bool areMultiples(const std::set<long>& micrometres, double stepMm) {
  return stepMm > 0.0 && std::all_of(micrometres.begin(), micrometres.end(), [&](long place) {
           const double steps = static_cast<double>(place - *micrometres.begin()) / 1000.0 / stepMm;
           return std::abs(steps - std::round(steps)) <= 0.05;
         });
}

double smallestGapMm(const std::set<long>& micrometres) {
  double smallest = 0.0;
  for (auto place = micrometres.begin();
       place != micrometres.end() && std::next(place) != micrometres.end();
       ++place) {
    const double gap = static_cast<double>(*std::next(place) - *place) / 1000.0;
    smallest = smallest == 0.0 ? gap : std::min(smallest, gap);
  }
  return smallest > 0.0 ? smallest : 1.0;
}

/// From one slice of the CT to the next along `normal`; 0 where none of its axes follows it.
double stepAlong(const Grid& ct, const Vec3& normal) {
  for (int a = 0; a < 3; ++a) {
    if (std::abs(ct.directions().col(a).dot(normal)) > 0.999)
      return ct.spacingMm()[a];
  }
  return 0.0;
}

double segStepOf(const std::set<long>& micrometres, const std::vector<double>& candidatesMm) {
  for (const double step : candidatesMm) {
    if (areMultiples(micrometres, step))
      return step;
  }
  return smallestGapMm(micrometres);
}

Eigen::Matrix3d segAxesOf(const DicomFrame& frame) {
  Eigen::Matrix3d axes;
  const Vec3 row = frame.alongRow.normalized();
  const Vec3 column = (frame.alongColumn - row * row.dot(frame.alongColumn)).normalized();
  axes << row, column, row.cross(column);
  return axes;
}

/// The slice of each frame on a grid that ends with its frames.
struct SegStack {
  Grid grid;
  std::vector<int> slices;
};

SegStack segStackOf(const DicomImage& image, double statedStepMm, const Grid* ct) {
  const DicomFrame& first = image.frames.front();
  const Eigen::Matrix3d axes = segAxesOf(first);
  const Vec3 normal = axes.col(2);
  std::set<long> places;
  for (const DicomFrame& frame : image.frames)
    places.insert(std::lround(frame.positionMm.dot(normal) * 1000.0));
  constexpr double kMostSlices = 20000.0;
  const double low = static_cast<double>(*places.begin()) / 1000.0;
  const double lengthMm = static_cast<double>(*places.rbegin()) / 1000.0 - low;
  const double step = segStepOf(
      places, {statedStepMm, ct == nullptr ? 0.0 : stepAlong(*ct, normal), first.thicknessMm});
  if (lengthMm / step > kMostSlices)
    throw Error("Cannot read the segmentation " + image.path.string() +
                ": its frames are too far apart to be one volume.");
  SegStack stack;
  Vec3 origin = first.positionMm;
  for (const DicomFrame& frame : image.frames) {
    const double along = frame.positionMm.dot(normal);
    stack.slices.push_back(static_cast<int>(std::lround((along - low) / step)));
    if (stack.slices.back() == 0)
      origin = frame.positionMm;
  }
  stack.grid = Grid({image.columns, image.rows, static_cast<int>(std::lround(lengthMm / step)) + 1},
                    origin,
                    Vec3(first.columnSpacingMm, first.rowSpacingMm, step),
                    axes);
  return stack;
}

/// The grid with one voxel more at each end beyond which the CT goes on; `before` counts those in
/// front.
Grid widened(const Grid& grid, const Grid& ct, std::array<int, 3>& before) {
  std::array<int, 3> size = grid.size();
  const Vec3 middle = Vec3(size[0] - 1, size[1] - 1, size[2] - 1) / 2.0;
  Vec3 start = Vec3::Zero();
  for (int a = 0; a < 3; ++a) {
    const auto at = static_cast<std::size_t>(a);
    Vec3 low = middle;
    Vec3 high = middle;
    low[a] = -1.0;
    high[a] = grid.size()[at];
    before[at] = ct.contains(grid.voxelToPatient(low)) ? 1 : 0;
    start[a] = -before[at];
    size[at] += before[at] + (ct.contains(grid.voxelToPatient(high)) ? 1 : 0);
  }
  return {size, grid.voxelToPatient(start), grid.spacingMm(), grid.directions()};
}

}  // namespace

SegPlacement placementOf(const DicomImage& image, double statedStepMm, const Grid* ct) {
  if (ct != nullptr) {
    if (std::optional<SegPlacement> onCt = placementOnCt(image, *ct))
      return *std::move(onCt);
  }
  const SegStack stack = segStackOf(image, statedStepMm, ct);
  std::array<int, 3> before{};
  SegPlacement placement{ct == nullptr ? stack.grid : widened(stack.grid, *ct, before), {}};
  const std::array<int, 3>& size = placement.grid.size();
  for (const int slice : stack.slices)
    placement.frames.push_back({static_cast<std::ptrdiff_t>(placement.grid.offset(
                                    {before[0], before[1], before[2] + slice})),
                                1,
                                size[0]});
  return placement;
}

}  // namespace trocar
