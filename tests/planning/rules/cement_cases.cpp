#include "planning/ablation/zones/case_simulation.h"
#include "planning/ablation/zones/lethal_criterion.h"
#include "planning/cement/evaluate_cement.h"
#include "planning/plan/instrument.h"
#include "tests/planning/bundled_model.h"
#include "tests/planning/cement/block_case.h"
#include "tests/planning/rules/rule_case.h"

namespace trocar::rules {
namespace {

using enum Finding::Severity;
using Findings = std::vector<Finding>;

/// 2 ml through N1 into the middle of a block of 30 ml, none of which went wrong.
struct Injected {
  cement::BlockCase block;
  Plan plan = cement::planWith(Vec3::Zero(), 2.0);
  cement::CementResult result;

  Injected() {
    cement::CementNeedle needle;
    needle.needle = "N1";
    needle.structure = "bone";
    needle.requestedMl = needle.deliveredMl = needle.deliverableMl = 2.0;
    result.needles = {needle};
    result.requestedMl = result.deliveredMl = result.inBodyMl = 2.0;
    result.bodyVolumeMl = 30.0;
    result.course = {{2.0, 300.0, "N1", "bone", 500.0, 5.0, std::nullopt}};
    result.endsAtS = 300.0;
    result.workingTimeS = 600.0;
  }
  cement::CementNeedle& needle() { return result.needles.front(); }
  Vec3& tip() { return plan.needles.front().trajectory.target; }
  Findings findings(const ablation::AblationResult* ablation = nullptr) const {
    return cement::cementFindings(*block.model, plan, result, ablation);
  }
};

template <typename Change>
std::function<Findings(double)> injectedWith(Change change) {
  return [change](double value) {
    Injected scene;
    change(scene, value);
    return scene.findings();
  };
}

/// What ended the injection, where `value` is above 0.
std::function<Findings(double)> stoppedBy(const std::string& kind) {
  return injectedWith([kind](Injected& s, double value) {
    if (value > 0.0)
      s.result.stops = {{kind, "N1", 1.0, 200.0, Vec3::Zero()}};
  });
}

void leakOf(Injected& scene, const std::string& into, double ml, double probability) {
  scene.result.leaks.resize(1);
  cement::CementLeak& leak = scene.result.leaks.front();
  leak.route = "cortical";
  leak.into = into;
  leak.volumeMl = ml;
  leak.probability = probability;
}

/// The tip at `y`, outside the block; the canal begins at 16 mm.
void tipAt(Injected& scene, const Vec3& tipMm) {
  scene.tip() = scene.needle().tipMm = tipMm;
  const Structure* bone = scene.block.model->boneAt(tipMm);
  scene.needle().structure = bone ? bone->id : "";
}

/// The tip in L3, so far in front of the posterior quarter of its body.
Findings beforeQuarter(double mm) {
  const CaseModel& model = bundledModel("l3-breast");
  const anatomy::VertebralBody& body = model.vertebra("L3")->body;
  Injected scene;
  scene.needle().structure = "vertebra_L3";
  scene.needle().tipMm =
      body.posteriorWall.pointMm - (0.25 * body.depthMm + mm) * body.posteriorWall.normal;
  return cement::cementFindings(model, scene.plan, scene.result, nullptr);
}

/// A balloon in the middle, so much of whose room passes the block's height of 25 mm.
void balloonOf(Injected& scene, double ml) {
  Needle balloon = cement::cementNeedle("N2", Vec3(0, -60, 0), Vec3(0, 7, 0));
  balloon.instrument = "balloon-15";
  scene.plan.needles.push_back(balloon);
  if (ml > 0.0)
    scene.plan = withBalloon(scene.plan, "N2", ml);
}

/// Through the cannula of the injection, so far ahead of where that begins.
void probeAhead(Injected& scene, double mm) {
  Needle probe = scene.plan.needles.front();
  probe.id = "N2";
  probe.instrument = "icerod-1.5";
  probe.through = "N1";
  probe.trajectory.target += mm * probe.trajectory.direction();
  scene.plan.needles.push_back(probe);
}

void frozen(Injected& scene, double thaws) {
  scene.plan.protocols = {{"N2", 0.0, {{ProtocolStep::Kind::Freeze, 600.0, 0.0, 1.0}}}};
  if (thaws > 0.0)
    scene.plan.protocols.front().steps.push_back({ProtocolStep::Kind::Thaw, 300.0, 0.0, 1.0});
}

/// After a treatment that ends with so many degrees everywhere.
Findings afterTreatmentAt(double endC) {
  const Grid grid({5, 5, 5}, Vec3(-10, -10, -10), Vec3::Constant(5.0));
  auto run = std::make_shared<ablation::AblationSimulation>();
  const auto evenly = [&](double c) {
    return Image<float>(grid, std::vector<float>(grid.voxelCount(), static_cast<float>(c)));
  };
  run->coldest = evenly(endC);
  run->hottest = evenly(37.0);
  run->logDose = evenly(ablation::kLeastLogDose);
  run->history = ablation::TemperatureHistory(grid);
  run->history.add(0.0, run->hottest);
  run->history.add(600.0, run->coldest);
  ablation::AblationResult ablation;
  ablation.simulation = std::move(run);
  return Injected().findings(&ablation);
}

void curingAt(Injected& scene, double celsius) {
  scene.result.heat = cement::CuringHeat{80.0, {{"canal", celsius, 40.0, Vec3::Zero()}}};
}

/// Asked for when the cement is so many seconds old, of 600 in which it can be injected.
void startsAt(Injected& scene, double seconds) {
  scene.result.course.clear();
  scene.result.endsAtS = seconds;
}

RuleCases placeCases() {
  return {
      {"cement-needle-missing",
       Danger,
       injectedWith(
           [](Injected& s, double missing) { s.needle().needle = missing > 0.0 ? "N9" : "N1"; }),
       0,
       1},
      {"cement-nothing-to-inject",
       Warning,
       injectedWith([](Injected& s, double ml) { s.needle().requestedMl = ml; }),
       0.1,
       0.0},
      {"cement-tip-outside-bone",
       Danger,
       injectedWith([](Injected& s, double mm) { tipAt(s, Vec3(0, -15.5 - mm, 0)); }),
       -0.1,
       0.1},
      {"cement-tip-in-canal",
       Danger,
       injectedWith([](Injected& s, double mm) { tipAt(s, Vec3(0, 15.5 + mm, 0)); }),
       -0.1,
       0.1},
      {"cement-tip-near-posterior-wall", Danger, beforeQuarter, 0.01, -0.01},
      {"cement-behind-wall",
       Warning,
       injectedWith([](Injected& s, double ml) { s.result.inArchMl = ml; }),
       0.09,
       0.1},
      {"cement-behind-probe", Warning, injectedWith(probeAhead), 2.99, 3.0},
      {"cement-needle-without-bore",
       Danger,
       injectedWith([](Injected& s, double solid) {
         s.plan.needles.front().instrument = solid > 0.0 ? "thermocouple-20g" : "bone-needle-11g";
       }),
       0,
       1},
      {"balloon-without-volume", Note, injectedWith(balloonOf), 1.0, 0.0},
      {"balloon-beyond-bone", Danger, injectedWith(balloonOf), 4.5, 6.0},
      {"cement-before-thaw", Warning, injectedWith(frozen), 1, 0},
      {"cement-into-ice", Warning, afterTreatmentAt, 0.0, -0.1},
      {"cement-heat", Warning, injectedWith(curingAt), 45.0, 45.1},
  };
}

RuleCases flowCases() {
  return {
      {"cement-pressure", Warning, stoppedBy("pressure"), 0, 1},
      {"cement-no-room", Warning, stoppedBy("no-room"), 0, 1},
      {"cement-posterior-quarter", Warning, stoppedBy("posterior-quarter"), 0, 1},
      {"cement-working-time", Warning, stoppedBy("working-time"), 0, 1},
      {"cement-set", Danger, injectedWith(startsAt), 599, 600},
      {"cement-leak-canal",
       Danger,
       injectedWith([](Injected& s, double ml) { leakOf(s, "canal", ml, 0.0); }),
       0.0,
       0.01},
      {"cement-leak-foramen",
       Danger,
       injectedWith([](Injected& s, double ml) { leakOf(s, "foramen", ml, 0.0); }),
       0.0,
       0.01},
      {"cement-leak-joint",
       Danger,
       injectedWith([](Injected& s, double ml) { leakOf(s, "joint", ml, 0.0); }),
       0.0,
       0.01},
      {"cement-leak-disc",
       Warning,
       injectedWith([](Injected& s, double ml) { leakOf(s, "disc", ml, 0.0); }),
       0.0,
       0.01},
      {"cement-leak-vein",
       Warning,
       injectedWith([](Injected& s, double ml) { leakOf(s, "vein", ml, 0.0); }),
       0.0,
       0.01},
      {"cement-may-leak-canal",
       Warning,
       injectedWith([](Injected& s, double p) { leakOf(s, "canal", 0.0, p); }),
       0.09,
       0.1},
      {"cement-volume-large",
       Note,
       injectedWith([](Injected& s, double ml) { s.result.requestedMl = ml; }),
       9.0,
       9.01},
      {"cement-more-than-body",
       Danger,
       injectedWith([](Injected& s, double ml) { s.result.requestedMl = ml; }),
       30.0,
       30.01},
      {"cement-one-sided",
       Note,
       injectedWith([](Injected& s, double left) { s.result.leftShare = left; }),
       0.849,
       0.851},
      {"cement-one-sided",
       Note,
       injectedWith([](Injected& s, double left) { s.result.leftShare = left; }),
       0.151,
       0.149},
      {"cement-dead-volume",
       Note,
       injectedWith([](Injected& s, double ml) { s.needle().deadVolumeMl = ml; }),
       0.0,
       0.1},
  };
}

}  // namespace

RuleCases cementRuleCases() {
  RuleCases cases = placeCases();
  const RuleCases flow = flowCases();
  cases.insert(cases.end(), flow.begin(), flow.end());
  return cases;
}

}  // namespace trocar::rules
