#include "planning/ablation/heat/rim_fluxes.h"

#include <algorithm>

namespace trocar::ablation {
namespace {

/// out = mu in + nu out + scale flux: a stage of what one face brings.
float staged(const std::array<float, 3>& weights, float flux, float in, float out) {
  return weights[0] * in + weights[1] * out + weights[2] * flux;
}

}  // namespace

RimFluxes::RimFluxes(const HeatRegion& region, const HeatArrays& arrays)
    : arrays_(arrays),
      box_(region.box),
      inner_(region.inner),
      width_(std::min(inner_.high[0], arrays.size[0]) - inner_.low[0]) {
  const auto ny = static_cast<std::size_t>(inner_.high[1] - inner_.low[1]);
  const auto nz = static_cast<std::size_t>(inner_.high[2] - inner_.low[2]);
  const auto nx = static_cast<std::size_t>(width_);
  const std::array<std::size_t, 3> faces{ny * nz, nx * nz, nx * ny};
  for (std::size_t side = 0; side < 6; ++side) {
    sides_[side].heat.assign(faces[side / 2], 0.0F);
    sides_[side].other.assign(faces[side / 2], 0.0F);
  }
}

void RimFluxes::along(
    Side& side, std::size_t at, const float* flux, std::array<float, 3> weights, int count) {
  for (int n = 0; n < count; ++n) {
    const std::size_t face = at + static_cast<std::size_t>(n);
    side.other[face] = staged(weights, flux[n], side.heat[face], side.other[face]);
  }
}

void RimFluxes::gatherEnds(int k, const std::array<float, 3>& weights, const DecodedPlane& plane) {
  for (int j = inner_.low[1]; j < inner_.high[1]; ++j) {
    const std::size_t face = static_cast<std::size_t>(k - inner_.low[2]) *
                                 static_cast<std::size_t>(inner_.high[1] - inner_.low[1]) +
                             static_cast<std::size_t>(j - inner_.low[1]);
    const auto flux = [&](int i) {
      float value = 0.0F;
      fluxAlong(
          arrays_, {arrays_.offset(i, j, 0), arrays_.offset(i, j, k), 1, 1}, plane, 1, &value);
      return value;
    };
    const float low = inner_.low[0] > box_.low[0] ? -flux(inner_.low[0] - 1) : 0.0F;
    const float high = inner_.high[0] < box_.high[0] ? flux(inner_.high[0] - 1) : 0.0F;
    along(sides_[0], face, &low, weights, 1);
    along(sides_[1], face, &high, weights, 1);
  }
}

void RimFluxes::gatherRows(int k, const std::array<float, 3>& weights, const DecodedPlane& plane) {
  std::vector<float> flux(static_cast<std::size_t>(width_));
  const std::size_t face =
      static_cast<std::size_t>(k - inner_.low[2]) * static_cast<std::size_t>(width_);
  for (const int side : {2, 3}) {
    const int j = side == 2 ? inner_.low[1] - 1 : inner_.high[1] - 1;
    if (j < box_.low[1] || j + 1 >= box_.high[1])
      continue;
    const int i = inner_.low[0];
    fluxAlong(arrays_,
              {arrays_.offset(i, j, 0), arrays_.offset(i, j, k), width_, 2},
              plane,
              arrays_.rowStride,
              flux.data());
    std::array<float, 3> signedWeights = weights;
    signedWeights[2] *= side == 2 ? -1.0F : 1.0F;
    along(sides_[static_cast<std::size_t>(side)], face, flux.data(), signedWeights, width_);
  }
}

void RimFluxes::gather(int k, const StageWeights& weights, const PlaneStack& stack) {
  const std::array<float, 3> inward{
      weights.mu, weights.nu, weights.scale * weights.inverseSpacing2};
  const std::array<float, 3> outward{inward[0], inward[1], -inward[2]};
  if (k >= inner_.low[2] && k < inner_.high[2]) {
    gatherEnds(k, inward, stack.plane);
    gatherRows(k, inward, stack.plane);
  }
  const bool lowSide = k + 1 == inner_.low[2];
  if (!lowSide && k != inner_.high[2])
    return;
  for (int j = inner_.low[1]; j < inner_.high[1]; ++j) {
    const std::size_t face =
        static_cast<std::size_t>(j - inner_.low[1]) * static_cast<std::size_t>(width_);
    const float* flux = (lowSide ? stack.above : stack.below) + arrays_.offset(inner_.low[0], j, 0);
    along(sides_[lowSide ? 4 : 5], face, flux, lowSide ? outward : inward, width_);
  }
}

void RimFluxes::nextStage() {
  for (Side& side : sides_)
    side.heat.swap(side.other);
}

void RimFluxes::give(int k, double scale, double tau, float* out) const {
  const auto share = static_cast<float>(scale / tau);
  const auto ny = inner_.high[1] - inner_.low[1];
  const int plane = k - inner_.low[2];
  const auto giveRow = [&](std::size_t side, int row, int j) {
    const float* heat =
        sides_[side].heat.data() + static_cast<std::size_t>(row) * static_cast<std::size_t>(width_);
    float* to = out + arrays_.offset(inner_.low[0], j, k);
    for (int i = 0; i < width_; ++i)
      to[i] += share * heat[i];
  };
  giveRow(2, plane, inner_.low[1]);
  giveRow(3, plane, inner_.high[1] - 1);
  for (int n = 0; n < ny; ++n) {
    const int j = inner_.low[1] + n;
    const std::size_t face = static_cast<std::size_t>(plane * ny + n);
    out[arrays_.offset(inner_.low[0], j, k)] += share * sides_[0].heat[face];
    out[arrays_.offset(inner_.low[0] + width_ - 1, j, k)] += share * sides_[1].heat[face];
    if (k == inner_.low[2])
      giveRow(4, n, j);
    if (k + 1 == inner_.high[2])
      giveRow(5, n, j);
  }
}

}  // namespace trocar::ablation
