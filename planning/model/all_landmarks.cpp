#include "planning/model/all_landmarks.h"

namespace trocar {

std::vector<anatomy::Landmark> allLandmarks(const CaseModel& model, const Progress& progress) {
  std::vector<anatomy::Landmark> landmarks;
  const auto add = [&](const std::vector<anatomy::Landmark>& more) {
    progress.at(0.0);
    landmarks.insert(landmarks.end(), more.begin(), more.end());
  };
  for (const anatomy::VertebraAnatomy& vertebra : model.vertebrae())
    add(anatomy::landmarksOf(vertebra));
  add(anatomy::landmarksOf(model.pelvis()));
  for (const Structure& structure : model.patient().structures)
    add(anatomy::landmarksOf(structure));
  return landmarks;
}

}  // namespace trocar
