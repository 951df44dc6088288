#include "app/cli/machine_limit.h"

#include "core/parallel.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <vector>

namespace trocar::cli {
namespace {

constexpr int kRounds = 5;

template <typename Work>
double fastestS(const Work& work) {
  double best = 1e9;
  for (int round = 0; round < kRounds; ++round) {
    const auto start = std::chrono::steady_clock::now();
    work();
    best = std::min(
        best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  return best;
}

double triadBytesPerS() {
  constexpr std::size_t kCount = 16'000'000;
  std::vector<float> a(kCount, 0.0F), b(kCount, 1.0F), c(kCount, 2.0F);
  const double seconds =
      fastestS([&] { parallelFor(kCount, [&](std::size_t n) { a[n] = b[n] + 0.5F * c[n]; }); });
  return 3.0 * sizeof(float) * kCount / seconds;
}

constexpr std::size_t kLanes = 128;  // Enough chains to fill the widest units and their latency.
constexpr int kSteps = 400'000;

__attribute__((target_clones("avx512f", "arch=haswell", "default"))) float multiplyAdd(
    float start) {
  std::array<float, kLanes> x{};
  for (std::size_t lane = 0; lane < kLanes; ++lane)
    x[lane] = start + static_cast<float>(lane);
  for (int step = 0; step < kSteps; ++step) {
    for (std::size_t lane = 0; lane < kLanes; ++lane)
      x[lane] = x[lane] * 0.999F + 0.001F;
  }
  float sum = 0.0F;
  for (const float value : x)
    sum += value;
  return sum;
}

double flopsPerS() {
  const int threads = parallelThreads();
  float sum = 0.0F;
  const double seconds = fastestS([&] {
    sum = parallelSum(
        threads, sum, [](int thread) { return multiplyAdd(static_cast<float>(thread)); });
  });
  const double operations = 2.0 * static_cast<double>(kLanes) * kSteps * threads;
  return sum == 0.0F ? 0.0 : operations / seconds;
}

}  // namespace

MachineLimit measureMachine() {
  return {triadBytesPerS(), flopsPerS()};
}

}  // namespace trocar::cli
