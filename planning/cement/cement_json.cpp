#include "planning/cement/cement_json.h"

#include "core/json/json_values.h"
#include "core/structure.h"

#include <nlohmann/json.hpp>

namespace trocar {
namespace {

using Json = nlohmann::ordered_json;

using json_values::number;
using json_values::point;
using json_values::word;

Json toJson(const CementLeak& leak) {
  Json path = Json::array();
  for (const Vec3& p : leak.pathMm)
    path.push_back(point(p));
  return {{"route", leak.route},
          {"into", leak.into},
          {"volumeMl", number(leak.volumeMl)},
          {"probability", number(leak.probability)},
          {"firstAtMl", leak.volumeMl > 0.0 ? number(leak.firstAtMl) : Json(nullptr)},
          {"atMm", point(leak.atMm)},
          {"pathMm", std::move(path)}};
}

Json toJson(const CementStop& stop) {
  return {{"kind", stop.kind},
          {"needle", stop.needle},
          {"atMl", number(stop.atMl)},
          {"atS", number(stop.atS)},
          {"atMm", point(stop.atMm)}};
}

Json toJson(const CementNeedle& needle) {
  return {{"id", needle.needle},
          {"structure", word(needle.structure)},
          {"requestedMl", number(needle.requestedMl)},
          {"deliveredMl", number(needle.deliveredMl)},
          {"deliverableMl", number(needle.deliverableMl)},
          {"stop", word(needle.stop)},
          {"beginsAtMl", number(needle.beginsAtMl)},
          {"deadVolumeMl", number(needle.deadVolumeMl)},
          {"peakPressureKPa", needle.deliveredMl > 0.0 ? number(needle.peakPressureKPa) : nullptr}};
}

Json toJson(const CementStep& step) {
  return {{"injectedMl", number(step.injectedMl)},
          {"timeS", number(step.timeS)},
          {"needle", step.needle},
          {"syringePressureKPa", number(step.syringePressureKPa)},
          {"bonePressureKPa", number(step.bonePressureKPa)},
          {"posteriorDistanceMm", number(step.posteriorDistanceMm)}};
}

Json toJson(const CuringHeat::At& at);

template <typename T>
Json listOf(const std::vector<T>& values) {
  Json list = Json::array();
  for (const T& value : values)
    list.push_back(toJson(value));
  return list;
}

Json contactJson(const std::optional<EndplateContact>& contact) {
  if (!contact)
    return nullptr;
  return {{"superior", number(contact->superior)}, {"inferior", number(contact->inferior)}};
}

Json toJson(const CuringHeat::At& at) {
  return {{"structure", at.structure},
          {"maximumC", number(at.maximumC)},
          {"cooledC", number(at.cooledC)},
          {"atMm", point(at.atMm)}};
}

Json heatJson(const std::optional<CuringHeat>& heat) {
  if (!heat)
    return nullptr;
  return {{"cementC", number(heat->cementC)}, {"structures", listOf(heat->structures)}};
}

Json stiffnessJson(const std::optional<BodyStiffness>& stiffness) {
  if (!stiffness)
    return nullptr;
  return {{"ratio", number(stiffness->ratio)},
          {"lowRatio", number(stiffness->lowRatio)},
          {"highRatio", number(stiffness->highRatio)},
          {"cementLoadShare", number(stiffness->cementLoadShare)},
          {"basis", "simulated"}};
}

}  // namespace

Json cementToJson(const CementResult& cement) {
  return {{"requestedMl", number(cement.requestedMl)},
          {"deliveredMl", number(cement.deliveredMl)},
          {"inBodyMl", number(cement.inBodyMl)},
          {"bodyVolumeMl", number(cement.bodyVolumeMl)},
          {"fillFraction", number(cement.fillFraction)},
          {"lesionFraction", number(cement.lesionFraction)},
          {"leftShare", number(cement.leftShare)},
          {"endplateContact", contactJson(cement.endplates)},
          {"reachesPosteriorQuarter", cement.reachesPosteriorQuarter},
          {"leaksModelled", cement.leaksModelled},
          {"afterAblation", cement.afterAblation},
          {"leaks", listOf(cement.leaks)},
          {"needles", listOf(cement.needles)},
          {"stops", listOf(cement.stops)},
          {"course", listOf(cement.course)},
          {"heat", heatJson(cement.heat)},
          {"stiffness", stiffnessJson(cement.stiffness)},
          {"product", word(cement.product)},
          {"endsAtS", number(cement.endsAtS)},
          {"workingTimeS", number(cement.workingTimeS)},
          {"basis", toString(cement.basis)}};
}

}  // namespace trocar
