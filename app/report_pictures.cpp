#include "app/report_pictures.h"

#include "planning/ablation/zones/case_simulation.h"
#include "planning/fluoro/presets.h"
#include "planning/model/body_temperature.h"
#include "planning/model/needle_body.h"
#include "planning/plan/cannula_course.h"
#include "render/canvas/slice_series.h"
#include "render/first_view.h"
#include "render/mesh/known_surfaces.h"
#include "render/xray/xray_picture.h"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

namespace trocar::app {
namespace {

/// The temperatures whose isotherms are the zones: the coldest of each voxel, or the hottest.
void showSimulatedZones(render::SceneState& state) {
  const auto& ablation = state.evaluation->ablation;
  if (!ablation || !ablation->simulation)
    return;
  state.isothermsC.clear();
  bool cold = false;
  for (const ablation::AblationZone& zone : ablation->zones) {
    if (zone.isothermC)
      state.isothermsC.push_back(*zone.isothermC);
    cold = cold || (zone.isothermC && *zone.isothermC < kBodyC);
  }
  const auto& run = ablation->simulation;
  state.temperatureC =
      std::shared_ptr<const Image<float>>(run, cold ? &run->coldest : &run->hottest);
}

struct NeedleView {
  render::ViewKind kind;
  const char* words;
};
constexpr std::array kNeedleViews{
    NeedleView{render::ViewKind::Axial, ": axial through the target"},
    NeedleView{render::ViewKind::Sagittal, ": sagittal through the target"},
    NeedleView{render::ViewKind::Along, ": along the shaft"},
    NeedleView{render::ViewKind::Across, ": across the tip"},
    NeedleView{render::ViewKind::Barrel, ": down the barrel"}};

struct XrayView {
  const char* preset;   ///< Of the first needle's level.
  const char* without;  ///< Where there is no level.
  const char* words;
};
constexpr std::array kXrayViews{XrayView{"true-ap", "ap", "X-ray from the front, AP"},
                                XrayView{"true-lateral", "lateral", "X-ray from the side"}};

const cement::CementResult* cementOf(const render::SceneState& state) {
  return state.evaluation && state.evaluation->cement ? &*state.evaluation->cement : nullptr;
}

/// As the C-arm would show the needles in place, in the position of the procedure.
void addXrays(const render::SceneState& state, int sizePx, std::vector<PlanPicture>& pictures) {
  const Plan& plan = state.plan;
  const CaseModel model(state.patient, plan.corrections);
  const std::string level = plan.needles.front().level;
  fluoro::CarmSetup setup;
  setup.position = plan.procedurePosition;
  setup.isocentreMm = plan.needles.front().trajectory.target;
  setup.sizePx = sizePx;
  const std::vector<fluoro::CarmPreset> presets =
      fluoro::carmPresets(model, plan.needles, level, setup.isocentreMm);
  const render::XrayVolume volume(state.patient->ct);
  const std::vector<Needle> needles = cementOf(state) ? plan.needles : asTheyStand(plan);
  const render::XrayContents contents{
      state.evaluation ? withScrewLengths(needles, state.evaluation->needles) : needles,
      cementOf(state)};
  for (const XrayView& view : kXrayViews) {
    const bool ofLevel = model.vertebra(level) != nullptr;
    setup.angles = fluoro::consoleAngles(
        fluoro::findPreset(presets, ofLevel ? view.preset : view.without).supine, setup.position);
    pictures.push_back({std::string(view.words) + (ofLevel ? " of " + level : ""),
                        render::xrayPicture(volume, setup, contents)});
  }
}

}  // namespace

render::SceneState handoverScene(const CaseModel& model,
                                 const Plan& plan,
                                 std::shared_ptr<const Evaluation> evaluation,
                                 const Progress& progress) {
  render::SceneState state = render::startState(model.sharedPatient(), plan);
  state.vertebrae =
      std::make_shared<const std::vector<anatomy::VertebraAnatomy>>(model.vertebrae());
  state.evaluation = std::move(evaluation);
  state.surfaces = std::make_shared<const render::Surfaces>(
      render::knownSurfaces(model, render::SurfaceQuality::Final, progress));
  showSimulatedZones(state);
  return state;
}

std::vector<PlanPicture> planPictures(render::SceneState state,
                                      const PlanPictureSizes& sizes,
                                      const Progress& progress) {
  std::vector<PlanPicture> pictures;
  pictures.push_back({"The plan in 3-D",
                      render::takePicture(state,
                                          {render::ViewKind::ThreeD,
                                           sizes.wideWidthPx,
                                           sizes.wideHeightPx,
                                           render::firstViewpoint(*state.patient)})});
  render::SliceSeries slices;
  const std::size_t all = 1 + kNeedleViews.size() * state.plan.needles.size();
  for (const Needle& needle : std::vector<Needle>(state.plan.needles)) {
    state.selectedNeedle = needle.id;
    state.crosshairMm = needle.trajectory.target;
    for (const NeedleView& view : kNeedleViews) {
      progress.at(static_cast<double>(pictures.size()) / static_cast<double>(all));
      pictures.push_back(
          {needle.id + view.words, slices.take(state, {view.kind, sizes.widthPx, sizes.heightPx})});
    }
  }
  if (!state.plan.needles.empty())
    addXrays(state, sizes.heightPx, pictures);
  return pictures;
}

std::vector<report::ReportPicture> reportPictures(render::SceneState state,
                                                  render::PngSize size,
                                                  const Progress& progress) {
  std::vector<report::ReportPicture> pictures;
  for (const PlanPicture& picture : planPictures(std::move(state), {}, progress))
    pictures.push_back(
        {picture.caption, render::encodePng(picture.picture, size), pictures.empty()});
  return pictures;
}

}  // namespace trocar::app
