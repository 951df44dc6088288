#pragma once

#include "core/progress.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <optional>
#include <stop_token>
#include <vector>

namespace trocar {

template <typename Job>
std::vector<double> fractionsOf(const Job& job) {
  std::vector<double> heard;
  job(Progress({}, [&](double fraction) { heard.push_back(fraction); }));
  return heard;
}

/// Asks the job to stop at its call number `call`, from 0 on.
template <typename Job>
void expectCancelledAt(std::size_t call, const Job& job) {
  std::stop_source stop;
  std::size_t calls = 0;
  std::optional<double> stoppedAt;
  const Progress progress(stop.get_token(), [&](double fraction) {
    if (calls++ == call) {
      stoppedAt = fraction;
      stop.request_stop();
    }
  });
  try {
    job(progress);
    EXPECT_GE(stoppedAt.value_or(1.0), 1.0 - 1e-9) << "went on after call " << call;
  } catch (const Cancelled&) {
    EXPECT_TRUE(stoppedAt) << "cancelled by nobody";
  }
}

/// Runs a long job to its end, then again for each of its calls of `Progress::at` (at most `most`
/// of them, spread evenly) with a wish to stop at that one: it must throw Cancelled unless the call
/// said that the work was done, and never anything else. How many calls there are may depend on the
/// threads. Asked before it begins, it must throw too.
template <typename Job>
void expectCancelsEverywhere(const Job& job, std::size_t most = 40) {
  const std::vector<double> heard = fractionsOf(job);
  ASSERT_FALSE(heard.empty());
  for (const double fraction : heard) {
    EXPECT_GE(fraction, 0.0);
    EXPECT_LE(fraction, 1.0 + 1e-9);
  }
  EXPECT_NEAR(heard.back(), 1.0, 1e-9) << "does not end at 1";
  const std::size_t step = 1 + (heard.size() - 1) / most;
  for (std::size_t call = 0; call < heard.size(); call += step)
    expectCancelledAt(call, job);
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THROW(job(Progress(stop.get_token(), {})), Cancelled);
}

}  // namespace trocar
