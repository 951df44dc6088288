#include "core/parallel.h"
#include "core/patient/noise.h"
#include "render/xray/xray.h"

#include <algorithm>
#include <cmath>

namespace trocar::render {
namespace {

/// Nearly normal, of variance 1: the sum of four uniforms of 16 bits.
float normalOf(std::uint64_t bits) {
  float sum = 0.0F;
  for (int part = 0; part < 4; ++part)
    sum += static_cast<float>((bits >> (16 * part)) & 0xFFFFU) / 65536.0F - 0.5F;
  return sum * 1.7320508F;
}

}  // namespace

void addGrain(XrayImage& image, const fluoro::XrayGeometry& geometry, std::uint64_t number) {
  constexpr double kQuantaPerMm2 = 90000.0 / (0.78 * 0.78);
  const double pixelMm = (geometry.pixelCentreMm(1, 0) - geometry.pixelCentreMm(0, 0)).norm();
  const auto airSigma = static_cast<float>(1.0 / std::sqrt(kQuantaPerMm2 * pixelMm * pixelMm));
  parallelFor(image.lineIntegral.size(), [&](std::size_t i) {
    float& value = image.lineIntegral[i];
    value += airSigma * std::exp(0.5F * std::min(value, 12.0F)) *
             normalOf(synthetic::scrambled(number * 0x100000001B3ULL + i));
  });
}

}  // namespace trocar::render
