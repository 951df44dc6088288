#include "core/json/json_reader.h"

#include "core/error.h"
#include "core/json/near_key.h"

#include <gtest/gtest.h>

#include <functional>
#include <gmock/gmock.h>

namespace trocar {
namespace {

using testing::ElementsAre;
using testing::StrEq;

/// What reading the text is refused with.
std::string refusal(const std::string& text, const std::function<void(const JsonEntry&)>& read) {
  try {
    readJson(text, "probes.json", [&](const JsonEntry& root) {
      read(root);
      return true;
    });
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

void readProbe(const JsonEntry& probe) {
  probe.text("id");
  probe.number("radiusMm", {0.1, 10.0});
}

void readProbes(const JsonEntry& root) {
  for (const JsonEntry& probe : root.list("probes"))
    readProbe(probe);
}

TEST(JsonReader, GivesWhatTheFileHolds) {
  constexpr WordTable<int, 2> kWords = {{{1, "one"}, {2, "two"}}};
  const std::string text =
      R"({"text": "a", "number": 2.5, "whole": 3.0, "truth": true, "point": [1, 2, 3],
          "texts": ["x", "y"], "word": "two", "absent": null, "empty": "", "about": "words",
          "object": {"b": 1, "a": 2}})";
  const bool sound = readJson(text, "a.json", [&](const JsonEntry& root) {
    root.remarks({"about"});
    EXPECT_EQ(root.text("text"), "a");
    EXPECT_EQ(root.number("number"), 2.5);
    EXPECT_EQ(root.whole("whole", 0, 9), 3);
    EXPECT_TRUE(root.truth("truth"));
    EXPECT_EQ(root.point("point"), Vec3(1, 2, 3));
    EXPECT_THAT(root.texts("texts"), ElementsAre("x", "y"));
    EXPECT_EQ(root.word("word", kWords), 2);
    EXPECT_FALSE(root.has("absent"));
    EXPECT_EQ(root.numberOr("absent", 7.0), 7.0);
    EXPECT_EQ(root.maybeNumber("absent"), std::nullopt);
    EXPECT_EQ(root.textOr("empty", "z"), "");
    EXPECT_TRUE(root.listOrNone("nowhere").empty());
    EXPECT_THROW(root.listOrNone("absent"), Error) << "null would lose a list in silence";
    EXPECT_THROW(root.textsOrNone("absent"), Error);
    EXPECT_THROW(root.membersOrNone("absent"), Error);
    const auto members = root.object("object").members();
    EXPECT_EQ(members.front().first, "b") << "in the order of the file";
    return true;
  });
  EXPECT_TRUE(sound);
}

TEST(JsonReader, SaysFilePathAndValueOfWhatDoesNotFit) {
  const auto with = [](const std::string& members) {
    return R"({"probes": [{"id": "ice", )" + members + "}]}";
  };
  EXPECT_EQ(refusal(with(R"("radiusMm": 1)"), readProbes), "accepted");
  EXPECT_THAT(refusal(with(R"("radiusMm": -1)"), readProbes),
              StrEq("probes.json: probes[ice].radiusMm is -1, outside 0.1 to 10.0."));
  EXPECT_THAT(refusal(with(R"("radiusMm": "1")"), readProbes),
              StrEq("probes.json: probes[ice].radiusMm is \"1\"; it must be a number."));
  EXPECT_THAT(refusal(R"({"probes": [{"id": "ice"}]})", readProbes),
              StrEq("probes.json: probes[ice] lacks \"radiusMm\", a number."));
  EXPECT_THAT(refusal(R"({"probes": [{"id": ""}]})", readProbes),
              StrEq("probes.json: probes[0].id is \"\"; it must be a text that is not empty."));
  EXPECT_THAT(refusal(R"({"probes": 5})", readProbes),
              StrEq("probes.json: probes is 5; it must be a list."));
  EXPECT_THAT(refusal("[]", readProbes), StrEq("probes.json is []; it must be an object."));
}

TEST(JsonReader, RefusesAKeyThatNobodyAskedFor) {
  EXPECT_THAT(refusal(R"({"probes": [], "colour": 1})", readProbes),
              StrEq("probes.json: colour is not known; known here are probes."));
  EXPECT_THAT(refusal(R"({"probes": [{"id": "ice", "radiusMm": 1, "colour": 1}]})", readProbes),
              StrEq("probes.json: probes[ice].colour is not known; known here are id, radiusMm."));
  EXPECT_THAT(refusal(R"({"probes": [{"id": "ice", "radiusMm": 1, "radiusmm": 2}]})", readProbes),
              StrEq("probes.json: probes[ice].radiusmm is not known; is \"radiusMm\" meant?"));
  EXPECT_THAT(refusal(R"({"probes": [{"id": "ice", "radius": 1}]})", readProbes),
              StrEq("probes.json: probes[ice] lacks \"radiusMm\", a number; is its \"radius\" "
                    "meant to be that?"));
}

TEST(JsonReader, RefusesAKeyBelowWhatWasOnlyAskedFor) {
  const auto asks = [](const JsonEntry& root) { root.has("bend"); };
  EXPECT_EQ(refusal(R"({"bend": 1})", asks), "accepted");
  EXPECT_THAT(refusal(R"({"bend": {"angleDeg": 1}})", asks),
              StrEq("probes.json: bend.angleDeg is not known here."));
}

TEST(JsonReader, LeavesOthersWhereTheFormatIsAnothersAndWhatHasItsOwnReader) {
  const std::string text = R"({"type": "Line", "colour": {"red": 1}})";
  EXPECT_EQ(refusal(text,
                    [](const JsonEntry& root) {
                      root.leaveOthers();
                      root.text("type");
                    }),
            "accepted");
  EXPECT_EQ(refusal(text,
                    [](const JsonEntry& root) {
                      root.text("type");
                      EXPECT_EQ(root.json("colour"), R"({"red":1})");
                    }),
            "accepted");
}

TEST(JsonReader, RefusesWhatIsNoSoundJson) {
  for (const char* bad : {"",
                          "{",
                          "no json",
                          R"({"a": 1} x)",
                          R"({"probes": [], "probes": []})",
                          R"({"probes": [{"id": "ice", "radiusMm": 1e999}]})",
                          R"({"probes": [{"id": "ice", "radiusMm": NaN}]})",
                          R"({"probes": [{"id": "ice", "radiusMm": Infinity}]})"})
    EXPECT_THAT(refusal(bad, readProbes), testing::StartsWith("probes.json ")) << bad;
  EXPECT_THAT(refusal(R"({"probes": [{"id": "a", "id": "b"}]})", readProbes),
              StrEq("probes.json has \"id\" twice in one object; keep one of them."));
  EXPECT_THAT(refusal(std::string(100, '[') + std::string(100, ']'), readProbes),
              testing::HasSubstr("nested deeper"));
}

TEST(JsonReader, RefusesNumbersThatAreNotWholeAndWordsThatAreNotKnown) {
  constexpr WordTable<int, 3> kWords = {{{1, "arm"}, {2, "needle"}, {3, "verdict"}}};
  EXPECT_THAT(refusal(R"({"n": 1.5})", [](const JsonEntry& root) { root.whole("n", 0, 9); }),
              StrEq("probes.json: n is 1.5; it must be a whole number."));
  EXPECT_THAT(refusal(R"({"n": 0})", [](const JsonEntry& root) { root.number("n", kAboveZero); }),
              StrEq("probes.json: n is 0; it must be above 0."));
  EXPECT_THAT(refusal(R"({"p": [1, 2]})", [](const JsonEntry& root) { root.point("p"); }),
              StrEq("probes.json: p is [1,2]; it must be a point of three numbers."));
  EXPECT_THAT(
      refusal(R"({"task": "guess"})", [&](const JsonEntry& root) { root.word("task", kWords); }),
      StrEq("probes.json: task is \"guess\"; it must be arm, needle or verdict."));
}

TEST(JsonReader, AFileOfANewerProgramIsSaidToBeThatBeforeItsKeysAreRead) {
  EXPECT_THAT(
      refusal(R"({"format": 3, "later": 1})", [](const JsonEntry& root) { root.format(2); }),
      testing::HasSubstr("newer Trocar (its format is 3, this program reads formats up"));
}

TEST(JsonReader, SaysAnErrorOfAnotherReaderWithThePlace) {
  EXPECT_THAT(refusal(R"({"plan": 1})",
                      [](const JsonEntry& root) {
                        root.at("plan").checked([]() -> int { throw Error("It is no plan."); });
                      }),
              StrEq("probes.json: plan: It is no plan."));
}

TEST(NearKey, IsOfAnotherCaseOrTwoLettersAway) {
  const std::vector<std::string> known = {"radiusMm", "lengthMm", "id"};
  EXPECT_EQ(nearKey("radiusmm", known), "radiusMm");
  EXPECT_EQ(nearKey("radusMm", known), "radiusMm");
  EXPECT_EQ(nearKey("ids", known), "id");
  EXPECT_EQ(nearKey("colour", known), "");
  EXPECT_EQ(nearKey("xy", known), "");
}

}  // namespace
}  // namespace trocar
