// The chain from a CT to its vertebrae: core/spine_segmentation.h.
#include "core/spine_segmentation.h"

#include "core/error.h"
#include "core/segmentation/spine/bone_share.h"
#include "core/segmentation/spine/canal_course.h"
#include "core/segmentation/spine/iso_volume.h"
#include "core/segmentation/spine/level_names.h"

namespace trocar {

using namespace segmentation;

SpineSegmentation segmentSpine(const Volume& ct,
                               const std::vector<LevelAnchor>& anchors,
                               const Progress& progress) {
  constexpr double kCoarseMm = 2.0, kThickestMm = 5.0;
  constexpr double kShortestCanalMm = 40.0;
  if (ct.grid().spacingMm().maxCoeff() > kThickestMm + 1e-3)
    throw Error("The slices of this CT are too far apart to find vertebrae in it: at most 5 mm.");
  const Volume coarse = isotropic(ct, kCoarseMm, progress.span(0.0, 0.15));
  const std::vector<Vec3> canal = canalCourse(coarse, progress.span(0.15, 0.3));
  if (canal.empty() || (canal.back() - canal.front()).norm() < kShortestCanalMm)
    throw Error("No spinal canal is found in this CT: it must show at least one vertebra whole.");
  const std::vector<Station> axis = bodyAxis(ct, canal);
  const std::vector<double> widths = bodyWidthsMm(ct, axis);
  std::vector<DiscPlane> discs = discPlanes(ct, axis, widths);
  if (discs.size() < 2)
    throw Error("No vertebra is found in this CT between two discs.");
  const LevelNames names = nameLevels(ct, axis, widths, discs, anchors);
  if (names.levels.empty())
    throw Error("No vertebra is found in this CT above the sacrum.");
  std::vector<FittedVertebra> fitted;
  SpineSegmentation found;
  const std::size_t count = names.levels.size();
  for (std::size_t n = 0; n < count; ++n) {
    const auto middle = static_cast<std::size_t>((discs[n].station + discs[n + 1].station) / 2);
    fitted.push_back(fitVertebra(
        ct, coarse, {names.levels[n], axis[middle], discs[n], discs[n + 1], widths[middle]}));
    found.vertebrae.push_back({names.levels[n],
                               static_cast<std::uint16_t>(n + 1),
                               0.5 * (discs[n].centreMm + discs[n + 1].centreMm)});
    progress.at(0.3 + 0.5 * static_cast<double>(n + 1) / static_cast<double>(count));
  }
  found.labels = shareBone(ct, fitted, discs, axis, progress.span(0.8, 1.0));
  found.nameCertainty = names.certainty;
  found.lowestElse = names.second;
  return found;
}

}  // namespace trocar
