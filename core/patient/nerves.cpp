#include "core/patient/atlas.h"
#include "core/patient/sweep.h"

#include <algorithm>
#include <cmath>

namespace trocar::synthetic {
namespace {

constexpr double kNerveHu = 34;

/// Sections of the sac or cord along the canal: half width and depth as shares of the canal's.
std::vector<Section> alongCanal(const Anatomy& anatomy,
                                double widthShare,
                                double depthShare,
                                double behind) {
  std::vector<Section> sections;
  const SpineCurve& curve = anatomy.skeleton.curve;
  for (std::size_t i = 0; i < curve.sizes.size(); ++i) {
    const VertebraSize& size = curve.sizes[i];
    const CanalSection canal = canalSection(size);
    const double middle = 0.5 * (canal.frontYMm + canal.backYMm) + behind;
    const Frame& frame = curve.frames[i];
    sections.push_back({frame.toPatient({0, middle, 0.2 * size.heightMm()}),
                        0.5 * widthShare * size.canalWidthMm,
                        0.5 * depthShare * size.canalDepthMm,
                        Vec3::UnitX()});
  }
  return sections;
}

Shape thecalSac(const Anatomy& anatomy) {
  std::vector<Section> sections = alongCanal(anatomy, 0.76, 0.80, -0.4);
  const double scale = anatomy.patient.boneScale;
  const auto& course = anatomy.skeleton.sacrumLocal.canalCourseMm;
  const Frame& sacrum = anatomy.skeleton.curve.sacrum;
  sections.push_back({sacrum.toPatient(course[0]), 8.5 * scale, 6.2 * scale, Vec3::UnitX()});
  sections.push_back({sacrum.toPatient(course[1]), 6.5 * scale, 4.6 * scale, Vec3::UnitX()});
  sections.push_back({sacrum.toPatient(course[2]), 3.6 * scale, 2.8 * scale, Vec3::UnitX()});
  return sweep(sections);
}

/// Ends in the conus at the disc L1-L2; thickest at T12.
Shape cord(const Anatomy& anatomy) {
  const double scale = anatomy.patient.boneScale;
  std::vector<Section> sections = alongCanal(anatomy, 1, 1, -0.2);
  sections.resize(13);
  for (std::size_t i = 0; i < sections.size(); ++i) {
    const bool swollen = i >= 9 && i <= 11;
    sections[i].halfWidthMm = scale * (swollen ? 4.8 : 4.2);
    sections[i].halfThicknessMm = scale * (swollen ? 4.0 : 3.3);
  }
  sections.back().halfWidthMm = 3.6 * scale;
  sections.back().halfThicknessMm = 3.2 * scale;
  const VertebraSize& l1 = anatomy.size("L1");
  const CanalSection canal = canalSection(l1);
  sections.push_back(
      {anatomy.at("L1", {0, 0.5 * (canal.frontYMm + canal.backYMm) + 0.6, -0.5 * l1.heightMm()}),
       1.4 * scale,
       1.4 * scale,
       Vec3::UnitX()});
  return sweep(sections);
}

Shape cauda(const Anatomy& anatomy) {
  std::vector<Section> sections = alongCanal(anatomy, 0.55, 0.42, 1.8);
  sections.erase(sections.begin(), sections.begin() + 11);
  const auto& course = anatomy.skeleton.sacrumLocal.canalCourseMm;
  const Frame& sacrum = anatomy.skeleton.curve.sacrum;
  const double scale = anatomy.patient.boneScale;
  sections.push_back(
      {sacrum.toPatient(course[0] + Vec3(0, 1.2, 0)), 5.5 * scale, 2.6 * scale, Vec3::UnitX()});
  sections.push_back(
      {sacrum.toPatient(course[1] + Vec3(0, 0.8, 0)), 3.6 * scale, 2.0 * scale, Vec3::UnitX()});
  return sweep(sections);
}

/// From the sac, under the pedicle, through the foramen (with its ganglion) and on.
Shape spinalRoot(const Anatomy& anatomy, std::size_t i, int side) {
  const SpineCurve& curve = anatomy.skeleton.curve;
  const VertebraSize& size = curve.sizes[i];
  const Frame& frame = curve.frames[i];
  const double s = sign(side);
  const CanalSection canal = canalSection(size);
  const PedicleAxis pedicle = leftPedicleAxis(size);
  const double floor = pedicle.centreMm.z() - 0.5 * size.pedicleHeightMm;
  const double x = pedicle.centreMm.x();
  const double y = canal.frontYMm + 0.28 * size.canalDepthMm;
  const bool lumbar = size.isLumbar();
  const double r = lumbar ? 1.6 + 0.12 * (static_cast<double>(i) - 12) : 1.3;
  std::vector<Vec3> points{
      {s * 0.30 * size.canalWidthMm, y + 2.5, floor + 0.9 * size.pedicleHeightMm},
      {s * (canal.halfWidthMm - 2.2), y + 0.5, floor + 1.5},
      {s * x, y + 0.5, floor - 3.4},
      {s * (x + 7), y - 1, floor - 8.0}};
  std::vector<double> radii{r, r, 1.65 * r, 1.3 * r};
  if (lumbar) {
    points.push_back({s * (x + 13), y - 9, -0.5 * size.heightMm() - 6});
    points.push_back({s * (x + 18), y - 18, -0.5 * size.heightMm() - 24});
    radii.insert(radii.end(), {1.3 * r, 1.2 * r});
  } else {
    points.push_back({s * (x + 18), y + 10, floor - 8.5});
    points.push_back({s * (x + 36), y + 16, floor - 12});
    radii.insert(radii.end(), {1.1 * r, 1.0 * r});
  }
  for (Vec3& point : points)
    point = frame.toPatient(point);
  return tube(points, radii);
}

Shape sacralRoot(const Anatomy& anatomy, int i, int side) {
  const SacrumShape& sacrum = anatomy.skeleton.sacrumLocal;
  const Vec3 mouth = sacrum.foramenLeftMm[static_cast<std::size_t>(i)];
  const Vec3 start = sacrum.canalCourseMm[static_cast<std::size_t>(std::min(i, 3))];
  const double s = sign(side);
  const double scale = anatomy.patient.boneScale;
  const auto placed = [&](Vec3 p) {
    p.x() *= s;
    return anatomy.at("S1", p);
  };
  const double r = scale * (2.3 - 0.35 * i);
  return tube({placed(start + Vec3(5, -1, i == 0 ? 6 : 2)),
               placed(0.45 * start + 0.55 * mouth + Vec3(2, 1, 1)),
               placed(mouth),
               placed(mouth + scale * Vec3(6, -10, -14)),
               anatomy.pelvis({48, 20 + 2.0 * i, -78 - 3.0 * i}, side)},
              {r, 1.35 * r, 1.2 * r, 1.1 * r, 1.1 * r});
}

/// From the plexus through the greater notch, behind the ischium, between tuberosity and
/// trochanter.
Shape sciatic(const Anatomy& anatomy, int side) {
  const Vec3 across = anatomy.pelvis({1, 0.6, 0}, side) - anatomy.pelvis({0, 0, 0}, side);
  return sweep({{anatomy.pelvis({47, 20, -76}, side), 6, 3.2, across},
                {anatomy.pelvis({60, 30, -96}, side), 6.5, 3.0, across},
                {anatomy.pelvis({74, 30, -122}, side), 6.5, 2.8, across},
                {anatomy.pelvis({82, 24, -152}, side), 6, 2.8, across},
                {anatomy.pelvis({86, 18, -190}, side), 5.5, 3.0, across},
                {anatomy.pelvis({88, 16, -230}, side), 5.5, 3.2, across}});
}

/// Across the iliacus to just medial of the anterior superior spine.
Shape lateralFemoralCutaneous(const Anatomy& anatomy, int side) {
  return tube({anatomy.pelvis({64, -14, 14}, side),
               anatomy.pelvis({84, -40, -4}, side),
               anatomy.pelvis({104, -66, -24}, side),
               anatomy.pelvis({113, -80, -36}, side),
               anatomy.pelvis({118, -84, -60}, side),
               anatomy.pelvis({122, -82, -100}, side)},
              1.3);
}

Shape femoralNerve(const Anatomy& anatomy, int side) {
  return tube({anatomy.at("L4", {sign(side) * 42, 2, -18}),
               anatomy.pelvis({76, -40, -28}, side),
               anatomy.pelvis({82, -74, -74}, side),
               anatomy.pelvis({82, -90, -108}, side),
               anatomy.pelvis({86, -84, -150}, side)},
              2.6);
}

void addCanal(const Anatomy& anatomy, Atlas& atlas) {
  const std::uint16_t epidural = atlas.add(anatomy.skeleton.canal, soft(-62, 16, 2.5));
  const std::uint16_t csf = atlas.add(thecalSac(anatomy), soft(14, 4));
  const std::uint16_t roots = atlas.add(cauda(anatomy), soft(33, 6, 1.6));
  const std::uint16_t cordValue = atlas.add(cord(anatomy), soft(42, 4));
  atlas.name("canal", "Spinal canal", Role::Canal, {epidural, csf, roots, cordValue});
  atlas.name("thecal_sac", "Thecal sac", Role::ThecalSac, {csf, roots, cordValue});
  atlas.name("cord", "Spinal cord", Role::Cord, {cordValue});
}

}  // namespace

void addCanalAndNerves(const Anatomy& anatomy, Atlas& atlas) {
  const Material nerve = soft(kNerveHu, 4);
  const SpineCurve& curve = anatomy.skeleton.curve;
  for (int side = 0; side < 2; ++side) {
    const auto add = [&](const Shape& shape, const std::string& id, const std::string& word) {
      atlas.name(
          id + sideSuffix(side), word + sideWords(side), Role::Nerve, {atlas.add(shape, nerve)});
    };
    add(lateralFemoralCutaneous(anatomy, side), "lfcn", "Lateral femoral cutaneous nerve");
    add(femoralNerve(anatomy, side), "femoral_nerve", "Femoral nerve");
    add(sciatic(anatomy, side), "sciatic", "Sciatic nerve");
  }
  addCanal(anatomy, atlas);
  for (int side = 0; side < 2; ++side) {
    for (std::size_t i = 0; i < curve.sizes.size(); ++i)
      atlas.name("root_" + curve.sizes[i].level + sideSuffix(side),
                 curve.sizes[i].level + " root" + sideWords(side),
                 Role::Nerve,
                 {atlas.add(spinalRoot(anatomy, i, side), nerve)});
    for (int i = 0; i < 4; ++i) {
      Shape tunnel = anatomy.skeleton.sacrumLocal.foraminaLeft[static_cast<std::size_t>(i)];
      if (side == 1)
        tunnel = mirrored(tunnel);
      tunnel = placed(tunnel, curve.sacrum);
      const Shape root = sacralRoot(anatomy, i, side);
      const std::uint16_t around = atlas.add(tunnel, soft(-70, 12));
      const std::uint16_t outside = atlas.add(root, nerve);
      const std::uint16_t within = atlas.add(intersect(root, tunnel, 0.5), nerve);
      const std::string level = "S" + std::to_string(i + 1);
      atlas.name("foramen_" + level + sideSuffix(side),
                 level + " foramen" + sideWords(side),
                 Role::Foramen,
                 {around, within});
      atlas.name("root_" + level + sideSuffix(side),
                 level + " root" + sideWords(side),
                 Role::Nerve,
                 {outside, within});
    }
  }
}

}  // namespace trocar::synthetic
