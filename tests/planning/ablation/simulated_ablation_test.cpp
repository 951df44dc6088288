#include "ball_case.h"
#include "planning/ablation/evaluate_ablation.h"
#include "planning/ablation/heat/case_medium.h"
#include "planning/ablation/zones/case_simulation.h"
#include "planning/plan/entered_scores.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numbers>
#include <optional>
#include <string>

namespace trocar::ablation {
namespace {

constexpr EvaluationOptions kPreview{.resolutionMm = 2.0};

Protocol frozen(const std::string& needle, double seconds) {
  Protocol protocol;
  protocol.needle = needle;
  protocol.steps.push_back({ProtocolStep::Kind::Freeze, seconds});
  return protocol;
}

/// Two cryoprobes, 12 mm apart around `middleMm`, that freeze for five minutes.
Plan twoProbes(const Vec3& middleMm) {
  Plan plan;
  plan.needles.push_back(probe("N1", "cryoprobe-1.5-25", middleMm - Vec3(6, 0, 0)));
  plan.needles.push_back(probe("N2", "cryoprobe-1.5-25", middleMm + Vec3(6, 0, 0)));
  plan.protocols = {frozen("N1", 300.0), frozen("N2", 300.0)};
  return plan;
}

const StructureExposure& of(const std::vector<StructureExposure>& list, const std::string& id) {
  return *std::find_if(
      list.begin(), list.end(), [&](const StructureExposure& e) { return e.structure == id; });
}

/// The worst point of a thin nerve lies on its surface, not on the voxel that happens to be
/// nearest.
TEST(SimulatedAblation, TellsANervesTemperatureAlikeOnEveryGrid) {
  Case patient = *ballCase(5.0, 36.0);
  patient.structures.back().region = TubeRegion{{Vec3(9.3, 0.4, -12), Vec3(7, -0.3, 12)}, 2.0};
  const CaseModel model(std::make_shared<const Case>(std::move(patient)));
  Plan plan;
  plan.needles = {probe("N1", "icerod-1.5", Vec3::Zero())};
  plan.protocols = {frozen("N1", 150.0)};
  const auto coldestC = [&](double resolutionMm) {
    EvaluationOptions options;
    options.resolutionMm = resolutionMm;
    options.uncertainty = false;
    const AblationResult result = *evaluateAblation(model, plan, options);
    return *of(result.structures, "root_L3_left").minimumC;
  };
  const double fine = coldestC(0.5), usual = coldestC(1.0), rough = coldestC(2.0);
  EXPECT_LT(fine, -10.0);
  EXPECT_NEAR(usual, fine, 2.0);
  EXPECT_NEAR(rough, usual, 4.0);
}

TEST(SimulatedAblation, TellsWhatEachProbeAddsAndHowSureItIs) {
  const CaseModel model(ballCase(10.0, 32.0));
  const AblationResult result = *evaluateAblation(model, twoProbes(Vec3::Zero()), kPreview);
  EXPECT_EQ(result.basis, Basis::Simulated);
  ASSERT_EQ(result.zones.size(), 3U);
  EXPECT_LT(result.zones[0].volumeMl, result.zones[1].volumeMl);
  EXPECT_LT(result.zones[1].volumeMl, result.zones[2].volumeMl);
  ASSERT_TRUE(result.band.has_value());
  for (std::size_t z = 0; z < 3; ++z) {
    EXPECT_LT(result.band->volumes[z].volumeMl.low, result.zones[z].volumeMl);
    EXPECT_GT(result.band->volumes[z].volumeMl.high, result.zones[z].volumeMl);
  }
  // Together they freeze more than either alone: what the second adds is more than half.
  ASSERT_EQ(result.contributions.size(), 2U);
  const double all = result.zones[1].volumeMl;
  for (const ProbeContribution& one : result.contributions)
    EXPECT_GT(one.volumeMl, 0.5 * all);
  EXPECT_NEAR(result.contributions[0].volumeMl, result.contributions[1].volumeMl, 0.1 * all);
  // Nothing in this case is cortex.
  for (const StructureExposure& exposure : result.structures)
    EXPECT_EQ(of(result.withoutBarrier, exposure.structure).minimumC, exposure.minimumC);
  EXPECT_TRUE(result.unprotected.empty());
}

TEST(SimulatedAblation, WarmsANerveBehindALayerOfGas) {
  const CaseModel model(ballCase(6.0, 34.0));
  Plan plan = twoProbes(Vec3(12, 0, 0));
  plan.protections.push_back({"root_L3_left", Protection::Medium::CarbonDioxide, 5.0});
  const AblationResult result = *evaluateAblation(model, plan, kPreview);
  const double with = *of(result.structures, "root_L3_left").minimumC;
  const double without = *of(result.unprotected, "root_L3_left").minimumC;
  EXPECT_GT(with, without + 3.0);
  // The layer lies on the root's side: the canal hardly notices.
  EXPECT_NEAR(
      *of(result.structures, "canal").minimumC, *of(result.unprotected, "canal").minimumC, 1.5);
}

TEST(SimulatedAblation, FillsPaintedRegionsAndSegmentsWithGas) {
  // Gas painted between the ice and the root does what a layer does.
  const CaseModel model(ballCase(6.0, 34.0));
  SimulationOptions options;
  options.resolutionMm = 2.0;
  const auto coldestOfRoot = [&](const Plan& plan) {
    const AblationSimulation run = simulateAblation(model, plan, options);
    return std::find_if(run.structures.begin(),
                        run.structures.end(),
                        [](const StructureTrace& t) { return t.structure == "root_L3_left"; })
        ->minimumC;
  };
  Plan plan = twoProbes(Vec3(12, 0, 0));
  const double open = coldestOfRoot(plan);
  Protection painted{"gas_1", Protection::Medium::CarbonDioxide};
  for (double z = -24.0; z <= 24.0; z += 4.0)
    for (double y = -8.0; y <= 8.0; y += 4.0)
      painted.painted.push_back({Vec3(25.0, y, z), 3.0});
  plan.protections = {painted};
  EXPECT_GT(coldestOfRoot(plan), open + 2.0);
  // On the other side of the probes it does next to nothing.
  for (PaintedBall& ball : plan.protections.front().painted)
    ball.centreMm.x() = -25.0;
  EXPECT_NEAR(coldestOfRoot(plan), open, 0.5);

  Case drawn = *ballCase(6.0, 34.0);
  drawn.structures.push_back({"gas_2",
                              "Gas",
                              Role::Other,
                              TubeRegion{{Vec3(24, 0, -24), Vec3(24, 0, 24)}, 4.0},
                              Basis::Entered});
  const CaseModel withSegment(std::make_shared<const Case>(std::move(drawn)));
  plan.protections = {{"gas_2", Protection::Medium::CarbonDioxide, 0.0}};
  const Grid grid = simulationGrid(withSegment.patient(), simulatedProbes(plan), 2.0);
  const CaseMedium medium = caseMedium(withSegment, plan, grid);
  const auto materialAt = [&](const Vec3& p) {
    return medium.medium.materials[medium.medium.material[grid.offset(grid.nearestVoxel(p))]].id;
  };
  EXPECT_EQ(materialAt(Vec3(24, 0, 5)), "air");
  EXPECT_NE(materialAt(Vec3(18, 0, 5)), "air");
}

/// Latent heat of a voxel of that role and HU, in MJ/m3.
double latentMJ(Role role, int hu) {
  Case patient;
  const Grid grid({4, 4, 4}, Vec3::Zero(), Vec3::Ones());
  patient.ct = Volume(grid, std::vector<std::int16_t>(64, static_cast<std::int16_t>(hu)));
  patient.layers.emplace_back(grid, std::vector<std::uint16_t>(64, 1));
  patient.structures.push_back({"part", "Part", role, LabelRegion{0, {1}}, Basis::Entered});
  const CaseModel model(std::make_shared<const Case>(std::move(patient)));
  const HeatMedium medium = caseMedium(model, {}, grid).medium;
  EXPECT_EQ(medium.materials.size(), 1U);
  return 1.0e-6 * medium.materials[0].latentHeatJ;
}

TEST(SimulatedAblation, TheBloodFlowOfALesionFollowsItsVascularity) {
  const CaseModel model(ballCase(10.0, 25.0));
  const auto flowAt = [&](std::optional<Vascularity> vascularity, const Vec3& pointMm) {
    const Grid grid({1, 1, 1}, pointMm, Vec3::Ones());
    const HeatMedium medium =
        caseMedium(model, withVascularity({}, "lesion_1", vascularity), grid).medium;
    return medium.materials[medium.material[0]].perfusionW;
  };
  EXPECT_EQ(flowAt(std::nullopt, Vec3::Zero()), 9000.0);
  EXPECT_EQ(flowAt(Vascularity::Moderate, Vec3::Zero()), 9000.0);
  EXPECT_EQ(flowAt(Vascularity::Low, Vec3::Zero()), 5000.0);
  EXPECT_EQ(flowAt(Vascularity::High, Vec3::Zero()), 34000.0);
  // 90 % of the flow of a hypervascular lesion: 3400 W/m3K are left.
  Plan embolised = withVascularity({}, "lesion_1", Vascularity::High);
  embolised = withEmbolisation(embolised, "lesion_1", Embolisation{"", "glue", 0.9});
  const auto left = [&](const Plan& plan, const Vec3& pointMm) {
    const Grid grid({1, 1, 1}, pointMm, Vec3::Ones());
    const HeatMedium medium = caseMedium(model, plan, grid).medium;
    return medium.materials[medium.material[0]].perfusionW;
  };
  EXPECT_NEAR(left(embolised, Vec3::Zero()), 3400.0, 1e-6);
  EXPECT_EQ(left(withEmbolisation(embolised, "lesion_1", std::nullopt), Vec3::Zero()), 34000.0);
  EXPECT_EQ(left(withEmbolisation(embolised, "lesion_1", Embolisation{"", "", 0.9}), Vec3::Zero()),
            34000.0)
      << "of an unknown material nothing is counted";
  const Vec3 outside(-20.0, 0.0, 0.0);
  EXPECT_EQ(flowAt(Vascularity::High, outside), flowAt(std::nullopt, outside));
  EXPECT_EQ(left(embolised, outside), flowAt(std::nullopt, outside));
}

TEST(SimulatedAblation, LesionsHoldLessWaterToFreezeTheDenserTheyAre) {
  constexpr double kWaterMJ = 334.0;  // The whole voxel water.
  double before = latentMJ(Role::Lesion, -100);
  EXPECT_LT(before, kWaterMJ);
  for (int hu = -80; hu <= 1200; hu += 20) {
    const double latent = latentMJ(Role::Lesion, hu);
    EXPECT_LE(latent, before) << hu;
    EXPECT_GT(latent, before - 40.0) << "no step at " << hu;
    before = latent;
  }
  EXPECT_LT(before, 0.5 * latentMJ(Role::Lesion, 0)) << "sclerotic against lytic";
}

TEST(SimulatedAblation, BoneHoldsMostWaterToFreezeWhereItIsSpongy) {
  const double marrow = latentMJ(Role::Vertebra, -200);
  const double spongy = latentMJ(Role::Vertebra, 200);
  const double compact = latentMJ(Role::Vertebra, 1500);
  EXPECT_GT(spongy, marrow) << "yellow marrow is fat";
  EXPECT_GT(marrow, compact);
  for (int hu = -180; hu <= 1500; hu += 20) {
    const double latent = latentMJ(Role::Vertebra, hu);
    EXPECT_GE(latent, compact) << hu;
    EXPECT_LE(latent, spongy) << hu;
    EXPECT_NEAR(latent, latentMJ(Role::Vertebra, hu - 20), 15.0) << "no step at " << hu;
  }
}

/// A slab of muscle whose skin is the plane x = 20 mm, and air beyond; a probe along z at x mm.
std::shared_ptr<const Case> slabCase() {
  Case patient;
  patient.id = "slab";
  const Grid grid({64, 80, 80}, Vec3::Constant(-40.0), Vec3::Ones());
  std::vector<std::int16_t> hu(grid.voxelCount());
  std::vector<std::uint16_t> labels(grid.voxelCount());
  for (std::size_t voxel = 0; voxel < hu.size(); ++voxel) {
    const bool body = grid.voxelToPatient(grid.voxelAt(voxel)).x() < 20.0;
    hu[voxel] = body ? 50 : -1000;
    labels[voxel] = body ? 1 : 0;
  }
  patient.ct = Volume(grid, std::move(hu));
  patient.layers.emplace_back(grid, std::move(labels));
  patient.structures.push_back({"skin", "Skin", Role::Skin, LabelRegion{0, {1}}, Basis::Entered});
  return std::make_shared<const Case>(std::move(patient));
}

TEST(SimulatedAblation, FreezesTheSkinOverAProbeThatLiesJustBelow) {
  const CaseModel model(slabCase());
  SimulationOptions options;
  options.resolutionMm = 2.0;
  const auto coldestSkin = [&](double x) {
    Plan plan;
    plan.needles.push_back(probe("N1", "cryoprobe-1.5-25", Vec3(x, 0, 0)));
    plan.protocols = {frozen("N1", 600.0)};
    const AblationSimulation run = simulateAblation(model, plan, options);
    EXPECT_LT(run.ledger.residual(), 5.0e-3);
    EXPECT_EQ(run.structures.size(), 1U);
    return run.structures.empty() ? 0.0 : run.structures.front().minimumC;
  };
  const double near = coldestSkin(10.0), far = coldestSkin(-15.0);
  EXPECT_LT(near, -5.0);
  EXPECT_GT(far, 34.0);
}

TEST(SimulatedAblation, LetsTheSkinExchangeHeatWithTheAirByItsTrueArea) {
  const CaseModel model(slabCase());
  Plan plan;
  plan.needles.push_back(probe("N1", "cryoprobe-1.5-25", Vec3(0, 0, 0)));
  plan.protocols = {frozen("N1", 600.0)};
  const Grid grid = simulationGrid(model.patient(), simulatedProbes(plan), 2.0);
  const HeatMedium medium = caseMedium(model, plan, grid).medium;
  ASSERT_EQ(medium.exchange.size(), grid.voxelCount());
  double watts = 0.0;
  for (const float value : medium.exchange)
    watts += static_cast<double>(value) * grid.voxelVolumeMm3() * 1.0e-9;
  const double areaM2 = grid.size()[1] * grid.size()[2] * 4.0e-6;
  EXPECT_NEAR(watts, 7.9 * areaM2, 0.04 * 7.9 * areaM2);  // de Dear 1997: 3.4 + 4.5 W/m2K.
}

TEST(SimulatedAblation, WarnsWhereALayerOfGasKeepsTheWarmthOfTissueAway) {
  // The root lies in the ice: gas around it cuts it off from the warm tissue behind.
  const CaseModel model(ballCase(6.0, 34.0));
  Plan plan = twoProbes(Vec3(22, 0, 0));
  plan.protections.push_back({"root_L3_left", Protection::Medium::CarbonDioxide, 3.0});
  AblationResult result = *evaluateAblation(model, plan, kPreview);
  for (StructureExposure& exposure : result.structures)
    if (exposure.structure == "root_L3_left")
      exposure.minimumC = *of(result.unprotected, "root_L3_left").minimumC - 4.0;
  const std::vector<Finding> findings = ablationFindings(model, plan, result);
  EXPECT_TRUE(std::any_of(findings.begin(), findings.end(), [](const Finding& f) {
    return f.rule == "protection-worsens" && f.subject == "root_L3_left" && f.value == 4.0;
  }));
}

/// Whether the layer about the root is told to worsen it, where the root's coldest and hottest are
/// `with` it and body warm without.
bool worsens(const std::string& probeId, double minimumC, double maximumC) {
  static const CaseModel model(ballCase(6.0, 34.0));
  Plan plan;
  plan.needles = {probe("N1", probeId, Vec3::Zero())};
  plan.protections = {{"root_L3_left", Protection::Medium::Dextrose, 5.0}};
  AblationResult result;
  StructureExposure root;
  root.structure = "root_L3_left";
  root.minimumC = root.maximumC = 37.0;
  result.unprotected = {root};
  root.minimumC = minimumC;
  root.maximumC = maximumC;
  result.structures = {root};
  const std::vector<Finding> findings = ablationFindings(model, plan, result);
  return std::any_of(findings.begin(), findings.end(), [](const Finding& f) {
    return f.rule == "protection-worsens";
  });
}

TEST(SimulatedAblation, CoolingAgainstHeatAndWarmthAgainstIceAreNoWorsening) {
  EXPECT_FALSE(worsens("rf-monopolar-10", 20.0, 37.0));
  EXPECT_FALSE(worsens("microwave-emprint", 20.0, 37.0));
  EXPECT_TRUE(worsens("rf-monopolar-10", 9.0, 37.0)) << "too cold for a nerve";
  EXPECT_TRUE(worsens("rf-monopolar-10", 37.0, 40.0));
  EXPECT_TRUE(worsens("icerod-1.5", 30.0, 37.0));
  EXPECT_FALSE(worsens("icerod-1.5", 37.0, 42.0));
  EXPECT_TRUE(worsens("icerod-1.5", 37.0, 46.0)) << "too hot for a nerve";
}

TEST(SimulatedAblation, KillsMoreOrLessByTheChosenCriterion) {
  const CaseModel model(ballCase(8.0, 34.0));
  Plan plan;
  plan.needles.push_back(probe("N1", "microwave-neuwave", Vec3::Zero()));
  Protocol protocol;
  protocol.needle = "N1";
  protocol.steps.push_back({ProtocolStep::Kind::Power, 180.0, 40.0});
  plan.protocols = {protocol};
  EvaluationOptions options = kPreview;
  options.uncertainty = false;
  std::map<std::string, double> killed;
  for (const char* word : {"arrhenius", "cem43", "cell-state", "isotherm"}) {
    plan.lethalCriterion = requireLethalCriterion(word);
    const AblationResult result = *evaluateAblation(model, plan, options);
    const std::optional<double> isothermC = planningIsothermC(plan, result);
    EXPECT_EQ(isothermC.has_value(), std::string(word) == "isotherm");
    EXPECT_FALSE(result.criterion.empty());
    for (const AblationZone& zone : result.zones)
      if (zone.isothermC == isothermC)
        killed[word] = zone.volumeMl;
  }
  // 240 CEM43 is reached by less heat than the Arrhenius integral of muscle, and three minutes are
  // short for the three states.
  EXPECT_GT(killed["cem43"], killed["arrhenius"]);
  EXPECT_GT(killed["arrhenius"], killed["cell-state"]);
  EXPECT_GT(killed["isotherm"], 0.0);
}

/// What is killed is a body whose volume fits its length and width, also where the dose rises a
/// hundredfold from one voxel to the next, and holds what was at 60 C for half a minute.
TEST(SimulatedAblation, KillsAsMuchAsTheSizeOfTheZoneSays) {
  const CaseModel model(ballCase(35.0, 39.0));
  Plan plan;
  plan.needles = {probe("N1", "microwave-emprint", Vec3::Zero())};
  Protocol protocol;
  protocol.needle = "N1";
  protocol.steps.push_back({ProtocolStep::Kind::Power, 120.0, 75.0, 1.0});
  plan.protocols = {protocol};
  EvaluationOptions options = kPreview;
  options.uncertainty = false;
  const AblationResult result = *evaluateAblation(model, plan, options);
  const auto zone = [&](std::optional<double> isothermC) {
    return *std::find_if(result.zones.begin(), result.zones.end(), [&](const AblationZone& z) {
      return z.isothermC == isothermC;
    });
  };
  const AblationZone killed = zone(std::nullopt);
  const double ellipsoidMl =
      std::numbers::pi / 6.0e3 * killed.widthMm * killed.widthMm * killed.lengthMm;
  EXPECT_GT(killed.volumeMl, 5.0);
  EXPECT_NEAR(killed.volumeMl / ellipsoidMl, 1.0, 0.1);
  EXPECT_GT(killed.volumeMl, zone(60.0).volumeMl);
  EXPECT_LT(killed.volumeMl, zone(50.0).volumeMl);
}

TEST(SimulatedAblation, WidensItsBandByWherePlacementPutsTheProbes) {
  const CaseModel model(ballCase(10.0, 32.0));
  Plan plan = twoProbes(Vec3::Zero());
  const auto spread = [&](const char* technique) {
    plan.placement = technique;
    const AblationResult result = *evaluateAblation(model, plan, kPreview);
    EXPECT_EQ(result.band->placement, technique);
    EXPECT_EQ(result.band->members, 11);
    const UncertainRange& range = result.band->margins.front().minimumMm;
    return range.high - range.low;
  };
  EXPECT_GT(spread("ct-freehand"), spread("robot"));
}

TEST(SimulatedAblation, ReadsAThermocoupleAndRaisesItsAlarm) {
  const CaseModel model(ballCase(8.0, 34.0));
  Plan plan = twoProbes(Vec3::Zero());
  Needle sensor = probe("T1", "cryoprobe-1.5-25", Vec3::Zero());
  sensor.instrument = "thermocouple-20g";
  sensor.purpose = Purpose::Sensor;
  sensor.trajectory = {Vec3(14, 0, 35), Vec3(14, 0, 0)};
  plan.needles.push_back(sensor);
  EvaluationOptions options = kPreview;
  options.uncertainty = false;
  const AblationResult result = *evaluateAblation(model, plan, options);
  ASSERT_EQ(result.sensors.size(), 1U);
  const SensorReading& reading = result.sensors.front();
  EXPECT_EQ(reading.needle, "T1");
  ASSERT_EQ(reading.timesS.size(), reading.temperatureC.size());
  EXPECT_NEAR(reading.temperatureC.front(), 37.0, 0.1);
  EXPECT_TRUE(std::is_sorted(reading.temperatureC.rbegin(), reading.temperatureC.rend()));
  EXPECT_NEAR(reading.temperatureC.back(), reading.minimumC, 0.1);
  EXPECT_LT(reading.minimumC, 10.0);
  const std::vector<Finding> findings = ablationFindings(model, plan, result);
  EXPECT_TRUE(std::any_of(findings.begin(), findings.end(), [](const Finding& f) {
    return f.rule == "thermocouple-alarm" && f.subject == "T1";
  }));
}

TEST(SimulatedAblation, ShowsTheIceGrowOnAFilm) {
  const CaseModel model(ballCase(8.0, 34.0));
  SimulationOptions options;
  options.resolutionMm = 2.0;
  const AblationSimulation run = simulateAblation(model, twoProbes(Vec3::Zero()), options);
  ASSERT_GT(run.history.timesS().size(), 10U);
  std::ptrdiff_t last = 0;
  for (const double second : {30.0, 90.0, 290.0}) {
    const Image<float> field = run.history.at(second);
    const std::ptrdiff_t frozen = std::count_if(
        field.voxels().begin(), field.voxels().end(), [](float c) { return c < 0.0F; });
    EXPECT_GT(frozen, last);
    last = frozen;
  }
}

}  // namespace
}  // namespace trocar::ablation
