#include "core/io/result_folder.h"
#include "core/results.h"
#include "planning/cement/evaluate_cement.h"
#include "planning/cement/flow/leak_ensemble.h"
#include "planning/evaluation/evaluation.h"
#include "planning/facts/evaluation_json.h"
#include "tests/planning/cement/block_case.h"
#include "tests/test_files.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

namespace trocar {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string> kPhysics{
    "simulation", "zones", "band", "chances", "cement", "curing", "stiffness", "leaks"};

/// A lesion with a freeze, a thermocouple and cement through a second needle.
struct Recalled {
  Recalled() : Recalled(std::make_shared<Results>()) {}
  explicit Recalled(std::shared_ptr<Results> shared) : results(std::move(shared)) {
    auto patient = std::make_shared<Case>(block.model->patient());
    patient->structures.push_back(
        {"lesion_smith",
         "Smith's lesion",
         Role::Lesion,
         EllipsoidRegion{Vec3(8, 0, 0), Eigen::Matrix3d::Identity(), Vec3(5, 5, 5)},
         Basis::Entered});
    fresh = std::make_shared<CaseModel>(patient);
    model = std::make_shared<CaseModel>(
        patient,
        anatomy::Corrections(),
        ModelMemory{results, caseKeyOf(*patient, contentHash(*patient))});
    plan = cement::planWith(Vec3(-8, 0, 0), 0.5);
    Needle probe = cement::cementNeedle("N2", Vec3(8, -60, 0), Vec3(8, 0, 0));
    probe.instrument = "cryoprobe-1.5-25";
    probe.purpose = Purpose::Probe;
    Needle sensor = cement::cementNeedle("N3", Vec3(0, -60, 8), Vec3(0, 5, 8));
    sensor.purpose = Purpose::Sensor;
    plan.needles.push_back(probe);
    plan.needles.push_back(sensor);
    Protocol protocol;
    protocol.needle = "N2";
    protocol.steps.push_back({ProtocolStep::Kind::Freeze, 30.0});
    plan.protocols = {protocol};
    options.resolutionMm = 3.0;
    options.placementSamples = 20;
    // What takes longest.
    options.uncertainty = false;
    options.cementHeat = false;
  }

  void askEverything() {
    options.uncertainty = true;
    options.cementHeat = true;
    options.cementStiffness = true;
    options.cementMembers = 2;
  }

  std::string json(const Plan& of) const {
    return facts::evaluationToJson(evaluate(*model, of, options), of);
  }
  std::string freshJson(const Plan& of) const {
    return facts::evaluationToJson(evaluate(*fresh, of, options), of);
  }

  /// How many of each kind the evaluation of a changed plan works out, those of none left out.
  std::map<std::string, int> madeBy(const Plan& changed) const {
    std::map<std::string, int> made;
    std::vector<std::string> kinds = kPhysics;
    kinds.insert(kinds.end(), {"access", "placement", "together"});
    for (const std::string& kind : kinds)
      made[kind] = -results->made(kind);
    EXPECT_EQ(json(changed), freshJson(changed));
    for (const std::string& kind : kinds)
      made[kind] += results->made(kind);
    std::erase_if(made, [](const auto& one) { return one.second == 0; });
    return made;
  }

  cement::BlockCase block;
  std::shared_ptr<Results> results;
  std::shared_ptr<const CaseModel> fresh;
  std::shared_ptr<const CaseModel> model;
  Plan plan;
  EvaluationOptions options;
};

using Made = std::map<std::string, int>;

TEST(Recall, MakesEachResultOnce) {
  Recalled at;
  at.askEverything();
  Made all{{"access", 3}, {"placement", 3}, {"together", 1}};
  for (const std::string& kind : kPhysics)
    all[kind] = 1;
  EXPECT_EQ(at.madeBy(at.plan), all);
  EXPECT_EQ(at.madeBy(at.plan), Made());
  const Made moved = at.madeBy(withShift(at.plan, "N1", Vec3(1, 0, 0)));
  EXPECT_FALSE(moved.contains("band"));
}

TEST(Recall, WhatPeopleWriteWorksNothingOut) {
  const Recalled at;
  at.json(at.plan);
  Plan changed = at.plan;
  changed.note = "To be discussed.";
  changed.bookmarks.push_back(Bookmark());
  changed.acceptances.push_back({"needle-short", "N1", "known"});
  changed.patient.id = "another name";
  changed.needles.front().locked = true;
  changed.ticks["before"] = {};
  EXPECT_EQ(at.madeBy(changed), Made());
}

TEST(Recall, ACementNeedleLeavesTheIce) {
  const Recalled at;
  at.json(at.plan);
  const Made made = at.madeBy(withShift(at.plan, "N1", Vec3(1, 0, 0)));
  EXPECT_EQ(made.at("cement"), 1);
  EXPECT_EQ(made.at("access"), 1);
  for (const char* kind : {"simulation", "zones", "chances"})
    EXPECT_FALSE(made.contains(kind)) << kind;
}

TEST(Recall, AThermocoupleLeavesTheIceAndTheCement) {
  const Recalled at;
  at.json(at.plan);
  const Made made = at.madeBy(withShift(at.plan, "N3", Vec3(1, 0, 0)));
  for (const char* kind : {"simulation", "cement"})
    EXPECT_FALSE(made.contains(kind)) << kind;
}

TEST(Recall, AnotherProtocolLeavesAccess) {
  const Recalled at;
  at.json(at.plan);
  Plan changed = at.plan;
  changed.protocols.front().steps.front().durationS = 20.0;
  const Made made = at.madeBy(changed);
  EXPECT_EQ(made.at("simulation"), 1);
  EXPECT_FALSE(made.contains("access"));
  EXPECT_FALSE(made.contains("placement"));
}

TEST(Recall, AMovedProbeLeavesTheAccessOfOthers) {
  const Recalled at;
  at.json(at.plan);
  const Made made = at.madeBy(withShift(at.plan, "N2", Vec3(0, 0, 1)));
  EXPECT_EQ(made.at("access"), 1);
  EXPECT_EQ(made.at("placement"), 1);
}

TEST(Recall, UndoWorksNothingOut) {
  const Recalled at;
  at.json(at.plan);
  at.json(withShift(at.plan, "N2", Vec3(0, 0, 1)));
  EXPECT_EQ(at.madeBy(at.plan), Made());
}

TEST(Recall, AnotherCaseSharesNothing) {
  const Recalled at;
  at.json(at.plan);
  Recalled other(at.results);
  auto darker = std::make_shared<Case>(other.fresh->patient());
  std::vector<std::int16_t> hu = darker->ct.voxels();
  hu.front() = static_cast<std::int16_t>(hu.front() + 1);
  darker->ct = Volume(darker->ct.grid(), hu);
  other.fresh = std::make_shared<CaseModel>(darker);
  other.model = std::make_shared<CaseModel>(
      darker,
      anatomy::Corrections(),
      ModelMemory{at.results, caseKeyOf(*darker, contentHash(*darker))});
  const Made made = other.madeBy(other.plan);
  for (const char* kind : {"simulation", "cement", "access"})
    EXPECT_TRUE(made.contains(kind)) << kind;
}

TEST(Recall, AnotherResolutionIsAnotherResult) {
  Recalled at;
  at.json(at.plan);
  at.options.resolutionMm = 2.5;
  const Made made = at.madeBy(at.plan);
  for (const char* kind : {"simulation", "cement"})
    EXPECT_EQ(made.at(kind), 1) << kind;
}

TEST(Recall, WithFilesAProgramThatStartsAnewRunsNoPhysics) {
  const TemporaryFolder folder;
  const auto started = [&] {
    Recalled at(std::make_shared<Results>(std::make_shared<ResultFolder>(folder / "results")));
    at.askEverything();
    return at;
  };
  const Recalled first = started();
  const std::string before = first.json(first.plan);
  const Recalled later = started();
  EXPECT_TRUE(arePhysicsKnown(*later.model, later.plan, later.options));
  EXPECT_EQ(later.json(later.plan), before);
  for (const std::string& kind : kPhysics)
    EXPECT_EQ(later.results->made(kind), 0) << kind;
  EXPECT_FALSE(arePhysicsKnown(*later.model, withShift(later.plan, "N2", Vec3(0, 0, 1)), {}));
}

TEST(Recall, FilesNameNeitherStructuresNorNeedles) {
  const TemporaryFolder folder;
  Recalled at(std::make_shared<Results>(std::make_shared<ResultFolder>(folder / "results")));
  for (Needle& needle : at.plan.needles)
    needle.id += "-jones";
  for (Injection& injection : at.plan.injections)
    injection.needle += "-jones";
  for (Protocol& protocol : at.plan.protocols)
    protocol.needle += "-jones";
  at.json(at.plan);
  int files = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder / "results")) {
    ++files;
    std::ostringstream bytes;
    bytes << std::ifstream(entry.path(), std::ios::binary).rdbuf();
    for (const char* name : {"smith", "Smith", "jones", "block", "canal"})
      EXPECT_EQ(bytes.str().find(name), std::string::npos) << name;
  }
  EXPECT_GE(files, 6);
}

}  // namespace
}  // namespace trocar
