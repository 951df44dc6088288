#include "planning/handover/segments.h"

#include "core/error.h"
#include "planning/ablation/heat/sampling.h"
#include "planning/ablation/zones/case_simulation.h"
#include "planning/handover/zone_field.h"
#include "planning/model/needle_body.h"
#include "planning/plan/instrument.h"
#include "planning/plan/needle_path.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

namespace trocar::handover {
namespace {

using Contains = std::function<bool(const Vec3&)>;

/// Indices of a box around patient points, `reachMm` wider all around, within the grid.
struct IndexBox {
  std::array<int, 3> low{};
  std::array<int, 3> high{};
};

template <typename Points>
IndexBox boxAround(const Grid& grid, const Points& pointsMm, double reachMm) {
  IndexBox box{grid.size(), {-1, -1, -1}};
  for (const Vec3& point : pointsMm) {
    const Vec3 at = grid.patientToVoxel(point);
    for (std::size_t a = 0; a < 3; ++a) {
      const auto axis = static_cast<Eigen::Index>(a);
      const double reach = reachMm / grid.spacingMm()[axis];
      const double last = grid.size()[a] - 1;
      box.low[a] = std::min(box.low[a],
                            static_cast<int>(std::clamp(std::floor(at[axis] - reach), 0.0, last)));
      box.high[a] = std::max(box.high[a],
                             static_cast<int>(std::clamp(std::ceil(at[axis] + reach), 0.0, last)));
    }
  }
  return box;
}

std::vector<VoxelRun> runsWhere(const Grid& grid, const IndexBox& box, const Contains& contains) {
  std::vector<VoxelRun> runs;
  for (int k = box.low[2]; k <= box.high[2]; ++k) {
    for (int j = box.low[1]; j <= box.high[1]; ++j) {
      for (int i = box.low[0]; i <= box.high[0]; ++i) {
        const VoxelIndex voxel{i, j, k};
        if (!contains(grid.voxelToPatient(voxel)))
          continue;
        const std::size_t at = grid.offset(voxel);
        if (!runs.empty() && runs.back().first + runs.back().count == at)
          ++runs.back().count;
        else
          runs.push_back({at, 1});
      }
    }
  }
  return runs;
}

double radiusMm(const Needle& needle) {
  try {
    return 0.5 * findInstrument(needle.instrument).outerDiameterMm;
  } catch (const Error&) {
    return 1.0;  // As needles that the catalogue lacks are drawn.
  }
}

Segment segmentOf(const Needle& needle, const Evaluation& evaluation, const Grid& grid) {
  const NeedlePath path = bodyAxis(needle, evaluation.needles);
  const double half = 0.5 * grid.spacingMm().maxCoeff();
  const double reach = std::max(radiusMm(needle), half);
  const auto reaches = [&](const Trajectory& piece, const Vec3& point) {
    const double along = (point - piece.entry).dot(piece.direction());
    const double depth = std::clamp(along, 0.0, piece.lengthMm());
    return std::abs(along - depth) <= half && (point - piece.pointAtDepth(depth)).norm() <= reach;
  };
  const auto contains = [&](const Vec3& point) {
    return reaches(path.shaft(), point) ||
           std::any_of(path.arc().begin(), path.arc().end(), [&](const Trajectory& chord) {
             return reaches(chord, point);
           });
  };
  std::vector<Vec3> ends{path.entryMm(), path.shaft().target};
  for (const Trajectory& chord : path.arc())
    ends.push_back(chord.target);
  return {needle.id,
          "Needle " + needle.id,
          "needle",
          {},
          runsWhere(grid, boxAround(grid, ends, reach), contains),
          Basis::Entered};
}

bool contains(const EllipsoidRegion& ellipsoid, const Vec3& point) {
  const Vec3 along = ellipsoid.axes.transpose() * (point - ellipsoid.centreMm);
  return along.cwiseQuotient(ellipsoid.radiiMm).squaredNorm() <= 1.0;
}

Segment segmentOf(const ablation::AblationZone& zone,
                  const ablation::AblationResult& result,
                  const Grid& grid) {
  Segment segment{zoneId(zone),
                  zoneName(zone),
                  "zone",
                  {},
                  {},
                  zone.ellipsoid ? Basis::Published : Basis::Simulated};
  if (zone.ellipsoid) {
    const std::array centre{zone.ellipsoid->centreMm};
    segment.runs = runsWhere(grid,
                             boxAround(grid, centre, zone.ellipsoid->radiiMm.maxCoeff()),
                             [&](const Vec3& p) { return contains(*zone.ellipsoid, p); });
  } else if (const auto field = fieldOf(result, zone)) {
    const Grid& own = field->image->grid();
    segment.runs = runsWhere(grid, boxAround(grid, own.cornersMm(), 0.0), [&](const Vec3& point) {
      if (!own.contains(point))
        return false;
      const double value = ablation::sampleAt(*field->image, point);
      return field->below ? value < field->value : value > field->value;
    });
  }
  return segment;
}

Segment segmentOf(const cement::CementResult& cement, const Grid& grid) {
  const Image<float>& arrival = cement.arrival;
  return {"cement",
          "Cement",
          "cement",
          {},
          runsWhere(grid,
                    boxAround(grid, arrival.grid().cornersMm(), 0.0),
                    [&](const Vec3& p) { return arrival.nearest(p, -1.0F) >= 0.0F; }),
          Basis::Simulated};
}

void addStructures(const Case& patient, std::vector<Segment>& segments, const Progress& progress) {
  for (const Structure& structure : patient.structures) {
    progress.at(static_cast<double>(segments.size()) /
                static_cast<double>(patient.structures.size() + 1));
    const Image<std::uint8_t> mask = maskOf(patient, structure, patient.ct.grid());
    segments.push_back({structure.id,
                        structure.name.empty() ? structure.id : structure.name,
                        std::string(toString(structure.role)),
                        {},
                        runsOf(mask.voxels()),
                        structure.basis});
  }
}

/// Ids tell segments apart: the second "N1" becomes "N1_2".
void makeUnique(std::vector<Segment>& segments) {
  std::set<std::string> taken;
  for (Segment& segment : segments) {
    const std::string wanted = segment.id;
    for (int n = 2; !taken.insert(segment.id).second; ++n)
      segment.id = wanted + "_" + std::to_string(n);
  }
}

}  // namespace

std::vector<Segment> segmentsOf(const Case& patient,
                                const Plan& plan,
                                const Evaluation& evaluation,
                                const Progress& progress) {
  const Grid& grid = patient.ct.grid();
  std::vector<Segment> segments;
  addStructures(patient, segments, progress);
  for (const Needle& needle : plan.needles)
    segments.push_back(segmentOf(needle, evaluation, grid));
  if (evaluation.ablation) {
    for (const ablation::AblationZone& zone : evaluation.ablation->zones)
      segments.push_back(segmentOf(zone, *evaluation.ablation, grid));
  }
  if (evaluation.cement)
    segments.push_back(segmentOf(*evaluation.cement, grid));
  std::erase_if(segments, [](const Segment& segment) { return segment.runs.empty(); });
  makeUnique(segments);
  progress.at(1.0);
  return segments;
}

}  // namespace trocar::handover
