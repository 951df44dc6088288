#include "core/assets.h"
#include "core/error.h"
#include "core/io.h"
#include "planning/ablation/thermal_material.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace trocar {
namespace {

using Json = nlohmann::json;

constexpr int kFormat = 1;

ThermalMaterial materialFrom(const Json& entry) {
  const auto number = [&](const char* key) { return entry.at(key).get<double>(); };
  ThermalMaterial m;
  m.id = entry.at("id").get<std::string>();
  m.name = entry.at("name").get<std::string>();
  m.conductivityW = number("conductivityWPerMK");
  m.frozenConductivityW = number("frozenConductivityWPerMK");
  m.heatCapacityJ = number("heatCapacityJPerM3K");
  m.frozenHeatCapacityJ = number("frozenHeatCapacityJPerM3K");
  m.latentHeatJ = number("latentHeatJPerM3");
  m.liquidusC = number("liquidusC");
  m.solidusC = number("solidusC");
  m.perfusionW = number("perfusionWPerM3K");
  m.electricalS = number("electricalSPerM");
  m.iceVaries = m.latentHeatJ > 0.0;
  m.source = entry.at("source").get<std::string>();
  return m;
}

std::vector<ThermalMaterial> readTable() {
  const std::filesystem::path file = assetPath("materials/tissues.json");
  try {
    const Json json = Json::parse(readFile(file));
    if (json.at("format").get<int>() != kFormat)
      throw Error("its format is not 1");
    std::vector<ThermalMaterial> table;
    for (const Json& entry : json.at("materials"))
      table.push_back(materialFrom(entry));
    return table;
  } catch (const std::exception& error) {
    throw Error(file.string() + " is not a table of materials: " + error.what() + ".");
  }
}

}  // namespace

const std::vector<ThermalMaterial>& materialTable() {
  static const std::vector<ThermalMaterial> table = readTable();
  return table;
}

const ThermalMaterial& findMaterial(const std::string& id) {
  const std::vector<ThermalMaterial>& table = materialTable();
  const auto found = std::find_if(
      table.begin(), table.end(), [&](const ThermalMaterial& m) { return m.id == id; });
  if (found != table.end())
    return *found;
  std::string ids;
  for (const ThermalMaterial& material : table)
    ids += (ids.empty() ? "" : ", ") + material.id;
  throw Error("\"" + id + "\" is not a material; there are " + ids + ".");
}

}  // namespace trocar
