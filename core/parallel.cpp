#include "core/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <limits>
#include <mutex>
#include <omp.h>
#include <thread>
#include <utility>
#include <vector>

namespace trocar {
namespace {

constexpr std::size_t kRangesPerThread =
    32;  ///< Even loads without much asking, and soon cancelled.

thread_local bool insideLoop = false;

/// One run of a loop, as its threads share it.
class LoopRun {
 public:
  LoopRun(const ParallelLoop& loop, const Progress& progress, std::size_t threads)
      : loop_(loop),
        progress_(progress),
        ranges_(std::min(loop.count, loop.evenShares ? threads : kRangesPerThread * threads)) {}

  void join(std::size_t thread, std::size_t threads) noexcept {
    const bool before = std::exchange(insideLoop, true);
    if (loop_.evenShares)
      for (std::size_t range = thread; range < ranges_; range += threads)
        take(range, thread);
    else
      for (std::size_t range = next_++; range < ranges_; range = next_++)
        take(range, thread);
    insideLoop = before;
  }

  void finish() const {
    if (failure_)
      std::rethrow_exception(failure_);
    progress_.at(1.0);
  }

 private:
  std::size_t beginOf(std::size_t range) const { return loop_.count * range / ranges_; }

  /// Ranges before a failed one are still taken: an earlier item may fail too.
  void take(std::size_t range, std::size_t thread) noexcept {
    if (range > failed_ || progress_.cancelled())
      return;
    try {
      loop_.run(loop_.work, beginOf(range), beginOf(range + 1));
      const std::size_t done = ++done_;
      if (thread == 0 && done < ranges_)
        progress_.at(static_cast<double>(done) / static_cast<double>(ranges_));
    } catch (...) {
      const std::lock_guard lock(failing_);
      if (range < failed_) {
        failed_ = range;
        failure_ = std::current_exception();
      }
    }
  }

  const ParallelLoop& loop_;
  const Progress& progress_;
  std::size_t ranges_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<std::size_t> done_ = 0;
  std::mutex failing_;
  std::atomic<std::size_t> failed_ = std::numeric_limits<std::size_t>::max();
  std::exception_ptr failure_;  ///< Of the range `failed_`.
};

void runOn(int threads, LoopRun& run) {
#ifdef __SANITIZE_THREAD__
  // The thread sanitizer cannot see how OpenMP's threads wait for each other.
  std::vector<std::jthread> others;
  for (int thread = 1; thread < threads; ++thread)
    others.emplace_back([&run, thread, threads] {
      run.join(static_cast<std::size_t>(thread), static_cast<std::size_t>(threads));
    });
  run.join(0, static_cast<std::size_t>(threads));
#else
#pragma omp parallel num_threads(threads)
  run.join(static_cast<std::size_t>(omp_get_thread_num()),
           static_cast<std::size_t>(omp_get_num_threads()));
#endif
}

}  // namespace

int parallelThreads() {
  return insideLoop ? 1 : omp_get_max_threads();
}

ThreadLimit::ThreadLimit(int threads) : before_(omp_get_max_threads()) {
  omp_set_num_threads(threads);
}

ThreadLimit::~ThreadLimit() {
  omp_set_num_threads(before_);
}

Progress silenced(const Progress& progress) {
  return {{}, [progress](double) {
            if (progress.cancelled())
              throw Cancelled();
          }};
}

void runParallel(const ParallelLoop& loop, const Progress& progress) {
  const std::size_t worthWaking = std::max<std::size_t>(1, loop.count / loop.perThread);
  const auto threads =
      std::min(static_cast<std::size_t>(std::max(1, parallelThreads())), worthWaking);
  LoopRun run(loop, progress, threads);
  if (threads == 1)
    run.join(0, 1);
  else
    runOn(static_cast<int>(threads), run);
  run.finish();
}

}  // namespace trocar
