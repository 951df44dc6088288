#include "core/error.h"
#include "core/io/dicom/dicom_series.h"
#include "core/io/quiet.h"
#include "core/number_text.h"
#include "core/parallel.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>

namespace trocar {
namespace {

constexpr std::int16_t kAirHu = -1024;  ///< Where no slice reaches.

Eigen::Matrix3d axesOf(const DicomFrame& frame) {
  const Vec3 row = frame.alongRow.normalized();
  const Vec3 column = (frame.alongColumn - row * row.dot(frame.alongColumn)).normalized();
  Eigen::Matrix3d axes;
  axes << row, column, row.cross(column);
  return axes;
}

/// The even spacing of the slices and how far they are from it.
struct Spacing {
  double stepMm = 1.0;
  double widestMm = 0.0;
  int uneven = 0;  ///< Gaps that differ from the step.
};

Spacing spacingOf(const std::vector<StackFrame>& frames) {
  Spacing spacing;
  std::vector<double> gaps;
  for (std::size_t n = 1; n < frames.size(); ++n)
    gaps.push_back(frames[n].alongMm - frames[n - 1].alongMm);
  if (gaps.empty()) {
    spacing.stepMm =
        frames.front().frame->thicknessMm > 0.0 ? frames.front().frame->thicknessMm : 1.0;
    return spacing;
  }
  std::vector<double> sorted = gaps;
  std::nth_element(sorted.begin(),
                   sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2),
                   sorted.end());
  const double median = sorted[sorted.size() / 2];
  const double tolerance = std::max(0.02 * median, 0.01);
  for (const double gap : gaps) {
    spacing.widestMm = std::max(spacing.widestMm, gap);
    spacing.uneven += std::abs(gap - median) > tolerance ? 1 : 0;
  }
  const double mean =
      (frames.back().alongMm - frames.front().alongMm) / static_cast<double>(gaps.size());
  spacing.stepMm = spacing.uneven > 0 ? median : mean;
  return spacing;
}

/// One decoded image, to be cut into its frames.
void decode(const DicomImage& image,
            const std::vector<StackFrame>& frames,
            std::vector<std::vector<std::int16_t>>& hu) {
  constexpr double kLow = std::numeric_limits<std::int16_t>::min();
  constexpr double kHigh = std::numeric_limits<std::int16_t>::max();
  const std::vector<std::int32_t> values = storedValues(image);
  const std::size_t pixels = values.size() / image.frames.size();
  for (std::size_t n = 0; n < frames.size(); ++n) {
    if (frames[n].image != &image)
      continue;
    const DicomFrame& frame = *frames[n].frame;
    hu[n].resize(pixels);
    const std::int32_t* from = values.data() + frames[n].number * pixels;
    std::transform(from, from + pixels, hu[n].begin(), [&](std::int32_t stored) {
      const double value = stored * frame.slope + frame.intercept;
      return static_cast<std::int16_t>(std::lround(std::clamp(value, kLow, kHigh)));
    });
  }
}

/// Every slice in HU, in the stack's order.
std::vector<std::vector<std::int16_t>> decodeAll(const DicomStack& stack,
                                                 const Progress& progress) {
  std::vector<const DicomImage*> images;
  for (const StackFrame& frame : stack.frames) {
    if (std::find(images.begin(), images.end(), frame.image) == images.end())
      images.push_back(frame.image);
  }
  std::vector<std::vector<std::int16_t>> hu(stack.frames.size());
  const Quiet quiet;
  parallelFor(images.size(), progress, [&](std::size_t n) {
    try {
      decode(*images[n], stack.frames, hu);
    } catch (const Error&) {
      throw;
    } catch (const std::exception& error) {  // A library's, or of too large a size in the header.
      throw Error("Cannot read " + images[n]->path.string() + ": " + error.what());
    }
  });
  return hu;
}

/// Offsets of each slice within its plane, in pixels, against the first.
std::vector<Eigen::Vector2d> shiftsOf(const DicomStack& stack) {
  const DicomFrame& first = *stack.frames.front().frame;
  std::vector<Eigen::Vector2d> shifts;
  for (const StackFrame& frame : stack.frames) {
    const Vec3 moved = stack.directions.transpose() * (frame.frame->positionMm - first.positionMm);
    shifts.emplace_back(moved[0] / first.columnSpacingMm, moved[1] / first.rowSpacingMm);
  }
  return shifts;
}

/// Pixels of a slice, asked between their centres.
struct Slice {
  const std::vector<std::int16_t>& pixels;
  int columns;
  int rows;

  double at(int column, int row) const {
    return pixels[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) +
                  static_cast<std::size_t>(column)];
  }
  /// Bilinear; air beyond the outer centres.
  std::int16_t huAt(double x, double y) const {
    if (x < 0.0 || y < 0.0 || x > columns - 1 || y > rows - 1)
      return kAirHu;
    const int x0 = static_cast<int>(x);
    const int y0 = static_cast<int>(y);
    const int x1 = std::min(x0 + 1, columns - 1);
    const int y1 = std::min(y0 + 1, rows - 1);
    const double upper = at(x0, y0) + (x - x0) * (at(x1, y0) - at(x0, y0));
    const double lower = at(x0, y1) + (x - x0) * (at(x1, y1) - at(x0, y1));
    return static_cast<std::int16_t>(std::lround(upper + (y - y0) * (lower - upper)));
  }
};

/// A slice moved by a fraction of pixels onto a plane of another size.
std::vector<std::int16_t> moved(const std::vector<std::int16_t>& pixels,
                                int columns,
                                const Eigen::Vector2d& by,
                                const std::array<int, 2>& size) {
  const Slice slice{pixels, columns, static_cast<int>(pixels.size()) / columns};
  std::vector<std::int16_t> result;
  result.reserve(static_cast<std::size_t>(size[0]) * static_cast<std::size_t>(size[1]));
  for (int j = 0; j < size[1]; ++j) {
    for (int i = 0; i < size[0]; ++i)
      result.push_back(slice.huAt(i - by[0], j - by[1]));
  }
  return result;
}

/// A plane that holds all slices of a sheared stack: where its first pixel lies, in pixels of the
/// first slice, and its size.
struct Plane {
  Eigen::Vector2d first = Eigen::Vector2d::Zero();
  std::array<int, 2> size{};
};

Plane straighten(const DicomStack& stack,
                 std::vector<std::vector<std::int16_t>>& slices,
                 std::vector<Remark>& remarks) {
  constexpr double kStraightPixels = 0.2;
  const DicomImage& image = *stack.frames.front().image;
  const std::vector<Eigen::Vector2d> shifts = shiftsOf(stack);
  Eigen::Vector2d low = Eigen::Vector2d::Zero();
  Eigen::Vector2d high = Eigen::Vector2d::Zero();
  for (const Eigen::Vector2d& shift : shifts) {
    low = low.cwiseMin(shift);
    high = high.cwiseMax(shift);
  }
  Plane plane{low.array().floor(), {image.columns, image.rows}};
  if ((high - low).maxCoeff() < kStraightPixels)
    return {Eigen::Vector2d::Zero(), plane.size};
  plane.size[0] += static_cast<int>(std::ceil(high[0]) - plane.first[0]);
  plane.size[1] += static_cast<int>(std::ceil(high[1]) - plane.first[1]);
  parallelFor(slices.size(), [&](std::size_t n) {
    slices[n] = moved(slices[n], image.columns, shifts[n] - plane.first, plane.size);
  });
  const Vec3 travel =
      stack.frames.back().frame->positionMm - stack.frames.front().frame->positionMm;
  const double tilt =
      std::acos(std::min(1.0, std::abs(travel.normalized().dot(stack.directions.col(2)))));
  remarks.push_back({"gantry-tilt",
                     "The gantry was tilted by " + decimalText(tilt * 180.0 / 3.14159265358979, 2) +
                         " degrees; the slices were put straight."});
  return plane;
}

/// Slices interpolated at even steps.
std::vector<std::vector<std::int16_t>> evened(
    const std::vector<StackFrame>& frames,
    double stepMm,
    const std::vector<std::vector<std::int16_t>>& slices) {
  const double lengthMm = frames.back().alongMm - frames.front().alongMm;
  const auto count = static_cast<std::size_t>(std::lround(lengthMm / stepMm)) + 1;
  if (count > 2 * frames.size())
    throw Error("The slices of the series in " + frames.front().image->path.parent_path().string() +
                " lie too unevenly to make a volume: choose another with --series.");
  std::vector<std::vector<std::int16_t>> even(count);
  for (std::size_t n = 0; n < count; ++n) {
    const double along =
        std::min(frames.front().alongMm + stepMm * static_cast<double>(n), frames.back().alongMm);
    std::size_t above = 1;
    while (above + 1 < frames.size() && frames[above].alongMm < along)
      ++above;
    const double below = frames[above - 1].alongMm;
    const double part = (along - below) / (frames[above].alongMm - below);
    even[n].resize(slices[above].size());
    std::transform(slices[above - 1].begin(),
                   slices[above - 1].end(),
                   slices[above].begin(),
                   even[n].begin(),
                   [&](std::int16_t a, std::int16_t b) {
                     return static_cast<std::int16_t>(std::lround(a + part * (b - a)));
                   });
  }
  return even;
}

std::vector<std::int16_t> joined(std::vector<std::vector<std::int16_t>>& slices) {
  std::vector<std::int16_t> voxels;
  voxels.reserve(slices.size() * slices.front().size());
  for (std::vector<std::int16_t>& slice : slices) {
    voxels.insert(voxels.end(), slice.begin(), slice.end());
    std::vector<std::int16_t>().swap(slice);
  }
  return voxels;
}

}  // namespace

DicomStack stackOf(const DicomSeries& series) {
  DicomStack stack;
  stack.directions = axesOf(series.images.front().frames.front());
  for (const DicomImage& image : series.images) {
    for (std::size_t n = 0; n < image.frames.size(); ++n)
      stack.frames.push_back(
          {&image, n, &image.frames[n], image.frames[n].positionMm.dot(stack.directions.col(2))});
  }
  std::stable_sort(stack.frames.begin(),
                   stack.frames.end(),
                   [](const StackFrame& a, const StackFrame& b) { return a.alongMm < b.alongMm; });
  const auto repeated =
      std::unique(stack.frames.begin(), stack.frames.end(), [](const auto& a, const auto& b) {
        return b.alongMm - a.alongMm < 0.01;
      });
  if (repeated != stack.frames.end())
    stack.remarks.push_back({"duplicate-slices",
                             std::to_string(stack.frames.end() - repeated) +
                                 " slices repeat the place of another and were left out."});
  stack.frames.erase(repeated, stack.frames.end());
  return stack;
}

Volume volumeOf(const DicomStack& stack, std::vector<Remark>& remarks, const Progress& progress) {
  std::vector<std::vector<std::int16_t>> slices = decodeAll(stack, progress);
  const Plane plane = straighten(stack, slices, remarks);
  const Spacing spacing = spacingOf(stack.frames);
  if (spacing.uneven > 0) {
    slices = evened(stack.frames, spacing.stepMm, slices);
    remarks.push_back({"uneven-slices",
                       "The slices are not evenly spaced: " + std::to_string(spacing.uneven) +
                           " gaps differ from " + decimalText(spacing.stepMm, 2) +
                           " mm, the widest is " + decimalText(spacing.widestMm, 2) +
                           " mm; what lies between was interpolated and is not to be trusted."});
  }
  if (stack.frames.size() == 1)
    remarks.push_back({"single-slice", "The series has a single slice."});
  const DicomFrame& first = *stack.frames.front().frame;
  const Vec3 step(first.columnSpacingMm, first.rowSpacingMm, spacing.stepMm);
  const Vec3 origin = first.positionMm + stack.directions.col(0) * (plane.first[0] * step[0]) +
                      stack.directions.col(1) * (plane.first[1] * step[1]);
  const Grid grid({plane.size[0], plane.size[1], static_cast<int>(slices.size())},
                  origin,
                  step,
                  stack.directions);
  return {grid, joined(slices)};
}

}  // namespace trocar
