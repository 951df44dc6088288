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
  const Shape hilum = ellipsoid(centre - s * 21 * axes.col(0) - 7 * axes.col(1), axes, {14, 9, 17});
  const Shape kidney = carve(whole, hilum, 6);
  const std::uint16_t rind = atlas.add(kidney, soft(190, 6));
  const std::uint16_t pith = atlas.add(offset(kidney, -7), soft(166, 10, 7));
  atlas.name(std::string("kidney") + sideSuffix(side),
             std::string("Kidney") + sideWords(side),
             Role::Kidney,
             {rind, pith});
}

/// Height (towards the front) of the fluid in a gut near a point: gas gathers in front of it,
/// level.
Distance gasAbove(const std::vector<Vec3>& course,
                  const std::vector<double>& radii,
                  double gasShare) {
  const std::vector<Vec3> axis = smoothCurve(course, 4);
  const double radius = radii[radii.size() / 2];
  return [axis, radius, gasShare](const Vec3& p) {
    double weights = 1e-12;
    double level = 0;
    for (const Vec3& point : axis) {
      const double weight = std::exp(-(point - p).squaredNorm() / 900);
      weights += weight;
      level += weight * point.y();
    }
    return p.y() - level / weights + radius * (1 - 2 * gasShare);
  };
}

/// A gut: wall, contents and, towards the front where gas rises, gas.
void addGut(Atlas& atlas,
            const std::vector<Vec3>& course,
            const std::vector<double>& radii,
            double gasShare,
            std::vector<std::uint16_t>& values) {
  const Shape wall = tube(course, radii);
  values.push_back(atlas.add(wall, soft(62, 8, 2.5)));
  const Shape lumen = offset(wall, -2.0);
  values.push_back(atlas.add(lumen, soft(26, 14, 4)));
  if (gasShare > 0) {
    const Shape gas{gasAbove(course, radii, gasShare), lumen.box};
    values.push_back(atlas.add(intersect(lumen, gas, 0.5), soft(-920, 10)));
  }
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
          anatomy.pelvis({10, -16, -82}, 1),
          anatomy.pelvis({4, 0, -104}, 0),
          anatomy.pelvis({0, -8, -150}, 0)},
         {14, 13, 13, 13, 14, 13, 14, 15, 16, 13},
         0.35,
         values);
}

/// Loops of small bowel that wander, packed, through the front of the abdomen.
void addSmallBowel(const Anatomy& anatomy, Atlas& atlas, std::vector<std::uint16_t>& values) {
  const std::uint64_t seed = anatomy.patient.seed;
  for (int strand = 0; strand < 8; ++strand) {
    std::vector<Vec3> course;
    std::vector<double> radii;
    const double top = 52 - 18.0 * strand;
    for (int i = 0; i < 16; ++i) {
      const auto chance = [&](int what) { return uniformAt(seed, strand, i, what) - 0.5; };
      const double across = 74 * std::sin(0.78 * i + 1.3 * strand) + 22 * chance(1);
      const double depth = -70 + 24 * std::sin(2.3 * i + strand) + 14 * chance(2);
      const double height = top - 1.6 * i + 18 * chance(3);
      course.push_back(anatomy.at("L4", {across, depth + 0.0016 * across * across, height}));
      radii.push_back(10.5 + 5 * chance(4));
    }
    addGut(atlas, course, radii, strand % 3 == 1 ? 0.4 : 0.0, values);
  }
}

/// Branches of the mesenteric vessels, fanned out in the fat.
void addMesentery(const Anatomy& anatomy, Atlas& atlas) {
  std::vector<Shape> branches;
  for (int i = 0; i < 11; ++i) {
    const double spread = -1.2 + 0.24 * i;
    const double wave = 9 * std::sin(2.0 * i);
    branches.push_back(tube({anatomy.at("L2", {2, -52, 4}),
                             anatomy.at("L3", {18 * spread, -50 + 0.4 * wave, 0}),
                             anatomy.at("L4", {46 * spread + wave, -52 - wave, 10.0 - 2 * i})},
                            {3.2, 2.2, 1.2}));
  }
  atlas.add(blend(branches, 1.5), soft(140, 8));
}

void addUpperOrgans(const Anatomy& anatomy, Atlas& atlas) {
  const Shape liver =
      blend({ellipsoid(anatomy.at("T11", {-72, -44, 6}), tilted(0, -0.25, 0), {62, 74, 66}),
             ellipsoid(anatomy.at("T11", {0, -92, 14}), tilted(0, 0.2, 0), {70, 32, 34}),
             ellipsoid(anatomy.at("T11", {-94, -40, -50}), tilted(0, -0.2, 0), {30, 50, 58})},
            30);
  atlas.name("liver", "Liver", Role::Organ, {atlas.add(liver, soft(112, 7))});
  const Shape spleen =
      ellipsoid(anatomy.at("T11", {98, 6, -2}), tilted(0.2, 0.3, -0.5), {22, 48, 50});
  atlas.name("spleen", "Spleen", Role::Organ, {atlas.add(spleen, soft(124, 6))});
}

/// Bladder, and uterus or prostate.
void addPelvicOrgans(const Anatomy& anatomy, Atlas& atlas) {
  const Vec3 middle = anatomy.pelvis({0, -64, -112}, 0);
  const Shape bladder = ellipsoid(middle, tilted(0.2, 0, 0), {40, 30, 28});
  const std::uint16_t wall = atlas.add(bladder, soft(45, 6));
  const std::uint16_t urine = atlas.add(offset(bladder, -3.5), soft(7, 4));
  atlas.name("bladder", "Bladder", Role::Organ, {wall, urine});
  const bool female = anatomy.patient.female;
  const Shape gland =
      female ? ellipsoid(anatomy.pelvis({4, -34, -98}, 0), tilted(-0.7, 0.1, 0), {24, 18, 32})
             : ellipsoid(anatomy.pelvis({0, -54, -148}, 0), tilted(0, 0, 0), {23, 17, 16});
  atlas.name(female ? "uterus" : "prostate",
             female ? "Uterus" : "Prostate",
             Role::Organ,
             {atlas.add(gland, soft(78, 10, 6))});
}

}  // namespace

void addOrgans(const Anatomy& anatomy, Atlas& atlas) {
  addUpperOrgans(anatomy, atlas);
  for (int side = 0; side < 2; ++side)
    addKidney(anatomy, atlas, side);
  addPelvicOrgans(anatomy, atlas);
  addMesentery(anatomy, atlas);
  std::vector<std::uint16_t> bowel;
  addGut(atlas,
         {anatomy.at("T10", {46, -46, 4}),
          anatomy.at("T11", {58, -66, 0}),
          anatomy.at("T12", {44, -88, -4}),
          anatomy.at("L1", {-4, -86, 8})},
         {28, 31, 24, 15},
         0.4,
         bowel);
  addSmallBowel(anatomy, atlas, bowel);
  addColon(anatomy, atlas, bowel);
  atlas.name("bowel", "Bowel", Role::Bowel, bowel);
}

}  // namespace trocar::synthetic
