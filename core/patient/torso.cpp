#include "core/patient/atlas.h"
#include "core/patient/noise.h"

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

double backAt(const std::vector<TorsoStation>& stations, double z) {
  return stationAt(stations, z).backYMm;
}

/// Under the subcutaneous fat, which is thicker at the flanks and a little uneven.
Shape muscleSurface(const PatientParameters& patient, const Shape& torso) {
  const double fat = patient.fatMm;
  const std::uint64_t seed = patient.seed;
  const auto distance = [torso, fat, seed](const Vec3& p) {
    const double flank = std::clamp(std::abs(p.x()) / 110, 0.0, 1.0);
    return torso.distance(p) + fat * (0.8 + 0.45 * flank) + 2.2 * grainAt(seed, p, 45);
  };
  return sampled({distance, torso.box}, 3.0);
}

}  // namespace

TorsoStation torsoAt(const PatientParameters& patient, double zMm) {
  return stationAt(patient.torso, zMm);
}

Shape torsoShape(const PatientParameters& patient) {
  const std::vector<TorsoStation> stations = patient.torso;
  Box box{{0, 0, stations.front().zMm - 60}, {0, 0, stations.back().zMm + 60}};
  for (const TorsoStation& s : stations) {
    box.lowMm = box.lowMm.cwiseMin(Vec3(-s.halfWidthMm, s.frontYMm, box.lowMm.z()));
    box.highMm = box.highMm.cwiseMax(Vec3(s.halfWidthMm, s.backYMm, box.highMm.z()));
  }
  box.lowMm.z() = std::max(box.lowMm.z(), patient.fieldMm.lowMm.z() - 5);
  box.highMm.z() = std::min(box.highMm.z(), patient.fieldMm.highMm.z() + 5);
  const auto exact = [stations](const Vec3& p) {
    return outlineDistance(stationAt(stations, p.z()), p);
  };
  // Below the perineum the thighs part.
  const double perineum = -182 * patient.boneScale;
  const auto parted = [exact, perineum](const Vec3& p) {
    const double cleft = 0.55 * (perineum - p.z()) - std::abs(p.x());
    return smoothMax(exact(p), 0.87 * cleft, 14);
  };
  return sampled({parted, box}, 3.0);
}

/// Skin, subcutaneous fat, the muscles of the abdominal wall and the fat within.
void addTrunk(const Anatomy& anatomy, Atlas& atlas) {
  const Shape torso = torsoShape(anatomy.patient);
  const Shape muscles = muscleSurface(anatomy.patient, torso);
  const std::vector<TorsoStation> stations = anatomy.patient.torso;
  atlas.add(torso, soft(25, 8));
  atlas.add(offset(torso, -2.0), soft(-104, 7, 5));
  // Behind this the long muscles of the back take over: in the loins far forward, at the ribs not.
  const double loin = anatomy.at("T12", Vec3::Zero()).z();
  const Distance behind = [stations, loin](const Vec3& p) {
    const double chest = std::clamp((p.z() - loin + 20) / 50, 0.0, 1.0);
    return p.y() - backAt(stations, p.z()) + 52 - 30 * chest;
  };
  const Distance flanks = [behind](const Vec3& p) {
    return std::max(78 - std::abs(p.x()), behind(p) + 4);
  };
  const auto layer = [&](double deeper, const Distance& where, const Material& material) {
    atlas.add(intersect(offset(muscles, -deeper), {where, torso.box}, 6), material);
  };
  const Material muscle = soft(54, 8, 2.5);
  const Material fascia = soft(-62, 10);
  layer(0.0, behind, muscle);
  layer(4.4, flanks, fascia);
  layer(5.2, flanks, muscle);
  layer(9.4, flanks, fascia);
  layer(10.0, flanks, muscle);
  layer(
      2.0, [](const Vec3& p) { return 2 * (std::abs(p.x()) - 3.5); }, soft(-40, 8));
  const auto within = [muscles](const Vec3& p) {
    const double front = p.y() < 0 ? std::clamp((90 - std::abs(p.x())) / 25, 0.0, 1.0) : 0.0;
    return muscles.distance(p) + 13.5 - 4.0 * front;
  };
  atlas.add({within, torso.box}, soft(-102, 8, 6));
}

}  // namespace trocar::synthetic
