#include "planning/anatomy/routes.h"

#include "planning/anatomy/given_routes.h"
#include "planning/anatomy/route_parts.h"

#include <algorithm>
#include <string>
#include <utility>

namespace trocar::anatomy {
namespace {

using Routes = std::vector<std::optional<Structure>>;

Routes spinalRoutes(const Case& patient,
                    const CaseExtents& extents,
                    const BoneOutside& outside,
                    const std::vector<VertebraAnatomy>& vertebrae,
                    Side side) {
  Routes routes;
  for (const VertebraAnatomy& vertebra : vertebrae) {
    if (vertebra.level.empty())
      continue;
    routes.push_back(spinalRoot(outside, vertebra, side));
    routes.push_back(segmentalArtery(outside, vertebra, side));
    routes.push_back(intercostalBundle(patient, extents, outside, vertebra, side));
  }
  return routes;
}

std::optional<Vec3> endOf(const std::optional<Structure>& route) {
  return route ? std::optional(std::get<TubeRegion>(route->region).centreLineMm.back())
               : std::nullopt;
}

Routes pelvicRoutes(const Case& patient,
                    const CaseExtents& extents,
                    const BoneOutside& outside,
                    const PelvisAnatomy& pelvis,
                    const std::optional<Vec3>& plexusMm,
                    Side side) {
  Routes routes;
  const auto hip = std::find_if(pelvis.hips.begin(), pelvis.hips.end(), [&](const HipAnatomy& one) {
    return one.side == side && one.acetabulum.radiusMm > 0.0;
  });
  const std::optional<HipSide> place = hip != pelvis.hips.end()
                                           ? std::optional(hipSide(patient, extents, pelvis, *hip))
                                           : std::nullopt;
  for (const char* level : {"S1", "S2", "S3"})
    routes.push_back(sacralRoot(outside, pelvis, place ? &*place : nullptr, level, side));
  if (!place)
    return routes;
  routes.push_back(sciaticNerve(outside, *place));
  routes.push_back(lateralFemoralCutaneousNerve(outside, *place));
  routes.push_back(superiorGlutealArtery(outside, *place));
  routes.push_back(inferiorGlutealArtery(outside, *place));
  routes.push_back(femoralNerve(outside, *place, plexusMm));
  routes.push_back(obturatorNerve(outside, *place));
  routes.push_back(iliacArtery(outside, *place));
  routes.push_back(iliacVein(outside, *place));
  routes.push_back(femoralArtery(outside, *place));
  routes.push_back(femoralVein(outside, *place));
  return routes;
}

}  // namespace

std::optional<Structure> route(const BoneOutside& outside,
                               const RouteKind& kind,
                               Side side,
                               const std::vector<Vec3>& bendsMm) {
  constexpr double kLeastMm = 0.3;  // The middle stays out of bone however narrow it gets.
  auto course = outside.course(bendsMm, kind.radiusMm + kBoneGapMm, kLeastMm);
  if (!course)
    return std::nullopt;
  const std::string word(toString(side));
  Structure structure;
  structure.id = kind.stem + "_" + word;
  structure.name = kind.name + ", " + word;
  structure.role = kind.role;
  structure.region = TubeRegion{*std::move(course), kind.radiusMm};
  structure.basis = Basis::Estimated;
  return structure;
}

Vec3 displaced(const VertebraFrame& frame, Side side, const Vec3& d) {
  return signOf(side) * d[0] * frame.left + d[1] * frame.posterior + d[2] * frame.superior;
}

std::vector<Structure> estimateNervesAndVessels(const Case& patient,
                                                const std::vector<VertebraAnatomy>& vertebrae,
                                                const PelvisAnatomy& pelvis,
                                                const Progress& progress) {
  std::vector<Structure> routes;
  if (vertebrae.empty() && pelvis.hips.empty() && !pelvis.sacrum)
    return routes;
  const CaseExtents extents(patient);
  const BoneOutside outside(patient, extents, progress.span(0.0, 0.6));
  const GivenRoutes given(patient, extents);
  const auto add = [&](Routes found) {
    for (std::optional<Structure>& one : found) {
      if (one && patient.find(one->id) == nullptr && !given.hold(*one))
        routes.push_back(*std::move(one));
    }
  };
  for (const Side side : {Side::Left, Side::Right}) {
    progress.at(side == Side::Left ? 0.6 : 0.8);
    add(spinalRoutes(patient, extents, outside, vertebrae, side));
    const std::optional<Structure> plexus = lumbarPlexus(outside, vertebrae, side);
    add({plexus});
    add(pelvicRoutes(patient, extents, outside, pelvis, endOf(plexus), side));
  }
  progress.at(1.0);
  return routes;
}

Case withEstimatedRoutes(Case patient, const Progress& progress) {
  const std::vector<VertebraAnatomy> vertebrae = measureVertebrae(patient, progress.span(0.0, 0.3));
  const PelvisAnatomy pelvis = measurePelvis(patient, progress.span(0.3, 0.6));
  std::vector<Structure> routes =
      estimateNervesAndVessels(patient, vertebrae, pelvis, progress.span(0.6, 1.0));
  if (routes.empty())
    return patient;
  patient.remarks.push_back(
      {"estimated-routes",
       std::to_string(routes.size()) +
           " nerves and vessels that no label shows were estimated from bony landmarks; real ones "
           "lie 4 to 20 mm off: check their course before relying on it."});
  patient.structures.insert(patient.structures.end(), routes.begin(), routes.end());
  return patient;
}

}  // namespace trocar::anatomy
