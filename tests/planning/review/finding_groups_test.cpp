#include "planning/review/finding_groups.h"

#include <gmock/gmock.h>

namespace trocar::review {
namespace {

using enum Finding::Severity;

Finding said(const std::string& rule,
             Finding::Severity severity,
             const std::string& subject,
             const std::string& text) {
  Finding finding;
  finding.rule = rule;
  finding.severity = severity;
  finding.subject = subject;
  finding.text = text;
  finding.why = "Why of " + rule + ".";
  return finding;
}

Finding valued(Finding finding, double value, const std::string& unit) {
  finding.value = value;
  finding.unit = unit;
  return finding;
}

Case patientWithRoots() {
  Case patient;
  patient.structures = {{"root_L3_left", "L3 root, left", Role::Nerve, {}, Basis::Estimated},
                        {"root_L3_right", "L3 root, right", Role::Nerve, {}, Basis::Estimated},
                        {"vertebra_L3", "L3", Role::Vertebra, {}, Basis::Measured}};
  return patient;
}

TEST(FindingGroups, SayOnceWhatIsWrongWithANeedleAtOneStep) {
  const auto groups = groupedFindings(
      {said("needle-near-canal", Warning, "N5", "N5: the shaft passes 0.8 mm from the canal."),
       said("breach-grade", Danger, "N5", "N5: the shaft leaves the pedicle by 2.3 mm."),
       said("cement-tip", Warning, "N5", "Cement would begin behind."),
       said("out-of-plane", Note, "N5", "N5: the path runs 7 degrees caudal.")});
  ASSERT_EQ(groups.size(), 3U);
  EXPECT_EQ(groups[0].severity(), Danger);
  EXPECT_EQ(groups[0].about, "N5");
  EXPECT_EQ(groups[0].text,
            "N5: the shaft leaves the pedicle by 2.3 mm; the shaft passes 0.8 mm from the canal.");
  EXPECT_EQ(whyOf(groups[0]), "Why of breach-grade. Why of needle-near-canal.");
  EXPECT_EQ(groups[1].text, "Cement would begin behind.") << "another step";
  EXPECT_EQ(groups[2].severity(), Note);
}

TEST(FindingGroups, SayOnceWhatOneRuleSaysOfSeveralAndNameThemForPeople) {
  const Case patient = patientWithRoots();
  const auto groups = groupedFindings(
      {valued(
           said("ablation-near-structure", Warning, "root_L3_left", "The zone ends 0.9 mm away."),
           0.9,
           "mm"),
       valued(said("ablation-near-structure", Warning, "root_L3_right", "The zone goes deeper."),
              -2.0,
              "mm")},
      &patient);
  ASSERT_EQ(groups.size(), 1U);
  EXPECT_EQ(groups[0].about, "The left L3 root, the right L3 root");
  EXPECT_EQ(groups[0].text, "The zone ends 0.9 mm away; likewise the right L3 root (2.0 mm deep).");
}

TEST(FindingGroups, KeepDangersOfSeveralApartAndDropWhatIsSaidTwice) {
  const Finding left = said("nerve-cold", Danger, "root_L3_left", "The left L3 root is cold.");
  const Finding right = said("nerve-cold", Danger, "root_L3_right", "The right L3 root is cold.");
  const auto groups = groupedFindings({left, right, left});
  ASSERT_EQ(groups.size(), 2U);
  EXPECT_EQ(groups[0].text, "The left L3 root is cold.");
}

TEST(FindingGroups, PutWhatWasAcceptedLastAndByItself) {
  Finding accepted = said("breach-grade", Danger, "N1", "N1: the shaft leaves the pedicle.");
  accepted.accepted = "On purpose.";
  const auto groups = groupedFindings({accepted,
                                       said("tip", Warning, "N1", "N1: the tip is short."),
                                       said("note", Note, "", "A note.")});
  ASSERT_EQ(groups.size(), 3U);
  EXPECT_EQ(groups[0].text, "N1: the tip is short.");
  EXPECT_EQ(groups[1].about, "The plan");
  EXPECT_TRUE(groups[2].isAccepted());
}

}  // namespace
}  // namespace trocar::review
