#include "planning/access/bone_path.h"

#include "planning/findings/rule_text.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace trocar::access {
namespace {

constexpr double kPathStepMm = 0.5;

double meanOf(const std::vector<double>& values, std::size_t from, std::size_t count) {
  double sum = 0.0;
  for (std::size_t i = from; i < from + count; ++i)
    sum += values[i];
  return sum / static_cast<double>(count);
}

/// The largest mean of `count` values in a row, from `from` on; 0 where there are fewer.
double hardest(const std::vector<double>& values, std::size_t from, std::size_t count) {
  double most = 0.0;
  for (std::size_t i = from; i + count <= values.size(); ++i)
    most = std::max(most, meanOf(values, i, count));
  return most;
}

}  // namespace

BonePath bonePathOf(const BoneDistance& bone,
                    const Volume& ct,
                    const NeedlePath& axis,
                    double drillHu) {
  const int count = 1 + std::max(1, static_cast<int>(std::ceil(axis.lengthMm() / kPathStepMm)));
  const double stepMm = axis.lengthMm() / (count - 1);
  BonePath path;
  std::vector<double> hu;
  bool inside = false;
  for (int sample = 0; sample < count; ++sample) {
    const Vec3 pointMm = axis.pointAtDepth(stepMm * sample);
    const bool now = bone(pointMm) < 0.0;
    path.corticalPasses += now && !inside ? 1 : 0;
    inside = now;
    if (now)
      hu.push_back(huAt(ct, pointMm));
  }
  if (hu.empty())
    return path;
  const auto window = static_cast<std::size_t>(kDrillWindowMm / kPathStepMm);
  path.lengthInBoneMm = stepMm * static_cast<double>(hu.size());
  path.meanHu = meanOf(hu, 0, hu.size());
  path.maximumHu = hardest(hu, 0, std::min(window, hu.size()));
  path.needsDrill = hardest(hu, window, window) > drillHu;
  return path;
}

TipPlace tipPlaceOf(const BoneDistance& bone,
                    const anatomy::VertebraAnatomy& vertebra,
                    Side side,
                    const NeedlePath& axis) {
  constexpr double kFarMm = 60.0;
  const Vec3& tip = axis.tipMm();
  const double pastPosterior =
      (vertebra.body.posteriorWall.pointMm - tip).dot(vertebra.frame.posterior);
  const double beforeAnterior =
      (tip - vertebra.body.anteriorWall.pointMm).dot(vertebra.frame.posterior);
  TipPlace place;
  place.depthFraction = pastPosterior / (pastPosterior + beforeAnterior);
  place.fromMidlineMm = (vertebra.bodyCentroidMm - tip).dot(medialOf(vertebra.frame, side));
  if (bone(tip) >= 0.0)
    return place;
  double aheadMm = 0.0;
  while (aheadMm < kFarMm && bone(tip + aheadMm * axis.tipDirection()) < 0.0)
    aheadMm += 0.1;
  place.boneAheadMm = aheadMm;
  return place;
}

Fit fitOf(const Instrument& instrument,
          const anatomy::PedicleAnatomy* pedicle,
          std::optional<double> skinToTargetMm) {
  Fit fit;
  if (pedicle && pedicle->trust.trusted) {
    fit.isthmusWidthMm = pedicle->isthmusWidthMm;
    fit.clearancePerSideMm = 0.5 * (pedicle->isthmusWidthMm - instrument.outerDiameterMm);
  }
  if (skinToTargetMm)
    fit.lengthToSpareMm = instrument.lengthMm - *skinToTargetMm - ruleLimit("working-length");
  return fit;
}

double clearanceNeededMm(InstrumentKind kind) {
  return ruleLimit(kind == InstrumentKind::Implant ? "pedicle-fit-implant" : "pedicle-fit");
}

}  // namespace trocar::access
