// Named views by what their pictures show of a bundled patient's bones, not by their angles.
#include "planning/fluoro/presets.h"

#include "planning/fluoro/carm.h"
#include "tests/planning/bundled_model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <numbers>

namespace trocar::fluoro {
namespace {

const CaseModel& pelvisModel() {
  return bundledModel("acetabulum-renal");
}

Vec3 middleOf(const CaseModel& model) {
  return model.patient().ct.grid().centreMm();
}

XrayGeometry pictureOf(const CaseModel& model,
                       const std::string& key,
                       const std::string& level = "",
                       const std::vector<Needle>& needles = {}) {
  const std::vector<CarmPreset> presets = carmPresets(model, needles, level, middleOf(model));
  const CarmPreset& preset = findPreset(presets, key);
  CarmSetup setup;
  setup.angles = preset.supine;
  setup.isocentreMm = preset.isocentreMm;
  return carmGeometry(setup);
}

/// Between two points on the picture, in mm at the isocentre.
double apartMm(const XrayGeometry& picture, const Vec3& a, const Vec3& b) {
  return (picture.project(a) - picture.project(b)).norm() * picture.pixelMm * 650.0 / 1050.0;
}

std::vector<Vec3> voxelsOf(const CaseModel& model, const std::string& id) {
  const Structure& structure = *model.patient().find(id);
  const auto& region = std::get<LabelRegion>(structure.region);
  const auto& layer = model.patient().layers[static_cast<std::size_t>(region.layer)];
  std::vector<Vec3> voxels;
  for (std::size_t n = 0; n < layer.grid().voxelCount(); ++n) {
    if (std::find(region.values.begin(), region.values.end(), layer.voxels()[n]) !=
        region.values.end())
      voxels.push_back(layer.grid().voxelToPatient(layer.grid().voxelAt(n)));
  }
  return voxels;
}

/// A bone's shadow in squares of 2 mm at the isocentre.
struct Shadow {
  static constexpr int kSide = 240;
  std::vector<char> dark = std::vector<char>(kSide * kSide, 0);

  Shadow(const XrayGeometry& picture, const std::vector<Vec3>& voxels) {
    const double perPixel = picture.pixelMm * 650.0 / 1050.0 / 2.0;
    for (const Vec3& voxel : voxels) {
      const Eigen::Vector2d at = picture.project(voxel) * perPixel;
      const double shift = kSide / 2 - 0.5 * picture.width * perPixel;
      const int i = static_cast<int>(std::lround(at[0] + shift));
      const int j = static_cast<int>(std::lround(at[1] + shift));
      if (i >= 0 && j >= 0 && i < kSide && j < kSide)
        dark[static_cast<std::size_t>(j * kSide + i)] = 1;
    }
  }
  double areaMm2() const {
    return 4.0 * static_cast<double>(std::count(dark.begin(), dark.end(), 1));
  }
  /// What the shadow encloses.
  double holesMm2() const {
    std::vector<char> seen = dark;
    std::vector<int> open{0};
    seen[0] = 1;
    while (!open.empty()) {
      const int n = open.back();
      open.pop_back();
      for (const auto& [step, fits] : {std::pair(1, n % kSide < kSide - 1),
                                       std::pair(-1, n % kSide > 0),
                                       std::pair(kSide, n + kSide < kSide * kSide),
                                       std::pair(-kSide, n >= kSide)}) {
        if (fits && seen[static_cast<std::size_t>(n + step)] == 0) {
          seen[static_cast<std::size_t>(n + step)] = 1;
          open.push_back(n + step);
        }
      }
    }
    return 4.0 * static_cast<double>(std::count(seen.begin(), seen.end(), 0));
  }
};

/// Upper end of the hip bones within 2 cm of the midline.
Vec3 symphysisMm() {
  const double middle = pelvisModel().pelvis().sacrum->promontoryMm.x();
  Vec3 top(0, 0, -1e9);
  for (const char* hip : {"hip_left", "hip_right"}) {
    for (const Vec3& voxel : voxelsOf(pelvisModel(), hip)) {
      if (std::abs(voxel.x() - middle) < 20.0 && voxel.z() > top.z())
        top = voxel;
    }
  }
  return top;
}

TEST(CarmPresets, TheInletShowsTheWholeBrimAndTheOutletCloses) {
  const Vec3 front = symphysisMm();
  const Vec3 promontory = pelvisModel().pelvis().sacrum->promontoryMm;
  const auto share = [&](const char* key) {
    return apartMm(pictureOf(pelvisModel(), key), front, promontory) / (front - promontory).norm();
  };
  EXPECT_GT(share("inlet"), 0.9);
  EXPECT_GT(share("inlet"), share("ap") + 0.1);
  EXPECT_LT(share("outlet"), share("ap") - 0.1);
}

TEST(CarmPresets, TheOutletOpensTheObturatorForamina) {
  for (const char* hip : {"hip_left", "hip_right"}) {
    SCOPED_TRACE(hip);
    const std::vector<Vec3> bone = voxelsOf(pelvisModel(), hip);
    const auto open = [&](const char* key) {
      return Shadow(pictureOf(pelvisModel(), key), bone).holesMm2();
    };
    EXPECT_GT(open("outlet"), 600.0);  // A foramen is some 35 x 45 mm.
    EXPECT_GT(open("outlet"), 2.0 * open("inlet"));
  }
}

TEST(CarmPresets, JudetViewsOpenTheForamenOrLayTheWingFlatOfTheirOwnSide) {
  for (const Side side : {Side::Left, Side::Right}) {
    const std::string word(toString(side));
    const std::string other(toString(side == Side::Left ? Side::Right : Side::Left));
    SCOPED_TRACE(word);
    const std::vector<Vec3> bone = voxelsOf(pelvisModel(), "hip_" + word);
    const Shadow obturator(pictureOf(pelvisModel(), "obturator-oblique-" + word), bone);
    const Shadow iliac(pictureOf(pelvisModel(), "iliac-oblique-" + word), bone);
    EXPECT_GT(obturator.holesMm2(), 2.0 * iliac.holesMm2());
    EXPECT_GT(iliac.areaMm2(), 1.2 * obturator.areaMm2());
  }
}

TEST(CarmPresets, TheSacralLongAxisRunsAlongTheDiscAndSeparatesItsOwnAla) {
  const anatomy::SacrumAnatomy& sacrum = *pelvisModel().pelvis().sacrum;
  for (const Side side : {Side::Left, Side::Right}) {
    const XrayGeometry picture =
        pictureOf(pelvisModel(), "sacral-long-axis-" + std::string(toString(side)));
    const Vec3 beam = picture.right.cross(picture.down);
    EXPECT_LT(std::abs(beam.dot(sacrum.frame.superior)), std::sin(2.0 * std::numbers::pi / 180.0));
  }
  const XrayGeometry lateral = pictureOf(pelvisModel(), "sacral-lateral");
  EXPECT_LT(apartMm(lateral, *sacrum.left.alaMm, *sacrum.right.alaMm), 12.0);
}

TEST(CarmPresets, TrueViewsOfAVertebraHaveSingleLines) {
  const CaseModel& model = bundledModel("l3-breast");
  const anatomy::VertebraAnatomy& l3 = *model.vertebra("L3");
  const anatomy::VertebraFrame& frame = l3.frame;
  const XrayGeometry ap = pictureOf(model, "true-ap", "L3");
  const Vec3 middle = 0.5 * (l3.left.centreMm + l3.right.centreMm);
  EXPECT_LT(apartMm(ap, middle, middle + 30.0 * frame.posterior), 3.0);
  const XrayGeometry lateral = pictureOf(model, "true-lateral", "L3");
  EXPECT_LT(apartMm(lateral, l3.left.centreMm, l3.right.centreMm), 5.0);
}

TEST(CarmPresets, ScottyDogsAndPedicleViewsLookDownThePedicleOfTheirSide) {
  const CaseModel& model = bundledModel("l3-breast");
  const anatomy::VertebraAnatomy& l3 = *model.vertebra("L3");
  for (const Side side : {Side::Left, Side::Right}) {
    const std::string word(toString(side));
    SCOPED_TRACE(word);
    const anatomy::PedicleAnatomy& own = side == Side::Left ? l3.left : l3.right;
    const anatomy::PedicleAnatomy& other = side == Side::Left ? l3.right : l3.left;
    const auto lengthOn = [](const XrayGeometry& picture, const anatomy::PedicleAnatomy& pedicle) {
      return apartMm(
          picture, pedicle.centreMm - 8.0 * pedicle.axis, pedicle.centreMm + 8.0 * pedicle.axis);
    };
    const XrayGeometry scotty = pictureOf(model, "scotty-" + word, "L3");
    EXPECT_LT(lengthOn(scotty, own), 0.6 * lengthOn(scotty, other));
    EXPECT_LT(lengthOn(pictureOf(model, "pedicle-" + word, "L3"), own), 0.5);
    // The dog's eye stands within the body's shadow, the other pedicle at its edge.
    EXPECT_LT(apartMm(scotty, own.centreMm, l3.bodyCentroidMm),
              apartMm(scotty, other.centreMm, l3.bodyCentroidMm));
  }
}

}  // namespace
}  // namespace trocar::fluoro
