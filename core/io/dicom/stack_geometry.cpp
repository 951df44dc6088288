#include "core/io/dicom/stack_geometry.h"

#include "core/error.h"
#include "core/io/dicom/dicom_numbers.h"
#include "core/io/dicom/dicom_volume.h"
#include "core/io/dicom/slice_shifts.h"
#include "core/number_text.h"

#include <Eigen/Geometry>

#include <algorithm>
#include <cmath>

namespace trocar {
namespace {

constexpr double kStraightPixels = 0.2;  ///< Slices so far beside each other need not be moved.
constexpr double kTiltDegrees = 0.1;     ///< Below, the gantry was not tilted.

std::string folderOf(const std::vector<FrameRef>& frames) {
  return frames.front().image->path.parent_path().string();
}

Eigen::Matrix3d axesOf(const DicomFrame& frame) {
  const Vec3 row = frame.alongRow.normalized();
  const Vec3 column = (frame.alongColumn - row * row.dot(frame.alongColumn)).normalized();
  Eigen::Matrix3d axes;
  axes << row, column, row.cross(column);
  return axes;
}

/// Names the worst of a few slices that do not lie where all others do.
void raiseShifted(const std::vector<FrameRef>& frames,
                  const std::vector<std::size_t>& slices,
                  const std::vector<double>& byMm,
                  const std::string& fromWhat,
                  const ImportChoices& choices,
                  std::vector<Remark>& remarks) {
  const std::size_t worst =
      *std::max_element(slices.begin(), slices.end(), [&](std::size_t a, std::size_t b) {
        return byMm[a] < byMm[b];
      });
  const std::size_t more = slices.size() - 1;
  raise(Doubt("shifted-slice",
              "The slice of " + frameText(frames[worst]) + " lies " + decimalText(byMm[worst], 1) +
                  " mm " + fromWhat + " by its " + tagText(DCM_ImagePositionPatient) +
                  (more > 0 ? ", and " + std::to_string(more) + " more no farther" : "") + ".")
            .about(frames[worst].image->path, "Export the series again."),
        choices,
        remarks);
}

/// Where a slice of the volume lies, for people.
std::string sliceText(const std::vector<FrameRef>& frames, const StackGeometry& geometry, int k) {
  const Vec3 normal = geometry.directions.col(2);
  return placeText(frames.front().frame().positionMm + normal * (geometry.spacing.stepMm * k),
                   normal);
}

/// "z -80.0 mm to z -78.0 mm, z -60.0 mm and 3 more places".
std::string rangesText(const std::vector<FrameRef>& frames, const StackGeometry& geometry) {
  constexpr std::size_t kMost = 4;
  const std::vector<SliceRange>& ranges = geometry.spacing.madeUp;
  std::string text;
  for (std::size_t n = 0; n < std::min(ranges.size(), kMost); ++n) {
    text += (n == 0 ? "" : ", ") + sliceText(frames, geometry, ranges[n].first);
    if (ranges[n].last > ranges[n].first)
      text += " to " + sliceText(frames, geometry, ranges[n].last);
  }
  if (ranges.size() > kMost)
    text += " and " + std::to_string(ranges.size() - kMost) + " more places";
  return text;
}

void raiseGaps(const std::vector<FrameRef>& frames,
               const StackGeometry& geometry,
               const ImportChoices& choices,
               std::vector<Remark>& remarks) {
  const SliceSpacing& spacing = geometry.spacing;
  if (spacing.even)
    return;
  if (!spacing.onGrid) {
    const OffPlace off = offPlaceOf(geometry.alongMm);
    if (!off.slices.empty())
      raiseShifted(frames,
                   off.slices,
                   off.offMm,
                   "from the even place between its neighbours",
                   choices,
                   remarks);
  }
  const double lengthMm = geometry.alongMm.back() - geometry.alongMm.front();
  const std::string step = decimalText(spacing.stepMm, 2) + " mm";
  const std::string widest = decimalText(spacing.widestMm, 2) + " mm";
  const std::string made = std::to_string(spacing.madeUpSlices()) + " of " +
                           std::to_string(spacing.sources.size()) + " slices";
  if (!spacing.madeUp.empty() && spacing.widestMm >= 0.5 * lengthMm)
    raise(Doubt("large-gap",
                "The series has a gap of " + widest + ", half of the CT or more: " + made + " (" +
                    rangesText(frames, geometry) + ") would be made up.")
              .about(folderOf(frames), "Copy the whole series."),
          choices,
          remarks);
  if (spacing.madeUp.empty())
    remarks.push_back({"uneven-slices",
                       "The slices are not evenly spaced (widest gap " + widest +
                           "); they were interpolated at steps of " + step + "."});
  else
    remarks.push_back({"uneven-slices",
                       (spacing.onGrid ? "Slices are missing (steps of " + step
                                       : "The slices are not evenly spaced (about " + step) +
                           ", widest gap " + widest + "): " + made + " at " +
                           rangesText(frames, geometry) +
                           " were interpolated and are not to be trusted."});
}

void tellOfTilt(const std::vector<FrameRef>& frames,
                double tiltDegrees,
                double mostBesideMm,
                bool onALine,
                bool moved,
                std::vector<Remark>& remarks) {
  constexpr double kDisagreeDegrees = 0.5;
  const std::string leaning = decimalText(tiltDegrees, 1) + " degrees";
  if (moved && onALine && tiltDegrees >= kTiltDegrees)
    remarks.push_back({"gantry-tilt",
                       "The gantry was tilted by " + decimalText(tiltDegrees, 2) +
                           " degrees; the slices were put straight."});
  else if (moved)
    remarks.push_back({"shifted-slices",
                       "The slices do not lie straight above each other (up to " +
                           decimalText(mostBesideMm, 1) +
                           " mm beside); they were put straight by the places that the files "
                           "state."});
  const std::optional<double> stated = frames.front().image->gantryTiltDegrees;
  if (stated && onALine && std::abs(*stated) < 90.0 &&
      std::abs(std::abs(*stated) - tiltDegrees) > kDisagreeDegrees)
    remarks.push_back({"tilt-contradicted",
                       tagText(DCM_GantryDetectorTilt) + " says " + decimalText(*stated, 1) +
                           " degrees, but the places of the slices lean by " + leaning +
                           "; the places were taken."});
}

/// A few slices beside the line of all others have a wrong place. Whether there is such a line.
bool raiseBeside(const std::vector<FrameRef>& frames,
                 const SliceShifts& shifts,
                 double pixelMm,
                 const ImportChoices& choices,
                 std::vector<Remark>& remarks) {
  constexpr double kBesidePixels = 0.5;
  std::vector<std::size_t> beside;
  for (std::size_t n = 0; n < frames.size(); ++n) {
    if (shifts.besideMm[n] > kBesidePixels * pixelMm)
      beside.push_back(n);
  }
  if (beside.size() > std::max<std::size_t>(1, frames.size() / 10))
    return false;
  if (!beside.empty())
    raiseShifted(
        frames, beside, shifts.besideMm, "beside the line of the others", choices, remarks);
  return true;
}
}  // namespace

StackGeometry geometryOf(const std::vector<FrameRef>& frames) {
  StackGeometry geometry;
  const DicomFrame& first = frames.front().frame();
  geometry.directions = axesOf(first);
  for (const FrameRef& frame : frames) {
    const Vec3 moved =
        geometry.directions.transpose() * (frame.frame().positionMm - first.positionMm);
    geometry.alongMm.push_back(moved[2]);
    geometry.inPlaneMm.emplace_back(moved[0], moved[1]);
  }
  geometry.spacing = spacingOf(geometry.alongMm, first.thicknessMm);
  const std::size_t slices = geometry.spacing.sources.size();
  if (slices == 0 || slices > 2 * frames.size())
    throw Error("The " + std::to_string(frames.size()) + " slices of the series in " +
                folderOf(frames) + " lie too unevenly to make a volume (steps of " +
                decimalText(geometry.spacing.stepMm, 2) + " mm, widest gap " +
                decimalText(geometry.spacing.widestMm, 2) +
                " mm): more than half would be made up; choose another with --series.");
  return geometry;
}

void raiseGeometry(const std::vector<FrameRef>& frames,
                   const StackGeometry& geometry,
                   const ImportChoices& choices,
                   std::vector<Remark>& remarks) {
  if (frames.size() == 1) {
    remarks.push_back({"single-slice", "The series has a single slice."});
    return;
  }
  raiseGaps(frames, geometry, choices, remarks);
  const DicomFrame& first = frames.front().frame();
  const SliceShifts shifts = shiftsAlong(geometry.alongMm, geometry.inPlaneMm);
  const bool onALine = raiseBeside(
      frames, shifts, std::min(first.columnSpacingMm, first.rowSpacingMm), choices, remarks);
  double most = 0.0;
  for (const Eigen::Vector2d& place : geometry.inPlaneMm)
    most = std::max(most, place.norm());
  tellOfTilt(frames, shifts.tiltDegrees, most, onALine, planeOf(frames, geometry).moved, remarks);
}

StraightPlane planeOf(const std::vector<FrameRef>& frames, const StackGeometry& geometry) {
  const DicomFrame& first = frames.front().frame();
  const Eigen::Vector2d pixelMm(first.columnSpacingMm, first.rowSpacingMm);
  Eigen::Vector2d low = Eigen::Vector2d::Zero();
  Eigen::Vector2d high = Eigen::Vector2d::Zero();
  for (const Eigen::Vector2d& place : geometry.inPlaneMm) {
    low = low.cwiseMin(place.cwiseQuotient(pixelMm));
    high = high.cwiseMax(place.cwiseQuotient(pixelMm));
  }
  const std::array<int, 2> size = {frames.front().image->columns, frames.front().image->rows};
  if ((high - low).maxCoeff() < kStraightPixels)
    return {Eigen::Vector2d::Zero(), size, false};
  if (high[0] - low[0] > size[0] || high[1] - low[1] > size[1])
    throw Error("The slices of the series in " + folderOf(frames) + " lie up to " +
                decimalText((high - low).cwiseProduct(pixelMm).norm(), 1) +
                " mm beside each other, more than they are wide: no volume; export the series "
                "again.");
  StraightPlane plane{low.array().floor(), size, true};
  plane.size[0] += static_cast<int>(std::ceil(high[0]) - plane.first[0]);
  plane.size[1] += static_cast<int>(std::ceil(high[1]) - plane.first[1]);
  return plane;
}

std::string placeText(const Vec3& pointMm, const Vec3& normal) {
  int axis = 0;
  normal.cwiseAbs().maxCoeff(&axis);
  return std::string(1, "xyz"[axis]) + " " + decimalText(pointMm[axis], 1) + " mm";
}

std::string frameText(const FrameRef& ref) {
  const DicomFrame& frame = ref.frame();
  const bool several = ref.image->frames.size() > 1;
  return (several ? "frame " + std::to_string(ref.number + 1)
                  : "image " + plainNumber(ref.image->instance)) +
         " at " + placeText(frame.positionMm, frame.alongRow.cross(frame.alongColumn));
}

}  // namespace trocar
