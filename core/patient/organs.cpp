#include "core/patient/atlas.h"
#include "core/patient/noise.h"
#include "core/patient/sweep.h"

#include <cmath>

namespace trocar::synthetic {
namespace {

Eigen::Matrix3d tilted(double aboutX, double aboutY, double aboutZ) {
  return (Eigen::AngleAxisd(aboutZ, Vec3::UnitZ()) * Eigen::AngleAxisd(aboutY, Vec3::UnitY()) *
          Eigen::AngleAxisd(aboutX, Vec3::UnitX()))
      .toRotationMatrix();
}

/// Beside the spine from T12 to L3, the hilum towards the aorta; the left one stands higher.
void addKidney(const Anatomy& anatomy, Atlas& atlas, int side) {
  const double s = sign(side);
  const Vec3 centre = anatomy.at(side == 0 ? "L1" : "L2", {s * 62, -2, side == 0 ? 2.0 : 12.0});
  const Eigen::Matrix3d axes = tilted(-0.12, s * 0.22, s * 0.5);
  const Shape whole = ellipsoid(centre, axes, {29, 24, 53});
  const Shape hilum =
      ellipsoid(centre - s * 20 * axes.col(0) - 6 * axes.col(1), axes, {17, 13, 22});
  const Shape kidney = carve(whole, hilum, 6);
  const std::uint16_t rind = atlas.add(kidney, soft(190, 6));
  const std::uint16_t pith =
      atlas.add(intersect(offset(kidney, -7), offset(kidney, -6), 1), soft(160, 8, 6));
  atlas.name(std::string("kidney") + sideSuffix(side),
             std::string("Kidney") + sideWords(side),
             Role::Kidney,
             {rind, pith});
}

/// A gut: wall, contents and, towards the front where gas rises, gas.
std::uint16_t addGut(Atlas& atlas,
                     const std::vector<Vec3>& course,
                     const std::vector<double>& radii,
                     double gasShare,
                     std::vector<std::uint16_t>& values) {
  const Shape wall = tube(course, radii);
  const std::uint16_t first = atlas.add(wall, soft(62, 8, 2.5));
  values.push_back(first);
  const Shape lumen = offset(wall, -2.0);
  values.push_back(atlas.add(lumen, soft(26, 14, 4)));
  if (gasShare > 0) {
    std::vector<Vec3> raised = course;
    for (std::size_t i = 0; i < raised.size(); ++i)
      raised[i].y() -= radii[i] * (1.6 - 1.4 * gasShare);
    values.push_back(atlas.add(intersect(lumen, tube(raised, radii), 0.5), soft(-920, 10)));
  }
  return first;
}

void addColon(const Anatomy& anatomy, Atlas& atlas, std::vector<std::uint16_t>& values) {
  addGut(atlas,
         {anatomy.pelvis({88, -70, -10}, 1),
          anatomy.at("L4", {-92, -30, 0}),
          anatomy.at("L3", {-94, -22, 0}),
          anatomy.at("L2", {-90, -26, 0}),
          anatomy.at("L1", {-78, -46, -10})},
         {24, 22, 20, 19, 18},
         0.55,
         values);
  addGut(atlas,
         {anatomy.at("L1", {-70, -66, -14}),
          anatomy.at("L2", {-38, -92, -20}),
          anatomy.at("L3", {0, -92, 12}),
          anatomy.at("L2", {40, -86, -8}),
          anatomy.at("L1", {82, -58, 14})},
         {18, 17, 16, 16, 16},
         0.8,
         values);
  addGut(atlas,
         {anatomy.at("L1", {94, -40, 20}),
          anatomy.at("L2", {98, -20, 0}),
          anatomy.at("L3", {100, -18, 0}),
          anatomy.at("L4", {100, -28, 0}),
          anatomy.pelvis({98, -60, 0}, 0),
          anatomy.pelvis({70, -62, -40}, 0),
          anatomy.pelvis({20, -52, -62}, 0),
          anatomy.pelvis({10, -10, -86}, 1),
          anatomy.pelvis({4, 20, -100}, 0),
          anatomy.pelvis({0, 14, -150}, 0)},
         {14, 13, 13, 13, 14, 13, 14, 15, 16, 13},
         0.35,
         values);
}

/// Loops of small bowel that wander through the front of the abdomen.
void addSmallBowel(const Anatomy& anatomy, Atlas& atlas, std::vector<std::uint16_t>& values) {
  for (int strand = 0; strand < 3; ++strand) {
    std::vector<Vec3> course;
    std::vector<double> radii;
    for (int i = 0; i < 26; ++i) {
      const double t = i * 0.62 + strand * 2.1;
      const double jitter = 8 * grainAt(anatomy.patient.seed, {t * 3.0, 7.0 * strand, 1}, 2.0);
      course.push_back(anatomy.at("L4",
                                  {62 * std::sin(t * 1.0 + strand) + jitter,
                                   -58 - 15 * strand + 9 * std::sin(2.7 * t),
                                   34 - 4.4 * i + 16 * std::cos(1.9 * t)}));
      radii.push_back(10.5 + 1.6 * std::sin(1.3 * t));
    }
    addGut(atlas, course, radii, strand == 2 ? 0.35 : 0.0, values);
  }
}

void addUpperOrgans(const Anatomy& anatomy, Atlas& atlas) {
  const Shape liver =
      blend({ellipsoid(anatomy.at("T11", {-72, -44, 6}), tilted(0, -0.25, 0), {62, 74, 66}),
             ellipsoid(anatomy.at("T11", {0, -92, 14}), tilted(0, 0.2, 0), {70, 32, 34})},
            30);
  atlas.name("liver", "Liver", Role::Other, {atlas.add(liver, soft(112, 7))});
  const Shape spleen =
      ellipsoid(anatomy.at("T11", {98, 6, -2}), tilted(0.2, 0.3, -0.5), {22, 48, 50});
  atlas.name("spleen", "Spleen", Role::Other, {atlas.add(spleen, soft(124, 6))});
}

}  // namespace

void addOrgans(const Anatomy& anatomy, Atlas& atlas) {
  addUpperOrgans(anatomy, atlas);
  for (int side = 0; side < 2; ++side)
    addKidney(anatomy, atlas, side);
  std::vector<std::uint16_t> bowel;
  addSmallBowel(anatomy, atlas, bowel);
  addColon(anatomy, atlas, bowel);
  atlas.name("bowel", "Bowel", Role::Bowel, bowel);
}

}  // namespace trocar::synthetic
