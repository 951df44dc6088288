#include "planning/scores/score.h"

#include "core/error.h"

#include <gtest/gtest.h>

#include <gmock/gmock.h>
#include <map>
#include <string>
#include <vector>

namespace trocar::scores {
namespace {

using Answers = std::map<std::string, std::string>;
using testing::HasSubstr;

const Answers kStableSpine = {{"location", "S3"},
                              {"pain", "none"},
                              {"lesion", "blastic"},
                              {"alignment", "normal"},
                              {"collapse", "none"},
                              {"posterolateral", "none"}};

std::string messageOf(std::string_view id, const Answers& answers) {
  try {
    score(id, answers);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

Answers with(Answers answers, const std::string& key, const std::string& value) {
  answers[key] = value;
  return answers;
}

TEST(Sins, TheTalksT10ExampleGivesSix) {
  const ScoreResult result = score("sins",
                                   {{"location", "T10"},
                                    {"pain", "non-mechanical"},
                                    {"lesion", "lytic"},
                                    {"alignment", "normal"},
                                    {"collapse", "none-over-50-involved"},
                                    {"posterolateral", "unilateral"}});
  EXPECT_EQ(result.total, 6);
  EXPECT_EQ(result.category, "stable");
  EXPECT_THAT(result.note, HasSubstr("One point from potentially unstable"));
  ASSERT_EQ(result.components.size(), 6U);
  EXPECT_EQ(result.components[0].key, "location");
  EXPECT_EQ(result.components[0].points, 1);
}

TEST(Sins, NothingAtAllIsZeroAndStable) {
  const ScoreResult result = score("sins", kStableSpine);
  EXPECT_EQ(result.total, 0);
  EXPECT_EQ(result.category, "stable");
}

// Fisher et al., Spine 2010, table: junctional 3, mobile 2, semi-rigid 1, rigid 0.
TEST(Sins, EveryLevelHasItsPoints) {
  const std::map<int, std::vector<std::string>> points = {
      {3, {"C0", "C1", "C2", "C7", "T1", "T2", "T11", "T12", "L1", "L5", "S1"}},
      {2, {"C3", "C4", "C5", "C6", "L2", "L3", "L4"}},
      {1, {"T3", "T4", "T5", "T6", "T7", "T8", "T9", "T10"}},
      {0, {"S2", "S3", "S4", "S5"}}};
  std::size_t levels = 0;
  for (const auto& [expected, names] : points) {
    for (const std::string& level : names) {
      EXPECT_EQ(score("sins", with(kStableSpine, "location", level)).total, expected) << level;
      ++levels;
    }
  }
  EXPECT_EQ(findScore("sins").questions[0].options.size(), levels);
}

TEST(Sins, AnUnusualLevelIsRefusedNotGuessed) {
  EXPECT_THAT(messageOf("sins", with(kStableSpine, "location", "L6")),
              HasSubstr("\"L6\" is no answer to location"));
  EXPECT_THAT(messageOf("sins", with(kStableSpine, "location", "T13")), HasSubstr("one of"));
}

TEST(Sins, EverySumFallsIntoItsCategory) {
  const std::vector<std::pair<std::string, int>> pains = {
      {"none", 0}, {"non-mechanical", 1}, {"mechanical", 3}};
  const std::vector<std::pair<std::string, int>> lesions = {
      {"blastic", 0}, {"mixed", 1}, {"lytic", 2}};
  const std::vector<std::pair<std::string, int>> alignments = {
      {"normal", 0}, {"deformity", 2}, {"subluxation", 4}};
  const std::vector<std::pair<std::string, int>> collapses = {
      {"none", 0}, {"none-over-50-involved", 1}, {"under-50", 2}, {"over-50", 3}};
  const std::vector<std::pair<std::string, int>> sides = {
      {"none", 0}, {"unilateral", 1}, {"bilateral", 3}};
  const std::vector<std::pair<std::string, int>> places = {
      {"S3", 0}, {"T5", 1}, {"L3", 2}, {"C7", 3}};
  for (const auto& [place, p0] : places)
    for (const auto& [pain, p1] : pains)
      for (const auto& [lesion, p2] : lesions)
        for (const auto& [alignment, p3] : alignments)
          for (const auto& [collapse, p4] : collapses)
            for (const auto& [side, p5] : sides) {
              const int total = p0 + p1 + p2 + p3 + p4 + p5;
              const ScoreResult result = score("sins",
                                               {{"location", place},
                                                {"pain", pain},
                                                {"lesion", lesion},
                                                {"alignment", alignment},
                                                {"collapse", collapse},
                                                {"posterolateral", side}});
              EXPECT_EQ(result.total, total);
              EXPECT_EQ(result.category,
                        total <= 6    ? "stable"
                        : total <= 12 ? "potentially unstable"
                                      : "unstable");
            }
}

TEST(Sins, AMissingAnswerIsNamed) {
  Answers answers = kStableSpine;
  answers.erase("pain");
  EXPECT_THAT(messageOf("sins", answers), HasSubstr("needs pain"));
  ASSERT_EQ(openQuestions("sins", answers).size(), 1U);
  EXPECT_EQ(openQuestions("sins", answers)[0]->key, "pain");
  EXPECT_TRUE(openQuestions("sins", kStableSpine).empty());
}

TEST(Sins, EverythingThatIsMissingIsNamed) {
  EXPECT_THAT(messageOf("sins", {{"location", "L3"}, {"pain", "mechanical"}}),
              HasSubstr("needs lesion, alignment, collapse, posterolateral:"));
  const auto so = pointsSoFar("sins", {{"location", "L3"}, {"pain", "mechanical"}});
  ASSERT_TRUE(so);
  EXPECT_EQ(so->points, 5);
  EXPECT_EQ(so->atMost, 5 + 2 + 4 + 3 + 3);
  EXPECT_FALSE(pointsSoFar("noms", {}));
}

// The ten rows as printed in the talk, over every combination of answers.
std::string nomsByHand(bool high, bool myelopathy, bool sensitive, bool stable, bool tolerates) {
  if (!high && myelopathy)
    return "not in the table";
  if (sensitive)
    return stable ? "cEBRT" : "Stabilization followed by cEBRT";
  if (!high)
    return stable ? "SRS" : "Stabilization followed by SRS";
  if (tolerates)
    return "Decompression/stabilization followed by SRS";
  return stable ? "cEBRT" : "Stabilization followed by cEBRT";
}

TEST(Noms, EveryCombinationFollowsTheTable) {
  const auto word = [](bool yes) { return std::string(yes ? "yes" : "no"); };
  for (const std::string escc : {"0", "1a", "1b", "1c", "2", "3"})
    for (int bits = 0; bits < 32; ++bits) {
      const bool counts = (bits & 1) != 0;
      const bool myelopathy = (bits & 2) != 0;
      const bool sensitive = (bits & 4) != 0;
      const bool stable = (bits & 8) != 0;
      const bool tolerates = (bits & 16) != 0;
      const bool high = escc == "2" || escc == "3" || (escc == "1c" && counts);
      const ScoreResult result = score("noms",
                                       {{"escc", escc},
                                        {"high-grade", word(counts)},
                                        {"myelopathy", word(myelopathy)},
                                        {"radiosensitive", word(sensitive)},
                                        {"stable", word(stable)},
                                        {"tolerates-surgery", word(tolerates)}});
      EXPECT_EQ(result.category, nomsByHand(high, myelopathy, sensitive, stable, tolerates))
          << escc << ' ' << bits;
    }
}

TEST(Noms, Grade1cAsksWhetherItIsHighGrade) {
  const Answers answers = {
      {"escc", "1c"}, {"myelopathy", "no"}, {"radiosensitive", "yes"}, {"stable", "yes"}};
  EXPECT_THAT(messageOf("noms", answers), HasSubstr("needs high-grade"));
  EXPECT_EQ(score("noms", with(answers, "high-grade", "no")).category, "cEBRT");
}

TEST(Noms, ToleranceOfSurgeryIsOnlyAskedWhereTheTableUsesIt) {
  EXPECT_EQ(score("noms", {{"escc", "3"}, {"radiosensitive", "yes"}, {"stable", "yes"}}).category,
            "cEBRT");
  EXPECT_THAT(messageOf("noms", {{"escc", "3"}, {"radiosensitive", "no"}, {"stable", "yes"}}),
              HasSubstr("needs tolerates-surgery"));
}

// Mirels 1989: up to 7 observe, 8 judge, 9 and above fix.
TEST(Mirels, EverySumFallsIntoItsClass) {
  const std::vector<std::string> sites = {"upper-limb", "lower-limb", "pertrochanteric"};
  const std::vector<std::string> pains = {"mild", "moderate", "functional"};
  const std::vector<std::string> lesions = {"blastic", "mixed", "lytic"};
  const std::vector<std::string> sizes = {"under-third", "third-to-two-thirds", "over-two-thirds"};
  for (std::size_t i = 0; i < 81; ++i) {
    const std::size_t a = i % 3;
    const std::size_t b = i / 3 % 3;
    const std::size_t c = i / 9 % 3;
    const std::size_t d = i / 27;
    const int total = static_cast<int>(a + b + c + d + 4);
    const ScoreResult result =
        score("mirels",
              {{"site", sites[a]}, {"pain", pains[b]}, {"lesion", lesions[c]}, {"size", sizes[d]}});
    EXPECT_EQ(result.total, total);
    EXPECT_EQ(result.category,
              total <= 7   ? "observation and radiation therapy"
              : total == 8 ? "clinical judgement"
                           : "prophylactic fixation");
  }
}

TEST(Harrington, TheFourClassesAndTheGapBetweenThem) {
  EXPECT_EQ(score("harrington", {{"medial-wall", "intact"}, {"dome", "intact"}}).category, "I");
  EXPECT_EQ(score("harrington", {{"medial-wall", "deficient"}, {"dome", "intact"}}).category, "II");
  EXPECT_EQ(score("harrington", {{"medial-wall", "deficient"}, {"dome", "deficient"}}).category,
            "III");
  EXPECT_EQ(score("harrington", {{"resection-for-cure", "yes"}}).category, "IV");
  EXPECT_EQ(score("harrington", {{"medial-wall", "intact"}, {"dome", "deficient"}}).category,
            "not in the table");
}

TEST(Harrington, ShowsEveryColumnThatWasGivenAndSaysWhatItAssumed) {
  const ScoreResult result =
      score("harrington",
            {{"medial-wall", "intact"}, {"dome", "intact"}, {"posterior-column", "involved"}});
  std::map<std::string, bool> assumed;
  for (const ScoreComponent& part : result.components)
    assumed[part.key] = part.assumed;
  EXPECT_EQ(assumed,
            (std::map<std::string, bool>{{"medial-wall", false},
                                         {"dome", false},
                                         {"resection-for-cure", true},
                                         {"posterior-column", false}}));
}

TEST(Femur, ThirtyMillimetresExactlyIsNotYetMoreThanThirty) {
  const auto category = [](const std::string& mm, const std::string& fracture) {
    return score("femur", {{"cortical-mm", mm}, {"lesser-trochanter-fracture", fracture}}).category;
  };
  EXPECT_EQ(category("30", "no"), "neither risk factor");
  EXPECT_EQ(category("30.5", "no"), "high fracture risk with cement alone");
  EXPECT_EQ(category("5", "yes"), "high fracture risk with cement alone");
}

TEST(BoneIsland, SaysThatTheThresholdIsNotADiagnosis) {
  const ScoreResult result = score("bone-island", {{"mean-hu", "885"}});
  EXPECT_EQ(result.category, "at or above 885 HU mean");
  EXPECT_THAT(result.note,
              HasSubstr("One published threshold, not confirmed by a later biopsy series"));
  EXPECT_EQ(score("bone-island", {{"mean-hu", "884.9"}}).category, "below 885 HU mean");
}

/// Keys of the components that say yes.
std::vector<std::string> saidYes(const ScoreResult& result) {
  std::vector<std::string> keys;
  for (const ScoreComponent& part : result.components) {
    if (part.value == "yes")
      keys.push_back(part.key);
  }
  return keys;
}

TEST(EarlySurgery, EveryTriggerThatSaysYesIsShownInAllCombinations) {
  const std::vector<ScoreQuestion>& questions = findScore("early-surgery").questions;
  for (std::size_t bits = 0; bits < 1U << questions.size(); ++bits) {
    Answers answers;
    std::vector<std::string> yes;
    for (std::size_t n = 0; n < questions.size(); ++n) {
      const bool said = (bits >> n & 1U) != 0;
      answers[questions[n].key] = said ? "yes" : "no";
      if (said)
        yes.push_back(questions[n].key);
    }
    const ScoreResult result = score("early-surgery", answers);
    EXPECT_EQ(saidYes(result), yes);
    EXPECT_EQ(result.category, yes.empty() ? "no trigger" : "surgical evaluation first");
  }
}

TEST(EarlySurgery, OneTriggerIsEnoughAndWhatWasNotAskedIsNotANo) {
  for (const ScoreQuestion& question : findScore("early-surgery").questions) {
    const ScoreResult result = score("early-surgery", {{question.key, "yes"}});
    EXPECT_EQ(result.category, "surgical evaluation first") << question.key;
    EXPECT_EQ(result.components.size(), 1U) << question.key;
  }
  EXPECT_THAT(messageOf("early-surgery", {{"multilevel", "no"}}),
              HasSubstr("needs deformity, canal-encroachment, bowel-bladder, leg-deficit"));
  EXPECT_EQ(openQuestions("early-surgery", {}).size(), 5U);
}

TEST(Acetabulum, EveryContraindicationIsTold) {
  const ScoreResult result =
      score("acetabulum", {{"fracture", "impending"}, {"medial-wall", "insufficient"}});
  EXPECT_EQ(result.category, "cement alone is contraindicated");
  EXPECT_THAT(result.note, HasSubstr("fracture"));
  EXPECT_THAT(result.note, HasSubstr("Medial wall insufficiency"));
}

TEST(Oligometastatic, CountsWholeLesions) {
  EXPECT_EQ(score("oligometastatic", {{"lesions", "5"}}).category, "oligometastatic");
  EXPECT_EQ(score("oligometastatic", {{"lesions", "6"}}).category, "more than five metastases");
  for (const char* odd : {"5.4", "-1", "0", "nan", "inf", "5 ", "1e9"})
    EXPECT_THAT(messageOf("oligometastatic", {{"lesions", odd}}),
                HasSubstr("a whole number from 1"))
        << odd;
  EXPECT_THAT(messageOf("radiation-fracture", {{"sins", "6.99"}}), HasSubstr("a whole number"));
}

TEST(Intent, CureIsForSmallLesionsWithoutCorticalOrPosteriorInvolvement) {
  const Answers ideal = {{"intent", "curative"},
                         {"small", "yes"},
                         {"cortical-destruction", "no"},
                         {"posterior-elements", "no"}};
  EXPECT_THAT(score("intent", ideal).category, HasSubstr("within"));
  EXPECT_THAT(score("intent", with(ideal, "small", "no")).category, HasSubstr("outside"));
  EXPECT_THAT(score("intent", with(ideal, "cortical-destruction", "yes")).category,
              HasSubstr("outside"));
  EXPECT_THAT(score("intent", with(ideal, "posterior-elements", "yes")).category,
              HasSubstr("outside"));
}

TEST(Scores, EachNamesItsSourceAndReachesOneOfItsRows) {
  for (const ScoreDefinition& definition : scoreDefinitions()) {
    EXPECT_GT(definition.source.size(), 20U) << definition.id;
    EXPECT_FALSE(definition.questions.empty()) << definition.id;
    Answers answers;
    for (auto open = openQuestions(definition.id, answers); !open.empty();
         open = openQuestions(definition.id, answers))
      answers[open[0]->key] =
          open[0]->options.empty() ? std::to_string(open[0]->minimum) : open[0]->options[0].value;
    EXPECT_FALSE(score(definition.id, answers).category.empty()) << definition.id;
  }
}

TEST(Scores, LinksNameQuestionsAnswersAndOutcomesThatExist) {
  int links = 0;
  for (const ScoreDefinition& definition : scoreDefinitions()) {
    for (const ScoreQuestion& question : definition.questions) {
      for (const ScoreLink& link : question.links) {
        ++links;
        EXPECT_NO_THROW(findScore(link.score));
        EXPECT_NE(link.score, definition.id);
        if (!link.gives.empty()) {
          EXPECT_TRUE(isAnswer(definition.id, question.key, link.gives)) << link.gives;
        }
        if (link.question.empty())
          continue;
        for (const std::string& value : link.values)
          EXPECT_TRUE(isAnswer(link.score, link.question, value)) << value;
      }
    }
  }
  EXPECT_GE(links, 8);
}

TEST(Scores, BadInputIsOneSentence) {
  EXPECT_THAT(messageOf("apgar", {}), HasSubstr("There is no score \"apgar\""));
  EXPECT_THAT(messageOf("mirels", {{"colour", "red"}}), HasSubstr("has no \"colour\""));
  EXPECT_THAT(messageOf("bone-island", {{"mean-hu", "99999"}}),
              HasSubstr("a number from -1024 to 3071 HU"));
  EXPECT_THAT(messageOf("bone-island", {{"mean-hu", "dense"}}),
              HasSubstr("is no answer to mean-hu"));
}

}  // namespace
}  // namespace trocar::scores
