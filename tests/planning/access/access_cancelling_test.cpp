#include "core/patients.h"
#include "planning/access/suggest.h"
#include "tests/cancel_everywhere.h"

#include <gtest/gtest.h>

#include <memory>

namespace trocar {
namespace {

TEST(Cancelling, StopsTheSearchForWaysToAVertebra) {
  const CaseModel model(std::make_shared<const Case>(loadBundledPatient("l3-breast")));
  SuggestRequest request;
  request.level = "L3";
  request.approach = Approach::Transpedicular;
  expectCancelsEverywhere([&](const Progress& progress) { suggest(model, {}, request, progress); },
                          12);
}

}  // namespace
}  // namespace trocar
