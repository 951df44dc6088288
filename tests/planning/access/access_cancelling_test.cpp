#include "planning/search/suggest.h"
#include "tests/cancel_everywhere.h"
#include "tests/planning/bundled_model.h"

#include <gtest/gtest.h>

#include <memory>

namespace trocar::access {
namespace {

TEST(Cancelling, StopsTheSearchForWaysToAVertebra) {
  const CaseModel& model = bundledModel("l3-breast");
  search::SuggestRequest request;
  request.level = "L3";
  request.approach = Approach::Transpedicular;
  expectCancelsEverywhere(
      [&](const Progress& progress) { search::suggest(model, {}, request, progress); }, 12);
}

}  // namespace
}  // namespace trocar::access
