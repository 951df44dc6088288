#include "planning/cement/body/elastic_operator.h"

#include "core/parallel.h"

#include <algorithm>
#include <cmath>

namespace trocar::cement {
namespace {

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__)
#define TROCAR_LANES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define TROCAR_LANES
#endif

constexpr std::size_t kParts = 24;  ///< Eight parities, or corners, of three axes.

/// 1 or -1: how a corner counts in a parity.
double signOf(std::size_t parity, std::size_t corner) {
  // A difference along an axis counts the lower corner negative.
  const std::size_t lower = parity & ~corner;
  return ((lower ^ (lower >> 1U) ^ (lower >> 2U)) & 1U) != 0 ? -1.0 : 1.0;
}

/// a = a + b, b = b - a of before.
TROCAR_LANES void sumAndDifference(double* a, double* b, std::size_t count) {
#pragma omp simd
  for (std::size_t i = 0; i < count; ++i) {
    const double first = a[i], second = b[i];
    a[i] = first + second;
    b[i] = second - first;
  }
}

/// Its transpose: a = a - b, b = a + b.
TROCAR_LANES void spread(double* a, double* b, std::size_t count) {
#pragma omp simd
  for (std::size_t i = 0; i < count; ++i) {
    const double sum = a[i], difference = b[i];
    a[i] = sum - difference;
    b[i] = sum + difference;
  }
}

TROCAR_LANES void addScaled(double* to, const double* from, double value, std::size_t count) {
#pragma omp simd
  for (std::size_t i = 0; i < count; ++i)
    to[i] += value * from[i];
}

TROCAR_LANES void scaleBy(double* values, const double* factor, double common, std::size_t count) {
#pragma omp simd
  for (std::size_t i = 0; i < count; ++i)
    values[i] *= common * factor[i];
}

/// Along one axis of the corners, `bit`: both transforms of all parts.
template <typename Transform>
void alongAxis(std::vector<double>& parts,
               std::size_t bit,
               std::size_t count,
               Transform transform) {
  for (std::size_t corner = 0; corner < 8; ++corner) {
    if ((corner & bit) != 0)
      continue;
    for (std::size_t a = 0; a < 3; ++a)
      transform(parts.data() + (3 * corner + a) * count,
                parts.data() + (3 * (corner | bit) + a) * count,
                count);
  }
}

}  // namespace

ElasticOperator::ElasticOperator(const ElasticBody& body)
    : body_(body), stiffness_(unitStiffness(body.poissonRatio)) {
  constexpr double kNothing = 1e-13;
  for (std::size_t to = 0; to < kParts; ++to) {
    for (std::size_t from = 0; from < kParts; ++from) {
      double sum = 0.0;
      for (std::size_t c = 0; c < 8; ++c) {
        for (std::size_t d = 0; d < 8; ++d)
          sum += signOf(to / 3, c) * stiffness_[kParts * (3 * c + to % 3) + 3 * d + from % 3] *
                 signOf(from / 3, d) / 64.0;
      }
      if (std::abs(sum) > kNothing)
        couplings_.push_back({to, from, sum});
    }
  }
  for (int k = 0; k < body.size[2]; ++k) {
    for (int j = 0; j < body.size[1]; ++j) {
      Span span;
      for (int i = 0; i < body.size[0]; ++i) {
        if (body.modulusMPa[body.elementAt(i, j, k)] <= 0.0)
          continue;
        span.begin = span.end == 0 ? i : span.begin;
        span.end = i + 1;
      }
      spans_.push_back(span);
    }
  }
}

/// Slabs of elements of one parity share no node: each parity runs in parallel.
void ElasticOperator::multiply(const std::vector<double>& x, std::vector<double>& y) const {
  std::fill(y.begin(), y.end(), 0.0);
  constexpr std::size_t kWorthAThread = 2000;  ///< Elements.
  const std::size_t slabSize = body_.modulusMPa.size() / static_cast<std::size_t>(body_.size[2]);
  for (int parity = 0; parity < 2; ++parity)
    parallelFor((body_.size[2] - parity + 1) / 2,
                [&](int slab) { multiplySlab(2 * slab + parity, x, y); },
                1 + kWorthAThread / slabSize);
}

void ElasticOperator::multiplySlab(int k,
                                   const std::vector<double>& x,
                                   std::vector<double>& y) const {
  for (int j = 0; j < body_.size[1]; ++j)
    multiplyRow(j, k, x, y);
}

void ElasticOperator::multiplyRow(int j,
                                  int k,
                                  const std::vector<double>& x,
                                  std::vector<double>& y) const {
  const Span span = spans_[static_cast<std::size_t>(k) * static_cast<std::size_t>(body_.size[1]) +
                           static_cast<std::size_t>(j)];
  if (span.end == 0)
    return;
  const auto count = static_cast<std::size_t>(span.end - span.begin);
  thread_local std::vector<double> parts;
  thread_local std::vector<double> forces;
  parts.resize(kParts * count);
  forces.assign(kParts * count, 0.0);
  const auto firstOf = [&](std::size_t corner) {
    return 3 * body_.nodeAt(span.begin + static_cast<int>(corner & 1U),
                            j + static_cast<int>((corner >> 1U) & 1U),
                            k + static_cast<int>((corner >> 2U) & 1U));
  };
  for (std::size_t corner = 0; corner < 8; ++corner) {
    const double* from = x.data() + firstOf(corner);
    double* to = parts.data() + 3 * corner * count;
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t a = 0; a < 3; ++a)
        to[a * count + i] = from[3 * i + a];
    }
  }
  for (const std::size_t bit : {1U, 2U, 4U})
    alongAxis(parts, bit, count, sumAndDifference);
  for (const Coupling& one : couplings_)
    addScaled(forces.data() + one.to * count, parts.data() + one.from * count, one.value, count);
  const double* modulus = body_.modulusMPa.data() + body_.elementAt(span.begin, j, k);
  for (std::size_t part = 0; part < kParts; ++part)
    scaleBy(forces.data() + part * count, modulus, body_.sideMm, count);
  for (const std::size_t bit : {1U, 2U, 4U})
    alongAxis(forces, bit, count, spread);
  for (std::size_t corner = 0; corner < 8; ++corner) {
    double* to = y.data() + firstOf(corner);
    const double* from = forces.data() + 3 * corner * count;
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t a = 0; a < 3; ++a)
        to[3 * i + a] += from[a * count + i];
    }
  }
}

std::vector<double> ElasticOperator::diagonal() const {
  std::vector<double> values(3 * body_.nodeCount(), 0.0);
  for (std::size_t element = 0; element < body_.modulusMPa.size(); ++element) {
    const double scale = body_.modulusMPa[element] * body_.sideMm;
    const auto nx = static_cast<std::size_t>(body_.size[0]);
    const auto ny = static_cast<std::size_t>(body_.size[1]);
    const int i = static_cast<int>(element % nx);
    const int j = static_cast<int>(element / nx % ny);
    const int k = static_cast<int>(element / nx / ny);
    for (std::size_t corner = 0; corner < 8; ++corner) {
      const std::size_t node = body_.nodeAt(i + static_cast<int>(corner & 1U),
                                            j + static_cast<int>((corner >> 1U) & 1U),
                                            k + static_cast<int>((corner >> 2U) & 1U));
      for (std::size_t a = 0; a < 3; ++a)
        values[3 * node + a] += scale * stiffness_[25 * (3 * corner + a)];
    }
  }
  return values;
}

}  // namespace trocar::cement
