#include "core/labels/overlap.h"

#include "core/error.h"
#include "core/labels/tissue.h"
#include "core/parallel.h"

#include <algorithm>
#include <cmath>

namespace trocar::labels {
namespace {

bool isInside(const LabelLayer& layer, const Grid& ct) {
  const Grid& grid = layer.labels.grid();
  for (const auto& [value, extent] : layer.extents) {
    for (unsigned corner = 0; corner < 8; ++corner) {
      Vec3 at;
      for (unsigned a = 0; a < 3; ++a)
        at[a] = (corner >> a & 1U) != 0 ? extent.high[a] : extent.low[a];
      if (!ct.contains(grid.voxelToPatient(at)))
        return false;
    }
  }
  return true;
}

/// Share of the labelled voxels that lie in the CT.
double shareInside(const LabelLayer& layer, const Grid& ct) {
  if (isInside(layer, ct))
    return 1.0;
  const Grid& grid = layer.labels.grid();
  const int slices = grid.size()[2];
  const std::size_t plane = grid.voxelCount() / static_cast<std::size_t>(slices);
  const auto inside = parallelSum(slices, std::size_t{0}, [&](int k) {
    std::size_t count = 0;
    const std::size_t first = static_cast<std::size_t>(k) * plane;
    for (std::size_t v = first; v < first + plane; ++v) {
      if (layer.labels.data()[v] != 0 && ct.contains(grid.voxelToPatient(grid.voxelAt(v))))
        ++count;
    }
    return count;
  });
  std::size_t labelled = 0;
  for (const auto& [value, extent] : layer.extents)
    labelled += extent.voxels;
  return static_cast<double>(inside) / static_cast<double>(labelled);
}

/// What to say of labels that lie outside unless their x and y point the other way.
std::string turnedHint(const LabelLayer& layer, const Grid& ct) {
  constexpr std::size_t kPoints = 1000;
  constexpr double kMost = 0.95;
  std::vector<std::uint16_t> values;
  for (const auto& [value, extent] : layer.extents)
    values.push_back(value);
  const std::vector<Vec3> points =
      edgePointsOf(layer.labels, layer.extents, values, kPoints).inside;
  const auto inside = std::count_if(points.begin(), points.end(), [&](const Vec3& at) {
    return ct.contains(Vec3(-at[0], -at[1], at[2]));
  });
  return static_cast<double>(inside) < kMost * static_cast<double>(points.size())
             ? std::string()
             : ", but inside with x and y the other way (RAS taken for LPS?)";
}

std::string shareText(double share) {
  return std::to_string(std::lround(100.0 * share)) + " %";
}

}  // namespace

void checkOverlap(const LabelLayer& layer,
                  const Grid& ct,
                  const LabelFileName& name,
                  const ImportChoices& choices,
                  std::vector<Remark>& remarks) {
  constexpr double kNoticeable = 0.01;
  const double beyond = 1.0 - shareInside(layer, ct);
  if (beyond >= 1.0)
    throw Error(name.path + " does not overlap the CT" + turnedHint(layer, ct) +
                ": it belongs to another image or lost its place; give the labels "
                "of this CT.");
  const std::string text =
      name.said + ": " + shareText(beyond) + " of the labelled voxels lie outside the CT";
  if (beyond > 0.5)
    raise({"labels-outside-ct",
           text + turnedHint(layer, ct) +
               ": it may belong to another image or have lost its place; give the labels of "
               "this CT."},
          choices,
          remarks);
  else if (beyond > kNoticeable)
    remarks.push_back({"labels-beyond-ct", text + "."});
}

}  // namespace trocar::labels
