#include "core/patients.h"
#include "planning/fixation/screw_suggest.h"
#include "tests/cancel_everywhere.h"

#include <gtest/gtest.h>

#include <memory>

namespace trocar {
namespace {

TEST(Cancelling, StopsTheSearchForScrewsBetweenTheSides) {
  const CaseModel model(std::make_shared<const Case>(loadBundledPatient("acetabulum-renal")));
  SuggestRequest request;
  request.approach = Approach::AnteriorColumnScrew;
  expectCancelsEverywhere(
      [&](const Progress& progress) { suggestScrews(model, {}, request, progress); });
}

}  // namespace
}  // namespace trocar
