#include "app/report_pictures.h"

#include "planning/ablation/case_simulation.h"
#include "planning/body_temperature.h"
#include "planning/fluoro/presets.h"
#include "render/first_view.h"
#include "render/xray/xray_picture.h"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

namespace trocar {
namespace {

/// The temperatures whose isotherms are the zones: the coldest of each voxel, or the hottest.
void showSimulatedZones(SceneState& state) {
  const auto& ablation = state.evaluation->ablation;
  if (!ablation || !ablation->simulation)
    return;
  state.isothermsC.clear();
  bool cold = false;
  for (const AblationZone& zone : ablation->zones) {
    if (zone.isothermC)
      state.isothermsC.push_back(*zone.isothermC);
    cold = cold || (zone.isothermC && *zone.isothermC < kBodyC);
  }
  const auto& run = ablation->simulation;
  state.temperatureC =
      std::shared_ptr<const Image<float>>(run, cold ? &run->coldest : &run->hottest);
}

struct NeedleView {
  ViewKind kind;
  const char* words;
};
constexpr std::array kNeedleViews{NeedleView{ViewKind::Axial, ": axial through the target"},
                                  NeedleView{ViewKind::Sagittal, ": sagittal through the target"},
                                  NeedleView{ViewKind::Along, ": along the shaft"},
                                  NeedleView{ViewKind::Across, ": across the tip"},
                                  NeedleView{ViewKind::Barrel, ": down the barrel"}};

struct XrayView {
  const char* preset;   ///< Of the first needle's level.
  const char* without;  ///< Where there is no level.
  const char* words;
};
constexpr std::array kXrayViews{XrayView{"true-ap", "ap", "X-ray from the front, AP"},
                                XrayView{"true-lateral", "lateral", "X-ray from the side"}};

const CementResult* cementOf(const SceneState& state) {
  return state.evaluation && state.evaluation->cement ? &*state.evaluation->cement : nullptr;
}

/// As the C-arm would show the needles in place, in the position of the procedure.
void addXrays(const SceneState& state, int sizePx, std::vector<PlanPicture>& pictures) {
  const Plan& plan = state.plan;
  const CaseModel model(state.patient, plan.corrections);
  const std::string level = plan.needles.front().level;
  CarmSetup setup;
  setup.position = plan.procedurePosition;
  setup.isocentreMm = plan.needles.front().trajectory.target;
  setup.sizePx = sizePx;
  const std::vector<CarmPreset> presets =
      carmPresets(model, plan.needles, level, setup.isocentreMm);
  const XrayVolume volume(state.patient->ct);
  for (const XrayView& view : kXrayViews) {
    const bool ofLevel = model.vertebra(level) != nullptr;
    setup.angles = consoleAngles(findPreset(presets, ofLevel ? view.preset : view.without).supine,
                                 setup.position);
    pictures.push_back({std::string(view.words) + (ofLevel ? " of " + level : ""),
                        xrayPicture(volume, setup, {plan.needles, cementOf(state)})});
  }
}

}  // namespace

SceneState handoverScene(const CaseModel& model,
                         const Plan& plan,
                         std::shared_ptr<const Evaluation> evaluation,
                         const Progress& progress) {
  SceneState state = startState(model.sharedPatient(), plan);
  state.vertebrae = std::make_shared<const std::vector<VertebraAnatomy>>(model.vertebrae());
  state.evaluation = std::move(evaluation);
  state.surfaces = std::make_shared<const Surfaces>(
      makeSurfaces(model.patient(), SurfaceQuality::Final, progress));
  showSimulatedZones(state);
  return state;
}

std::vector<PlanPicture> planPictures(SceneState state,
                                      const PlanPictureSizes& sizes,
                                      const Progress& progress) {
  std::vector<PlanPicture> pictures;
  pictures.push_back({"The plan in 3-D",
                      takePicture(state,
                                  {ViewKind::ThreeD,
                                   sizes.wideWidthPx,
                                   sizes.wideHeightPx,
                                   firstViewpoint(*state.patient)})});
  const std::size_t all = 1 + kNeedleViews.size() * state.plan.needles.size();
  for (const Needle& needle : std::vector<Needle>(state.plan.needles)) {
    state.selectedNeedle = needle.id;
    state.crosshairMm = needle.trajectory.target;
    for (const NeedleView& view : kNeedleViews) {
      progress.at(static_cast<double>(pictures.size()) / static_cast<double>(all));
      pictures.push_back(
          {needle.id + view.words, takePicture(state, {view.kind, sizes.widthPx, sizes.heightPx})});
    }
  }
  if (!state.plan.needles.empty())
    addXrays(state, sizes.heightPx, pictures);
  return pictures;
}

std::vector<ReportPicture> reportPictures(SceneState state, const Progress& progress) {
  std::vector<ReportPicture> pictures;
  for (const PlanPicture& picture : planPictures(std::move(state), {}, progress))
    pictures.push_back({picture.caption, encodePng(picture.picture), pictures.empty()});
  return pictures;
}

}  // namespace trocar
