#include "app/actions/action.h"
#include "app/document.h"
#include "core/error.h"
#include "planning/plan/plan.h"
#include "tests/gui/samples.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace trocar::gui {
namespace {

using nlohmann::json;

TEST(Actions, RefuseArgumentsThatDoNotFit) {
  app::Document document;
  document.open(sampleWithNeedles());
  const std::vector<std::pair<std::string, json>> bad = {
      {"go-to-level", {{"level", "C9"}}},
      {"intent", {{"intent", "palliative"}}},
      {"lethal-criterion", {{"criterion", "dead"}}},
      {"bone-cement", {{"product", "glue"}}},
      {"bone-cement", {{"startS", -5}}},
      {"bone-cement", {{"roomC", "warm"}}},
      {"device", {{"needle", "N1"}, {"balloonMl", 0}}},
      {"device", {{"needle", "N1"}, {"coilLoops", 2.5}}},
      {"device", {{"needle", "N9"}, {"coilLoops", 2}}},
      {"pedicle-fracture", {{"level", "C9"}, {"side", "left"}}},
      {"pedicle-fracture", {{"level", "L3"}, {"side", "middle"}}},
      {"vascularity", {{"lesion", "aorta"}, {"vascularity", "high"}}},
      {"vascularity", {{"lesion", sampleLesionId()}, {"vascularity", "much"}}},
      {"embolisation", {{"lesion", "aorta"}, {"material", "glue"}}},
      {"embolisation", {{"lesion", sampleLesionId()}, {"material", "sand"}}},
      {"embolisation", {{"lesion", sampleLesionId()}, {"flowCut", 90}}},
      {"embolisation", {{"lesion", sampleLesionId()}, {"date", "soon"}}},
      {"procedure-date", {{"date", "2026-02-30"}}},
      {"score-answer", {{"score", "sins"}, {"question", "location"}, {"answer", "Q9"}}},
      {"score-answer",
       {{"score", "sins"}, {"question", "location"}, {"answer", "L3"}, {"lesion", "aorta"}}},
      {"score-answer", {{"score", "sins"}, {"question", "colour"}, {"answer", ""}}},
      {"score-answer", {{"score", "intent"}, {"question", "intent"}, {"answer", "curative"}}},
      {"score-show", {{"score", "moon"}}},
      {"move-landmark", {{"landmark", "L3/nose"}}},
      {"move-landmark", {{"landmark", "L3/canal"}, {"atMm", {0, 0, 9000}}}},
      {"reset-landmark", {{"landmark", "L3/canal"}}},
      {"show-landmarks", {{"of", "moon"}}},
      {"renumber", {{"steps", 40}}},
      {"name-level", {{"level", "L3"}, {"name", "L4"}}},
      {"name-level", {{"level", "L3"}, {"name", "Q7"}}},
      {"crosshair", {{"atMm", "here"}}},
      {"crosshair", {{"atMm", {1, 2}}}},
      {"inject", {{"volumeMl", -1}}},
      {"strain", {{"of", "moon"}}},
      {"protocol", {{"steps", "boil 3"}}},
      {"instrument", {{"instrument", "spoon"}}},
      {"select-needle", {{"needle", "N9"}}},
      {"position", {{"position", "upright"}}},
      {"accept", {{"rule", "x"}, {"reason", ""}}},
      {"pane", {{"pane", 0}, {"kind", "sideways"}}},
      {"maximise", {{"view", "oblique"}}},
      {"window", json::object()},
      {"bookmark-go", {{"bookmark", 99}}},
      {"bookmark-rename", {{"bookmark", 1}, {"title", ""}}},
      {"bookmark-add", {{"title", 7}}},
      {"tick", {{"item", "safety.hat"}}},
      {"review-part", {{"part", "epilogue"}}},
      {"film", {{"path", "x"}, {"of", "holidays"}}},
      {"film", {{"path", "x"}, {"widthPx", 3}}},
      {"protect", {{"structure", "moon"}, {"medium", "d5w"}, {"thicknessMm", 4}}}};
  for (const auto& [id, arguments] : bad) {
    const Plan before = document.plan();
    EXPECT_THROW(actions::runAction(document, actions::findAction(id), arguments), Error)
        << id << arguments;
    EXPECT_EQ(document.plan(), before) << id;
  }
  EXPECT_THROW(actions::findAction("fly"), Error);
}

TEST(Actions, RefuseAnArgumentThatTheyDoNotKnow) {
  app::Document document;
  document.open(sampleWithNeedles());
  const Plan before = document.plan();
  for (const actions::Action& action : actions::allActions()) {
    try {
      actions::workOf(action, document, {{"misspeltKey", 1}});
      ADD_FAILURE() << action.id << " takes it";
    } catch (const Error& error) {
      const std::string message = error.what();
      EXPECT_NE(message.find("The action " + action.id + " "), std::string::npos) << message;
      EXPECT_NE(message.find("misspeltKey"), std::string::npos) << message;
    }
    if (action.ask != actions::Ask::Nothing) {
      EXPECT_NE(std::find(action.arguments.begin(), action.arguments.end(), "path"),
                action.arguments.end())
          << action.id;
    }
  }
  EXPECT_THROW(actions::runAction(document, actions::findAction("go-to"), {{"atmm", {1, 2, 3}}}),
               Error);
  EXPECT_THROW(actions::workOf(actions::findAction("undo"), document, json::array({1})), Error);
  EXPECT_EQ(document.plan(), before);
}

}  // namespace
}  // namespace trocar::gui
