#include "core/image.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace trocar {

double huAt(const Volume& volume, const Vec3& pointMm, double outsideHu) {
  const Grid& grid = volume.grid();
  if (!grid.contains(pointMm))
    return outsideHu;
  const Vec3 index = grid.patientToVoxel(pointMm);
  std::array<int, 3> low{};
  std::array<int, 3> high{};
  Vec3 part;
  for (int a = 0; a < 3; ++a) {
    const auto s = static_cast<std::size_t>(a);
    const int last = grid.size()[s] - 1;
    const int floor = static_cast<int>(std::floor(index[a]));
    part[a] = std::clamp(index[a] - floor, 0.0, 1.0);
    low[s] = std::clamp(floor, 0, last);
    high[s] = std::clamp(floor + 1, 0, last);
  }
  double sum = 0.0;
  for (unsigned c = 0; c < 8; ++c) {
    const bool ci = (c & 1U) != 0;
    const bool cj = (c & 2U) != 0;
    const bool ck = (c & 4U) != 0;
    const double weight =
        (ci ? part[0] : 1 - part[0]) * (cj ? part[1] : 1 - part[1]) * (ck ? part[2] : 1 - part[2]);
    sum +=
        weight * volume.at({ci ? high[0] : low[0], cj ? high[1] : low[1], ck ? high[2] : low[2]});
  }
  return sum;
}

}  // namespace trocar
