#include "planning/fixation/fixation_order.h"

#include <gtest/gtest.h>

#include <memory>

namespace trocar::fixation {
namespace {

/// Two bars of bone along x, one above the other.
CaseModel twoBars() {
  const Grid grid({121, 41, 81}, Vec3(-60, -20, -40), Vec3::Ones());
  std::vector<std::uint16_t> labels(grid.voxelCount(), 0);
  for (std::size_t c = 0; c < labels.size(); ++c) {
    const Vec3 p = grid.voxelToPatient(grid.voxelAt(c));
    if (std::abs(p.y()) < 10.0 && std::abs(p.x()) < 50.0)
      labels[c] = p.z() > 5.0 ? 1 : p.z() < -5.0 ? 2 : 0;
  }
  auto patient = std::make_shared<Case>();
  patient->ct = Volume(grid, std::vector<std::int16_t>(grid.voxelCount(), 300));
  patient->layers.emplace_back(grid, std::move(labels));
  patient->structures = {{"upper", "Upper bone", Role::Bone, LabelRegion{0, {1}}, Basis::Measured},
                         {"lower", "Lower bone", Role::Bone, LabelRegion{0, {2}}, Basis::Measured}};
  return CaseModel(std::move(patient));
}

/// A screw N1 in the upper bone and a cryoprobe N2 from the front at `heightMm`.
Plan screwAndProbe(double heightMm) {
  Needle screw;
  screw.id = "N1";
  screw.instrument = "screw-6.5";
  screw.purpose = Purpose::Screw;
  screw.trajectory = {Vec3(58, 0, 20), Vec3(-30, 0, 20)};
  Needle probe;
  probe.id = "N2";
  probe.instrument = "icerod-1.5";
  probe.purpose = Purpose::Probe;
  probe.trajectory = {Vec3(0, -20, heightMm), Vec3(0, 0, heightMm)};
  Plan plan = withNeedle(withNeedle({}, screw), probe);
  plan.protocols = {{"N2", 0.0, {{ProtocolStep::Kind::Freeze, 600, 0, 1}}}};
  return plan;
}

TEST(FixationOrder, AblationComesBeforeTheScrewOfTheSameBone) {
  const CaseModel model = twoBars();
  const auto found = fixationOrderFindings(model, screwAndProbe(20.0));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].rule, "ablation-before-fixation");
  EXPECT_EQ(found[0].severity, Finding::Severity::Note);
  EXPECT_EQ(found[0].subject, "upper");
  EXPECT_NE(found[0].text.find("Upper bone is treated by N2 and fixed by N1"), std::string::npos);
  EXPECT_FALSE(found[0].source.empty());
}

TEST(FixationOrder, TurnedRoundItIsAWarning) {
  Plan plan = screwAndProbe(20.0);
  plan.fixationFirst = true;
  const auto found = fixationOrderFindings(twoBars(), plan);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].severity, Finding::Severity::Warning);
  EXPECT_NE(found[0].text.find("before N2 has treated it"), std::string::npos) << found[0].text;
}

TEST(FixationOrder, OfOtherBonesAndOfProbesWithoutAProtocolNothingIsSaid) {
  const CaseModel model = twoBars();
  EXPECT_TRUE(fixationOrderFindings(model, screwAndProbe(-20.0)).empty());
  Plan idle = screwAndProbe(20.0);
  idle.protocols.clear();
  EXPECT_TRUE(fixationOrderFindings(model, idle).empty());
}

}  // namespace
}  // namespace trocar::fixation
