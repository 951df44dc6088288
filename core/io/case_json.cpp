#include "core/io/case_json.h"

#include "core/error.h"
#include "core/json/json_reader.h"
#include "core/json/region_json.h"
#include "core/number_text.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace trocar {
namespace {

using Json = nlohmann::json;

constexpr const char* kKind = "trocar-case";
constexpr int kFormat = 1;

Json toJson(const Vec3& point) {
  return {point[0], point[1], point[2]};
}

Json toJson(const Grid& grid) {
  return {{"sizeVoxels", grid.size()},
          {"spacingMm", toJson(grid.spacingMm())},
          {"originMm", toJson(grid.originMm())},
          {"directions", region_json::axes(grid.directions())}};
}

// What cases may hold: more is a damaged file, and would take memory or time without end.
constexpr double kMostVoxels = 4e9;  // 1600 in each direction; a CT of 2048 x 2048 x 900.
constexpr double kFinestMm = 0.05;   // As images are read (core/io/image/placement.h).
constexpr double kCoarsestMm = 20.0;

Grid gridFrom(const JsonEntry& entry) {
  const Vec3 size = entry.point("sizeVoxels");
  if ((size.array() < 1.0).any() || (size.array() > 1.0e6).any() ||
      size != size.array().floor().matrix())
    entry.refuse("sizeVoxels", "it must be three whole numbers above 0");
  const std::array<int, 3> voxels = {
      static_cast<int>(size.x()), static_cast<int>(size.y()), static_cast<int>(size.z())};
  if (size.prod() > kMostVoxels)
    entry.refuse("sizeVoxels", "they are more than a case may have, 4 thousand million");
  const Vec3 originMm = region_json::placeFrom(entry.at("originMm"));
  const Vec3 spacingMm = entry.point("spacingMm");
  if (!(spacingMm.minCoeff() >= kFinestMm && spacingMm.maxCoeff() <= kCoarsestMm))
    entry.refuse("spacingMm", "voxels of patients are 0.05 to 20 mm long");
  const Eigen::Matrix3d axes = region_json::axesFrom(entry, "directions");
  return entry.checked([&] { return Grid(voxels, originMm, spacingMm, axes); });
}

Json toJson(const LabelRegion& labels) {
  return {{"labels", {{"layer", labels.layer}, {"values", labels.values}}}};
}

Json toJson(const TubeRegion& tube) {
  return {{"tube", region_json::tube(tube)}};
}

Json toJson(const EllipsoidRegion& ellipsoid) {
  return {{"ellipsoid", region_json::ellipsoid(ellipsoid)}};
}

LabelRegion labelsFrom(const JsonEntry& entry, std::size_t layers) {
  LabelRegion region{entry.whole("layer", 0, static_cast<int>(layers) - 1), {}};
  for (const JsonEntry& value : entry.list("values"))
    region.values.push_back(static_cast<std::uint16_t>(value.asWhole(0, 65535)));
  if (!std::is_sorted(region.values.begin(), region.values.end()))
    entry.refuse("values", "they must ascend");
  return region;
}

Region regionFrom(const JsonEntry& entry, std::size_t layers) {
  if (const auto labels = entry.maybeObject("labels"))
    return labelsFrom(*labels, layers);
  if (const auto tube = entry.maybeObject("tube"))
    return region_json::tubeFrom(*tube);
  return region_json::ellipsoidFrom(entry.object("ellipsoid"));
}

Structure structureFrom(const JsonEntry& entry, std::size_t layers) {
  return {entry.at("id").asText(),
          entry.at("name").asText(),
          entry.word("role", roleFromString),
          regionFrom(entry.object("region"), layers),
          entry.word("basis", basisFromString),
          entry.maybeNumber("nameCertainty", {0.0, 1.0})};
}

std::vector<SliceRange> slicesFrom(const JsonEntry& entry, int slices) {
  std::vector<SliceRange> ranges;
  for (const JsonEntry& range : entry.listOrNone("madeUpSlices")) {
    const int first = range.whole("first", 0, slices - 1);
    ranges.push_back({first, range.whole("last", first, slices - 1)});
  }
  return ranges;
}

CaseFile caseFrom(const JsonEntry& entry) {
  if (entry.textOr("kind", "") != kKind)
    entry.refuse("is not the description of a case");
  entry.format(kFormat);
  CaseFile file;
  Case& patient = file.patient;
  patient.id = entry.at("id").asText();
  patient.title = entry.at("title").asText();
  patient.history = entry.at("history").asText();
  patient.position = entry.word("position", patientPositionFromString);
  file.ctGrid = gridFrom(entry.object("ct"));
  patient.madeUp = slicesFrom(entry, file.ctGrid.size()[2]);
  for (const JsonEntry& layer : entry.list("layers"))
    file.layerGrids.push_back(gridFrom(layer));
  for (const JsonEntry& structure : entry.list("structures"))
    patient.structures.push_back(structureFrom(structure, file.layerGrids.size()));
  for (const auto& [key, value] : entry.object("dicom").members())
    patient.dicom[key] = value.asText();
  for (const JsonEntry& remark : entry.list("remarks"))
    patient.remarks.push_back({remark.at("key").asText(), remark.at("text").asText()});
  return file;
}

}  // namespace

std::string layerFileName(std::size_t layer) {
  return "labels_" + std::to_string(layer) + ".nrrd";
}

Json toJson(const Case& patient) {
  Json json = {{"kind", kKind},
               {"format", kFormat},
               {"id", patient.id},
               {"title", patient.title},
               {"history", patient.history},
               {"position", toString(patient.position)},
               {"ct", toJson(patient.ct.grid())},
               {"dicom", patient.dicom}};
  for (const char* list : {"layers", "structures", "remarks"})
    json[list] = Json::array();
  for (const SliceRange& range : patient.madeUp)
    json["madeUpSlices"].push_back({{"first", range.first}, {"last", range.last}});
  for (const LabelMap& layer : patient.layers)
    json["layers"].push_back(toJson(layer.grid()));
  for (const Structure& s : patient.structures) {
    json["structures"].push_back(
        {{"id", s.id},
         {"name", s.name},
         {"role", toString(s.role)},
         {"basis", toString(s.basis)},
         {"region", std::visit([](const auto& r) { return toJson(r); }, s.region)}});
    if (s.nameCertainty)
      json["structures"].back()["nameCertainty"] = *s.nameCertainty;
  }
  for (const Remark& remark : patient.remarks)
    json["remarks"].push_back({{"key", remark.key}, {"text", remark.text}});
  return json;
}

CaseFile caseFromJson(const std::string& text, const std::string& name) {
  return readJson(text, name, caseFrom);
}

}  // namespace trocar
