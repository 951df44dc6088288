#include "planning/fixation/screw_site.h"

#include "core/error.h"
#include "core/json/json_reader.h"
#include "planning/access/approach_record.h"

#include <array>
#include <string_view>

namespace trocar::fixation {
namespace {

[[noreturn]] void missing(Approach approach, const std::string& what) {
  throw Error("a corridor of '" + std::string(toString(approach)) + "' needs " + what +
              ", which this case does not show; import the whole bone or place the screw by hand");
}

template <typename T>
const T& need(const std::optional<T>& landmark, Approach approach, const std::string& what) {
  if (!landmark)
    missing(approach, what);
  return *landmark;
}

/// Axes of the pelvis with the first pointing away from the midline on one side.
struct SideAxes {
  Vec3 out;
  Vec3 back;
  Vec3 up;
};

SideAxes axesOf(const CaseModel& model, Side side) {
  const anatomy::VertebraFrame& frame = model.pelvis().frame;
  return {signOf(side) * frame.left, frame.posterior, frame.superior};
}

const anatomy::HipAnatomy& hipOf(const CaseModel& model, Approach approach, Side side) {
  for (const anatomy::HipAnatomy& hip : model.pelvis().hips) {
    if (hip.side == side && hip.acetabulum.radiusMm > 0.0)
      return hip;
  }
  missing(approach, "the " + std::string(toString(side)) + " hip bone with its acetabulum");
}

/// From the pubic tubercle up the superior ramus, past the front of the acetabulum, into the ilium
/// above it.
std::vector<ScrewSite> anteriorColumn(const CaseModel& model, Side side) {
  const anatomy::HipAnatomy& hip = hipOf(model, Approach::AnteriorColumnScrew, side);
  const SideAxes axes = axesOf(model, side);
  const Vec3& tubercle =
      need(hip.pubicTubercleMm, Approach::AnteriorColumnScrew, "the pubic tubercle");
  const Vec3 inPubis = tubercle + 8.0 * axes.back - 8.0 * axes.up - 10.0 * axes.out;
  const Vec3 aboveJoint = hip.domeMm + 14.0 * axes.up - 5.0 * axes.back;
  ScrewSite site;
  site.head = {inPubis, 20.0};
  site.tip = {aboveJoint, 25.0};
  site.neededMm = 70.0;
  return {site};
}

/// From the ischial tuberosity up behind the acetabulum into the ilium.
std::vector<ScrewSite> posteriorColumn(const CaseModel& model, Side side) {
  const anatomy::HipAnatomy& hip = hipOf(model, Approach::PosteriorColumnScrew, side);
  const SideAxes axes = axesOf(model, side);
  const Vec3& tuberosity =
      need(hip.ischialTuberosityMm, Approach::PosteriorColumnScrew, "the ischial tuberosity");
  const Vec3& notch =
      need(hip.greaterNotchMm, Approach::PosteriorColumnScrew, "the greater sciatic notch");
  const Vec3 behind = hip.acetabulum.centreMm +
                      (hip.acetabulum.radiusMm + 10.0) * (axes.back - 0.3 * axes.out).normalized();
  const Vec3 upper = 0.5 * (behind + notch);
  const Vec3 along = (upper - tuberosity).normalized();
  ScrewSite site;
  site.head = {tuberosity + 13.0 * along, 15.0};
  site.tip = {upper + 10.0 * along, 18.0};
  site.neededMm = 60.0;
  return {site};
}

/// From the anterior inferior spine over the acetabulum and the sciatic notch to the posterior
/// spine.
std::vector<ScrewSite> lc2(const CaseModel& model, Side side) {
  const anatomy::HipAnatomy& hip = hipOf(model, Approach::Lc2Screw, side);
  const Vec3& front =
      need(hip.anteriorInferiorSpineMm, Approach::Lc2Screw, "the anterior inferior iliac spine");
  const Vec3& back =
      need(hip.posteriorSuperiorSpineMm, Approach::Lc2Screw, "the posterior superior iliac spine");
  const Vec3 along = (back - front).normalized();
  ScrewSite site;
  site.head = {front + 8.0 * along, 15.0};
  site.tip = {back - 15.0 * along, 22.0};
  site.neededMm = 80.0;
  return {site};
}

std::vector<ScrewSite> femoralNeck(const CaseModel& model, Side side) {
  for (const anatomy::FemurAnatomy& femur : model.pelvis().femurs) {
    if (femur.side != side || femur.head.radiusMm <= 0.0)
      continue;
    ScrewSite site;
    site.head = {femur.neckCentreMm - 45.0 * femur.neckAxis, 15.0};
    site.tip = {femur.head.centreMm, 12.0};
    site.neededMm = 60.0;
    return {site};
  }
  missing(Approach::FemoralNeckScrew,
          "the " + std::string(toString(side)) + " femur with head and neck");
}

const anatomy::SacrumAnatomy& sacrumOf(const CaseModel& model, Approach approach) {
  const auto& sacrum = model.pelvis().sacrum;
  if (!sacrum || sacrum->foramina.empty())
    missing(approach, "the sacrum with its endplate and foramina");
  return *sacrum;
}

/// Middle of the foramina of a sacral level; nullopt where none was found.
std::optional<Vec3> foramenHeightMm(const anatomy::SacrumAnatomy& sacrum,
                                    const std::string& level) {
  Vec3 sum = Vec3::Zero();
  double count = 0.0;
  for (const anatomy::SacralForamen& foramen : sacrum.foramina) {
    if (foramen.level == level) {
      sum += foramen.centreMm;
      ++count;
    }
  }
  return count > 0.0 ? std::optional<Vec3>(sum / count) : std::nullopt;
}

/// Middle of the body of S1 or S2, between its wall and the canal.
std::optional<Vec3> bodyMm(const anatomy::SacrumAnatomy& sacrum, const std::string& level) {
  if (level == "S1")
    return sacrum.s1CrossingMm;
  const auto above = foramenHeightMm(sacrum, "S1");
  const auto below = foramenHeightMm(sacrum, "S2");
  if (!above || !below)
    return std::nullopt;
  Vec3 middle = 0.5 * (*above + *below);
  middle += (sacrum.s1CrossingMm - middle).dot(sacrum.frame.left) * sacrum.frame.left;
  return middle;
}

/// From the side of the ilium square to the joint, into the body of S1: backwards-forwards 4 and
/// upwards 22 degrees off the left-right axis (40 sacra, J Orthop 2022).
std::vector<ScrewSite> iliosacral(const CaseModel& model, Side side) {
  const anatomy::SacrumAnatomy& sacrum = sacrumOf(model, Approach::IliosacralScrew);
  hipOf(model, Approach::IliosacralScrew, side);
  const SideAxes axes = axesOf(model, side);
  const Vec3 body = *bodyMm(sacrum, "S1");
  const Vec3 outwards = (axes.out + 0.07 * axes.back - 0.38 * axes.up).normalized();
  ScrewSite site;
  site.level = "S1";
  site.head = {body + 70.0 * outwards, 25.0};
  site.tip = {body, 8.0};
  site.endsAtTip = true;
  site.neededMm = 50.0;
  return {site};
}

std::vector<ScrewSite> transsacral(const CaseModel& model, Side side) {
  const anatomy::SacrumAnatomy& sacrum = sacrumOf(model, Approach::TranssacralScrew);
  for (const Side both : {Side::Left, Side::Right})
    hipOf(model, Approach::TranssacralScrew, both);
  const SideAxes axes = axesOf(model, side);
  std::vector<ScrewSite> sites;
  for (const std::string level : {"S1", "S2"}) {
    const auto body = bodyMm(sacrum, level);
    if (!body)
      continue;
    ScrewSite site;
    site.level = level;
    site.head = {*body + 50.0 * axes.out, 20.0};
    site.tip = {*body - 50.0 * axes.out, 20.0};
    site.neededMm = 95.0;
    site.spans = true;
    sites.push_back(site);
  }
  return sites;
}

struct SiteGeometry {
  std::string_view name;
  std::vector<ScrewSite> (*sites)(const CaseModel& model, Side side);
};

constexpr std::array kSites = {SiteGeometry{"iliosacral", iliosacral},
                               SiteGeometry{"transsacral", transsacral},
                               SiteGeometry{"anterior-column", anteriorColumn},
                               SiteGeometry{"posterior-column", posteriorColumn},
                               SiteGeometry{"lc2", lc2},
                               SiteGeometry{"femoral-neck", femoralNeck}};

std::vector<ScrewSite> sitesOf(const CaseModel& model, const std::string& name, Side side) {
  for (const SiteGeometry& geometry : kSites) {
    if (geometry.name == name)
      return geometry.sites(model, side);
  }
  throw Error("assets/access/approaches.json names a screw's site '" + name +
              "', which has no geometry; correct the file");
}

}  // namespace

std::vector<ScrewSite> screwSites(const CaseModel& model, Approach approach, Side side) {
  std::vector<ScrewSite> sites = sitesOf(model, access::recordOf(approach).screw->site, side);
  for (ScrewSite& site : sites) {
    site.approach = approach;
    site.side = side;
    site.name = (site.level.empty() ? "" : site.level + ", ") + std::string("from the ") +
                std::string(toString(side));
  }
  return sites;
}

}  // namespace trocar::fixation
