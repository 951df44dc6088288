#include "planning/anatomy/vertebra_regions.h"

#include "planning/anatomy/vertebra_trace.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace trocar::anatomy {
namespace {

constexpr double kPedicleBackMm = 5.0;  // Behind the isthmus, where the pedicle becomes arch.
constexpr double kPedicleSpread =
    1.5;  // Of its width and height: how far the flares still belong to it.
constexpr double kLaminaMm = 6.0;  // Behind the canal the spinous process begins.
constexpr double kSpinousHalfMm = 6.0;
constexpr double kBeyondPedicleMm = 3.0;  // Lateral of the pedicle the transverse process begins.

bool inPedicle(const PedicleAnatomy& pedicle, const VertebraFrame& frame, const Vec3& pointMm) {
  if (pedicle.isthmusWidthMm <= 0.0)
    return false;
  const Vec3 d = pointMm - pedicle.centreMm;
  const double along = d.dot(pedicle.axis);
  if (along < -kPedicleBackMm || along > 15.0)
    return false;
  const Vec3 across = d - along * pedicle.axis;
  const double u = across.dot(frame.left) / (0.5 * kPedicleSpread * pedicle.isthmusWidthMm);
  const double v = across.dot(frame.superior) / (0.5 * kPedicleSpread * pedicle.isthmusHeightMm);
  return u * u + v * v <= 1.0;
}

/// Everything the parts are told apart by.
struct Divider {
  const VertebraAnatomy& anatomy;
  const VertebraTrace& trace;

  VertebraPart partOfBone(const Vec3& pointMm) const {
    const BodyShape& body = trace.body;
    const Vec3 local = body.axes.toLocal(pointMm);
    if (body.contains(local))
      return VertebraPart::Body;
    if (inPedicle(anatomy.left, anatomy.frame, pointMm))
      return VertebraPart::LeftPedicle;
    if (inPedicle(anatomy.right, anatomy.frame, pointMm))
      return VertebraPart::RightPedicle;
    return trace.canal ? partOfArch(local) : VertebraPart::Body;
  }

  VertebraPart partOfArch(const Vec3& local) const {
    const CanalOutline& canal = *trace.canal;
    const double x = local[0] - canal.centreMm[0];
    const double backY = canal.centreMm[1] + canal.radiiMm[0];
    if (std::abs(x) < kSpinousHalfMm && local[1] > backY + kLaminaMm)
      return VertebraPart::Spinous;
    const PedicleAnatomy& pedicle = x > 0.0 ? anatomy.left : anatomy.right;
    const double halfWidth =
        canal.radiiMm[x > 0.0 ? BodyShape::kAngles / 4 : 3 * BodyShape::kAngles / 4];
    const double width = pedicle.isthmusWidthMm > 0.0 ? pedicle.isthmusWidthMm : 8.0;
    if (std::abs(x) > halfWidth + width + kBeyondPedicleMm)
      return x > 0.0 ? VertebraPart::LeftTransverse : VertebraPart::RightTransverse;
    return VertebraPart::Arch;
  }

  bool inCanal(const Vec3& pointMm) const {
    const Vec3 local = trace.body.axes.toLocal(pointMm);
    return trace.canal && local[2] >= trace.body.bottomMm && local[2] <= trace.body.topMm &&
           trace.canal->contains(local) && !trace.body.contains(local);
  }
};

}  // namespace

std::string_view toString(VertebraPart part) {
  constexpr std::array<std::string_view, 9> kWords = {"none",
                                                      "body",
                                                      "left_pedicle",
                                                      "right_pedicle",
                                                      "arch",
                                                      "left_transverse",
                                                      "right_transverse",
                                                      "spinous",
                                                      "canal"};
  return kWords[static_cast<std::size_t>(part)];
}

double VertebraRegions::volumeMl(VertebraPart part) const {
  const auto& voxels = parts.voxels();
  const auto count = std::count(voxels.begin(), voxels.end(), static_cast<std::uint8_t>(part));
  return static_cast<double>(count) * parts.grid().voxelVolumeMm3() / 1000.0;
}

VertebraRegions divideVertebra(const Case& patient, const VertebraAnatomy& anatomy) {
  const Structure* structure = patient.find(anatomy.structureId);
  if (structure == nullptr)
    return {};
  const CaseExtents extents(patient);
  const VertebraTrace trace = traceVertebra({patient, *structure, extents});
  if (!trace.failure.empty())
    return {};
  const Divider divider{anatomy, trace};
  const Grid& grid = trace.mask.grid();
  std::vector<std::uint8_t> parts(grid.voxelCount(), 0);
  for (const Vec3& voxel : trace.mask.voxels())
    parts[grid.offset(grid.nearestVoxel(voxel))] =
        static_cast<std::uint8_t>(divider.partOfBone(voxel));
  for (std::size_t n = 0; n < parts.size(); ++n) {
    if (parts[n] == 0 && divider.inCanal(grid.voxelToPatient(grid.voxelAt(n))))
      parts[n] = static_cast<std::uint8_t>(VertebraPart::Canal);
  }
  return {Image<std::uint8_t>(grid, std::move(parts))};
}

}  // namespace trocar::anatomy
