#include "core/io/padding.h"

#include "core/parallel.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace trocar {
namespace {

constexpr int kBelowAirHu = -1100;

/// Calls `visit(offset)` for the voxels along the four edges of a slice of nx times ny.
template <typename Visit>
void alongEdges(std::size_t nx, std::size_t ny, const Visit& visit) {
  for (std::size_t i = 0; i < nx; ++i) {
    visit(i);
    visit((ny - 1) * nx + i);
  }
  for (std::size_t j = 1; j + 1 < ny; ++j) {
    visit(j * nx);
    visit(j * nx + nx - 1);
  }
}

/// The share of the edges that a value must hold to be padding; 1 and more: it is a body's.
double leastShare(int hu) {
  if (hu < kBelowAirHu)
    return 0.02;
  if (hu >= kBeyondBoneHu)
    return 0.05;
  return hu == 0 ? 0.2 : 2.0;
}

/// Turns what holds the value and is connected with an edge of the slice into air.
std::size_t airFromEdges(std::int16_t* slice,
                         std::size_t nx,
                         std::size_t ny,
                         std::int16_t padding) {
  std::vector<std::size_t> open;
  std::size_t turned = 0;
  const auto take = [&](std::size_t at) {
    if (slice[at] != padding)
      return;
    slice[at] = kPaddedAirHu;
    ++turned;
    open.push_back(at);
  };
  alongEdges(nx, ny, take);
  while (!open.empty()) {
    const std::size_t at = open.back();
    open.pop_back();
    const std::size_t i = at % nx;
    if (i > 0)
      take(at - 1);
    if (i + 1 < nx)
      take(at + 1);
    if (at >= nx)
      take(at - nx);
    if (at + nx < nx * ny)
      take(at + nx);
  }
  return turned;
}

}  // namespace

Padding paddingOf(const Volume& ct) {
  constexpr int kLow = std::numeric_limits<std::int16_t>::min();
  constexpr double kLeastBelowAir = 0.02;
  const auto nx = static_cast<std::size_t>(ct.grid().size()[0]);
  const auto ny = static_cast<std::size_t>(ct.grid().size()[1]);
  std::vector<double> counts(std::size_t{1} << 16U);
  for (const std::int16_t* slice = ct.data(); slice != ct.data() + ct.voxels().size();
       slice += nx * ny)
    alongEdges(
        nx, ny, [&](std::size_t at) { ++counts[static_cast<std::size_t>(slice[at] - kLow)]; });
  const double all = std::accumulate(counts.begin(), counts.end(), 0.0);
  Padding padding;
  padding.belowAir = std::accumulate(counts.begin(), counts.begin() + (kNoTissueHu - kLow), 0.0) >=
                     kLeastBelowAir * all;
  for (int hu = kNoTissueHu; hu <= std::numeric_limits<std::int16_t>::max(); ++hu) {
    if (counts[static_cast<std::size_t>(hu - kLow)] >= leastShare(hu) * all)
      padding.values.push_back(static_cast<std::int16_t>(hu));
  }
  return padding;
}

PaddedVolume paddingAsAir(const Volume& ct, const Padding& padding) {
  if (padding.none())
    return {ct};
  const auto nx = static_cast<std::size_t>(ct.grid().size()[0]);
  const auto ny = static_cast<std::size_t>(ct.grid().size()[1]);
  std::vector<std::int16_t> voxels = ct.voxels();
  std::vector<std::size_t> turned(static_cast<std::size_t>(ct.grid().size()[2]));
  parallelFor(turned.size(), [&](std::size_t k) {
    std::int16_t* slice = voxels.data() + k * nx * ny;
    if (padding.belowAir)
      std::replace_if(
          slice, slice + nx * ny, [](std::int16_t hu) { return hu < kNoTissueHu; }, kPaddedAirHu);
    for (const std::int16_t value : padding.values) {
      if (value < kBelowAirHu)
        std::replace(slice, slice + nx * ny, value, kPaddedAirHu);
      else
        turned[k] += airFromEdges(slice, nx, ny, value);
    }
  });
  std::size_t all = 0;
  for (const std::size_t count : turned)
    all += count;
  const double share = static_cast<double>(all) / static_cast<double>(voxels.size());
  return {{ct.grid(), std::move(voxels)}, share};
}

}  // namespace trocar
