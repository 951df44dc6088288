#include "core/patient/noise.h"

#include <array>
#include <cmath>
#include <cstddef>

namespace trocar::synthetic {

std::uint64_t scrambled(std::uint64_t value) {  // SplitMix64
  value += 0x9E3779B97F4A7C15ULL;
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ULL;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBULL;
  return value ^ (value >> 31);
}

double uniformAt(std::uint64_t seed, std::int64_t i, std::int64_t j, std::int64_t k) {
  std::uint64_t mixed = seed + 0x632BE59BD9B4E019ULL * static_cast<std::uint64_t>(i);
  mixed = mixed * 0x9E3779B97F4A7C15ULL + static_cast<std::uint64_t>(j);
  mixed = mixed * 0xC2B2AE3D27D4EB4FULL + static_cast<std::uint64_t>(k);
  return static_cast<double>(scrambled(mixed) >> 11) * 0x1.0p-53;
}

double grainAt(std::uint64_t seed, const Vec3& pointMm, double grainMm) {
  const Vec3 q = pointMm / grainMm;
  const Vec3 cell(std::floor(q.x()), std::floor(q.y()), std::floor(q.z()));
  const Vec3 f = q - cell;
  const Vec3 ease = f.cwiseProduct(f).cwiseProduct(Vec3::Constant(3) - 2 * f);
  const auto i = static_cast<std::int64_t>(cell.x());
  const auto j = static_cast<std::int64_t>(cell.y());
  const auto k = static_cast<std::int64_t>(cell.z());
  double sum = 0;
  for (int corner = 0; corner < 8; ++corner) {
    const int a = corner & 1;
    const int b = (corner >> 1) & 1;
    const int c = corner >> 2;
    const double weight = (a != 0 ? ease.x() : 1 - ease.x()) * (b != 0 ? ease.y() : 1 - ease.y()) *
                          (c != 0 ? ease.z() : 1 - ease.z());
    sum += weight * (uniformAt(seed, i + a, j + b, k + c) - 0.5);
  }
  return sum * 5.0;
}

}  // namespace trocar::synthetic
