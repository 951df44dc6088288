// A libFuzzer program for the reader that TROCAR_FUZZ names: scripts/check fuzz. With
// TROCAR_FUZZ_SEEDS it writes the inputs in good form into that folder instead, to begin with.
#include "tests/fuzz/targets.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

namespace {

const trocar::FuzzTarget& chosenTarget() {
  const char* name = std::getenv("TROCAR_FUZZ");
  for (const trocar::FuzzTarget& target : trocar::fuzzTargets()) {
    if (name != nullptr && target.name == name)
      return target;
  }
  std::fputs("TROCAR_FUZZ must name one of:", stderr);
  for (const trocar::FuzzTarget& target : trocar::fuzzTargets())
    std::fprintf(stderr, " %s", target.name.c_str());
  std::fputs("\n", stderr);
  std::exit(2);
}

void writeSeeds(const std::string& folder) {
  const std::vector<std::string>& seeds = chosenTarget().seeds;
  for (std::size_t n = 0; n < seeds.size(); ++n)
    std::ofstream(folder + "/seed-" + std::to_string(n), std::ios::binary) << seeds[n];
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  if (const char* folder = std::getenv("TROCAR_FUZZ_SEEDS")) {
    writeSeeds(folder);
    std::exit(0);
  }
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  static const trocar::FuzzTarget& kTarget = chosenTarget();
  kTarget.read(std::string(reinterpret_cast<const char*>(data), size));
  return 0;
}
