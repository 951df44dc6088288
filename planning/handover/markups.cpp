#include "planning/handover/markups.h"

#include "core/json/json_values.h"
#include "planning/handover/markup_words.h"
#include "planning/plan/needle_path.h"
#include "planning/plan/plan_file.h"

#include <nlohmann/json.hpp>

#include <utility>
#include <vector>

namespace trocar::handover {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kSchema =
    "https://raw.githubusercontent.com/slicer/slicer/master/Modules/Loadable/Markups/Resources/"
    "Schema/"
    "markups-schema-v1.0.3.json#";

Json controlPoint(const std::string& id, const std::string& label, const Vec3& at) {
  return {{"id", id},
          {"label", label},
          {"position", json_values::point(at)},
          {"selected", true},
          {"locked", false},
          {"visibility", true},
          {"positionStatus", "defined"}};
}

/// "N1 L3 left": told apart in the list of markups.
std::string nameFor(const Needle& needle) {
  return needle.id + (needle.level.empty() ? "" : " " + needle.level) +
         (needle.side ? " " + std::string(toString(*needle.side)) : "");
}

/// As a plan's file has it.
Json needleJson(const Needle& needle) {
  Plan plan;
  plan.needles = {needle};
  return Json::parse(planToJson(plan)).at("needles").at(0);
}

/// A line from entry to target; of a bent needle a curve with four points on its arc.
Json markupOf(const Needle& needle) {
  constexpr int kArcPoints = 4;
  const NeedlePath path(needle);
  const bool bent = !path.arc().empty();
  std::vector<std::pair<std::string, Vec3>> points{{"entry", path.entryMm()}};
  for (int n = 0; bent && n < kArcPoints; ++n)
    points.emplace_back(
        n == 0 ? "curve begins" : "curve",
        path.pointAtDepth(path.lengthMm() - path.arcLengthMm() * (kArcPoints - n) / kArcPoints));
  points.emplace_back("target", path.tipMm());
  Json controlPoints = Json::array();
  for (const auto& [name, at] : points)
    controlPoints.push_back(
        controlPoint(std::to_string(controlPoints.size() + 1), needle.id + " " + name, at));
  controlPoints.front()["description"] = kMark + needleJson(needle).dump();
  return {{"type", bent ? "Curve" : "Line"},
          {"name", nameFor(needle)},
          {"coordinateSystem", "LPS"},
          {"coordinateUnits", "mm"},
          {"locked", needle.locked},
          {"controlPoints", controlPoints}};
}

}  // namespace

std::string markupsJson(const Plan& plan) {
  Json json{{"@schema", kSchema}, {"markups", Json::array()}};
  for (const Needle& needle : plan.needles)
    json["markups"].push_back(markupOf(needle));
  return json.dump(2) + "\n";
}

}  // namespace trocar::handover
