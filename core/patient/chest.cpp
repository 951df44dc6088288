#include "core/patient/atlas.h"
#include "core/patient/noise.h"
#include "core/patient/ribs.h"
#include "core/patient/sweep.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace trocar::synthetic {
namespace {

/// Height of the diaphragm: two domes that fall away to the recesses at the sides and behind.
double diaphragmZMm(const Vec3& p, int side, double topMm) {
  const double x = std::abs(p.x()) - 66;
  const double y = p.y() + 32;
  const double behind = y > 0 ? 0.0125 : 0.0075;
  return topMm - (side == 0 ? 12 : 0) - 0.0085 * x * x - behind * y * y;
}

/// The middle of the vertebral bodies at a height.
Vec3 spineAt(const SpineCurve& curve, double zMm) {
  const std::vector<Frame>& frames = curve.frames;
  std::size_t below = 1;
  while (below + 1 < frames.size() && frames[below].originMm.z() > zMm)
    ++below;
  const Vec3& upper = frames[below - 1].originMm;
  const Vec3& lower = frames[below].originMm;
  return upper + (zMm - upper.z()) / (lower.z() - upper.z()) * (lower - upper);
}

/// How far behind the plane in front of the rib necks and rib angles: there are the transverse
/// processes and the muscles of the back, and no lung.
double behindRibsMm(const Vec3& p, const Vec3& spine) {
  const double aside = std::abs(p.x() - spine.x());
  const double limit = aside < 22 ? 16 + 0.6 * (aside - 16) : 19.6 + 0.5 * (aside - 22);
  return 0.9 * (p.y() - spine.y() - limit);
}

/// Within the ribs, above the diaphragm, on one side of the midline.
Shape lungShape(const Anatomy& anatomy, int side) {
  const double top = anatomy.at("T8", Vec3::Zero()).z() - 4;
  const double s = sign(side);
  const double low = std::max(anatomy.patient.fieldMm.lowMm.z() - 5, top - 140);
  const double high = std::max(low + 1, anatomy.patient.fieldMm.highMm.z() + 5);
  std::vector<ChestSection> sections;
  std::vector<Vec3> spine;
  for (double z = low - 20; z < high + 20; z += 1) {
    sections.push_back(chestAt(anatomy.patient, anatomy.skeleton.curve, z));
    spine.push_back(spineAt(anatomy.skeleton.curve, z));
  }
  const auto distance = [=](const Vec3& p) {
    const auto at = static_cast<std::size_t>(std::max(0.0, p.z() - low + 20));
    const std::size_t section = std::min(at, sections.size() - 1);
    const ChestSection& chest = sections[section];
    const double a = chest.halfWidthMm - 6.5;
    const double middle = 0.5 * (chest.frontYMm + chest.backYMm);
    const double b = 0.5 * (chest.backYMm - chest.frontYMm) - 6.5;
    const double qx = p.x() / a;
    const double qy = (p.y() - middle) / b;
    const double level =
        std::pow(std::pow(std::abs(qx), 2.35) + std::pow(std::abs(qy), 2.35), 1 / 2.35);
    const double wall = (level - 1) * std::min(a, b);
    const double floor = (diaphragmZMm(p, side, top) - p.z()) * 0.6;
    const double gutter = smoothMax(4 - s * p.x(), behindRibsMm(p, spine[section]), 4);
    return smoothMax(smoothMax(wall, floor, 5), gutter, 8);
  };
  const double reach = 190;
  const Box box{{s > 0 ? 0 : -reach, -160, low}, {s > 0 ? reach : 0, 130, high}};
  return sampled({distance, box}, 3.0);
}

Material lungMaterial(std::uint64_t seed) {
  Material material = soft(-850, 14, 2.5);
  material.huAt = [seed](const Vec3& p) {
    const double vessel = std::max(0.0, grainAt(seed + 31, p, 6.5) - 1.25);
    return -868 + 0.35 * (p.y() + 30) + 620 * vessel;
  };
  return material;
}

void addMediastinum(const Anatomy& anatomy, Atlas& atlas) {
  const auto front = [&](const std::string& level) {
    return chestAt(anatomy.patient, anatomy.skeleton.curve, anatomy.at(level, Vec3::Zero()).z())
        .frontYMm;
  };
  std::vector<Section> fat;
  for (const char* level : {"T3", "T5", "T7", "T8", "T9", "T10"}) {
    const Vec3 spine = anatomy.at(level, {4, -10, 0});
    const double y = 0.5 * (spine.y() + front(level));
    fat.push_back({{6, y, spine.z()}, 0.5 * (spine.y() - front(level)) + 6, 26, Vec3::UnitY()});
  }
  atlas.add(sweep(fat), soft(-88, 12, 5));
  const Vec3 apex = anatomy.at("T9", {44, -94, 12});
  Eigen::Matrix3d axes =
      (Eigen::AngleAxisd(0.5, Vec3::UnitZ()) * Eigen::AngleAxisd(0.45, Vec3::UnitY()))
          .toRotationMatrix();
  const Shape heart = blend({ellipsoid(anatomy.at("T7", {16, -62, 4}), axes, {52, 40, 46}),
                             ellipsoid(apex, axes, {34, 28, 26})},
                            25);
  const std::uint16_t wall = atlas.add(heart, soft(105, 7));
  const std::uint16_t left =
      atlas.add(ellipsoid(anatomy.at("T8", {34, -62, 8}), axes, {30, 17, 22}), soft(158, 6));
  const std::uint16_t right =
      atlas.add(ellipsoid(anatomy.at("T8", {-2, -80, 10}), axes, {32, 16, 26}), soft(150, 7));
  atlas.name("heart", "Heart", Role::Organ, {wall, left, right});
  const Shape gullet = tube({anatomy.at("T4", {2, -20, 0}),
                             anatomy.at("T7", {4, -24, 0}),
                             anatomy.at("T9", {8, -30, 0}),
                             anatomy.at("T10", {18, -38, 0}),
                             anatomy.at("T11", {30, -48, 0})},
                            8);
  const std::uint16_t muscle = atlas.add(gullet, soft(52, 6));
  const std::uint16_t lumen = atlas.add(offset(gullet, -5.5), soft(-400, 40));
  atlas.name("oesophagus", "Oesophagus", Role::Bowel, {muscle, lumen});
}

}  // namespace

void addChest(const Anatomy& anatomy, Atlas& atlas) {
  for (int side = 0; side < 2; ++side) {
    const Shape lung = lungShape(anatomy, side);
    const std::uint16_t pleura = atlas.add(offset(lung, 1.6), soft(25, 6));
    const std::uint16_t tissue = atlas.add(lung, lungMaterial(anatomy.patient.seed));
    atlas.linings.push_back({tissue, pleura});
    atlas.name(std::string("pleura") + sideSuffix(side),
               std::string("Pleura") + sideWords(side),
               Role::Pleura,
               {pleura});
    atlas.name(std::string("lung") + sideSuffix(side),
               std::string("Lung") + sideWords(side),
               Role::Lung,
               {tissue});
  }
  addMediastinum(anatomy, atlas);
}

}  // namespace trocar::synthetic
