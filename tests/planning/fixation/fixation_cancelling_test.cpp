#include "planning/search/screw_suggest.h"
#include "tests/cancel_everywhere.h"
#include "tests/planning/bundled_model.h"

#include <gtest/gtest.h>

#include <memory>

namespace trocar::fixation {
namespace {

TEST(Cancelling, StopsTheSearchForScrewsBetweenTheSides) {
  const CaseModel& model = bundledModel("acetabulum-renal");
  search::SuggestRequest request;
  request.approach = Approach::AnteriorColumnScrew;
  expectCancelsEverywhere(
      [&](const Progress& progress) { search::suggestScrews(model, {}, request, progress); }, 12);
}

}  // namespace
}  // namespace trocar::fixation
