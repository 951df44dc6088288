// A libFuzzer program for the reader that TROCAR_FUZZ names: scripts/check fuzz.
#include "tests/fuzz/targets.h"

#include <cstdio>
#include <cstdlib>

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

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  static const trocar::FuzzTarget& kTarget = chosenTarget();
  kTarget.read(std::string(reinterpret_cast<const char*>(data), size));
  return 0;
}
