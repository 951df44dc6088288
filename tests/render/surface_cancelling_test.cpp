#include "render/mesh/surface.h"
#include "tests/cancel_everywhere.h"
#include "tests/render/scenes.h"
#include "tests/threads.h"

#include <gtest/gtest.h>

namespace trocar::render {
namespace {

TEST(Cancelling, StopsTheSurfacesOfACaseOnAnyNumberOfThreads) {
  const auto patient = test::caseOfBalls({{{5, -4, 3}, 12.0, "one", Role::Vertebra},
                                          {{-25, 0, 3}, 8.0, "two", Role::Lesion},
                                          {{30, 10, -9}, 6.0, "three", Role::Nerve}});
  for (const int threads : {1, 3}) {
    const ThreadLimit limit(threads);
    expectCancelsEverywhere(
        [&](const Progress& progress) { makeSurfaces(*patient, SurfaceQuality::Final, progress); });
  }
}

TEST(Cancelling, StopsOneSurface) {
  const auto patient = test::caseOfBalls({{{5, -4, 3}, 12.0, "one", Role::Vertebra}});
  expectCancelsEverywhere([&](const Progress& progress) {
    surfaceOf(*patient, patient->structures[0], SurfaceQuality::Final, progress);
  });
}

}  // namespace
}  // namespace trocar::render
