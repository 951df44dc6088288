#pragma once

#include "core/parallel.h"

namespace trocar {

/// What `work` returns when its loops run on so many threads.
template <typename Work>
auto withThreads(int threads, const Work& work) {
  const ThreadLimit limit(threads);
  return work();
}

}  // namespace trocar
