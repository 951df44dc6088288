#include "app/cli/vertebra_json.h"

#include "core/json/json_values.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace trocar::cli {
namespace {

using Json = nlohmann::ordered_json;

/// A length or volume that was measured is positive.
Json measured(double value) {
  return std::isfinite(value) && value > 0.0 ? Json(value) : Json();
}

/// The outer walls across the axis, from the arch to the body.
Json sectionsJson(const std::vector<anatomy::PedicleSection>& sections) {
  Json json = Json::array();
  for (const anatomy::PedicleSection& section : sections)
    json.push_back({{"depthMm", section.depthMm},
                    {"centreMm", json_values::point(section.centreMm)},
                    {"medialMm", json_values::point(section.medialMm)},
                    {"lateralMm", json_values::point(section.lateralMm)},
                    {"superiorMm", json_values::point(section.superiorMm)},
                    {"inferiorMm", json_values::point(section.inferiorMm)}});
  return json;
}

Json planeJson(const anatomy::Plane& plane) {
  return {{"pointMm", json_values::point(plane.pointMm)},
          {"normal", json_values::point(plane.normal)}};
}

Json pedicleJson(const anatomy::PedicleAnatomy& pedicle) {
  const bool found = pedicle.isthmusWidthMm > 0.0;
  const auto known = [&](const Json& value) { return found ? value : Json(); };
  Json json{{"isthmusWidthMm", measured(pedicle.isthmusWidthMm)},
            {"isthmusHeightMm", measured(pedicle.isthmusHeightMm)},
            {"centreMm", known(json_values::point(pedicle.centreMm))},
            {"axis", known(json_values::point(pedicle.axis))},
            {"transverseAngleDeg", known(pedicle.transverseAngle.degrees())},
            {"sagittalAngleDeg", known(pedicle.sagittalAngle.degrees())},
            {"sections", sectionsJson(pedicle.sections)},
            {"trusted", pedicle.trust.trusted}};
  if (!pedicle.trust.trusted)
    json["why"] = pedicle.trust.why;
  return json;
}

Json bodyJson(const anatomy::VertebralBody& body) {
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

Json vertebraJson(const anatomy::VertebraAnatomy& vertebra) {
  const anatomy::VertebraFrame& frame = vertebra.frame;
  const bool found = vertebra.body.volumeMl > 0.0;
  Json json{
      {"level", vertebra.level},
      {"structure", vertebra.structureId},
      {"bodyCentroidMm", found ? json_values::point(vertebra.bodyCentroidMm) : Json()},
      {"axes", nullptr},
      {"body", bodyJson(vertebra.body)},
      {"pedicles", {{"left", pedicleJson(vertebra.left)}, {"right", pedicleJson(vertebra.right)}}},
      {"canalCentreMm",
       vertebra.canalCentreMm ? json_values::point(*vertebra.canalCentreMm) : Json()},
      {"canalAreaMm2", measured(vertebra.canalAreaMm2)},
      {"collapseFraction", vertebra.collapseFraction ? Json(*vertebra.collapseFraction) : Json()},
      {"trusted", vertebra.trust.trusted},
      {"basis", "measured"}};
  if (found)
    json["axes"] = {{"superior", json_values::point(frame.superior)},
                    {"posterior", json_values::point(frame.posterior)},
                    {"left", json_values::point(frame.left)}};
  if (!vertebra.trust.trusted)
    json["why"] = vertebra.trust.why;
  return json;
}

}  // namespace trocar::cli
