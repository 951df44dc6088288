#pragma once

#include "core/progress.h"

#include <cstddef>
#include <vector>

namespace trocar {

/// A loop without its types: `run(work, begin, end)` does the items [begin, end).
struct ParallelLoop {
  std::size_t count;
  std::size_t perThread;  ///< Items that are worth waking a thread.
  bool evenShares;        ///< One range a thread, else small ranges to whoever is free.
  const void* work;
  void (*run)(const void* work, std::size_t begin, std::size_t end);
};
void runParallel(const ParallelLoop& loop, const Progress& progress);

/// Threads that a loop begun here would use at most: 1 inside another loop.
int parallelThreads();

/// While it lives, loops begun on its thread use at most so many threads.
class ThreadLimit {
 public:
  explicit ThreadLimit(int threads);
  ~ThreadLimit();
  ThreadLimit(const ThreadLimit&) = delete;
  ThreadLimit& operator=(const ThreadLimit&) = delete;

 private:
  int before_;
};

/// Cancels when `progress` does and reports to nobody: what an item of a loop hands to its own
/// long work.
Progress silenced(const Progress& progress);

/// Calls `work(begin, end)` with even shares of 0 .. count, one a thread and the same one each time
/// where the number of threads is: for loops that need memory of their own, or find theirs in the
/// cache again. Otherwise as `parallelFor`.
template <typename Index, typename Work>
void parallelShares(Index count, const Work& work, std::size_t perThread = 1) {
  const auto run = [](const void* of, std::size_t begin, std::size_t end) {
    (*static_cast<const Work*>(of))(static_cast<Index>(begin), static_cast<Index>(end));
  };
  if (count > 0)
    runParallel({static_cast<std::size_t>(count), perThread, true, &work, run}, {});
}

/// Calls `work(i)` for every i from 0 up to `count`, on all processors; returns when all are done.
/// Items must not write what another one reads or writes: then results do not depend on the
/// threads. Throws what the item of the lowest index threw, as a plain loop would, and Cancelled as
/// soon as `progress` is cancelled; items not yet begun are left out. `progress` is told only on
/// the calling thread and ends at 1. A loop inside an item runs on that item's thread.
template <typename Index, typename Work>
void parallelFor(Index count,
                 const Progress& progress,
                 const Work& work,
                 std::size_t perThread = 1) {
  const auto run = [](const void* of, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i)
      (*static_cast<const Work*>(of))(static_cast<Index>(i));
  };
  if (count > 0)
    runParallel({static_cast<std::size_t>(count), perThread, false, &work, run}, progress);
}

template <typename Index, typename Work>
void parallelFor(Index count, const Work& work, std::size_t perThread = 1) {
  parallelFor(count, Progress(), work, perThread);
}

/// `sum` plus `part(0)`, plus `part(1)` and so on: the parts are found in parallel and added in
/// their order, so that the sum has the same bytes for any number of threads.
template <typename Index, typename Value, typename Part>
Value parallelSum(Index count, Value sum, const Part& part, std::size_t perThread = 1) {
  std::vector<Value> parts(static_cast<std::size_t>(count));
  parallelFor(
      count, [&](Index i) { parts[static_cast<std::size_t>(i)] = part(i); }, perThread);
  for (const Value& one : parts)
    sum += one;
  return sum;
}

}  // namespace trocar
