#include "app/report_pictures.h"

#include "render/picture.h"

#include <string>

namespace trocar {
namespace {

ReportPicture pictureOf(const SceneState& state,
                        ViewKind kind,
                        const std::string& caption,
                        bool wide) {
  const Picture picture = takePicture(state, {kind, wide ? 1400 : 900, wide ? 900 : 700});
  return {caption, encodePng(picture), wide};
}

}  // namespace

std::vector<ReportPicture> reportPictures(SceneState state, const Progress& progress) {
  std::vector<ReportPicture> pictures;
  pictures.push_back(pictureOf(state, ViewKind::ThreeD, "The plan in 3-D", true));
  const double count = static_cast<double>(state.plan.needles.size());
  for (const Needle& needle : std::vector<Needle>(state.plan.needles)) {
    progress.at(0.2 + 0.8 * static_cast<double>(pictures.size() / 4) / count);
    state.selectedNeedle = needle.id;
    state.crosshairMm = needle.trajectory.target;
    pictures.push_back(
        pictureOf(state, ViewKind::Axial, needle.id + ": axial through the target", false));
    pictures.push_back(
        pictureOf(state, ViewKind::Sagittal, needle.id + ": sagittal through the target", false));
    pictures.push_back(pictureOf(state, ViewKind::Along, needle.id + ": along the shaft", false));
    pictures.push_back(pictureOf(state, ViewKind::Barrel, needle.id + ": down the barrel", false));
  }
  return pictures;
}

}  // namespace trocar
