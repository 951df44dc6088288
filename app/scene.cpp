#include "app/scene.h"

namespace trocar {

SceneState sceneOf(const Document& document) {
  const ViewState& view = document.view();
  SceneState scene;
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
  if (view.step == Step::Needles)
    scene.suggestions = document.suggestions();
  scene.hoveredCard = view.hoveredCard;
  return scene;
}

}  // namespace trocar
