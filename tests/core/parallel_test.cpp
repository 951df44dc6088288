#include "core/parallel.h"

#include "tests/threads.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <stdexcept>
#include <string>
#include <thread>

namespace trocar {
namespace {

using Counts = std::vector<int>;

TEST(ParallelFor, DoesEveryItemOnce) {
  for (const int threads : {1, 2, 3, 8}) {
    for (const std::size_t count : {0U, 1U, 2U, 31U, 1000U, 100003U}) {
      const ThreadLimit limit(threads);
      Counts times(count, 0);
      parallelFor(count, [&](std::size_t i) { ++times[i]; });
      EXPECT_EQ(times, Counts(count, 1)) << threads << " threads, " << count;
    }
  }
}

TEST(ParallelFor, HasNothingToDoBelowZero) {
  parallelFor(-3, [](int) { FAIL(); });
}

TEST(ParallelShares, GiveEachThreadOneRangeInOrder) {
  const ThreadLimit limit(3);
  std::vector<std::thread::id> who(10);
  parallelShares(10, [&](int begin, int end) {
    for (int i = begin; i < end; ++i)
      who[static_cast<std::size_t>(i)] = std::this_thread::get_id();
  });
  who.erase(std::unique(who.begin(), who.end()), who.end());
  EXPECT_EQ(who.size(), 3U);
  EXPECT_EQ(who.front(), std::this_thread::get_id());
}

TEST(ParallelShares, WakeNoThreadForLittle) {
  const ThreadLimit limit(8);
  int ranges = 0;
  parallelShares(
      100, [&](int, int) { ++ranges; }, 60);
  EXPECT_EQ(ranges, 1);
}

TEST(ParallelSum, IsTheSameNumberForAnyNumberOfThreads) {
  const auto sum = [] {
    return parallelSum(5000, 0.0, [](int i) { return std::sin(i) * std::pow(10.0, i % 17); });
  };
  const double one = withThreads(1, sum);
  for (const int threads : {2, 3, 7})
    EXPECT_EQ(withThreads(threads, sum), one);
}

/// Fails at 70 and, earlier by the clock, at every later item.
constexpr auto failing = [](int i) {
  if (i == 70)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  if (i >= 70)
    throw std::runtime_error(std::to_string(i));
};

TEST(ParallelFor, ThrowsWhatAPlainLoopWould) {
  for (const int threads : {1, 2, 4, 8}) {
    for (int repeat = 0; repeat < 5; ++repeat) {
      const ThreadLimit limit(threads);
      try {
        parallelFor(200, failing);
        FAIL();
      } catch (const std::runtime_error& error) {
        EXPECT_STREQ(error.what(), "70");
      }
    }
  }
}

TEST(ParallelShares, ThrowWhatAPlainLoopWould) {
  const ThreadLimit limit(4);
  try {
    parallelShares(200, [](int begin, int end) {
      for (int i = begin; i < end; ++i)
        failing(i);
    });
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "70");
  }
}

TEST(ParallelFor, ReportsRisingFractionsOnTheCallersThreadAndEndsAtOne) {
  const ThreadLimit limit(4);
  const std::thread::id caller = std::this_thread::get_id();
  std::vector<double> heard;
  const Progress progress({}, [&](double fraction) {
    EXPECT_EQ(std::this_thread::get_id(), caller);
    heard.push_back(fraction);
  });
  parallelFor(100, progress, [](int) {});
  EXPECT_TRUE(std::is_sorted(heard.begin(), heard.end()));
  EXPECT_EQ(std::count(heard.begin(), heard.end(), 1.0), 1);
  EXPECT_EQ(heard.back(), 1.0);
}

TEST(ParallelFor, StopsSoonAfterItIsCancelled) {
  for (const int threads : {1, 4}) {
    const ThreadLimit limit(threads);
    std::stop_source stop;
    std::atomic<int> done = 0;
    const auto work = [&](int) {
      if (++done == 10)
        stop.request_stop();
    };
    EXPECT_THROW(parallelFor(100000, Progress(stop.get_token(), {}), work), Cancelled);
    EXPECT_LT(done, 100000 / 2);
  }
}

TEST(ParallelFor, BeginsNothingWhereItIsCancelledAlready) {
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THROW(parallelFor(10, Progress(stop.get_token(), {}), [](int) { FAIL(); }), Cancelled);
}

TEST(ParallelFor, CarriesCancellingOutOfWorkWithinAnItem) {
  const ThreadLimit limit(4);
  std::stop_source stop;
  const Progress progress(stop.get_token(), {});
  const Progress inner = silenced(progress);
  const auto work = [&](int i) {
    if (i == 2)
      stop.request_stop();
    while (true)  // Long work that only cancelling ends.
      inner.at(0.5);
  };
  EXPECT_THROW(parallelFor(4, progress, work), Cancelled);
}

TEST(ParallelFor, LetsAListenerThrow) {
  const ThreadLimit limit(4);
  const Progress progress({}, [](double) { throw std::runtime_error("enough"); });
  EXPECT_THROW(parallelFor(100, progress, [](int) {}), std::runtime_error);
}

TEST(ParallelFor, RunsALoopWithinAnItemOnTheItemsThread) {
  const ThreadLimit limit(4);
  std::vector<Counts> times(20, Counts(50, 0));
  parallelFor(times.size(), [&](std::size_t i) {
    EXPECT_EQ(parallelThreads(), 1);
    const std::thread::id outer = std::this_thread::get_id();
    parallelFor(times[i].size(), [&](std::size_t j) {
      EXPECT_EQ(std::this_thread::get_id(), outer);
      ++times[i][j];
    });
  });
  EXPECT_EQ(times, std::vector<Counts>(20, Counts(50, 1)));
  EXPECT_EQ(parallelThreads(), 4);
}

TEST(ParallelFor, RunsInSeveralThreadsAtOnce) {
  std::vector<Counts> times(4, Counts(2000, 0));
  {
    std::vector<std::jthread> callers;
    for (Counts& mine : times)
      callers.emplace_back([&mine] {
        const ThreadLimit limit(3);
        parallelFor(mine.size(), [&](std::size_t i) { ++mine[i]; });
      });
  }
  EXPECT_EQ(times, std::vector<Counts>(4, Counts(2000, 1)));
}

TEST(ThreadLimit, EndsWithItsScope) {
  const int before = parallelThreads();
  {
    const ThreadLimit limit(before + 3);
    EXPECT_EQ(parallelThreads(), before + 3);
  }
  EXPECT_EQ(parallelThreads(), before);
}

}  // namespace
}  // namespace trocar
