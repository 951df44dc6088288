#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <sstream>
#include <string>

namespace trocar::ablation {

/// How far results lie from exact values at most; stands in the test's record under a name.
class Departure {
 public:
  explicit Departure(std::string name) : name_(std::move(name)) {}
  Departure(const Departure&) = delete;
  Departure& operator=(const Departure&) = delete;
  ~Departure() {
    std::ostringstream text;
    text.precision(3);
    text << most_;
    testing::Test::RecordProperty(name_, text.str());
  }
  /// Returns `found`.
  double of(double found, double exact) {
    most_ = std::max(most_, std::abs(found - exact));
    return found;
  }

 private:
  std::string name_;
  double most_ = 0.0;
};

}  // namespace trocar::ablation
