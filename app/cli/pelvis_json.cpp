#include "app/cli/anatomy_json.h"
#include "core/json/json_values.h"

#include <nlohmann/json.hpp>

namespace trocar::cli {
namespace {

using Json = nlohmann::ordered_json;

using json_values::point;

Json pointsJson(const std::vector<Vec3>& points) {
  Json json = Json::array();
  for (const Vec3& each : points)
    json.push_back(point(each));
  return json;
}

void addTrust(Json& json, const anatomy::Trust& trust) {
  json["trusted"] = trust.trusted;
  if (!trust.trusted)
    json["why"] = trust.why;
  json["basis"] = "measured";
}

Json sphereJson(const anatomy::JointSphere& sphere) {
  if (sphere.radiusMm <= 0.0)
    return {};
  return {
      {"centreMm", point(sphere.centreMm)}, {"radiusMm", sphere.radiusMm}, {"rmsMm", sphere.rmsMm}};
}

Json sideJson(const anatomy::SacralSide& side) {
  Json json{{"alaMm", point(side.alaMm)}, {"joint", nullptr}};
  if (side.joint)
    json["joint"] = {{"centreMm", point(side.joint->centreMm)},
                     {"inferiorMarginMm", point(side.joint->inferiorMarginMm)},
                     {"normal", point(side.joint->normal)}};
  return json;
}

Json sacrumJson(const anatomy::SacrumAnatomy& sacrum) {
  Json foramina = Json::array();
  for (const anatomy::SacralForamen& foramen : sacrum.foramina)
    foramina.push_back({{"level", foramen.level},
                        {"side", toString(foramen.side)},
                        {"centreMm", point(foramen.centreMm)},
                        {"lateralMarginMm", point(foramen.lateralMarginMm)}});
  Json json{{"structure", sacrum.structureId},
            {"axes",
             {{"superior", point(sacrum.frame.superior)},
              {"posterior", point(sacrum.frame.posterior)},
              {"left", point(sacrum.frame.left)}}},
            {"promontoryMm", point(sacrum.promontoryMm)},
            {"s1CrossingMm", point(sacrum.s1CrossingMm)},
            {"foramina", foramina},
            {"left", sideJson(sacrum.left)},
            {"right", sideJson(sacrum.right)}};
  addTrust(json, sacrum.trust);
  return json;
}

Json hipJson(const anatomy::HipAnatomy& hip) {
  const bool found = hip.acetabulum.radiusMm > 0.0;
  Json json{{"structure", hip.structureId},
            {"side", toString(hip.side)},
            {"acetabulum", sphereJson(hip.acetabulum)},
            {"anteriorSuperiorSpineMm", point(hip.anteriorSuperiorSpineMm)},
            {"anteriorInferiorSpineMm", point(hip.anteriorInferiorSpineMm)},
            {"posteriorSuperiorSpineMm", point(hip.posteriorSuperiorSpineMm)},
            {"ischialSpineMm", point(hip.ischialSpineMm)},
            {"ischialTuberosityMm", point(hip.ischialTuberosityMm)},
            {"pubicTubercleMm", point(hip.pubicTubercleMm)},
            {"greaterNotchMm", point(hip.greaterNotchMm)},
            {"domeMm", found ? point(hip.domeMm) : Json()},
            {"medialWallMm", found ? point(hip.medialWallMm) : Json()},
            {"anteriorColumnMm", pointsJson(hip.anteriorColumnMm)},
            {"posteriorColumnMm", pointsJson(hip.posteriorColumnMm)}};
  addTrust(json, hip.trust);
  return json;
}

Json femurJson(const anatomy::FemurAnatomy& femur) {
  Json json{{"structure", femur.structureId},
            {"side", toString(femur.side)},
            {"head", sphereJson(femur.head)},
            {"neckCentreMm", femur.trust.trusted ? point(femur.neckCentreMm) : Json()},
            {"neckAxis", femur.trust.trusted ? point(femur.neckAxis) : Json()},
            {"lesserTrochanterMm", point(femur.lesserTrochanterMm)}};
  addTrust(json, femur.trust);
  return json;
}

}  // namespace

Json pelvisJson(const anatomy::PelvisAnatomy& pelvis) {
  Json json{{"sacrum", pelvis.sacrum ? sacrumJson(*pelvis.sacrum) : Json()},
            {"hips", Json::array()},
            {"femurs", Json::array()}};
  for (const anatomy::HipAnatomy& hip : pelvis.hips)
    json["hips"].push_back(hipJson(hip));
  for (const anatomy::FemurAnatomy& femur : pelvis.femurs)
    json["femurs"].push_back(femurJson(femur));
  return json;
}

}  // namespace trocar::cli
