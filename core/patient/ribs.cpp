#include "core/patient/ribs.h"

#include "core/angle.h"
#include "core/patient/atlas.h"
#include "core/patient/sweep.h"
#include "core/patient/vertebra.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace trocar::synthetic {
namespace {

/// How far round the chest each rib reaches, from the back (0) to the front (180 degrees), and how
/// far it falls on the way.
constexpr std::array<double, 12> kReachDeg{
    150, 150, 150, 150, 148, 146, 144, 140, 134, 126, 96, 62};
constexpr std::array<double, 12> kFallMm{30, 45, 58, 68, 76, 84, 92, 98, 100, 96, 78, 52};

/// A place on the chest's outline.
Vec3 onChest(
    const PatientParameters& patient, const SpineCurve& curve, double degrees, double z, int side) {
  const ChestSection chest = chestAt(patient, curve, z);
  const double angle = Angle::fromDegrees(degrees).radians();
  const double middle = 0.5 * (chest.frontYMm + chest.backYMm);
  const double half = 0.5 * (chest.backYMm - chest.frontYMm);
  const double c = std::cos(angle);
  const double s = std::sin(angle);
  return {sign(side) * chest.halfWidthMm * std::pow(std::abs(s), 0.85),
          middle + half * std::copysign(std::pow(std::abs(c), 0.85), c),
          z};
}

Vec3 ribEnd(const PatientParameters& patient,
            const SpineCurve& curve,
            std::size_t index,
            int side) {
  const double z = curve.frames[index].originMm.z() + 4 - kFallMm[index];
  return onChest(patient, curve, kReachDeg[index], z, side);
}

}  // namespace

ChestSection chestAt(const PatientParameters& patient, const SpineCurve& curve, double zMm) {
  const TorsoStation torso = torsoAt(patient, zMm);
  std::size_t nearest = 0;
  for (std::size_t i = 0; i < 12; ++i)
    if (std::abs(curve.frames[i].originMm.z() - zMm) <
        std::abs(curve.frames[nearest].originMm.z() - zMm))
      nearest = i;
  const auto backOf = [&](std::size_t i) {
    return curve.frames[i].toPatient(thoracicTransverseTip(curve.sizes[i])).y() + 13;
  };
  const double here = curve.frames[nearest].originMm.z();
  const std::size_t above = nearest == 0 ? 0 : nearest - 1;
  const std::size_t other = zMm > here ? above : std::min<std::size_t>(nearest + 1, 11);
  const double span = curve.frames[other].originMm.z() - here;
  const double t = std::abs(span) < 1 ? 0 : std::clamp((zMm - here) / span, 0.0, 1.0);
  const double back = backOf(nearest) + t * (backOf(other) - backOf(nearest));
  const double inset = patient.fatMm * 0.9 + 9;
  return {torso.halfWidthMm - inset, torso.frontYMm + inset - 4, back};
}

Shape ribShape(const PatientParameters& patient,
               const SpineCurve& curve,
               std::size_t index,
               int side) {
  const VertebraSize& size = curve.sizes[index];
  const Frame& frame = curve.frames[index];
  const double s = patient.boneScale;
  const bool floating = index >= 10;
  const Vec3 mirror(sign(side), 1, 1);
  const auto local = [&](const Vec3& p) { return frame.toPatient(p.cwiseProduct(mirror)); };
  const VertebralBody body(size);
  const Vec3 tip = thoracicTransverseTip(size);
  const double headZ = floating ? 0.18 * size.heightMm() : 0.5 * size.heightMm() + 0.5;
  const Vec3 head(0.5 * size.widthMm() * 0.90 + 2.0 * s, body.posteriorYMm(0) - 4.0 * s, headZ);
  const Vec3 tubercle = tip + Vec3(1.0, -8.2, floating ? 2.0 : 3.0) * s;
  const Vec3 up = frame.axes.col(2);
  std::vector<Section> sections{
      {local(head), 4.6 * s, 4.2 * s, up},
      {local(0.5 * (head + tubercle) + Vec3(0, 1.0, 0)), 4.4 * s, 3.0 * s, up},
      {local(tubercle), 5.4 * s, 4.2 * s, up}};
  const double start = frame.originMm.z() + 4;
  const double fall = kFallMm[index];
  const double reach = kReachDeg[index];
  for (double angle = 26; angle < reach + 1; angle += (reach - 26) / 6) {
    const double share = (angle - 12) / (reach - 12);
    const double z = start - fall * std::pow(std::max(0.0, share), 1.15);
    const double slender = floating && share > 0.9 ? 0.6 : 1.0;
    const Vec3 outward = onChest(patient, curve, angle, z, side) - Vec3(0, 0, z);
    sections.push_back({onChest(patient, curve, angle, z, side),
                        slender * 6.6 * s,
                        slender * 3.5 * s,
                        Vec3(0.12 * outward.normalized().x(), 0.12 * outward.normalized().y(), 1)});
  }
  return sweep(sections);
}

Shape sternumShape(const PatientParameters& patient, const SpineCurve& curve) {
  const double low = curve.frames[8].originMm.z() + 6;
  const double high = curve.frames[2].originMm.z();
  const auto front = [&](double z) { return chestAt(patient, curve, z).frontYMm + 3; };
  const auto at = [&](double share) -> Vec3 {
    const double z = low + share * (high - low);
    return {0, front(z), z};
  };
  return sweep({{at(0.0), 4, 2.5, Vec3::UnitX()},
                {at(0.12), 9, 4, Vec3::UnitX()},
                {at(0.2), 18, 5.5, Vec3::UnitX()},
                {at(0.6), 16, 5.5, Vec3::UnitX()},
                {at(0.78), 15, 5.5, Vec3::UnitX()},
                {at(1.0), 26, 7, Vec3::UnitX()}},
               Outline::RoundedBox);
}

Shape costalCartilage(const PatientParameters& patient, const SpineCurve& curve, int side) {
  std::vector<Shape> bars;
  const double joint = curve.frames[8].originMm.z() + 22;
  for (std::size_t i = 4; i < 10; ++i) {
    const Vec3 end = ribEnd(patient, curve, i, side);
    const double rise = i < 7 ? 10.0 * (6.0 - static_cast<double>(i)) : 0;
    const double z = std::max(joint + rise, end.z() + 12);
    const Vec3 near(sign(side) * (18 + (i > 6 ? 6.0 * (static_cast<double>(i) - 6) : 0)),
                    chestAt(patient, curve, z).frontYMm + 2,
                    z);
    const Vec3 middle = 0.5 * (end + near) + Vec3(0, -3, -6);
    bars.push_back(sweep({{end, 6, 4, Vec3::UnitZ()},
                          {middle, 5.5, 4.2, Vec3::UnitZ()},
                          {near, 5.5, 4.2, Vec3::UnitZ()}}));
  }
  return blend(bars, 3);
}

}  // namespace trocar::synthetic
