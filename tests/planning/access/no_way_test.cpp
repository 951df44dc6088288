#include "planning/search/no_way.h"

#include "core/error.h"
#include "planning/access/usual_position.h"
#include "planning/search/suggest.h"
#include "tests/planning/bundled_model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

namespace trocar::search {
namespace {

std::ptrdiff_t sentencesIn(const std::string& text) {
  std::ptrdiff_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i)
    count += text[i] == '.' && (i + 1 == text.size() || text[i + 1] == ' ') ? 1 : 0;
  return count;
}

TEST(NoWay, IsOneSentenceOfAtMost200Characters) {
  const std::string wide(90, 'x');
  EXPECT_EQ(noWaySentence("No way to L3", {"the left is narrow", "the right is narrow"}, "another"),
            "No way to L3: the left is narrow, and the right is narrow; try another.");
  EXPECT_EQ(noWaySentence("No way to L3", {}, "another"),
            "No way to L3: there is nothing to try; try another.");
  const std::string most = noWaySentence("No way", {wide, wide, wide}, "another");
  EXPECT_LE(most.size(), 200U);
  EXPECT_NE(most.find(wide), std::string::npos);
  const std::string cut = noWaySentence("No way to " + wide, {wide + wide}, "another");
  EXPECT_LE(cut.size(), 202U) << "the ellipsis has three bytes";
  EXPECT_TRUE(cut.ends_with("\u2026; try another.")) << cut;
}

TEST(NoWay, OfASearchNamesARuleAndWhatHelps) {
  const CaseModel& model = bundledModel("l3-breast");
  SuggestRequest request;
  request.level = "L3";
  request.side = Side::Left;
  request.shelf = {"bone-needle-15g-100"};
  request.targetMm = model.vertebra("L3")->bodyCentroidMm - 40.0 * Vec3::UnitY();
  std::string text;
  try {
    suggest(model, {}, request);
  } catch (const NoWay& error) {
    text = error.what();
  }
  EXPECT_TRUE(text.starts_with("No transpedicular way to L3: in ")) << text;
  EXPECT_LE(text.size(), 200U);
  EXPECT_EQ(sentencesIn(text), 1) << text;
  EXPECT_NE(text.find("; try "), std::string::npos) << text;
}

TEST(UsualPosition, LaysAPatientForTheFirstNeedleAlone) {
  EXPECT_EQ(access::laidFor({}, Approach::AcetabularAnterior).procedurePosition,
            PatientPosition::Supine);
  EXPECT_EQ(access::laidFor({}, Approach::Transpedicular).procedurePosition,
            PatientPosition::Prone);
  Plan entered;
  entered.procedurePosition = PatientPosition::LateralLeft;
  EXPECT_EQ(access::laidFor(entered, Approach::AcetabularAnterior).procedurePosition,
            PatientPosition::LateralLeft);
  Plan begun;
  begun.needles.emplace_back();
  EXPECT_EQ(access::laidFor(begun, Approach::AcetabularAnterior).procedurePosition,
            PatientPosition::Prone);
}

}  // namespace
}  // namespace trocar::search
