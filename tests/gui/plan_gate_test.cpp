// What an edit makes can be saved and opened again, or the edit is refused.
#include "app/actions/action.h"
#include "app/document.h"
#include "core/error.h"
#include "core/io.h"
#include "core/replace_file.h"
#include "planning/evaluation/sound_plan.h"
#include "planning/plan/plan_file.h"
#include "tests/gui/samples.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <array>
#include <random>

namespace trocar::gui {
namespace {

using nlohmann::json;

bool runs(app::Document& document, const std::string& id, const json& arguments) {
  try {
    actions::runAction(document, actions::findAction(id), arguments);
    return true;
  } catch (const Error&) {
    return false;
  }
}

class RandomEdits {
 public:
  json point() { return {number(500.0), number(500.0), number(500.0)}; }
  json needle() { return "N" + std::to_string(1 + source_() % 3U); }
  double number(double most) {
    static constexpr std::array kExtremes = {1e308, -1e308, 1e-320, -1.0, 0.0, 1e6};
    if (source_() % 4U == 0)
      return kExtremes.at(source_() % kExtremes.size());
    return std::uniform_real_distribution<double>(-most, most)(source_);
  }
  std::pair<std::string, json> next() {
    switch (source_() % 10U) {
      case 0:
        return {"move-tip", {{"needle", needle()}, {"atMm", point()}}};
      case 1:
        return {"move-entry", {{"needle", needle()}, {"atMm", point()}}};
      case 2:
        return {"move-needle", {{"needle", needle()}, {"byMm", point()}}};
      case 3:
        return {"mirror-needle", {{"needle", needle()}}};
      case 4:
        return {"add-needle", {{"entryMm", point()}, {"targetMm", point()}}};
      case 5:
        return {"protocol",
                {{"needle", needle()}, {"steps", "freeze 600"}, {"startS", number(9000.0)}}};
      case 6:
        return {"inject",
                {{"needle", needle()}, {"volumeMl", number(9.0)}, {"rateMlPerS", number(1.0)}}};
      case 7:
        return {"paint", {{"medium", "d5w"}, {"radiusMm", number(50.0)}, {"atMm", point()}}};
      case 8:
        return {"device", {{"needle", needle()}, {"balloonMl", number(10.0)}}};
      default:
        return {"bend",
                {{"needle", needle()},
                 {"towards", "left"},
                 {"lengthMm", number(50.0)},
                 {"angleDeg", number(90.0)}}};
    }
  }

 private:
  std::mt19937 source_{18};
};

TEST(PlanGate, WhatEditsMakeOpensAgain) {
  app::Document document;
  document.open(sampleWithNeedles());
  RandomEdits edits;
  int done = 0;
  int refused = 0;
  for (int n = 0; n < 600; ++n) {
    const auto [id, arguments] = edits.next();
    const Plan before = document.plan();
    if (!runs(document, id, arguments)) {
      EXPECT_EQ(document.plan(), before) << id << " was refused and changed something";
      ++refused;
      continue;
    }
    ++done;
    const Plan& plan = document.plan();
    ASSERT_NO_THROW(requireSound(plan, document.original())) << id << " " << arguments;
    ASSERT_EQ(planFromJson(planToJson(plan), "my.json"), plan) << id << " " << arguments;
  }
  EXPECT_GT(done, 20);
  EXPECT_GT(refused, 100);
}

TEST(PlanGate, ADragStopsWhereThePlanCouldNotBeSaved) {
  app::Document document;
  document.open(sampleWithNeedles());
  const Plan before = document.plan();
  document.preview(withTarget(before, "N1", Vec3(5000, 0, 0)));
  EXPECT_EQ(document.plan(), before);
  EXPECT_THROW(document.commit("Move", withTarget(before, "N1", Vec3(5000, 0, 0))), Error);
  EXPECT_EQ(document.plan(), before);
}

TEST(PlanGate, ANewInstrumentGetsAProtocolItCanFollow) {
  app::Document document;
  document.open(sampleWithNeedles());
  ASSERT_TRUE(runs(document, "instrument", {{"needle", "N1"}, {"instrument", "icesphere-1.5"}}));
  Plan plan = document.plan();
  plan.needles[0].purpose = Purpose::Probe;
  document.commit("Probe", plan);
  ASSERT_TRUE(runs(document, "protocol", {{"needle", "N1"}, {"steps", "freeze 600"}}));
  ASSERT_FALSE(runs(document, "protocol", {{"needle", "N1"}, {"steps", "power 30 W 240"}}));
}

TEST(PlanGate, AFileThatAnotherProgramChangedIsKept) {
  const ScratchFolder folder;
  const std::filesystem::path file = folder.path() / "my.plan.json";
  app::Document document;
  document.open(sampleWithNeedles());
  ASSERT_TRUE(runs(document, "save", {{"path", file.string()}}));
  ASSERT_TRUE(runs(document, "note", {{"text", "Mine."}}));
  ASSERT_TRUE(runs(document, "save", {}));
  writeFileAtomically(file, "theirs");
  ASSERT_TRUE(runs(document, "note", {{"text", "Mine again."}}));
  EXPECT_THROW(actions::runAction(document, actions::findAction("save"), {}), ChangedElsewhere);
  EXPECT_EQ(readFile(file), "theirs");
  EXPECT_TRUE(document.hasUnsavedChanges());
  ASSERT_TRUE(runs(document, "save", {{"replace", true}}));
  EXPECT_EQ(readPlan(file).note, "Mine again.");
}

}  // namespace
}  // namespace trocar::gui
