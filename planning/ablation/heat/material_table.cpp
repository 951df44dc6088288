#include "core/error.h"
#include "core/json/json_reader.h"
#include "planning/ablation/heat/thermal_material.h"

#include <algorithm>

namespace trocar::ablation {
namespace {

constexpr int kFormat = 1;

ThermalMaterial materialFrom(const JsonEntry& entry) {
  ThermalMaterial m;
  m.id = entry.text("id");
  m.name = entry.text("name");
  m.conductivityW = entry.number("conductivityWPerMK");
  m.frozenConductivityW = entry.number("frozenConductivityWPerMK");
  m.heatCapacityJ = entry.number("heatCapacityJPerM3K");
  m.frozenHeatCapacityJ = entry.number("frozenHeatCapacityJPerM3K");
  m.latentHeatJ = entry.number("latentHeatJPerM3");
  m.liquidusC = entry.number("liquidusC");
  m.solidusC = entry.number("solidusC");
  m.perfusionW = entry.number("perfusionWPerM3K");
  m.electricalS = entry.number("electricalSPerM");
  m.iceVaries = m.latentHeatJ > 0.0;
  m.source = entry.text("source");
  entry.remarks({"confidence"});
  return m;
}

std::vector<ThermalMaterial> materialsFrom(const JsonEntry& file) {
  file.format(kFormat);
  std::vector<ThermalMaterial> table;
  for (const JsonEntry& entry : file.list("materials"))
    table.push_back(materialFrom(entry));
  return table;
}

}  // namespace

const std::vector<ThermalMaterial>& materialTable() {
  static const std::vector<ThermalMaterial> table =
      readJsonAsset("materials/tissues.json", materialsFrom);
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

}  // namespace trocar::ablation
