#include "core/patients.h"
#include "planning/anatomy/lesion_anatomy.h"
#include "planning/anatomy/routes.h"
#include "tests/cancel_everywhere.h"

#include <gtest/gtest.h>

namespace trocar::anatomy {
namespace {

const Case& patient() {
  static const Case kPatient = makeBundledPatient("l3-breast", 2.0);
  return kPatient;
}

TEST(Cancelling, StopsMeasuringVertebraePelvisAndRoutes) {
  expectCancelsEverywhere(
      [](const Progress& progress) { withEstimatedRoutes(patient(), progress); }, 12);
}

TEST(Cancelling, StopsMeasuringLesions) {
  const std::vector<VertebraAnatomy> vertebrae = measureVertebrae(patient());
  expectCancelsEverywhere(
      [&](const Progress& progress) { measureLesions(patient(), vertebrae, {}, progress); });
}

}  // namespace
}  // namespace trocar::anatomy
