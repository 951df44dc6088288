#include "app/cli/vertebra_json.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace trocar {
namespace {

using Json = nlohmann::ordered_json;

Json toJson(const Vec3& point) {
  return {point[0], point[1], point[2]};
}

/// A length or volume that was measured is positive.
Json measured(double value) {
  return std::isfinite(value) && value > 0.0 ? Json(value) : Json();
}

/// The outer walls across the axis, from the arch to the body.
Json sectionsJson(const std::vector<PedicleSection>& sections) {
  Json json = Json::array();
  for (const PedicleSection& section : sections)
    json.push_back({{"depthMm", section.depthMm},
                    {"centreMm", toJson(section.centreMm)},
                    {"medialMm", toJson(section.medialMm)},
                    {"lateralMm", toJson(section.lateralMm)},
                    {"superiorMm", toJson(section.superiorMm)},
                    {"inferiorMm", toJson(section.inferiorMm)}});
  return json;
}

Json planeJson(const Plane& plane) {
  return {{"pointMm", toJson(plane.pointMm)}, {"normal", toJson(plane.normal)}};
}

Json pedicleJson(const PedicleAnatomy& pedicle) {
  const bool found = pedicle.isthmusWidthMm > 0.0;
  const auto known = [&](const Json& value) { return found ? value : Json(); };
  Json json{{"isthmusWidthMm", measured(pedicle.isthmusWidthMm)},
            {"isthmusHeightMm", measured(pedicle.isthmusHeightMm)},
            {"centreMm", known(toJson(pedicle.centreMm))},
            {"axis", known(toJson(pedicle.axis))},
            {"transverseAngleDeg", known(pedicle.transverseAngle.degrees())},
            {"sagittalAngleDeg", known(pedicle.sagittalAngle.degrees())},
            {"sections", sectionsJson(pedicle.sections)},
            {"trusted", pedicle.trust.trusted}};
  if (!pedicle.trust.trusted)
    json["why"] = pedicle.trust.why;
  return json;
}

Json bodyJson(const VertebralBody& body) {
  const bool found = body.volumeMl > 0.0;
  const auto known = [&](const Json& value) { return found ? value : Json(); };
  return {{"widthMm", measured(body.widthMm)},
          {"depthMm", measured(body.depthMm)},
          {"heightAnteriorMm", measured(body.heightAnteriorMm)},
          {"heightMiddleMm", measured(body.heightMiddleMm)},
          {"heightPosteriorMm", measured(body.heightPosteriorMm)},
          {"wedgeDeg", known(body.wedge.degrees())},
          {"volumeMl", measured(body.volumeMl)},
          {"retropulsionMm", known(body.retropulsionMm)},
          {"superiorEndplate", known(planeJson(body.superiorEndplate))},
          {"inferiorEndplate", known(planeJson(body.inferiorEndplate))},
          {"anteriorWall", known(planeJson(body.anteriorWall))},
          {"posteriorWall", known(planeJson(body.posteriorWall))}};
}

}  // namespace

Json vertebraJson(const VertebraAnatomy& vertebra) {
  const VertebraFrame& frame = vertebra.frame;
  const bool found = vertebra.body.volumeMl > 0.0;
  Json json{
      {"level", vertebra.level},
      {"structure", vertebra.structureId},
      {"bodyCentroidMm", found ? toJson(vertebra.bodyCentroidMm) : Json()},
      {"axes", nullptr},
      {"body", bodyJson(vertebra.body)},
      {"pedicles", {{"left", pedicleJson(vertebra.left)}, {"right", pedicleJson(vertebra.right)}}},
      {"canalCentreMm", vertebra.canalCentreMm ? toJson(*vertebra.canalCentreMm) : Json()},
      {"canalAreaMm2", measured(vertebra.canalAreaMm2)},
      {"collapseFraction", vertebra.collapseFraction ? Json(*vertebra.collapseFraction) : Json()},
      {"trusted", vertebra.trust.trusted},
      {"basis", "measured"}};
  if (found)
    json["axes"] = {{"superior", toJson(frame.superior)},
                    {"posterior", toJson(frame.posterior)},
                    {"left", toJson(frame.left)}};
  if (!vertebra.trust.trusted)
    json["why"] = vertebra.trust.why;
  return json;
}

}  // namespace trocar
