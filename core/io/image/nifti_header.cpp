#include "core/io/image/nifti_header.h"

#include "core/error.h"
#include "core/io/image/nifti_fields.h"
#include "core/io/image/placement.h"
#include "core/number_text.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace trocar {
namespace {

constexpr double kApartMm = 0.1;  // Sform and qform that lie farther apart are said.

ScalarType niftiType(const NiftiFields& fields) {
  static const std::map<int, ScalarType> kTypes = {{2, ScalarType::Uint8},
                                                   {4, ScalarType::Int16},
                                                   {8, ScalarType::Int32},
                                                   {16, ScalarType::Float},
                                                   {64, ScalarType::Double},
                                                   {256, ScalarType::Int8},
                                                   {512, ScalarType::Uint16},
                                                   {768, ScalarType::Uint32},
                                                   {1024, ScalarType::Int64},
                                                   {1280, ScalarType::Uint64}};
  const auto found = kTypes.find(fields.datatype);
  if (found == kTypes.end())
    throw Error("it holds colours, complex numbers or a type that is not supported (datatype " +
                std::to_string(fields.datatype) + "); export it as plain numbers.");
  if (fields.bitpix != static_cast<int>(8 * bytesOf(found->second)))
    throw Error("its bitpix is " + std::to_string(fields.bitpix) + ", but its datatype " +
                std::to_string(fields.datatype) + " has " +
                std::to_string(8 * bytesOf(found->second)) +
                " bits: the header is damaged; copy or export it again.");
  return found->second;
}

void readNiftiSizes(const NiftiFields& fields, ImageHeader& header) {
  if (fields.dim[0] < 1 || fields.dim[0] > 7)
    throw Error("its dim[0] is " + std::to_string(fields.dim[0]) +
                ", not 1 to 7: the header is damaged; copy or export it again.");
  if (fields.dim[0] < 3)
    throw Error("it is not a three-dimensional image.");
  for (std::size_t axis = 1; axis <= static_cast<std::size_t>(fields.dim[0]); ++axis) {
    const std::int64_t size = fields.dim[axis];
    if (axis > 3 && size > 1)
      throw Error("it holds several volumes (" + std::to_string(size) +
                  "); export the one to use.");
    if (axis <= 3)
      header.size[axis - 1] = static_cast<int>(std::clamp<std::int64_t>(size, -(1 << 30), 1 << 30));
  }
  checkSizes(header, "dim");
}

VoxelStore niftiStore(const NiftiFields& fields) {
  const double least = fields.pair ? 0.0 : static_cast<double>(fields.headerBytes) + 4.0;
  const double at = fields.voxOffset == 0.0 ? least : fields.voxOffset;
  if (!(at >= least && at < 1e12) || at != std::floor(at))
    throw Error("its vox_offset is " + plainNumber(fields.voxOffset) +
                ", no place behind its header where voxels could begin; copy or export it again.");
  VoxelStore store;
  store.from = static_cast<std::uint64_t>(at);
  store.bigEndian = fields.bigEndian;
  return store;
}

/// No slope where it is 0 or NaN, as the format and nibabel have it.
void readNiftiScale(const NiftiFields& fields, ImageHeader& header) {
  if (std::isinf(fields.slope) || std::isinf(fields.intercept))
    throw Error(
        "its scl_slope or scl_inter is infinite: the header is damaged; copy or export it "
        "again.");
  if (fields.slope == 0.0 || std::isnan(fields.slope))
    return;
  header.slope = fields.slope;
  header.intercept = std::isnan(fields.intercept) ? 0.0 : fields.intercept;
}

double niftiUnitMm(int units) {
  switch (units & 7) {
    case 1:
      return 1000.0;
    case 3:
      return 0.001;
    default:
      return 1.0;  // Millimetres, or unknown, which is millimetres in practice.
  }
}

/// A step and an origin in right-anterior-superior axes as LPS millimetres.
Placement fromRas(const Eigen::Matrix3d& steps, const Vec3& origin, double unitMm) {
  const Eigen::DiagonalMatrix<double, 3> turn(-unitMm, -unitMm, unitMm);
  return {turn * steps, turn * origin};
}

Placement sformOf(const NiftiFields& fields) {
  if (!fields.srow.allFinite())
    throw Error(
        "its sform (srow_x, srow_y, srow_z) holds a number that is none (NaN or infinite); "
        "export it again.");
  return fromRas(fields.srow.leftCols<3>(), fields.srow.col(3), niftiUnitMm(fields.units));
}

Vec3 pixdimOf(const NiftiFields& fields) {
  return {fields.pixdim[1], fields.pixdim[2], fields.pixdim[3]};
}

void checkPixdim(const NiftiFields& fields) {
  for (std::size_t axis = 1; axis <= 3; ++axis) {
    const double length = fields.pixdim[axis];
    const bool used = fields.sformCode <= 0;
    if (!std::isfinite(length) || length == 0.0 || (used && length < 0.0))
      throw Error("its pixdim[" + std::to_string(axis) + "] is " + plainNumber(length) +
                  ": a voxel of no size; export it again.");
  }
}

Placement qformOf(const NiftiFields& fields) {
  constexpr double kUnit = 1e-3;
  const double square = fields.quaternion.squaredNorm();
  if (!(square <= 1.0 + kUnit) || !fields.qOffset.allFinite())
    throw Error(
        "its qform (quatern_b, quatern_c, quatern_d, qoffset) is no rotation and place; "
        "export it again.");
  const double real = std::sqrt(std::max(0.0, 1.0 - square));
  const Eigen::Quaterniond turn =
      Eigen::Quaterniond(real, fields.quaternion[0], fields.quaternion[1], fields.quaternion[2])
          .normalized();
  Vec3 step = pixdimOf(fields).cwiseAbs();
  if (fields.pixdim[0] < 0.0)
    step[2] = -step[2];
  return fromRas(
      turn.toRotationMatrix() * step.asDiagonal(), fields.qOffset, niftiUnitMm(fields.units));
}

/// How far the rounding of the quaternion may put a voxel aside: its real part is what the rounded
/// others leave of 1.
double qformSlackMm(const NiftiFields& fields, const Placement& place, const ImageHeader& header) {
  const double rounding = 2.0 * fields.rounding;
  const double real = std::sqrt(std::max(0.0, 1.0 - fields.quaternion.squaredNorm()));
  const double lost = std::min(std::sqrt(rounding), rounding / std::max(2.0 * real, 1e-12));
  const Placement without{Eigen::Matrix3d::Zero(), place.originMm};
  return 2.0 * lost * farthestApartMm(place, without, header.size);
}

std::string voxelText(const Placement& place) {
  const Vec3 spacing = spacingOf(place);
  return plainNumber(spacing[0], 4) + " x " + plainNumber(spacing[1], 4) + " x " +
         plainNumber(spacing[2], 4) + " mm";
}

bool sameVoxelSize(const Placement& a, const Placement& b) {
  constexpr double kShare = 0.01;
  const Vec3 ratio = spacingOf(a).cwiseQuotient(spacingOf(b));
  return ((ratio - Vec3::Ones()).cwiseAbs().array() < kShare).all();
}

/// The sform beside the qform: apart from each other is said, another voxel size or side is a
/// doubt.
void compareForms(const Placement& sform,
                  const Placement& qform,
                  double slackMm,
                  ImageHeader& header) {
  const double apart = farthestApartMm(sform, qform, header.size);
  if (!(apart > kApartMm + slackMm))
    return;
  const std::string said = "The sform and the qform of a NIfTI header put its voxels up to " +
                           decimalText(apart, 1) + " mm apart";
  if (!sameVoxelSize(sform, qform))
    header.doubts.emplace_back("forms-contradict",
                               said + " and give them two sizes, " + voxelText(sform) + " and " +
                                   voxelText(qform) + "; the sform counts.");
  else if (lettersOfAxes(sform.stepsMm) != lettersOfAxes(qform.stepsMm))
    header.doubts.emplace_back("forms-contradict",
                               said + " and name its sides differently, " +
                                   lettersOfAxes(sform.stepsMm) + " and " +
                                   lettersOfAxes(qform.stepsMm) + "; the sform counts.");
  else
    header.remarks.push_back(
        {"forms-differ", said + "; the sform was taken, as other programs do."});
}

/// An sform alone beside pixdim, which some programs take for the voxel size.
void comparePixdim(const NiftiFields& fields, ImageHeader& header) {
  if (degreesOffSquare(header.place) > kSquareDegrees)
    return;  // Refused for that.
  const Vec3 pixdim = pixdimOf(fields).cwiseAbs() * niftiUnitMm(fields.units);
  const Placement other{pixdim.asDiagonal(), Vec3::Zero()};
  if (sameVoxelSize(header.place, other))
    return;
  header.doubts.emplace_back("forms-contradict",
                             "The sform of a NIfTI header gives voxels of " +
                                 voxelText(header.place) + ", its pixdim " + voxelText(other) +
                                 "; the sform counts.");
}

void readNiftiPlace(const NiftiFields& fields, ImageHeader& header) {
  checkPixdim(fields);
  if (fields.sformCode <= 0 && fields.qformCode <= 0) {
    header.unplaced = "its sform_code and its qform_code are 0";
    header.place.stepsMm = (pixdimOf(fields) * niftiUnitMm(fields.units)).asDiagonal();
    return;
  }
  header.place = fields.sformCode > 0 ? sformOf(fields) : qformOf(fields);
  if (fields.sformCode > 0 && fields.qformCode <= 0)
    return comparePixdim(fields, header);
  if (fields.sformCode <= 0)
    return;
  const Placement qform = qformOf(fields);
  if (const double off = degreesOffSquare(header.place); off > kSquareDegrees) {
    header.doubts.emplace_back(
        "sheared-sform",
        "The sform of a NIfTI header is " + decimalText(off, 1) +
            " degrees off right angles and lies up to " +
            decimalText(farthestApartMm(header.place, qform, header.size), 1) +
            " mm from its qform, which is straight; the qform counts.");
    header.place = qform;
    return;
  }
  compareForms(header.place, qform, qformSlackMm(fields, qform, header), header);
}

}  // namespace

bool isNifti(std::string_view bytes) {
  return niftiFields(bytes).has_value();
}

bool isNiftiPair(std::string_view bytes) {
  const std::optional<NiftiFields> fields = niftiFields(bytes);
  return fields && fields->pair;
}

bool isAnalyze(std::string_view bytes) {
  constexpr std::size_t kHeader = 348;
  const std::string_view length = bytes.substr(0, 4);
  return bytes.size() >= kHeader && !isNifti(bytes) &&
         (length == std::string_view("\x5c\x01\0\0", 4) ||
          length == std::string_view("\0\0\x01\x5c", 4));
}

ImageHeader niftiHeader(std::string_view bytes) {
  const std::optional<NiftiFields> fields = niftiFields(bytes);
  if (!fields)
    throw Error("it is not a NIfTI file.");
  ImageHeader header;
  header.type = niftiType(*fields);
  readNiftiSizes(*fields, header);
  header.store = niftiStore(*fields);
  readNiftiScale(*fields, header);
  readNiftiPlace(*fields, header);
  return header;
}

}  // namespace trocar
