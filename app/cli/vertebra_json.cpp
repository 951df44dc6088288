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

Json pedicleJson(const PedicleAnatomy& pedicle) {
  const bool found = pedicle.isthmusWidthMm > 0.0;
  const auto known = [&](const Json& value) { return found ? value : Json(); };
  Json json{{"isthmusWidthMm", measured(pedicle.isthmusWidthMm)},
            {"isthmusHeightMm", measured(pedicle.isthmusHeightMm)},
            {"centreMm", known(toJson(pedicle.centreMm))},
            {"axis", known(toJson(pedicle.axis))},
            {"transverseAngleDeg", known(pedicle.transverseAngle.degrees())},
            {"sagittalAngleDeg", known(pedicle.sagittalAngle.degrees())},
            {"trusted", pedicle.trust.trusted}};
  if (!pedicle.trust.trusted)
    json["why"] = pedicle.trust.why;
  return json;
}

Json bodyJson(const VertebralBody& body) {
  return {{"widthMm", measured(body.widthMm)},
          {"depthMm", measured(body.depthMm)},
          {"heightAnteriorMm", measured(body.heightAnteriorMm)},
          {"heightMiddleMm", measured(body.heightMiddleMm)},
          {"heightPosteriorMm", measured(body.heightPosteriorMm)},
          {"wedgeDeg", body.volumeMl > 0.0 ? Json(body.wedge.degrees()) : Json()},
          {"volumeMl", measured(body.volumeMl)}};
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
