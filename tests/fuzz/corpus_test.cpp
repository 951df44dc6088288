#include "tests/fuzz/targets.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace trocar {
namespace {

namespace fs = std::filesystem;

std::string bytesOf(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Inputs that once were faults, kept beside this file.
std::vector<std::string> keptInputs(const std::string& target) {
  const fs::path folder = fs::path(SOURCE_DIR) / "tests/fuzz/corpus" / target;
  std::vector<fs::path> files;
  if (fs::is_directory(folder))
    std::copy(fs::directory_iterator(folder), {}, std::back_inserter(files));
  std::sort(files.begin(), files.end());
  std::vector<std::string> inputs;
  std::transform(files.begin(), files.end(), std::back_inserter(inputs), bytesOf);
  return inputs;
}

class Fuzz : public testing::TestWithParam<std::size_t> {};

TEST_P(Fuzz, InputsInGoodFormKeptOnesAndChangedOnesAreReadOrRefused) {
  const FuzzTarget& target = fuzzTargets()[GetParam()];
  for (const std::string& input : keptInputs(target.name))
    EXPECT_NO_THROW(target.read(input));
  constexpr unsigned kChanges = 300;
  for (const std::string& seed : target.seeds) {
    EXPECT_TRUE(target.read(seed)) << target.name << " in good form";
    for (unsigned n = 0; n < kChanges; ++n)
      ASSERT_NO_THROW(target.read(mutated(seed, n))) << target.name << ", change " << n;
  }
}

std::string nameOf(const testing::TestParamInfo<std::size_t>& tested) {
  return fuzzTargets()[tested.param].name;
}

INSTANTIATE_TEST_SUITE_P(Targets,
                         Fuzz,
                         testing::Range(std::size_t{0}, fuzzTargets().size()),
                         nameOf);

}  // namespace
}  // namespace trocar
