#include "planning/fluoro/carm.h"

#include "core/box.h"
#include "core/error.h"
#include "planning/model/angles.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace trocar::fluoro {
namespace {

constexpr std::int16_t kTissueHu = -300;

/// Head and feet lie beyond the CT.
bool inBody(const Vec3& pointMm, const Box& bodyMm) {
  return pointMm.x() > bodyMm.lowMm.x() && pointMm.x() < bodyMm.highMm.x() &&
         pointMm.y() > bodyMm.lowMm.y() && pointMm.y() < bodyMm.highMm.y();
}

bool detectorInBody(const CarmSetup& setup, const Box& bodyMm) {
  const XrayGeometry geometry = carmGeometry(setup);
  const double half = 0.5 * setup.detectorMm;
  for (const double c : {-half, 0.0, half}) {
    for (const double r : {-half, 0.0, half}) {
      if (inBody(geometry.detectorCentreMm + c * geometry.right + r * geometry.down, bodyMm))
        return true;
    }
  }
  return false;
}

void requireWithin(double value, double low, double high, const std::string& what) {
  if (!(value >= low && value <= high))
    throw Error(what + " must be from " + std::to_string(std::lround(low)) + " to " +
                std::to_string(std::lround(high)) + ".");
}

}  // namespace

Vec3 XrayGeometry::pixelCentreMm(double column, double row) const {
  return detectorCentreMm +
         pixelMm * ((column - 0.5 * (width - 1)) * right + (row - 0.5 * (height - 1)) * down);
}

Eigen::Vector2d XrayGeometry::project(const Vec3& pointMm) const {
  const Vec3 offset = sourceMm + enlargementAt(pointMm) * (pointMm - sourceMm) - detectorCentreMm;
  return {offset.dot(right) / pixelMm + 0.5 * (width - 1),
          offset.dot(down) / pixelMm + 0.5 * (height - 1)};
}

double XrayGeometry::enlargementAt(const Vec3& pointMm) const {
  const Vec3 normal = right.cross(down);
  return normal.dot(detectorCentreMm - sourceMm) / normal.dot(pointMm - sourceMm);
}

CarmAngles consoleAngles(const CarmAngles& supine, PatientPosition position) {
  return position == PatientPosition::Prone ? readProne(supine) : supine;
}

Vec3 anteriorBeamOf(const CarmSetup& setup) {
  return beamOf(consoleAngles(setup.angles, setup.position));
}

XrayGeometry carmGeometry(const CarmSetup& setup) {
  const Vec3 anterior = anteriorBeamOf(setup);
  const Vec3 towardsDetector =
      setup.position == PatientPosition::Prone ? Vec3(-anterior) : anterior;
  XrayGeometry geometry;
  geometry.sourceMm = setup.isocentreMm - setup.sourceToIsocentreMm * towardsDetector;
  geometry.detectorCentreMm = geometry.sourceMm + setup.sourceToDetectorMm * towardsDetector;
  geometry.right = (-anterior).cross(Vec3::UnitZ()).normalized();
  geometry.down = (-anterior).cross(geometry.right);
  if (setup.operatorSide)
    geometry.right = -geometry.right;
  if (setup.upsideDown)
    geometry.down = -geometry.down;
  geometry.width = setup.sizePx;
  geometry.height = setup.sizePx;
  geometry.pixelMm = setup.detectorMm / setup.magnification / setup.sizePx;
  return geometry;
}

Box bodyBoxOf(const Case& patient) {
  for (const Structure* skin : patient.withRole(Role::Skin)) {
    if (const std::optional<Box> box = boundsOf(patient, *skin))
      return *box;
  }
  constexpr int kStep = 4;
  const Grid& grid = patient.ct.grid();
  const auto [nx, ny, nz] = grid.size();
  std::vector<Vec3> tissueMm;
  for (int k = 0; k < nz; k += kStep) {
    for (int j = 0; j < ny; j += kStep) {
      for (int i = 0; i < nx; i += kStep) {
        if (patient.ct.at({i, j, k}) >= kTissueHu)
          tissueMm.push_back(grid.voxelToPatient(VoxelIndex{i, j, k}));
      }
    }
  }
  return boxAround(tissueMm);
}

void requireClear(const CarmSetup& setup, const Box& bodyMm) {
  requireWithin(setup.angles.laoDeg, -180, 180, "LAO/RAO in degrees");
  requireWithin(setup.angles.cranDeg, -89, 89, "CRA/CAU in degrees");
  requireWithin(setup.magnification, 1, 4, "The magnification");
  requireWithin(100.0 * setup.shutterWidth, 10, 100, "The shutters' opening in percent");
  requireWithin(100.0 * setup.shutterHeight, 10, 100, "The shutters' opening in percent");
  requireWithin(setup.sourceToDetectorMm,
                setup.sourceToIsocentreMm + 50.0,
                2000,
                "The distance from source to detector in mm");
  const char* part = inBody(carmGeometry(setup).sourceMm, bodyMm) ? "source"
                     : detectorInBody(setup, bodyMm)              ? "detector"
                                                                  : nullptr;
  if (part != nullptr)
    throw Error("At " + consoleText(setup.angles) + " the " + part +
                " would stand in the patient: choose a smaller CRA or CAU angle or move the "
                "detector away.");
}

}  // namespace trocar::fluoro
