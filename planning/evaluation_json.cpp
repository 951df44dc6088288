#include "core/json/json_values.h"
#include "planning/anatomy/pelvis_anatomy.h"
#include "planning/cement/cement_json.h"
#include "planning/evaluation_json.h"
#include "planning/needle_evaluation.h"

#include <nlohmann/json.hpp>

namespace trocar {
namespace {

using Json = nlohmann::ordered_json;

using json_values::number;
using json_values::point;
using json_values::word;

Json orNull(const std::optional<std::string>& text) {
  return text ? Json(*text) : Json(nullptr);
}

/// An isotherm as a key: "-40", "0", "zone" for a coagulation zone.
std::string isothermKey(const std::optional<double>& isothermC) {
  if (!isothermC)
    return "zone";
  std::string text = std::to_string(*isothermC);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.')
    text.pop_back();
  return text == "-0" ? "0" : text;
}

Json toJson(const Bend& bend) {
  return {{"lengthMm", number(bend.lengthMm)},
          {"angleDeg", number(bend.angleDeg)},
          {"towards", point(bend.towards)}};
}

Json toJson(const CarmAngles& angles) {
  return {{"laoDeg", number(angles.laoDeg)}, {"cranDeg", number(angles.cranDeg)}};
}

Json toJson(const Breach& breach) {
  Json margins = nullptr;
  if (const auto& wall = breach.wallMarginMm)
    margins = {{"medial", number(wall->medial)},
               {"lateral", number(wall->lateral)},
               {"superior", number(wall->superior)},
               {"inferior", number(wall->inferior)}};
  return {{"grade", std::string(1, breach.grade)},
          {"maxExcursionMm", number(breach.maxExcursionMm)},
          {"direction", breach.direction},
          {"wallMarginMm", margins},
          {"basis", "measured"}};
}

Json toJson(const OrderRule& rule) {
  return {{"passes", rule.passes}, {"leadMm", number(rule.leadMm)}, {"basis", "measured"}};
}

Json toJson(const BonePath& path) {
  return {{"corticalPasses", path.corticalPasses},
          {"lengthInBoneMm", number(path.lengthInBoneMm)},
          {"meanHu", number(path.meanHu)},
          {"maximumHu", number(path.maximumHu)},
          {"needsDrill", path.needsDrill},
          {"basis", "measured"}};
}

Json toJson(const Fit& fit) {
  return {{"isthmusWidthMm", number(fit.isthmusWidthMm)},
          {"clearancePerSideMm", number(fit.clearancePerSideMm)},
          {"lengthToSpareMm", number(fit.lengthToSpareMm)},
          {"basis", "measured"}};
}

Json toJson(const TipPlace& tip) {
  return {{"depthFraction", number(tip.depthFraction)},
          {"fromMidlineMm", number(tip.fromMidlineMm)},
          {"boneAheadMm", number(tip.boneAheadMm)},
          {"basis", "measured"}};
}

Json toJson(const ScrewGrade& screw) {
  return {{"lengthMm", number(screw.lengthMm)},
          {"lengthBasis", screw.lengthEntered ? "entered" : "measured"},
          {"inBoneMm", number(screw.inBoneMm)},
          {"headProudMm", number(screw.headProudMm)},
          {"grade", std::string(1, screw.grade)},
          {"maxExcursionMm", number(screw.maxExcursionMm)},
          {"marginMm", number(screw.marginMm)},
          {"direction", screw.direction},
          {"limit", screw.limit},
          {"atMm", point(screw.atMm)},
          {"beyondTipMm", number(screw.beyondTipMm)},
          {"inLesionMm", number(screw.inLesionMm)},
          {"meanHu", number(screw.meanHu)},
          {"cemented", screw.cemented},
          {"basis", "measured"}};
}

Json toJson(const VertebraAngles& angles) {
  return {{"axialDeg", number(angles.axialDeg)},
          {"craniocaudalDeg", number(angles.craniocaudalDeg)}};
}

Json toJson(const PlacementUncertainty::Share& share) {
  return {{"what", share.what}, {"probability", number(share.probability)}};
}

Json toJson(const PlacementUncertainty& placement) {
  Json byDirection = Json::array();
  for (const auto& share : placement.breachByDirection)
    byDirection.push_back(toJson(share));
  Json touches = Json::array();
  for (const auto& share : placement.touches)
    touches.push_back(toJson(share));
  return {{"breachProbability", number(placement.breachProbability)},
          {"breachByDirection", byDirection},
          {"touches", touches},
          {"targetErrorMm",
           {{"median", number(placement.targetErrorMedianMm)},
            {"p95", number(placement.targetErrorP95Mm)}}},
          {"technique", placement.technique},
          {"samples", placement.samples},
          {"basis", "simulated"}};
}

Json toJson(const ProtectedRegion& region);
Json toJson(const AblationResult& ablation);
Json toJson(const AblationBand& band);
Json toJson(const SensorReading& sensor);
Json toJson(const ProbeContribution& probe);
Json toJson(const CoverageChance& chance);
Json toJson(const Finding& finding);

template <typename T>
Json orNull(const std::optional<T>& value) {
  return value ? toJson(*value) : Json(nullptr);
}

Json clearancesJson(const std::vector<Clearance>& clearances) {
  Json list = Json::array();
  for (const Clearance& one : clearances)
    list.push_back({{"structure", one.structure},
                    {"distanceMm", number(one.distanceMm)},
                    {"atMm", point(one.atMm)},
                    {"onPurpose", one.onPurpose}});
  return list;
}

Json toJson(const Needle& needle, const NeedleEvaluation& numbers) {
  return {
      {"id", needle.id},
      {"instrument", needle.instrument},
      {"purpose", toString(needle.purpose)},
      {"through", orNull(needle.through)},
      {"level", word(needle.level)},
      {"side", needle.side ? Json(toString(*needle.side)) : Json(nullptr)},
      {"approach", toString(needle.approach)},
      {"entryMm", point(needle.trajectory.entry)},
      {"targetMm", point(needle.trajectory.target)},
      {"bend", orNull(needle.bend)},
      {"skinMm", point(numbers.skinMm)},
      {"skinToTargetMm", number(numbers.skinToTargetMm)},
      {"skinToBoneMm", number(numbers.skinToBoneMm)},
      {"distanceFromMidlineMm", number(numbers.distanceFromMidlineMm)},
      {"distanceFromSpinousMm", number(numbers.distanceFromSpinousMm)},
      {"axialAngleDeg", number(numbers.axialAngleDeg)},
      {"craniocaudalAngleDeg", number(numbers.craniocaudalAngleDeg)},
      {"vertebraAngles", orNull(numbers.vertebraAngles)},
      {"carm", toJson(numbers.carm)},
      {"carmProne", toJson(numbers.carmProne)},
      {"breach", orNull(numbers.breach)},
      {"orderRule", orNull(numbers.orderRule)},
      {"bone", word(numbers.bone)},
      {"bonePath", orNull(numbers.bonePath)},
      {"fit", orNull(numbers.fit)},
      {"tip", orNull(numbers.tip)},
      {"screw", orNull(numbers.screw)},
      {"clearances", clearancesJson(numbers.clearances)},
      {"placement", orNull(numbers.placement)},
      {"basis", "measured"},
  };
}

Json toJson(const AblationZone& zone) {
  return {{"needle", word(zone.needle)},
          {"isothermC", number(zone.isothermC)},
          {"volumeMl", number(zone.volumeMl)},
          {"lengthMm", number(zone.lengthMm)},
          {"widthMm", number(zone.widthMm)},
          {"medium", word(zone.medium)},
          {"source", word(zone.source)},
          {"basis", toString(zone.basis)}};
}

Json sharesJson(const std::vector<TargetCoverage::AtIsotherm>& shares) {
  Json json = Json::object();
  for (const auto& at : shares)
    json[isothermKey(at.isothermC)] = number(at.fraction);
  return json;
}

Json toJson(const TargetCoverage& target) {
  return {{"structure", target.structure},
          {"coverage", sharesJson(target.coverage)},
          {"boneInterfaceCoverage", sharesJson(target.interface)},
          {"lowerBound", target.lowerBound},
          {"margin",
           {{"isothermC", number(target.marginIsothermC)},
            {"minimumMm", number(target.minimumMarginMm)},
            {"atMm", point(target.marginAtMm)}}}};
}

Json toJson(const StructureExposure& exposure) {
  return {{"structure", exposure.structure},
          {"distanceToZoneMm", number(exposure.distanceToZoneMm)},
          {"minimumC", number(exposure.minimumC)},
          {"maximumC", number(exposure.maximumC)},
          {"secondsBelow10C", number(exposure.secondsBelow10C)},
          {"secondsAbove45C", number(exposure.secondsAbove45C)},
          {"atMm", point(exposure.atMm)}};
}

template <typename T>
Json listOf(const std::vector<T>& values) {
  Json list = Json::array();
  for (const T& value : values)
    list.push_back(toJson(value));
  return list;
}

Json rangeJson(const UncertainRange& range) {
  return {number(range.low), number(range.high)};
}

Json toJson(const AblationBand& band) {
  Json volumes = Json::object(), margins = Json::object(), exposures = Json::object();
  for (const auto& one : band.volumes)
    volumes[isothermKey(one.isothermC)] = rangeJson(one.volumeMl);
  for (const auto& one : band.margins)
    margins[one.structure] = rangeJson(one.minimumMm);
  for (const auto& one : band.exposures)
    exposures[one.structure] = {{"minimumC", rangeJson(one.minimumC)},
                                {"maximumC", rangeJson(one.maximumC)}};
  return {{"volumeMl", volumes},
          {"marginMm", margins},
          {"structures", exposures},
          {"members", band.members},
          {"basis", "simulated"}};
}

Json toJson(const SensorReading& sensor) {
  return {{"needle", sensor.needle},
          {"atMm", point(sensor.atMm)},
          {"minimumC", number(sensor.minimumC)},
          {"maximumC", number(sensor.maximumC)},
          {"timesS", sensor.timesS},
          {"temperatureC", sensor.temperatureC}};
}

Json toJson(const ProbeContribution& probe) {
  Json coverage = Json::object();
  for (const auto& share : probe.coverage)
    coverage[share.structure] = number(share.fraction);
  return {{"needle", probe.needle},
          {"addsVolumeMl", number(probe.volumeMl)},
          {"addsCoverage", coverage}};
}

Json toJson(const CoverageChance& chance) {
  return {{"structure", chance.structure},
          {"goalFraction", number(chance.goalFraction)},
          {"probability", number(chance.probability)},
          {"medianFraction", number(chance.medianFraction)},
          {"fifthPercentile", number(chance.fifthPercentile)},
          {"technique", chance.technique},
          {"samples", chance.samples},
          {"basis", "estimated"}};
}

Json toJson(const ProtectedRegion& region) {
  return {{"structure", region.structure}, {"volumeMl", region.volumeMl}};
}

Json toJson(const AblationResult& ablation) {
  return {{"zones", listOf(ablation.zones)},
          {"targets", listOf(ablation.targets)},
          {"structures", listOf(ablation.structures)},
          {"sensors", listOf(ablation.sensors)},
          {"unprotected", listOf(ablation.unprotected)},
          {"withoutBarrier", listOf(ablation.withoutBarrier)},
          {"probes", listOf(ablation.contributions)},
          {"band", orNull(ablation.band)},
          {"chances", listOf(ablation.chances)},
          {"criterion", ablation.criterion.empty() ? Json(nullptr) : Json(ablation.criterion)},
          {"basis", toString(ablation.basis)}};
}

Json toJson(const Finding& finding) {
  return {{"rule", finding.rule},
          {"severity", toString(finding.severity)},
          {"text", finding.text},
          {"subject", word(finding.subject)},
          {"value", number(finding.value)},
          {"limit", number(finding.limit)},
          {"unit", word(finding.unit)},
          {"atMm", point(finding.atMm)},
          {"why", finding.why},
          {"source", finding.source},
          {"accepted", orNull(finding.accepted)}};
}

}  // namespace

std::string findingsToJson(const std::vector<Finding>& findings) {
  const Json document = {{"schema", "trocar-check/1"}, {"findings", listOf(findings)}};
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string evaluationToJson(const Evaluation& evaluation, const Plan& plan) {
  Json needles = Json::array();
  for (const NeedleEvaluation& numbers : evaluation.needles) {
    if (const Needle* needle = plan.find(numbers.id))
      needles.push_back(toJson(*needle, numbers));
  }
  const Json document = {
      {"schema", "trocar-evaluation/1"},
      {"needles", needles},
      {"protections", listOf(evaluation.protections)},
      {"ablation", orNull(evaluation.ablation)},
      {"cement", evaluation.cement ? cementToJson(*evaluation.cement) : Json(nullptr)},
      {"findings", listOf(evaluation.findings)}};
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace trocar
