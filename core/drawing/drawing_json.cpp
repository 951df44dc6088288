#include "core/drawing/drawing_json.h"

#include "core/json/region_json.h"

#include <nlohmann/json.hpp>

namespace trocar::drawing {
namespace {

using Json = nlohmann::ordered_json;

DrawnRegion regionFrom(const JsonEntry& entry) {
  if (entry.has("voxels"))
    return entry.at("voxels").checked([&] { return voxelRunsFromText(entry.text("voxels")); });
  if (const auto tube = entry.maybeObject("tube"))
    return region_json::tubeFrom(*tube);
  if (const auto ellipsoid = entry.maybeObject("ellipsoid"))
    return region_json::ellipsoidFrom(*ellipsoid);
  if (entry.truthOr("takenAway", false))
    return TakenAway();
  return AsItCame();
}

}  // namespace

Json toJson(const DrawnStructure& structure) {
  Json json{{"name", structure.name}, {"role", toString(structure.role)}};
  if (const auto* voxels = std::get_if<VoxelRuns>(&structure.region))
    json["voxels"] = toText(*voxels);
  if (const auto* tube = std::get_if<TubeRegion>(&structure.region))
    json["tube"] = region_json::tube(*tube);
  if (const auto* ellipsoid = std::get_if<EllipsoidRegion>(&structure.region))
    json["ellipsoid"] = region_json::ellipsoid(*ellipsoid);
  if (std::holds_alternative<TakenAway>(structure.region))
    json["takenAway"] = true;
  return json;
}

DrawnStructure drawnStructureFrom(const JsonEntry& entry) {
  return {entry.text("name"), entry.word("role", roleFromString), regionFrom(entry)};
}

}  // namespace trocar::drawing
