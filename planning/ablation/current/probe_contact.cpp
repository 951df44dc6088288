#include "planning/ablation/current/probe_contact.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

namespace trocar::ablation {
namespace {

constexpr double kInsideShare =
    0.1;  ///< A voxel centre this share of h outside still counts as inside.
constexpr double kThinShare =
    0.75;  ///< Of h: within this of the axis a voxel is inside however thin the probe, so that some
           ///< voxel of every cross-section is (the farthest nearest one lies 0.71 h away).
constexpr double kLeastShare = 0.25;  ///< Of h between a voxel's centre and the surface.
constexpr double kMostFactor = 16.0;

struct Window {
  VoxelIndex low, high;
};

Window windowAround(const Grid& grid, const ProbeShape& probe) {
  const Vec3 a = grid.patientToVoxel(probe.distalMm), b = grid.patientToVoxel(probe.proximalMm);
  const double reach = probe.radiusMm / grid.spacingMm().x() + 3.0;
  const auto low = [&](int axis) {
    return std::max(0, static_cast<int>(std::floor(std::min(a[axis], b[axis]) - reach)));
  };
  const auto high = [&](int axis) {
    return std::min(grid.size()[static_cast<std::size_t>(axis)] - 1,
                    static_cast<int>(std::ceil(std::max(a[axis], b[axis]) + reach)));
  };
  return {{low(0), low(1), low(2)}, {high(0), high(1), high(2)}};
}

std::array<VoxelIndex, 6> around(const VoxelIndex& v) {
  return {{{v.i - 1, v.j, v.k},
           {v.i + 1, v.j, v.k},
           {v.i, v.j - 1, v.k},
           {v.i, v.j + 1, v.k},
           {v.i, v.j, v.k - 1},
           {v.i, v.j, v.k + 1}}};
}

/// Where a point lies beside the probe.
struct Place {
  double alongMm;   ///< From the middle of the working part.
  double acrossMm;  ///< From the axis.
};

Place placeOf(const ProbeShape& probe, const Vec3& pointMm) {
  const Vec3 axis = (probe.proximalMm - probe.distalMm).normalized();
  const Vec3 offset = pointMm - 0.5 * (probe.distalMm + probe.proximalMm);
  const double along = offset.dot(axis);
  return {along, (offset - along * axis).norm()};
}

/// A body: to its surface, negative inside, and which voxel centres count as inside.
struct Body {
  std::function<double(const Vec3&)> signedDistance;
  std::function<bool(const Vec3&)> holds;
};

/// Sum over the faces that the surface cuts of 1 / (share of h up to the surface).
double cutFactor(const Grid& grid, const Body& body, const VoxelIndex& v, double distance) {
  double factor = 0.0;
  for (const VoxelIndex& neighbour : around(v)) {
    const Vec3 point = grid.voxelToPatient(neighbour);
    if (!body.holds(point))
      continue;
    const double other = std::min(body.signedDistance(point), 0.0);
    factor += 1.0 / std::max(kLeastShare, distance / std::max(distance - other, 1.0e-9));
  }
  return factor;
}

/// The conductance with which the voxels reproduce the field of a long cylinder, T ~ ln(r /
/// radius), exactly: what leaves the voxel through its open faces must enter it from the probe.
double logarithmicFactor(const Grid& grid,
                         const ProbeShape& probe,
                         const Body& body,
                         const VoxelIndex& v) {
  const auto potential = [&](const VoxelIndex& w) {
    return std::log(placeOf(probe, grid.voxelToPatient(w)).acrossMm / probe.radiusMm);
  };
  const double here = potential(v);
  double outflow = 0.0;
  for (const VoxelIndex& neighbour : around(v))
    if (!body.holds(grid.voxelToPatient(neighbour)))
      outflow += potential(neighbour) - here;
  return std::clamp(outflow / std::max(here, 1.0e-3), 0.0, kMostFactor);
}

/// Whether the field beside the point is that of a long cylinder.
bool besideShaft(const Grid& grid, const ProbeShape& probe, const VoxelIndex& v) {
  const double half = 0.5 * (probe.proximalMm - probe.distalMm).norm();
  return std::abs(placeOf(probe, grid.voxelToPatient(v)).alongMm) < half;
}

/// The voxels of a body within a window; `factorOf` corrects the conductance that the cut faces
/// give.
HeatContact contactIn(const Grid& grid,
                      const Window& window,
                      const Body& body,
                      const std::function<double(const VoxelIndex&, double)>& factorOf) {
  HeatContact contact;
  for (int k = window.low.k; k <= window.high.k; ++k)
    for (int j = window.low.j; j <= window.high.j; ++j)
      for (int i = window.low.i; i <= window.high.i; ++i) {
        const VoxelIndex v{i, j, k};
        const Vec3 point = grid.voxelToPatient(v);
        if (body.holds(point)) {
          contact.inside.push_back(grid.offset(v));
          continue;
        }
        const double cut = cutFactor(grid, body, v, std::max(body.signedDistance(point), 0.0));
        if (cut > 0.0)
          contact.cells.push_back({grid.offset(v), factorOf(v, cut)});
      }
  return contact;
}

Body bodyOf(const Grid& grid, const ProbeShape& probe) {
  const double h = grid.spacingMm().x();
  const double half = 0.5 * (probe.proximalMm - probe.distalMm).norm() + kInsideShare * h;
  const double across = std::max(probe.radiusMm + kInsideShare * h, kThinShare * h);
  return {[probe](const Vec3& point) { return signedDistanceMm(probe, point); },
          [probe, half, across](const Vec3& point) {
            const Place place = placeOf(probe, point);
            return std::abs(place.alongMm) < half && place.acrossMm < across;
          }};
}

}  // namespace

double signedDistanceMm(const ProbeShape& probe, const Vec3& pointMm) {
  const Place place = placeOf(probe, pointMm);
  const double along = std::abs(place.alongMm) - 0.5 * (probe.proximalMm - probe.distalMm).norm();
  const double across = place.acrossMm - probe.radiusMm;
  const double outside = std::hypot(std::max(along, 0.0), std::max(across, 0.0));
  return outside + std::min(std::max(along, across), 0.0);
}

HeatContact probeContact(const Grid& grid, const ProbeShape& probe) {
  const Body body = bodyOf(grid, probe);
  return contactIn(grid, windowAround(grid, probe), body, [&](const VoxelIndex& v, double cut) {
    return besideShaft(grid, probe, v) ? logarithmicFactor(grid, probe, body, v) : cut;
  });
}

std::vector<HeatContact> contactsWithShaft(const Grid& grid,
                                           const ProbeShape& probe,
                                           double shaftMm,
                                           double pieceMm) {
  const Vec3 axis = (probe.proximalMm - probe.distalMm).normalized();
  const auto pieces = static_cast<std::size_t>(std::lround(shaftMm / pieceMm));
  const double lengthMm = pieceMm * static_cast<double>(pieces);
  const HeatContact whole =
      probeContact(grid, {probe.distalMm, probe.proximalMm + lengthMm * axis, probe.radiusMm});
  std::vector<HeatContact> contacts(pieces + 1);
  const auto contactAt = [&](std::size_t voxel) -> HeatContact& {
    const double behindMm = (grid.voxelToPatient(grid.voxelAt(voxel)) - probe.proximalMm).dot(axis);
    const double piece = behindMm < 0.0 ? 0.0 : std::floor(behindMm / pieceMm) + 1.0;
    return contacts[std::min(static_cast<std::size_t>(piece), pieces)];
  };
  for (const HeatContact::Cell& cell : whole.cells)
    contactAt(cell.voxel).cells.push_back(cell);
  for (const std::size_t voxel : whole.inside)
    contactAt(voxel).inside.push_back(voxel);
  return contacts;
}

HeatContact bodyContact(const Grid& grid,
                        const std::function<double(const Vec3&)>& signedDistanceMm) {
  const auto [nx, ny, nz] = grid.size();
  const Window all{{0, 0, 0}, {nx - 1, ny - 1, nz - 1}};
  const double below = kInsideShare * grid.spacingMm().x();
  const Body body{signedDistanceMm,
                  [&](const Vec3& point) { return signedDistanceMm(point) < below; }};
  return contactIn(grid, all, body, [](const VoxelIndex&, double cut) { return cut; });
}

}  // namespace trocar::ablation
