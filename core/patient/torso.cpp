#include "core/patient/atlas.h"

#include <algorithm>
#include <cmath>

namespace trocar::synthetic {
namespace {

TorsoStation stationAt(const std::vector<TorsoStation>& stations, double z) {
  std::size_t i = 0;
  while (i + 2 < stations.size() && stations[i + 1].zMm < z)
    ++i;
  const TorsoStation& a = stations[i];
  const TorsoStation& b = stations[i + 1];
  const double t = std::clamp((z - a.zMm) / (b.zMm - a.zMm), 0.0, 1.0);
  const double ease = t * t * (3 - 2 * t) * 0.5 + t * 0.5;
  const auto mix = [ease](double from, double to) { return from + ease * (to - from); };
  return {
      z, mix(a.halfWidthMm, b.halfWidthMm), mix(a.frontYMm, b.frontYMm), mix(a.backYMm, b.backYMm)};
}

/// The outline is rounder in front than behind, where the trunk lies on the table and has a furrow.
double outlineDistance(const TorsoStation& at, const Vec3& point) {
  const double middle = 0.42 * at.frontYMm + 0.58 * at.backYMm;
  double y = point.y() - middle;
  if (y > 0)
    y += 9 * std::exp(-point.x() * point.x() / 350) * std::min(1.0, y / 40);
  const double reach = y > 0 ? at.backYMm - middle : middle - at.frontYMm;
  const double power = y > 0 ? 3.0 : 2.35;
  const double qx = std::abs(point.x()) / at.halfWidthMm;
  const double qy = std::abs(y) / reach;
  const double level = std::pow(std::pow(qx, power) + std::pow(qy, power), 1 / power);
  if (level < 1e-3)
    return -std::min(at.halfWidthMm, reach);
  const double gx = std::pow(qx / level, power - 1) / at.halfWidthMm;
  const double gy = std::pow(qy / level, power - 1) / reach;
  return (level - 1) / std::hypot(gx, gy);
}

}  // namespace

Shape torsoShape(const PatientParameters& patient) {
  const std::vector<TorsoStation> stations = patient.torso;
  Box box{{0, 0, stations.front().zMm - 60}, {0, 0, stations.back().zMm + 60}};
  for (const TorsoStation& s : stations) {
    box.lowMm = box.lowMm.cwiseMin(Vec3(-s.halfWidthMm, s.frontYMm, box.lowMm.z()));
    box.highMm = box.highMm.cwiseMax(Vec3(s.halfWidthMm, s.backYMm, box.highMm.z()));
  }
  return {[stations](const Vec3& p) { return outlineDistance(stationAt(stations, p.z()), p); },
          box};
}

/// Skin, subcutaneous fat, the muscle shell of the trunk and the fat within it.
void addTrunk(const Anatomy& anatomy, Atlas& atlas) {
  const Shape torso = torsoShape(anatomy.patient);
  const double fat = anatomy.patient.female ? 17 : 13;
  atlas.add(torso, soft(25, 8));
  atlas.add(offset(torso, -2.0), soft(-104, 7, 5));
  const auto wall = [torso, fat](double deeper) -> Shape {
    return {[torso, fat, deeper](const Vec3& p) {
              const double behind = std::clamp((p.y() + 10) / 70, 0.0, 1.0);
              const double flank = std::clamp(std::abs(p.x()) / 110, 0.0, 1.0);
              return torso.distance(p) + fat * (0.75 + 0.45 * flank + 0.35 * behind) + deeper;
            },
            torso.box};
  };
  atlas.add(wall(0), soft(52, 7, 2.5));
  atlas.add(wall(4.6), soft(-70, 10));
  atlas.add(wall(5.4), soft(54, 7, 2.5));
  atlas.add(wall(9.2), soft(-70, 10));
  atlas.add(wall(9.8), soft(52, 7, 2.5));
  atlas.add(wall(13.5), soft(-102, 8, 6));
}

}  // namespace trocar::synthetic
