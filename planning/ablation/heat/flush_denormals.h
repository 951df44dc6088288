#pragma once

#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

namespace trocar::ablation {

/// While it lives, this thread's numbers too small for full precision are zero: the far tail of a
/// cooling front would otherwise cost a hundred times its worth. Without effect where it cannot be
/// set.
class FlushDenormals {
 public:
#if defined(__SSE2__)
  FlushDenormals() : before_(_mm_getcsr()) {
    _mm_setcsr(before_ | kFlushToZero | kDenormalsAreZero);
  }
  ~FlushDenormals() {
    _mm_setcsr(before_);
  }

 private:
  static constexpr unsigned kFlushToZero = 0x8000, kDenormalsAreZero = 0x0040;
  unsigned before_;

 public:
#else
  FlushDenormals() = default;
  ~FlushDenormals() = default;
#endif
  FlushDenormals(const FlushDenormals&) = delete;
  FlushDenormals& operator=(const FlushDenormals&) = delete;
};

}  // namespace trocar::ablation
