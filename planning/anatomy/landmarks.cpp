#include "planning/anatomy/landmarks.h"

#include "planning/anatomy/renumber.h"

#include <Eigen/Geometry>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <optional>
#include <utility>

namespace trocar::anatomy {
namespace {

constexpr double kFrontMm = 12.0;  // From the isthmus to where the axis is shown in the body.

/// What is handed each landmark of something measured and may move it.
using Visitor = std::function<void(const std::string& id, const std::string& name, Vec3& pointMm)>;

Visitor collecting(std::vector<Landmark>& landmarks) {
  return [&landmarks](const std::string& id, const std::string& name, Vec3& pointMm) {
    landmarks.push_back({id, name, pointMm});
  };
}

Visitor moving(const Corrections& corrections) {
  return [&corrections](const std::string& id, const std::string&, Vec3& pointMm) {
    const auto found = corrections.landmarksMm.find(id);
    if (found != corrections.landmarksMm.end())
      pointMm = found->second;
  };
}

bool isCorrected(const Corrections& corrections, const std::string& prefix) {
  const auto found = corrections.landmarksMm.lower_bound(prefix);
  return found != corrections.landmarksMm.end() && found->first.starts_with(prefix);
}

void turn(PedicleAnatomy& pedicle, const Vec3& axis) {
  const Eigen::Quaterniond rotation = Eigen::Quaterniond::FromTwoVectors(pedicle.axis, axis);
  for (PedicleSection& section : pedicle.sections) {
    for (Vec3 PedicleSection::*place : {&PedicleSection::centreMm,
                                        &PedicleSection::medialMm,
                                        &PedicleSection::lateralMm,
                                        &PedicleSection::superiorMm,
                                        &PedicleSection::inferiorMm})
      section.*place = pedicle.centreMm + rotation * (section.*place - pedicle.centreMm);
  }
  pedicle.axis = axis;
}

void shift(PedicleAnatomy& pedicle, const Vec3& byMm) {
  pedicle.centreMm += byMm;
  for (PedicleSection& section : pedicle.sections) {
    for (Vec3 PedicleSection::*place : {&PedicleSection::centreMm,
                                        &PedicleSection::medialMm,
                                        &PedicleSection::lateralMm,
                                        &PedicleSection::superiorMm,
                                        &PedicleSection::inferiorMm})
      section.*place += byMm;
  }
}

void visitPedicle(PedicleAnatomy& pedicle,
                  const VertebraAnatomy& vertebra,
                  Side side,
                  const Visitor& visit) {
  if (pedicle.sections.empty() && pedicle.isthmusWidthMm <= 0.0)
    return;
  const std::string word(toString(side));
  Vec3 centre = pedicle.centreMm;
  visit(vertebra.level + "/pedicle_" + word, word + " pedicle, isthmus", centre);
  shift(pedicle, centre - pedicle.centreMm);
  Vec3 front = pedicle.centreMm + kFrontMm * pedicle.axis;
  const Vec3 before = front;
  visit(vertebra.level + "/pedicle_" + word + "_front", word + " pedicle, axis", front);
  if (front == before || (front - pedicle.centreMm).norm() < 1.0)
    return;
  turn(pedicle, (front - pedicle.centreMm).normalized());
  const VertebraFrame& frame = vertebra.frame;
  pedicle.transverseAngle = Angle::fromRadians(
      std::atan2(-signOf(side) * pedicle.axis.dot(frame.left), -pedicle.axis.dot(frame.posterior)));
  pedicle.sagittalAngle =
      Angle::fromRadians(std::asin(std::clamp(pedicle.axis.dot(frame.superior), -1.0, 1.0)));
}

/// Moves a face along its normal only, by what its landmark was moved; the distance.
double visitFace(Plane& plane,
                 const Vec3& middleMm,
                 const std::string& id,
                 const std::string& name,
                 const Visitor& visit) {
  Vec3 point = middleMm - (middleMm - plane.pointMm).dot(plane.normal) * plane.normal;
  const Vec3 before = point;
  visit(id, name, point);
  const double byMm = (point - before).dot(plane.normal);
  plane.pointMm += byMm * plane.normal;
  return byMm;
}

void visitBody(VertebraAnatomy& vertebra, const Visitor& visit) {
  VertebralBody& body = vertebra.body;
  const std::string& level = vertebra.level;
  visit(level + "/body", "middle of the body", vertebra.bodyCentroidMm);
  if (body.heightMiddleMm <= 0.0)
    return;
  const Vec3& middle = vertebra.bodyCentroidMm;
  double taller = visitFace(
      body.superiorEndplate, middle, level + "/endplate_superior", "upper endplate", visit);
  taller += visitFace(
      body.inferiorEndplate, middle, level + "/endplate_inferior", "lower endplate", visit);
  for (double VertebralBody::*height : {&VertebralBody::heightAnteriorMm,
                                        &VertebralBody::heightMiddleMm,
                                        &VertebralBody::heightPosteriorMm})
    body.*height = std::max(0.0, body.*height + taller);
  double deeper =
      visitFace(body.anteriorWall, middle, level + "/wall_anterior", "anterior wall", visit);
  deeper +=
      visitFace(body.posteriorWall, middle, level + "/wall_posterior", "posterior wall", visit);
  body.depthMm = std::max(0.0, body.depthMm + deeper);
}

void visitVertebra(VertebraAnatomy& vertebra, const Visitor& visit) {
  if (vertebra.level.empty() || vertebra.bodyCentroidMm.isZero())
    return;
  visitBody(vertebra, visit);
  if (vertebra.canalCentreMm)
    visit(vertebra.level + "/canal", "canal", *vertebra.canalCentreMm);
  visitPedicle(vertebra.left, vertebra, Side::Left, visit);
  visitPedicle(vertebra.right, vertebra, Side::Right, visit);
}

void visitSacralSide(SacralSide& half, const std::string& prefix, Side side, const Visitor& visit) {
  const std::string word(toString(side));
  if (half.alaMm)
    visit(prefix + "ala_" + word, word + " ala", *half.alaMm);
  if (half.joint)
    visit(prefix + "joint_" + word, word + " sacroiliac joint", half.joint->centreMm);
}

void visitSacrum(SacrumAnatomy& sacrum, const Visitor& visit) {
  const std::string prefix = sacrum.structureId + "/";
  visit(prefix + "promontory", "promontory", sacrum.promontoryMm);
  visit(prefix + "s1_posterior_superior", "S1, upper back corner", sacrum.posteriorSuperiorMm);
  visit(prefix + "s1_anterior_inferior", "S1, lower front corner", sacrum.anteriorInferiorMm);
  visit(prefix + "s1_posterior_inferior", "S1, lower back corner", sacrum.posteriorInferiorMm);
  visit(prefix + "s1_crossing", "S1, crossing of the diagonals", sacrum.s1CrossingMm);
  for (SacralForamen& foramen : sacrum.foramina) {
    const std::string word(toString(foramen.side));
    visit(prefix + "foramen_" + foramen.level + "_" + word,
          foramen.level + " foramen, " + word,
          foramen.centreMm);
  }
  visitSacralSide(sacrum.left, prefix, Side::Left, visit);
  visitSacralSide(sacrum.right, prefix, Side::Right, visit);
}

void visitHip(HipAnatomy& hip, const Visitor& visit) {
  const std::string prefix = hip.structureId + "/";
  const std::string word(toString(hip.side));
  struct Spine {
    const char* id;
    const char* name;
    std::optional<Vec3> HipAnatomy::*pointMm;
  };
  constexpr std::array<Spine, 7> kSpines = {{
      {"anterior_superior_spine", "ASIS", &HipAnatomy::anteriorSuperiorSpineMm},
      {"anterior_inferior_spine", "AIIS", &HipAnatomy::anteriorInferiorSpineMm},
      {"posterior_superior_spine", "PSIS", &HipAnatomy::posteriorSuperiorSpineMm},
      {"ischial_spine", "ischial spine", &HipAnatomy::ischialSpineMm},
      {"ischial_tuberosity", "ischial tuberosity", &HipAnatomy::ischialTuberosityMm},
      {"pubic_tubercle", "pubic tubercle", &HipAnatomy::pubicTubercleMm},
      {"greater_notch", "greater sciatic notch", &HipAnatomy::greaterNotchMm},
  }};
  for (const Spine& spine : kSpines) {
    if (hip.*spine.pointMm)
      visit(prefix + spine.id, std::string(spine.name) + ", " + word, *(hip.*spine.pointMm));
  }
  if (hip.acetabulum.radiusMm <= 0.0)
    return;
  visit(prefix + "acetabulum", "centre of the acetabulum, " + word, hip.acetabulum.centreMm);
  visit(prefix + "dome", "dome of the acetabulum, " + word, hip.domeMm);
  visit(prefix + "medial_wall", "medial wall, " + word, hip.medialWallMm);
}

void visitFemur(FemurAnatomy& femur, const Visitor& visit) {
  const std::string prefix = femur.structureId + "/";
  const std::string word(toString(femur.side));
  if (femur.head.radiusMm > 0.0) {
    visit(prefix + "head", "centre of the femoral head, " + word, femur.head.centreMm);
    visit(prefix + "neck", "femoral neck, " + word, femur.neckCentreMm);
  }
  if (femur.lesserTrochanterMm)
    visit(prefix + "lesser_trochanter", "lesser trochanter, " + word, *femur.lesserTrochanterMm);
}

void visitPelvis(PelvisAnatomy& pelvis, const Visitor& visit) {
  if (pelvis.sacrum)
    visitSacrum(*pelvis.sacrum, visit);
  for (HipAnatomy& hip : pelvis.hips)
    visitHip(hip, visit);
  for (FemurAnatomy& femur : pelvis.femurs)
    visitFemur(femur, visit);
}

void visitRoute(Structure& route, const Visitor& visit) {
  auto* tube = std::get_if<TubeRegion>(&route.region);
  if (!tube || (route.basis != Basis::Estimated && route.basis != Basis::Entered &&
                route.basis != Basis::Drawn))
    return;
  for (std::size_t bend = 0; bend < tube->centreLineMm.size(); ++bend)
    visit(route.id + "/" + std::to_string(bend + 1),
          route.name + ", bend " + std::to_string(bend + 1),
          tube->centreLineMm[bend]);
}

}  // namespace

std::string ownerOf(std::string_view landmarkId) {
  return std::string(landmarkId.substr(0, landmarkId.find('/')));
}

std::vector<Landmark> landmarksOf(const VertebraAnatomy& vertebra) {
  std::vector<Landmark> landmarks;
  VertebraAnatomy copy = vertebra;
  visitVertebra(copy, collecting(landmarks));
  return landmarks;
}

std::vector<Landmark> landmarksOf(const PelvisAnatomy& pelvis) {
  std::vector<Landmark> landmarks;
  PelvisAnatomy copy = pelvis;
  visitPelvis(copy, collecting(landmarks));
  return landmarks;
}

std::vector<Landmark> landmarksOf(const Structure& route) {
  std::vector<Landmark> landmarks;
  Structure copy = route;
  visitRoute(copy, collecting(landmarks));
  return landmarks;
}

VertebraAnatomy withLandmarks(VertebraAnatomy vertebra, const Corrections& corrections) {
  if (vertebra.level.empty() || !isCorrected(corrections, vertebra.level + "/"))
    return vertebra;
  visitVertebra(vertebra, moving(corrections));
  if (isCorrected(corrections, vertebra.level + "/pedicle_left"))
    vertebra.left.trust = {};
  if (isCorrected(corrections, vertebra.level + "/pedicle_right"))
    vertebra.right.trust = {};
  if (isCorrected(corrections, vertebra.level + "/body") ||
      isCorrected(corrections, vertebra.level + "/endplate") ||
      isCorrected(corrections, vertebra.level + "/wall"))
    vertebra.trust = {};
  return vertebra;
}

PelvisAnatomy withLandmarks(PelvisAnatomy pelvis, const Corrections& corrections) {
  if (!corrections.landmarksMm.empty())
    visitPelvis(pelvis, moving(corrections));
  return pelvis;
}

std::shared_ptr<const Case> withCorrections(std::shared_ptr<const Case> patient,
                                            const Corrections& corrections) {
  if (corrections == Corrections())
    return patient;
  Case result = drawing::withDrawing(withLevels(*patient, corrections.levels), corrections.drawn);
  for (Structure& structure : result.structures) {
    if (!isCorrected(corrections, structure.id + "/") ||
        !std::holds_alternative<TubeRegion>(structure.region))
      continue;
    visitRoute(structure, moving(corrections));
    if (structure.basis != Basis::Drawn)
      structure.basis = Basis::Entered;
  }
  return result.structures == patient->structures ? patient
                                                  : std::make_shared<const Case>(std::move(result));
}

}  // namespace trocar::anatomy
