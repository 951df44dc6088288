#include "core/patient/atlas.h"
#include "core/patient/sweep.h"

#include <cmath>

namespace trocar::synthetic {
namespace {

const std::vector<std::string> kTrunkLevels{
    "T4", "T6", "T8", "T10", "T11", "T12", "L1", "L2", "L3", "L4", "L5"};

Material muscle() {
  return soft(56, 9, 2.2);
}

/// Long muscles of the back, from a section at each level: x and y from the spinous line.
Shape besideSpines(
    const Anatomy& anatomy, int side, double xMm, double halfWidthMm, double depthShare) {
  std::vector<Section> sections;
  for (const std::string& level : kTrunkLevels) {
    const VertebraSize& size = anatomy.size(level);
    const CanalSection canal = canalSection(size);
    const double grow = size.isLumbar() ? 1.0 : 0.72;
    const double deep = canal.backYMm + depthShare * size.spinousLengthMm * grow;
    sections.push_back(
        {anatomy.at(level, {sign(side) * xMm * (size.isLumbar() ? 1.0 : 0.8), deep, -4}),
         halfWidthMm * (size.isLumbar() ? 1.0 : 0.8),
         12.5 * grow,
         Vec3(1, sign(side) * 0.18, 0)});
  }
  return sweep(sections, Outline::RoundedBox);
}

Shape multifidus(const Anatomy& anatomy, int side) {
  std::vector<Section> sections;
  for (const std::string& level : kTrunkLevels) {
    const VertebraSize& size = anatomy.size(level);
    const double grow = size.isLumbar() ? 1.0 : 0.62;
    const double deep = canalSection(size).backYMm + 16 * grow;
    sections.push_back({anatomy.at(level, {sign(side) * 15 * grow, deep, -8}),
                        10.5 * grow,
                        14 * grow,
                        Vec3(1, sign(side) * 0.2, 0)});
  }
  sections.push_back({anatomy.at("S1", {sign(side) * 15, 42, -30}), 10, 7, Vec3(1, 0, 0)});
  sections.push_back({anatomy.at("S1", {sign(side) * 12, 34, -62}), 7, 4, Vec3(1, 0, 0)});
  return sweep(sections);
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

Shape iliacus(const Anatomy& anatomy, int side) {
  return sweep({{anatomy.pelvis({108, -2, 24}, side),
                 22,
                 4,
                 anatomy.pelvis({60, -80, 0}, side) - anatomy.pelvis({0, 0, 0}, side)},
                {anatomy.pelvis({98, -26, -8}, side),
                 34,
                 9,
                 anatomy.pelvis({60, -80, 0}, side) - anatomy.pelvis({0, 0, 0}, side)},
                {anatomy.pelvis({92, -50, -48}, side),
                 25,
                 13,
                 anatomy.pelvis({50, -60, 0}, side) - anatomy.pelvis({0, 0, 0}, side)},
                {anatomy.pelvis({94, -70, -92}, side), 18, 13, Vec3(1, 0, 0)},
                {anatomy.pelvis({104, -46, -140}, side), 12, 10, Vec3(1, 0, 0)}});
}

Shape gluteusMedius(const Anatomy& anatomy, int side) {
  const Vec3 along = anatomy.pelvis({60, -90, 0}, side) - anatomy.pelvis({0, 0, 0}, side);
  return sweep({{anatomy.pelvis({142, 2, 26}, side), 34, 7, along},
                {anatomy.pelvis({140, -4, -10}, side), 46, 14, along},
                {anatomy.pelvis({138, -10, -50}, side), 42, 19, along},
                {anatomy.pelvis({142, -8, -90}, side), 26, 14, along},
                {anatomy.pelvis({142, -6, -118}, side), 14, 7, along}});
}

Shape gluteusMaximus(const Anatomy& anatomy, int side) {
  const Vec3 along = anatomy.pelvis({50, -45, 30}, side) - anatomy.pelvis({0, 0, 0}, side);
  return sweep({{anatomy.pelvis({52, 72, -28}, side), 20, 6, along},
                {anatomy.pelvis({66, 76, -62}, side), 38, 16, along},
                {anatomy.pelvis({86, 66, -104}, side), 48, 22, along},
                {anatomy.pelvis({112, 40, -146}, side), 42, 20, along},
                {anatomy.pelvis({134, 12, -190}, side), 26, 12, along}});
}

Shape piriformis(const Anatomy& anatomy, int side) {
  return sweep({{anatomy.pelvis({22, 36, -62}, side), 14, 5, Vec3(0, 0, 1)},
                {anatomy.pelvis({50, 34, -84}, side), 11, 9, Vec3(0, 0, 1)},
                {anatomy.pelvis({84, 22, -98}, side), 8, 8, Vec3(0, 0, 1)},
                {anatomy.pelvis({122, -8, -98}, side), 4, 4, Vec3(0, 0, 1)}});
}

}  // namespace

void addMuscles(const Anatomy& anatomy, Atlas& atlas) {
  for (int side = 0; side < 2; ++side) {
    const auto addNamed = [&](const Shape& shape, const std::string& id, const std::string& word) {
      atlas.name(id + sideSuffix(side),
                 word + sideWords(side),
                 Role::Muscle,
                 {atlas.add(shape, muscle())});
    };
    addNamed(gluteusMaximus(anatomy, side), "gluteus_maximus", "Gluteus maximus");
    addNamed(gluteusMedius(anatomy, side), "gluteus_medius", "Gluteus medius");
    addNamed(piriformis(anatomy, side), "piriformis", "Piriformis");
    addNamed(iliacus(anatomy, side), "iliacus", "Iliacus");
    addNamed(quadratusLumborum(anatomy, side), "quadratus_lumborum", "Quadratus lumborum");
    addNamed(besideSpines(anatomy, side, 42, 20, 0.20), "erector_spinae", "Erector spinae");
    addNamed(multifidus(anatomy, side), "multifidus", "Multifidus");
    addNamed(psoas(anatomy, side), "psoas", "Psoas");
  }
}

}  // namespace trocar::synthetic
