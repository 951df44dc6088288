#include "planning/anatomy/routes.h"

#include "planning/anatomy/route_parts.h"

#include <algorithm>

namespace trocar::anatomy {

Structure estimatedTube(
    const std::string& stem, const std::string& name, Side side, Role role, TubeRegion region) {
  const std::string word(toString(side));
  Structure structure;
  structure.id = stem + "_" + word;
  structure.name = name + ", " + word;
  structure.role = role;
  structure.region = std::move(region);
  structure.basis = Basis::Estimated;
  return structure;
}

Vec3 displaced(const VertebraFrame& frame, Side side, const Vec3& d) {
  return signOf(side) * d[0] * frame.left + d[1] * frame.posterior + d[2] * frame.superior;
}

BoneOutside::BoneOutside(const Case& patient) : patient_(patient) {
  for (const Structure& structure : patient.structures) {
    if (isBone(structure.role))
      bones_.push_back(&structure);
  }
}

bool BoneOutside::isBoneAt(const Vec3& pointMm) const {
  return std::any_of(bones_.begin(), bones_.end(), [&](const Structure* bone) {
    return contains(patient_, *bone, pointMm);
  });
}

Vec3 BoneOutside::pushed(const Vec3& pointMm, const Vec3& direction, double clearMm) const {
  double clear = 0.0;
  for (double t = 0.0; t <= 15.0 + clearMm; t += 0.5) {
    clear = isBoneAt(pointMm + t * direction) ? 0.0 : clear + 0.5;
    if (clear >= clearMm)
      return pointMm + t * direction;
  }
  return pointMm;
}

std::vector<Structure> estimateNervesAndVessels(const Case& patient,
                                                const std::vector<VertebraAnatomy>& vertebrae,
                                                const PelvisAnatomy& pelvis) {
  const BoneOutside outside(patient);
  std::vector<Structure> routes;
  const auto add = [&](std::optional<Structure> route) {
    if (route && patient.find(route->id) == nullptr)
      routes.push_back(std::move(*route));
  };
  for (const VertebraAnatomy& vertebra : vertebrae) {
    for (const Side side : {Side::Left, Side::Right}) {
      if (vertebra.level.empty())
        continue;
      add(spinalRoot(outside, vertebra, side));
      add(segmentalArtery(outside, vertebra, side));
    }
  }
  for (const Side side : {Side::Left, Side::Right}) {
    for (const char* level : {"S1", "S2", "S3"})
      add(sacralRoot(pelvis, level, side));
    add(sciaticNerve(pelvis, side));
    add(lateralFemoralCutaneousNerve(pelvis, side));
    add(superiorGlutealArtery(outside, pelvis, side));
  }
  return routes;
}

Case withEstimatedRoutes(Case patient, const Progress& progress) {
  const std::vector<VertebraAnatomy> vertebrae = measureVertebrae(patient, progress.span(0.0, 0.5));
  const PelvisAnatomy pelvis = measurePelvis(patient, progress.span(0.5, 1.0));
  std::vector<Structure> routes = estimateNervesAndVessels(patient, vertebrae, pelvis);
  if (routes.empty())
    return patient;
  patient.remarks.push_back(
      {"estimated-routes",
       std::to_string(routes.size()) +
           " nerves and small vessels that no label shows were estimated from bony landmarks: "
           "check their course before relying on it."});
  patient.structures.insert(patient.structures.end(), routes.begin(), routes.end());
  return patient;
}

}  // namespace trocar::anatomy
