#pragma once

namespace trocar::cli {

/// What this machine can do at most, measured now with all threads.
struct MachineLimit {
  double bytesPerS = 0.0;  ///< a = b + s c on arrays beyond the caches; three streams counted.
  double flopsPerS = 0.0;  ///< Independent multiply-adds in single precision, as compiled here.
};
MachineLimit measureMachine();

}  // namespace trocar::cli
