#include "planning/ablation/heat/sampling.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace trocar::ablation {

double sampleAt(const Image<float>& image, const Vec3& pointMm) {
  const Vec3 at = image.grid().patientToVoxel(pointMm);
  std::array<int, 3> low{};
  std::array<double, 3> share{};
  for (std::size_t a = 0; a < 3; ++a) {
    const int last = image.grid().size()[a] - 1;
    const double clamped =
        std::clamp(at[static_cast<Eigen::Index>(a)], 0.0, static_cast<double>(last));
    low[a] = std::min(static_cast<int>(clamped), std::max(0, last - 1));
    share[a] = last == 0 ? 0.0 : clamped - low[a];
  }
  double sum = 0.0;
  for (int corner = 0; corner < 8; ++corner) {
    const std::array<int, 3> bit{corner & 1, corner >> 1 & 1, corner >> 2 & 1};
    double weight = 1.0;
    std::array<int, 3> v{};
    for (std::size_t a = 0; a < 3; ++a) {
      weight *= bit[a] ? share[a] : 1.0 - share[a];
      v[a] = std::min(low[a] + bit[a], image.grid().size()[a] - 1);
    }
    if (weight > 0.0)
      sum += weight * static_cast<double>(image.at({v[0], v[1], v[2]}));
  }
  return sum;
}

}  // namespace trocar::ablation
