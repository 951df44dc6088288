#include "core/labels/fit.h"

#include "core/angle.h"
#include "core/labels/tissue.h"
#include "core/number_text.h"
#include "core/parallel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace trocar::labels {
namespace {

// From four real spines at 1 to 3 mm (contrast of whole labels 0.30 to 0.82, of vertebral bodies
// alone -0.13 to 0.37) against all their mirror images and shifts of 5 mm and more (-0.6 to 0.29).
constexpr double kOffShare = 0.15;     ///< Fewer points of tissue inside than this ..
constexpr double kOffContrast = 0.10;  ///< .. and no edge where the labels end: elsewhere.
constexpr double kFitContrast = 0.25;  ///< Another place that shows this much ..
constexpr double kMirrorGain = 0.15;  ///< .. and so much more than the file's own is the right one.
constexpr double kShiftGain = 0.20;   ///< More, for many shifts are tried.
constexpr double kTurnGain = 0.15;
constexpr double kShiftFit = 0.30;
constexpr std::size_t kFewest = 50;         ///< Points; fewer tell nothing.
constexpr double kSmallestShiftedMl = 5.0;  ///< Smaller labels fit many places by chance.

/// Another place for the labels, in words: "mirrored front to back".
struct OtherPlace {
  Eigen::Affine3d moved = Eigen::Affine3d::Identity();
  std::string words = {};
  bool mirrored = false;
  Contrast contrast = {};
};

int patientAxis(const Vec3& direction) {
  int axis = 0;
  direction.cwiseAbs().maxCoeff(&axis);
  return axis;
}

/// The seven mirrorings of the voxel axes about the CT's middle.
std::vector<OtherPlace> mirrorings(const Grid& grid) {
  static constexpr std::array<const char*, 3> kWays = {
      "left to right", "front to back", "head to foot"};
  std::vector<OtherPlace> all;
  for (unsigned axes = 1; axes < 8; ++axes) {
    Eigen::Matrix3d turn = Eigen::Matrix3d::Identity();
    std::string words;
    for (int a = 0; a < 3; ++a) {
      if ((axes >> static_cast<unsigned>(a) & 1U) == 0)
        continue;
      const Vec3 axis = grid.directions().col(a);
      turn = turn * (Eigen::Matrix3d::Identity() - 2.0 * axis * axis.transpose());
      words += (words.empty() ? "mirrored " : " and ") +
               std::string(kWays[static_cast<std::size_t>(patientAxis(axis))]);
    }
    OtherPlace placement{.words = words, .mirrored = true};
    placement.moved.linear() = turn;
    placement.moved.translation() = grid.centreMm() - turn * grid.centreMm();
    all.push_back(placement);
  }
  return all;
}

/// Turned about the middle of the CT, as where a file lost the direction of its axes.
std::vector<OtherPlace> turns(const Grid& grid) {
  static constexpr std::array<const char*, 3> kAbout = {
      "left to right", "front to back", "head to foot"};
  std::vector<OtherPlace> all;
  for (int axis = 0; axis < 3; ++axis) {
    for (int degrees = -20; degrees <= 20; degrees += 5) {
      if (degrees == 0)
        continue;
      OtherPlace place{.words = "turned by " + std::to_string(std::abs(degrees)) +
                                " degrees about the axis from " +
                                kAbout[static_cast<std::size_t>(axis)]};
      place.moved = Eigen::Translation3d(grid.centreMm()) *
                    Eigen::AngleAxisd(Angle::fromDegrees(degrees).radians(), Vec3::Unit(axis)) *
                    Eigen::Translation3d(-grid.centreMm());
      all.push_back(place);
    }
  }
  return all;
}

/// "moved by 12 mm to the left and 30 mm up".
std::string shiftWords(const Vec3& shift) {
  static constexpr std::array<std::array<const char*, 2>, 3> kWays = {
      {{"to the right", "to the left"}, {"to the front", "to the back"}, {"down", "up"}}};
  std::string words;
  for (int a = 0; a < 3; ++a) {
    if (std::abs(shift[a]) < 1.0)
      continue;
    words += (words.empty() ? "moved by " : " and ") + decimalText(std::abs(shift[a]), 0) + " mm " +
             kWays[static_cast<std::size_t>(a)][shift[a] > 0.0 ? 1 : 0];
  }
  return words;
}

/// The best of the shifts on a lattice of `count` steps to every side of `from`.
Vec3 bestShift(const Volume& ct,
               Tissue tissue,
               const EdgePoints& points,
               const Vec3& from,
               int count,
               double stepMm) {
  const int side = 2 * count + 1;
  const auto shiftAt = [&](int n) {
    const VoxelIndex step{n % side - count, n / side % side - count, n / side / side - count};
    return Vec3(from + stepMm * Vec3(step.i, step.j, step.k));
  };
  std::vector<double> found(static_cast<std::size_t>(side) * side * side);
  parallelFor(side * side * side, [&](int n) {
    const Eigen::Affine3d moved(Eigen::Translation3d(shiftAt(n)));
    found[static_cast<std::size_t>(n)] = contrastOf(ct, tissue, points, moved).difference();
  });
  return shiftAt(static_cast<int>(std::max_element(found.begin(), found.end()) - found.begin()));
}

std::vector<Vec3> thinned(const std::vector<Vec3>& points, std::size_t step) {
  std::vector<Vec3> taken;
  for (std::size_t n = 0; n < points.size(); n += step)
    taken.push_back(points[n]);
  return taken;
}

/// The best shift of up to 60 mm along each axis, to 2 mm.
OtherPlace shifted(const Volume& ct, Tissue tissue, const EdgePoints& points) {
  const std::size_t step = std::max<std::size_t>(1, points.inside.size() / 500);
  const EdgePoints few{thinned(points.inside, step), thinned(points.outside, step)};
  const Vec3 coarse = bestShift(ct, tissue, few, Vec3::Zero(), 10, 6.0);
  const Vec3 shift = bestShift(ct, tissue, points, coarse, 2, 2.0);
  OtherPlace placement{.words = shiftWords(shift)};
  placement.moved = Eigen::Translation3d(shift);
  placement.contrast = contrastOf(ct, tissue, points, placement.moved);
  return placement;
}

/// Where else the labels fit clearly better.
std::optional<OtherPlace> betterPlace(const Volume& ct,
                                      Tissue tissue,
                                      const EdgePoints& points,
                                      const Contrast& own) {
  OtherPlace best;
  for (OtherPlace& mirrored : mirrorings(ct.grid())) {
    mirrored.contrast = contrastOf(ct, tissue, points, mirrored.moved);
    if (mirrored.contrast.difference() > best.contrast.difference())
      best = mirrored;
  }
  const auto gains = [&](const OtherPlace& place, double fit, double gain) {
    return place.contrast.difference() >= std::max(fit, own.difference() + gain);
  };
  if (gains(best, kFitContrast, kMirrorGain))
    return best;
  if (points.volumeMl < kSmallestShiftedMl)
    return std::nullopt;
  OtherPlace turned;
  for (OtherPlace& place : turns(ct.grid())) {
    place.contrast = contrastOf(ct, tissue, points, place.moved);
    if (place.contrast.difference() > turned.contrast.difference())
      turned = place;
  }
  const OtherPlace moved =
      own.difference() < kShiftFit ? shifted(ct, tissue, points) : OtherPlace{};
  if (gains(turned, kShiftFit, kTurnGain) &&
      turned.contrast.difference() > moved.contrast.difference())
    return turned;
  return gains(moved, kShiftFit, kShiftGain) ? std::optional(moved) : std::nullopt;
}

/// The labels of one tissue.
struct Named {
  Tissue tissue = Tissue::Bone;
  std::vector<std::uint16_t> values = {};
  std::string words = {};  ///< "vertebra L3 and 4 more".
};

Named namedOf(Tissue tissue, const LabelLayer& layer, const LabelMeanings& meanings) {
  Named named{.tissue = tissue};
  std::string first;
  std::size_t most = 0;
  std::size_t others = 0;
  for (const auto& [value, extent] : layer.extents) {
    const auto meaning = meanings.find(value);
    if (meaning == meanings.end() || (tissue == Tissue::Bone ? !isBone(meaning->second.role)
                                                             : meaning->second.role != Role::Lung))
      continue;
    named.values.push_back(value);
    ++others;
    if (extent.voxels > most) {
      most = extent.voxels;
      const std::string& name = meaning->second.name;
      first = levelOrder(name) ? "vertebra " + name : name;
    }
  }
  named.words = first + (others > 1 ? " and " + std::to_string(others - 1) + " more" : "");
  return named;
}

std::string percent(double share) {
  return std::to_string(std::lround(100.0 * share)) + " %";
}

Doubt doubtOf(const Named& named,
              const Contrast& own,
              const std::optional<OtherPlace>& better,
              const std::string& who) {
  const bool bone = named.tissue == Tissue::Bone;
  const std::string tissue = bone ? "bone" : "lung";
  std::string text = who + ": " + percent(1.0 - own.inside) + " of " + named.words + " is not " +
                     tissue + " in this CT";
  if (better && better->mirrored)
    text += ", but only " + percent(1.0 - better->contrast.inside) + " where it is " +
            better->words + ": were the labels mirrored? Export CT and labels again together.";
  else if (better)
    text += ", but only " + percent(1.0 - better->contrast.inside) + " where it is " +
            better->words +
            ": did the labels lose their place? Export CT and labels again together.";
  else
    text +=
        ", mirrored or shifted neither: the labels belong to another image or their values mean "
        "something else; give the labels of this CT, or another numbering.";
  return {bone ? "labels-off-bone" : "labels-off-lung", text};
}

std::optional<PlaceDoubt> doubtOn(const Named& named,
                                  const LabelLayer& layer,
                                  const Volume& ct,
                                  const std::string& who) {
  constexpr std::size_t kPoints = 4000;
  const EdgePoints points = edgePointsOf(layer.labels, layer.extents, named.values, kPoints);
  if (points.inside.size() < kFewest)
    return std::nullopt;
  const Contrast own = contrastOf(ct, named.tissue, points);
  const std::optional<OtherPlace> better = betterPlace(ct, named.tissue, points, own);
  const bool off = own.inside < kOffShare && own.difference() < kOffContrast;
  if (!better && !off)
    return std::nullopt;
  return PlaceDoubt{doubtOf(named, own, better, who), better.has_value()};
}

}  // namespace

std::optional<PlaceDoubt> doubtOnPlace(const LabelLayer& layer,
                                       const LabelMeanings& meanings,
                                       const Volume& ct,
                                       const std::string& who) {
  for (const Tissue tissue : {Tissue::Bone, Tissue::Lung}) {
    const Named named = namedOf(tissue, layer, meanings);
    if (std::optional<PlaceDoubt> doubt = doubtOn(named, layer, ct, who))
      return doubt;
  }
  return std::nullopt;
}

}  // namespace trocar::labels
