#include "app/comparison.h"

#include "app/moment.h"
#include "core/error.h"
#include "core/patient_revisions.h"
#include "planning/model/case_model.h"
#include "planning/review/changes.h"

#include <utility>

namespace trocar::app {
namespace {

constexpr int kWidthPx = 640;
constexpr int kHeightPx = 420;

std::shared_ptr<const Evaluation> evaluated(const CaseModel& model,
                                            const Plan& plan,
                                            const Progress& progress) {
  EvaluationOptions options;
  options.uncertainty = false;
  return std::make_shared<const Evaluation>(evaluate(model, plan, options, progress));
}

Comparison::Side sideOf(render::SceneState state,
                        const ComparedPlan& compared,
                        std::shared_ptr<const Evaluation> evaluation,
                        const render::Camera& camera) {
  state.plan = compared.plan;
  state.evaluation = std::move(evaluation);
  state.timeS.reset();
  state.cementMl.reset();
  state.temperatureC = state.evaluation->ablation
                           ? Moment().of(state.evaluation->ablation->simulation, std::nullopt)
                           : nullptr;
  state.selectedNeedle = compared.plan.needles.empty() ? "" : compared.plan.needles.front().id;
  if (!compared.plan.needles.empty())
    state.crosshairMm = compared.plan.needles.front().trajectory.target;
  render::Shot body{render::ViewKind::ThreeD, kWidthPx, kHeightPx};
  body.camera = camera;
  return {compared.name,
          render::takePicture(state, body),
          render::takePicture(state, {render::ViewKind::Axial, kWidthPx, kHeightPx})};
}

}  // namespace

Comparison compare(const render::SceneState& state,
                   const ComparedPlan& a,
                   const ComparedPlan& b,
                   const render::Camera& camera,
                   const Progress& progress) {
  const CaseReference& one = a.plan.patient;
  if (one.hash != b.plan.patient.hash &&
      !areOneBundledPatient(one.id, one.hash, b.plan.patient.hash))
    throw Error(b.name + " is a plan of another case (" + b.plan.patient.id +
                "): choose a plan of " + a.plan.patient.id + ".");
  if (a.plan.corrections.drawn != b.plan.corrections.drawn ||
      a.plan.corrections.levels != b.plan.corrections.levels)
    throw Error(b.name +
                " is on another anatomy: structures are drawn or levels named otherwise than in " +
                a.name + ". Compare plans that share them.");
  render::SceneState scene = state;
  const CaseModel modelA(scene.patient, a.plan.corrections);
  const CaseModel modelB(modelA, modelA.sharedPatient(), b.plan.corrections);
  const auto ofA = evaluated(modelA, a.plan, progress.span(0.0, 0.4));
  const auto ofB = evaluated(modelB, b.plan, progress.span(0.4, 0.8));
  if (!scene.surfaces)
    scene.surfaces = std::make_shared<const render::Surfaces>(render::makeSurfaces(
        *scene.patient, render::SurfaceQuality::Final, progress.span(0.8, 0.9)));
  return {sideOf(scene, a, ofA, camera),
          sideOf(scene, b, ofB, camera),
          review::compared(*scene.patient, a.plan, *ofA, b.plan, *ofB),
          review::changes(a.plan, b.plan)};
}

}  // namespace trocar::app
