#include "core/import.h"
#include "core/io.h"
#include "core/patients.h"
#include "tests/cancel_everywhere.h"
#include "tests/test_files.h"
#include "tests/threads.h"

#include <gtest/gtest.h>

namespace trocar {
namespace {

constexpr double kSpacingMm = 4.0;

TEST(Cancelling, StopsTheMakingOfAPatient) {
  expectCancelsEverywhere(
      [](const Progress& progress) { makeBundledPatient("l3-breast", kSpacingMm, progress); }, 10);
}

TEST(Cancelling, StopsWritingAndReadingACase) {
  const Case patient = makeBundledPatient("l3-breast", kSpacingMm);
  const TemporaryFolder folder;
  expectCancelsEverywhere(
      [&](const Progress& progress) { writeCase(patient, folder / "case", progress); });
  writeCase(patient, folder / "case");
  expectCancelsEverywhere([&](const Progress& progress) { readCase(folder / "case", progress); });
}

TEST(Cancelling, StopsReadingADicomSeriesOnAnyNumberOfThreads) {
  SKIP_WITHOUT("ct_totalseg_dicom20");
  const auto import = [](const Progress& progress) {
    importCase(testData("ct_totalseg_dicom20/example_ct_dicom"), {}, {}, progress);
  };
  for (const int threads : {1, 2, 7}) {
    const ThreadLimit limit(threads);
    expectCancelsEverywhere(import, 12);
  }
}

TEST(Cancelling, StopsReadingLabels) {
  SKIP_WITHOUT("ct_verse014");
  const auto ct = testData("ct_verse014/sub-verse014_ct.nii.gz");
  const auto mask = testData("ct_verse014/sub-verse014_seg-vert_msk.nii.gz");
  expectCancelsEverywhere(
      [&](const Progress& progress) {
        importCase(ct, {{.path = mask}}, {.scheme = "verse"}, progress);
      },
      10);
}

}  // namespace
}  // namespace trocar
