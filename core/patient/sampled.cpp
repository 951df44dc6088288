#include "core/parallel.h"
#include "core/patient/shape.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <vector>

namespace trocar::synthetic {
namespace {

class Lattice {
 public:
  Lattice(const Shape& shape, double stepMm) : low_(shape.box.lowMm), stepMm_(stepMm) {
    low_.array() -= 4 * stepMm;
    const Vec3 span = shape.box.highMm - low_;
    for (std::size_t a = 0; a < 3; ++a)
      size_[a] = static_cast<int>(span[static_cast<Eigen::Index>(a)] / stepMm) + 6;
    values_.resize(static_cast<std::size_t>(size_[0]) * static_cast<std::size_t>(size_[1]) *
                   static_cast<std::size_t>(size_[2]));
    parallelFor(size_[2], [&](int k) {
      for (int j = 0; j < size_[1]; ++j)
        for (int i = 0; i < size_[0]; ++i)
          values_[offset(i, j, k)] = shape.distance(low_ + stepMm * Vec3(i, j, k));
    });
  }

  /// Beyond the lattice: its nearest value plus the way there.
  double at(const Vec3& point) const {
    const Vec3 q = (point - low_) / stepMm_;
    const Vec3 high(size_[0] - 1.001, size_[1] - 1.001, size_[2] - 1.001);
    const Vec3 c = q.cwiseMax(Vec3::Zero()).cwiseMin(high);
    const int i = static_cast<int>(c.x());
    const int j = static_cast<int>(c.y());
    const int k = static_cast<int>(c.z());
    const double fx = c.x() - i;
    const double fy = c.y() - j;
    const double fz = c.z() - k;
    const auto row = [&](int y, int z) {
      const double* cell = &values_[offset(i, y, z)];
      return cell[0] + fx * (cell[1] - cell[0]);
    };
    const auto face = [&](int z) { return row(j, z) + fy * (row(j + 1, z) - row(j, z)); };
    return face(k) + fz * (face(k + 1) - face(k)) + stepMm_ * (q - c).norm();
  }

 private:
  std::size_t offset(int i, int j, int k) const {
    return (static_cast<std::size_t>(k) * static_cast<std::size_t>(size_[1]) +
            static_cast<std::size_t>(j)) *
               static_cast<std::size_t>(size_[0]) +
           static_cast<std::size_t>(i);
  }

  Vec3 low_;
  double stepMm_;
  std::array<int, 3> size_{};
  std::vector<double> values_;
};

}  // namespace

Shape sampled(const Shape& shape, double stepMm) {
  const auto lattice = std::make_shared<const Lattice>(shape, stepMm);
  return {[lattice](const Vec3& point) { return lattice->at(point); }, shape.box};
}

}  // namespace trocar::synthetic
