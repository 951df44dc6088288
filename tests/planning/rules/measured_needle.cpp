#include "tests/planning/rules/measured_needle.h"

#include "planning/search/approach.h"
#include "tests/planning/analytic_vertebra.h"

namespace trocar::rules {

std::shared_ptr<const CaseModel> vertebraModel(std::vector<Structure> more, std::int16_t boneHu) {
  const Grid grid({61, 91, 41}, Vec3(-30, -40, -20), Vec3::Ones());
  std::vector<std::int16_t> hu(grid.voxelCount(), 40);
  std::vector<std::uint16_t> labels(grid.voxelCount(), 0);
  const AnalyticVertebra shape;
  for (std::size_t c = 0; c < labels.size(); ++c) {
    if (shape.bone(grid.voxelToPatient(grid.voxelAt(c))) >= 0.0)
      continue;
    labels[c] = 1;
    hu[c] = boneHu;
  }
  auto patient = std::make_shared<Case>();
  patient->id = "vertebra";
  patient->ct = Volume(grid, std::move(hu));
  patient->layers.emplace_back(grid, std::move(labels));
  patient->structures = {
      {"vertebra_L3", "L3", Role::Vertebra, LabelRegion{0, {1}}, Basis::Measured}};
  patient->structures.insert(patient->structures.end(), more.begin(), more.end());
  return std::make_shared<const CaseModel>(std::move(patient));
}

Structure named(const std::string& id, Role role) {
  const EllipsoidRegion aside{Vec3(-25, 45, 15), Eigen::Matrix3d::Identity(), Vec3::Constant(2.0)};
  return {id, id, role, aside, Basis::Entered};
}

MeasuredNeedle::MeasuredNeedle() : vertebra(AnalyticVertebra().anatomy()) {
  static const std::shared_ptr<const CaseModel> shared =
      vertebraModel({named("canal", Role::Canal),
                     named("hip_left", Role::Hip),
                     named("femur_left", Role::Femur)});
  model = shared;
  Needle straight;
  straight.id = "N1";
  straight.instrument = "bone-needle-11g";
  straight.approach = Approach::Transpedicular;
  straight.level = "L3";
  straight.side = Side::Left;
  straight.trajectory = AnalyticVertebra::straight(Vec3::Zero());
  plan.needles = {straight};
  numbers.id = "N1";
  numbers.bone = "vertebra_L3";
  numbers.skinMm = straight.trajectory.entry;
  numbers.skinToTargetMm = straight.trajectory.lengthMm();
  numbers.breach = Breach{};
  numbers.orderRule = OrderRule{};
  numbers.bonePath = BonePath{1, 48.0, 300.0, 400.0, false};
  numbers.fit = Fit{10.0, 3.5, 17.0};
  numbers.tip = TipPlace{0.75, 14.0, 8.0};
}

Needle& MeasuredNeedle::cannula(const std::string& instrument, double behindMm) {
  Needle outer = needle();
  outer.id = "N2";
  outer.bend.reset();
  outer.instrument = instrument;
  outer.trajectory.target = needle().trajectory.target - behindMm * needle().trajectory.direction();
  plan.needles.resize(1);
  plan.needles.push_back(outer);
  plan.needles.front().through = outer.id;
  return plan.needles.back();
}

std::vector<Finding> MeasuredNeedle::findings() const {
  const Needle& judged = plan.needles.front();
  return search::needleFindings({*model,
                                 plan,
                                 judged,
                                 findInstrument(judged.instrument),
                                 vertebra ? &*vertebra : nullptr,
                                 side,
                                 numbers});
}

}  // namespace trocar::rules
