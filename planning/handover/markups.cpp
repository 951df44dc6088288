#include "planning/handover/markups.h"

#include "core/error.h"
#include "planning/needle_path.h"

#include <nlohmann/json.hpp>

#include <utility>
#include <vector>

namespace trocar {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kSchema =
    "https://raw.githubusercontent.com/slicer/slicer/master/Modules/Loadable/Markups/Resources/"
    "Schema/"
    "markups-schema-v1.0.3.json#";

Json controlPoint(const std::string& id, const std::string& label, const Vec3& at) {
  return {{"id", id},
          {"label", label},
          {"position", {at.x(), at.y(), at.z()}},
          {"selected", true},
          {"locked", false},
          {"visibility", true},
          {"positionStatus", "defined"}};
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
  return {{"type", bent ? "Curve" : "Line"},
          {"coordinateSystem", "LPS"},
          {"coordinateUnits", "mm"},
          {"locked", needle.locked},
          {"controlPoints", controlPoints}};
}

Vec3 positionOf(const Json& point, const std::string& system) {
  const auto p = point.at("position").get<std::vector<double>>();
  if (p.size() != 3)
    throw Error("A control point of the markups file has not three coordinates.");
  return system == "RAS" || system == "0" ? Vec3(-p[0], -p[1], p[2]) : Vec3(p[0], p[1], p[2]);
}

Needle needleOf(const Json& markup, const std::string& instrument) {
  const std::string system = markup.value("coordinateSystem", "LPS");
  const std::string units = markup.value("coordinateUnits", "mm");
  const Json& points = markup.at("controlPoints");
  if (units != "mm")
    throw Error("The markups file is in " + units + ": save it in mm.");
  if (points.size() != 2)
    throw Error("A line of the markups file has " + std::to_string(points.size()) +
                " points: it needs an entry and a target.");
  Needle needle;
  needle.instrument = instrument;
  needle.trajectory = {positionOf(points[0], system), positionOf(points[1], system)};
  return needle;
}

}  // namespace

std::string markupsJson(const Plan& plan) {
  Json json{{"@schema", kSchema}, {"markups", Json::array()}};
  for (const Needle& needle : plan.needles)
    json["markups"].push_back(markupOf(needle));
  return json.dump(2) + "\n";
}

std::vector<Needle> needlesFromMarkups(const std::string& text, const std::string& instrument) {
  try {
    std::vector<Needle> needles;
    const Json json = Json::parse(text);
    for (const Json& markup : json.at("markups")) {
      if (markup.at("type") != "Line")
        continue;
      needles.push_back(needleOf(markup, instrument));
      needles.back().id = "N" + std::to_string(needles.size());
    }
    return needles;
  } catch (const nlohmann::json::exception&) {
    throw Error("This is no markups file of 3D Slicer: choose one that ends in .mrk.json.");
  }
}

}  // namespace trocar
