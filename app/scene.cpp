#include "app/scene.h"

#include "app/drawing_edits.h"

namespace trocar::app {
namespace {

/// The strain that the view asks for; nullptr where none was computed.
std::shared_ptr<const Image<float>> strainOf(const Document& document) {
  const std::shared_ptr<const Evaluation>& evaluation = document.evaluation();
  if (document.view().strain == StrainShown::None || !evaluation || !evaluation->cement ||
      !evaluation->cement->stiffness)
    return nullptr;
  const cement::BodyStiffness& stiffness = *evaluation->cement->stiffness;
  const bool treated = document.view().strain == StrainShown::Treated;
  return {evaluation, treated ? &stiffness.strainRatio : &stiffness.untreatedStrainRatio};
}

}  // namespace

render::SceneState sceneOf(const Document& document) {
  const ViewState& view = document.view();
  render::SceneState scene;
  scene.patient = document.sharedModel()->sharedPatient();
  scene.plan = document.plan();
  scene.evaluation = document.evaluation();
  scene.selectedNeedle = view.needle;
  scene.crosshairMm = view.crosshairMm;
  scene.window = view.window;
  scene.appearance = view.appearance;
  scene.rotationDeg = view.turnDeg;
  scene.depthMm = view.depthMm;
  scene.labels = view.labelsShown;
  scene.zones = view.zonesShown;
  scene.cement = view.cementShown;
  scene.crosshair = view.crosshairShown;
  scene.temperatureC = document.temperatureC();
  scene.timeS = scene.temperatureC ? view.timeS : std::nullopt;
  scene.cementMl = view.cementMl;
  scene.strainTreated = view.strain != StrainShown::Untreated;
  scene.strainRatio = strainOf(document);
  if (view.step == Step::Needles)
    scene.suggestions = document.suggestions();
  if (view.brush)
    scene.brush = render::BrushMark{view.brush->region, view.brush->atMm, view.brush->radiusMm};
  if (view.drawing) {
    const DrawingTool& tool = *view.drawing;
    const bool round = tool.kind == DrawingTool::Kind::Brush ||
                       tool.kind == DrawingTool::Kind::Eraser ||
                       (tool.kind == DrawingTool::Kind::Lesion && tool.placesMm.empty());
    scene.drawing = render::DrawingMark{voxelsToBe(document, tool),
                                        tool.role,
                                        round ? tool.atMm : std::nullopt,
                                        tool.radiusMm,
                                        tool.placesMm};
  }
  scene.hoveredCard = view.hoveredCard;
  return scene;
}

}  // namespace trocar::app
