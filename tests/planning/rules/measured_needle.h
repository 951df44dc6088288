#pragma once

#include "planning/access/needle_view.h"
#include "tests/planning/rules/rule_case.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace trocar::rules {

/// A needle straight down the left pedicle of L3, a vertebra of closed forms (AnalyticVertebra),
/// with measured numbers that keep every rule. A case changes one of them.
struct MeasuredNeedle {
  std::shared_ptr<const CaseModel> model;
  Plan plan;  ///< The first needle is judged; a second may be its cannula.
  std::optional<anatomy::VertebraAnatomy> vertebra;
  Side side = Side::Left;
  NeedleEvaluation numbers;

  MeasuredNeedle();
  Needle& needle() { return plan.needles.front(); }
  void approach(Approach way) { needle().approach = way; }
  /// A cannula N2 on the needle's axis whose tip lies `behindMm` behind the needle's.
  Needle& cannula(const std::string& instrument, double behindMm);
  std::vector<Finding> findings() const;
};

/// What is said of the needle after `change` with the number of a case.
template <typename Change>
std::function<std::vector<Finding>(double)> needleWith(Change change) {
  return [change](double value) {
    MeasuredNeedle scene;
    change(scene, value);
    return scene.findings();
  };
}

/// The vertebra in voxels of 1 mm, all of it of `boneHu`, and more structures.
std::shared_ptr<const CaseModel> vertebraModel(std::vector<Structure> more = {},
                                               std::int16_t boneHu = 300);
/// A small structure far from the needle: there for its name and role.
Structure named(const std::string& id, Role role);

}  // namespace trocar::rules
