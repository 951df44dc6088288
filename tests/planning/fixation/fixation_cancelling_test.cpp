#include "core/patients.h"
#include "planning/search/screw_suggest.h"
#include "tests/cancel_everywhere.h"

#include <gtest/gtest.h>

#include <memory>

namespace trocar::fixation {
namespace {

TEST(Cancelling, StopsTheSearchForScrewsBetweenTheSides) {
  const CaseModel model(std::make_shared<const Case>(loadBundledPatient("acetabulum-renal")));
  search::SuggestRequest request;
  request.approach = Approach::AnteriorColumnScrew;
  expectCancelsEverywhere(
      [&](const Progress& progress) { search::suggestScrews(model, {}, request, progress); });
}

}  // namespace
}  // namespace trocar::fixation
