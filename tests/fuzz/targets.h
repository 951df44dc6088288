#pragma once

#include <functional>
#include <string>
#include <vector>

namespace trocar {

/// A reader that is given bytes nobody meant for it. It may refuse them with an Error; anything
/// else (a crash, another exception, no end) is a fault.
struct FuzzTarget {
  std::string name;
  std::function<bool(const std::string& bytes)> read;  ///< Whether they were accepted.
  std::vector<std::string> seeds;  ///< Small inputs in good form, to be changed.
};

const std::vector<FuzzTarget>& fuzzTargets();

/// Another input made from one in good form: a few bytes changed, cut out, doubled or moved, or a
/// number in it made extreme. The same for the same seed.
std::string mutated(std::string bytes, unsigned seed);

}  // namespace trocar
