#include "core/patient/atlas.h"
#include "core/patient/sweep.h"

#include <cmath>

namespace trocar::synthetic {
namespace {

const std::vector<std::string> kTrunkLevels{
    "T4", "T6", "T8", "T10", "T11", "T12", "L1", "L2", "L3", "L4", "L5"};

/// Longissimus and iliocostalis: the thick mass beside the spinous processes, behind the transverse
/// ones.
Shape erectorSpinae(const Anatomy& anatomy, int side) {
  std::vector<Section> sections;
  for (const std::string& level : kTrunkLevels) {
    const VertebraSize& size = anatomy.size(level);
    const bool lumbar = size.isLumbar();
    const double fill = level == "L5" ? 0.72 : level == "L4" ? 0.92 : 1.0;
    const double x = lumbar ? 37 : 28;
    const double y = canalSection(size).backYMm + (lumbar ? 13.5 : 11.0);
    sections.push_back({anatomy.at(level, {sign(side) * x, y, -4}),
                        fill * (lumbar ? 23.0 : 18.0),
                        fill * (lumbar ? 17.5 : 10.5),
                        Vec3(1, sign(side) * -0.30, 0)});
  }
  sections.push_back({anatomy.at("S1", {sign(side) * 30, 42, -14}), 13, 7, Vec3(1, 0, 0)});
  sections.push_back({anatomy.at("S1", {sign(side) * 24, 46, -44}), 8, 3.5, Vec3(1, 0, 0)});
  return sweep(sections);
}

Shape multifidus(const Anatomy& anatomy, int side) {
  std::vector<Section> sections;
  for (const std::string& level : kTrunkLevels) {
    const VertebraSize& size = anatomy.size(level);
    const double grow = size.isLumbar() ? 1.0 : 0.62;
    const double deep = canalSection(size).backYMm + 15 * grow;
    sections.push_back({anatomy.at(level, {sign(side) * 13.5 * grow, deep, -8}),
                        10.5 * grow,
                        16 * grow,
                        Vec3(1, 0, 0)});
  }
  sections.push_back({anatomy.at("S1", {sign(side) * 15, 42, -26}), 11, 9, Vec3(1, 0, 0)});
  sections.push_back({anatomy.at("S1", {sign(side) * 12, 38, -62}), 8, 5, Vec3(1, 0, 0)});
  return sweep(sections);
}

/// Between the spinous processes, and the yellow ligaments between the laminae.
Shape midlineLigaments(const Anatomy& anatomy) {
  std::vector<Section> between;
  std::vector<Section> yellow;
  for (const VertebraSize& size : anatomy.skeleton.curve.sizes) {
    const double back = canalSection(size).backYMm;
    const double reach = size.spinousLengthMm * (size.isLumbar() ? 0.92 : 0.62);
    between.push_back({anatomy.at(size.level, {0, back + 0.5 * reach, -0.4 * size.heightMm()}),
                       0.5 * reach,
                       2.8,
                       Vec3(0, 1, 0)});
    yellow.push_back({anatomy.at(size.level, {0, back + 1.6, -0.4 * size.heightMm()}),
                      0.42 * size.canalWidthMm,
                      2.2,
                      Vec3(1, 0, 0)});
  }
  return blend({sweep(between), sweep(yellow)}, 2);
}

Shape psoas(const Anatomy& anatomy, int side) {
  const double s = sign(side);
  const auto beside = [&](const std::string& level, double out, double y, double a, double b) {
    const double x = 0.5 * anatomy.size(level).widthMm() + out;
    return Section{anatomy.at(level, {s * x, y, 0}), a, b, Vec3(s * 0.35, -1, 0)};
  };
  return sweep({beside("T12", 3, 8, 6, 4),
                beside("L1", 4, 8, 9, 6),
                beside("L2", 8, 5, 13, 9.5),
                beside("L3", 12, 2, 16, 13),
                beside("L4", 16, -3, 18, 16),
                beside("L5", 22, -12, 18, 16.5),
                {anatomy.pelvis({62, -38, -30}, side), 17, 16, Vec3(0, -1, 0)},
                {anatomy.pelvis({74, -66, -72}, side), 16, 14, Vec3(0, -1, 0)},
                {anatomy.pelvis({88, -72, -105}, side), 13, 14, Vec3(0, -1, 0)},
                {anatomy.pelvis({100, -42, -150}, side), 10, 10, Vec3(0, -1, 0)},
                {anatomy.pelvis({112, -16, -172}, side), 6, 6, Vec3(0, -1, 0)}});
}

Shape quadratusLumborum(const Anatomy& anatomy, int side) {
  const double s = sign(side);
  const auto beyond = [&](const std::string& level, double half, double thick) {
    const VertebraSize& size = anatomy.size(level);
    const double x = 0.5 * size.transverseSpanMm + 0.55 * half;
    return Section{anatomy.at(level, {s * x, canalSection(size).backYMm - 8, 0}),
                   half,
                   thick,
                   Vec3(1, s * 0.3, 0)};
  };
  return sweep({beyond("T12", 12, 4.5),
                beyond("L1", 14, 6.0),
                beyond("L2", 16, 7.5),
                beyond("L3", 18, 8.5),
                beyond("L4", 20, 7.5),
                {anatomy.pelvis({78, 34, 22}, side), 19, 6, Vec3(1, s * 0.3, 0)}},
               Outline::RoundedBox);
}

}  // namespace

void addMuscles(const Anatomy& anatomy, Atlas& atlas) {
  for (int side = 0; side < 2; ++side) {
    const auto addNamed = [&](const Shape& shape, const std::string& id, const std::string& word) {
      atlas.name(id + sideSuffix(side),
                 word + sideWords(side),
                 Role::Muscle,
                 {atlas.add(shape, muscleMaterial())});
    };
    addNamed(quadratusLumborum(anatomy, side), "quadratus_lumborum", "Quadratus lumborum");
    addNamed(multifidus(anatomy, side), "multifidus", "Multifidus");
    addNamed(erectorSpinae(anatomy, side), "erector_spinae", "Erector spinae");
    addNamed(psoas(anatomy, side), "psoas", "Psoas");
  }
  atlas.add(midlineLigaments(anatomy), soft(52, 8));
}

}  // namespace trocar::synthetic
