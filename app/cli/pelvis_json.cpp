#include "app/cli/anatomy_json.h"

#include <nlohmann/json.hpp>

namespace trocar {
namespace {

using Json = nlohmann::ordered_json;

Json toJson(const Vec3& point) {
  return {point[0], point[1], point[2]};
}

Json toJson(const std::optional<Vec3>& point) {
  return point ? toJson(*point) : Json();
}

Json toJson(const std::vector<Vec3>& points) {
  Json json = Json::array();
  for (const Vec3& point : points)
    json.push_back(toJson(point));
  return json;
}

void addTrust(Json& json, const Trust& trust) {
  json["trusted"] = trust.trusted;
  if (!trust.trusted)
    json["why"] = trust.why;
  json["basis"] = "measured";
}

Json sphereJson(const JointSphere& sphere) {
  if (sphere.radiusMm <= 0.0)
    return {};
  return {{"centreMm", toJson(sphere.centreMm)},
          {"radiusMm", sphere.radiusMm},
          {"rmsMm", sphere.rmsMm}};
}

Json sideJson(const SacralSide& side) {
  Json json{{"alaMm", toJson(side.alaMm)}, {"joint", nullptr}};
  if (side.joint)
    json["joint"] = {{"centreMm", toJson(side.joint->centreMm)},
                     {"inferiorMarginMm", toJson(side.joint->inferiorMarginMm)},
                     {"normal", toJson(side.joint->normal)}};
  return json;
}

Json sacrumJson(const SacrumAnatomy& sacrum) {
  Json foramina = Json::array();
  for (const SacralForamen& foramen : sacrum.foramina)
    foramina.push_back({{"level", foramen.level},
                        {"side", toString(foramen.side)},
                        {"centreMm", toJson(foramen.centreMm)},
                        {"lateralMarginMm", toJson(foramen.lateralMarginMm)}});
  Json json{{"structure", sacrum.structureId},
            {"axes",
             {{"superior", toJson(sacrum.frame.superior)},
              {"posterior", toJson(sacrum.frame.posterior)},
              {"left", toJson(sacrum.frame.left)}}},
            {"promontoryMm", toJson(sacrum.promontoryMm)},
            {"s1CrossingMm", toJson(sacrum.s1CrossingMm)},
            {"foramina", foramina},
            {"left", sideJson(sacrum.left)},
            {"right", sideJson(sacrum.right)}};
  addTrust(json, sacrum.trust);
  return json;
}

Json hipJson(const HipAnatomy& hip) {
  const bool found = hip.acetabulum.radiusMm > 0.0;
  Json json{{"structure", hip.structureId},
            {"side", toString(hip.side)},
            {"acetabulum", sphereJson(hip.acetabulum)},
            {"anteriorSuperiorSpineMm", toJson(hip.anteriorSuperiorSpineMm)},
            {"anteriorInferiorSpineMm", toJson(hip.anteriorInferiorSpineMm)},
            {"posteriorSuperiorSpineMm", toJson(hip.posteriorSuperiorSpineMm)},
            {"ischialSpineMm", toJson(hip.ischialSpineMm)},
            {"ischialTuberosityMm", toJson(hip.ischialTuberosityMm)},
            {"pubicTubercleMm", toJson(hip.pubicTubercleMm)},
            {"greaterNotchMm", toJson(hip.greaterNotchMm)},
            {"domeMm", found ? toJson(hip.domeMm) : Json()},
            {"medialWallMm", found ? toJson(hip.medialWallMm) : Json()},
            {"anteriorColumnMm", toJson(hip.anteriorColumnMm)},
            {"posteriorColumnMm", toJson(hip.posteriorColumnMm)}};
  addTrust(json, hip.trust);
  return json;
}

Json femurJson(const FemurAnatomy& femur) {
  Json json{{"structure", femur.structureId},
            {"side", toString(femur.side)},
            {"head", sphereJson(femur.head)},
            {"neckCentreMm", femur.trust.trusted ? toJson(femur.neckCentreMm) : Json()},
            {"neckAxis", femur.trust.trusted ? toJson(femur.neckAxis) : Json()},
            {"lesserTrochanterMm", toJson(femur.lesserTrochanterMm)}};
  addTrust(json, femur.trust);
  return json;
}

}  // namespace

Json pelvisJson(const PelvisAnatomy& pelvis) {
  Json json{{"sacrum", pelvis.sacrum ? sacrumJson(*pelvis.sacrum) : Json()},
            {"hips", Json::array()},
            {"femurs", Json::array()}};
  for (const HipAnatomy& hip : pelvis.hips)
    json["hips"].push_back(hipJson(hip));
  for (const FemurAnatomy& femur : pelvis.femurs)
    json["femurs"].push_back(femurJson(femur));
  return json;
}

}  // namespace trocar
