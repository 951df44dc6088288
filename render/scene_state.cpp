#include "render/scene_state.h"

#include "render/role_style.h"

namespace trocar::render {
namespace {

Vec3 centreOf(const Box& box) {
  return 0.5 * (box.lowMm + box.highMm);
}

std::optional<Vec3> centreOfFirst(const Case& patient, Role role) {
  for (const Structure* structure : patient.withRole(role)) {
    if (const auto box = boundsOf(patient, *structure))
      return centreOf(*box);
  }
  return {};
}

Vec3 startPoint(const Case& patient, const Plan& plan) {
  if (const auto lesion = centreOfFirst(patient, Role::Lesion))
    return *lesion;
  if (!plan.needles.empty())
    return plan.needles.front().trajectory.target;
  const std::vector<const Structure*> vertebrae = patient.withRole(Role::Vertebra);
  if (!vertebrae.empty()) {
    if (const auto box = boundsOf(patient, *vertebrae[vertebrae.size() / 2]))
      return centreOf(*box);
  }
  return patient.ct.grid().centreMm();
}

}  // namespace

bool isVisible(const SceneState& state, const Structure& structure) {
  const auto found = state.appearance.find(structure.id);
  const RoleStyle& style = styleOf(structure.role);
  return found == state.appearance.end() ? style.visible
                                         : found->second.visible.value_or(style.visible);
}

double opacityOf(const SceneState& state, const Structure& structure) {
  const auto found = state.appearance.find(structure.id);
  const RoleStyle& style = styleOf(structure.role);
  return found == state.appearance.end() ? style.opacity
                                         : found->second.opacity.value_or(style.opacity);
}

SceneState startState(std::shared_ptr<const Case> patient, Plan plan) {
  SceneState state;
  state.patient = std::move(patient);
  state.plan = std::move(plan);
  if (!state.plan.needles.empty())
    state.selectedNeedle = state.plan.needles.front().id;
  if (state.patient)
    state.crosshairMm = startPoint(*state.patient, state.plan);
  return state;
}

}  // namespace trocar::render
