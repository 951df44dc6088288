#include "core/distance_transform.h"

#include "core/parallel.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <span>

namespace trocar {
namespace {

constexpr float kFar = std::numeric_limits<float>::infinity();
/// Lines worked on together: the floats of one cache line.
constexpr int kLines = 16;

std::size_t product(int a, int b, int c = 1) {
  return static_cast<std::size_t>(a) * static_cast<std::size_t>(b) * static_cast<std::size_t>(c);
}

/// The lower envelope of parabolas height + (x - centre)^2 along one line. Lengths count in half
/// voxels, so that voxel centres lie at even and faces at odd whole numbers, and heights in their
/// squares.
class Envelope {
 public:
  /// For centres from -1 to `last`.
  explicit Envelope(int last)
      : parabolas_(product(last + 2, 1)), reciprocal_(product(last + 3, 1)) {
    for (std::size_t n = 1; n < reciprocal_.size(); ++n)
      reciprocal_[n] = 0.5 / static_cast<double>(n);
  }

  void clear() { count_ = 0; }

  /// Centres must come in ascending order.
  void add(int centre, float height) {
    if (height == kFar)
      return;
    double from = -std::numeric_limits<double>::infinity();
    while (count_ > 0) {
      const Parabola& last = parabolas_[count_ - 1];
      const double crossing = 0.5 * (centre + last.centre) +
                              (double{height} - double{last.height}) *
                                  reciprocal_[static_cast<std::size_t>(centre - last.centre)];
      if (crossing > last.from) {
        from = crossing;
        break;
      }
      --count_;
    }
    parabolas_[count_++] = {from, height, centre};
  }

  void sample(const Samples& samples, float* out) const {
    int n = 0;
    for (std::size_t p = 0; p < count_ && n < samples.count; ++p) {
      const Parabola& parabola = parabolas_[p];
      const double until =
          p + 1 < count_ ? parabolas_[p + 1].from : std::numeric_limits<double>::infinity();
      for (; n < samples.count && 2 * samples.at(n) < until; ++n) {
        const auto apart = static_cast<float>(2 * samples.at(n) - parabola.centre);
        out[n] = parabola.height + apart * apart;
      }
    }
    std::fill(out + n, out + samples.count, kFar);
  }

 private:
  struct Parabola {
    double from;
    float height;
    int centre;
  };
  std::vector<Parabola> parabolas_;
  std::vector<double> reciprocal_;  ///< 0.5 / n.
  std::size_t count_ = 0;
};

/// Squared distances at voxel positions along an axis, and at the faces before, between and after
/// them.
struct Layers {
  const float* voxels;  ///< Or null.
  const float* faces;
  std::size_t step;  ///< From one position to the next.
};

/// Lower envelopes across layers for `width` neighbouring lines, a cache line of them at a time.
/// Distances are in mm^2; `spacingMm` and `positions` are those of the axis across the layers.
class Sweep {
 public:
  Sweep(int positions, double spacingMm, const Samples& samples)
      : positions_(positions),
        unit_(static_cast<float>(0.25 * spacingMm * spacingMm)),
        samples_(samples),
        envelope_(2 * positions - 1),
        heights_(product(2 * positions + 1, kLines)),
        results_(product(samples.count, kLines)) {}

  void run(const Layers& layers, int width, float* out) {
    for (int first = 0; first < width; first += kLines)
      lines({layers.voxels ? layers.voxels + first : nullptr,
             layers.faces ? layers.faces + first : nullptr,
             layers.step},
            std::min(kLines, width - first),
            out + first);
  }

 private:
  /// The layer at half index `n`, faces at even n, or null.
  const float* layer(const Layers& layers, int n) const {
    const float* kind = n % 2 == 0 ? layers.faces : layers.voxels;
    return kind == nullptr ? nullptr : kind + static_cast<std::size_t>(n / 2) * layers.step;
  }

  void lines(const Layers& layers, int count, float* out) {
    const int halves = 2 * positions_ + 1;
    const float perUnit = 1.0F / unit_;
    for (int n = 0; n < halves; ++n) {
      const float* from = layer(layers, n);
      for (int line = 0; line < count; ++line)
        heights_[product(line, halves) + static_cast<std::size_t>(n)] =
            from ? from[line] * perUnit : kFar;
    }
    for (int line = 0; line < count; ++line) {
      envelope_.clear();
      const float* heights = heights_.data() + product(line, halves);
      for (int n = 0; n < halves; ++n)
        envelope_.add(n - 1, heights[n]);
      envelope_.sample(samples_, results_.data() + product(line, samples_.count));
    }
    for (int n = 0; n < samples_.count; ++n) {
      float* to = out + static_cast<std::size_t>(n) * layers.step;
      for (int line = 0; line < count; ++line)
        to[line] = results_[product(line, samples_.count) + static_cast<std::size_t>(n)] * unit_;
    }
  }

  int positions_;
  float unit_;
  Samples samples_;
  Envelope envelope_;
  std::vector<float> heights_;
  std::vector<float> results_;
};

/// Squared distance along i from every sample to the nearest of `sites`, ascending positions in mm.
void distancesAlongRow(std::span<const double> sites,
                       const Samples& samples,
                       double spacingMm,
                       float* out) {
  std::size_t next = 0;
  for (int n = 0; n < samples.count; ++n) {
    const double x = samples.at(n) * spacingMm;
    while (next < sites.size() && sites[next] < x)
      ++next;
    double nearest = std::numeric_limits<double>::infinity();
    if (next < sites.size())
      nearest = sites[next] - x;
    if (next > 0)
      nearest = std::min(nearest, x - sites[next - 1]);
    out[n] = static_cast<float>(nearest * nearest);
  }
}

/// Works on one plane of the block at a time: rows along i, then envelopes along j.
class PlanePass {
 public:
  PlanePass(const MaskBlock& mask, const Samples& si, const Samples& sj)
      : mask_(mask),
        si_(si),
        sweep_(mask.size[1], mask.spacingMm[1], sj),
        empty_(product(mask.size[0], 1)),
        rows_(product(mask.size[1], si.count)),
        faces_(product(mask.size[1] + 1, si.count)) {}

  /// Squared distances within plane k to the faces across i and j, at the samples.
  void throughVoxels(int k, float* out) {
    for (int j = 0; j < mask_.size[1]; ++j)
      acrossI(j, k);
    for (int j = 0; j <= mask_.size[1]; ++j)
      between(row(j - 1, k), row(j, k), faces_.data() + product(j, si_.count));
    sweep_.run({rows_.data(), faces_.data(), product(si_.count, 1)}, si_.count, out);
  }

  /// Squared distances within the plane of the faces between k - 1 and k, at the samples.
  void throughFaces(int k, float* out) {
    for (int j = 0; j < mask_.size[1]; ++j)
      between(row(j, k - 1), row(j, k), rows_.data() + product(j, si_.count));
    sweep_.run({rows_.data(), nullptr, product(si_.count, 1)}, si_.count, out);
  }

 private:
  const std::uint8_t* row(int j, int k) const {
    const bool outside = j < 0 || k < 0 || j >= mask_.size[1] || k >= mask_.size[2];
    return outside ? empty_.data()
                   : mask_.inside.data() + product(k, mask_.size[1], mask_.size[0]) +
                         product(j, mask_.size[0]);
  }

  void acrossI(int j, int k) {
    const std::uint8_t* voxels = row(j, k);
    sites_.clear();
    std::uint8_t before = 0;
    for (int i = 0; i < mask_.size[0]; ++i) {
      if (voxels[i] != before)
        sites_.push_back((i - 0.5) * mask_.spacingMm[0]);
      before = voxels[i];
    }
    if (before != 0)
      sites_.push_back((mask_.size[0] - 0.5) * mask_.spacingMm[0]);
    distancesAlongRow(sites_, si_, mask_.spacingMm[0], rows_.data() + product(j, si_.count));
  }

  void between(const std::uint8_t* one, const std::uint8_t* other, float* out) {
    sites_.clear();
    for (int i = 0; i < mask_.size[0]; ++i) {
      if (one[i] != other[i])
        sites_.push_back(i * mask_.spacingMm[0]);
    }
    distancesAlongRow(sites_, si_, mask_.spacingMm[0], out);
  }

  const MaskBlock& mask_;
  Samples si_;
  Sweep sweep_;
  std::vector<std::uint8_t> empty_;
  std::vector<float> rows_;
  std::vector<float> faces_;
  std::vector<double> sites_;
};

/// Squared distances within the planes through the voxels and through the faces along k.
struct Planes {
  std::vector<float> voxels;
  std::vector<float> faces;
};

Planes planesOf(const MaskBlock& mask, const Samples& si, const Samples& sj) {
  const int nk = mask.size[2];
  const std::size_t plane = product(si.count, sj.count);
  Planes planes{std::vector<float>(plane * static_cast<std::size_t>(nk)),
                std::vector<float>(plane * static_cast<std::size_t>(nk + 1))};
  parallelShares(nk + 1, [&](int begin, int end) {
    PlanePass pass(mask, si, sj);
    for (int k = begin; k < end; ++k) {
      pass.throughFaces(k, planes.faces.data() + static_cast<std::size_t>(k) * plane);
      if (k < nk)
        pass.throughVoxels(k, planes.voxels.data() + static_cast<std::size_t>(k) * plane);
    }
  });
  return planes;
}

/// Squared distances of layer `c` of the samples become distances, negative inside.
void takeRoots(const MaskBlock& mask, const std::array<Samples, 3>& samples, int c, float* value) {
  for (int b = 0; b < samples[1].count; ++b) {
    for (int a = 0; a < samples[0].count; ++a, ++value) {
      const float root = std::sqrt(*value);
      *value = mask.at(samples[0].at(a), samples[1].at(b), samples[2].at(c)) ? -root : root;
    }
  }
}

}  // namespace

bool MaskBlock::at(int i, int j, int k) const {
  if (i < 0 || j < 0 || k < 0 || i >= size[0] || j >= size[1] || k >= size[2])
    return false;
  return inside[product(k, size[1], size[0]) + product(j, size[0]) + static_cast<std::size_t>(i)] !=
         0;
}

std::vector<float> signedDistances(const MaskBlock& mask, const std::array<Samples, 3>& samples) {
  assert(mask.inside.size() == product(mask.size[0], mask.size[1], mask.size[2]));
  const Planes planes = planesOf(mask, samples[0], samples[1]);
  const std::size_t plane = product(samples[0].count, samples[1].count);
  std::vector<float> distances(plane * static_cast<std::size_t>(samples[2].count));
  parallelShares(samples[1].count, [&](int begin, int end) {
    Sweep sweep(mask.size[2], mask.spacingMm[2], samples[2]);
    for (int b = begin; b < end; ++b) {
      const std::size_t row = product(b, samples[0].count);
      sweep.run({planes.voxels.data() + row, planes.faces.data() + row, plane},
                samples[0].count,
                distances.data() + row);
    }
  });
  parallelFor(samples[2].count, [&](int c) {
    takeRoots(mask, samples, c, distances.data() + static_cast<std::size_t>(c) * plane);
  });
  return distances;
}

}  // namespace trocar
