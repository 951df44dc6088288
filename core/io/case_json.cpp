#include "core/io/case_json.h"

#include "core/error.h"

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

Vec3 pointFrom(const Json& json) {
  const auto numbers = json.get<std::array<double, 3>>();
  return {numbers[0], numbers[1], numbers[2]};
}

Json toJson(const Eigen::Matrix3d& axes) {
  return {toJson(Vec3(axes.col(0))), toJson(Vec3(axes.col(1))), toJson(Vec3(axes.col(2)))};
}

Eigen::Matrix3d axesFrom(const Json& json) {
  Eigen::Matrix3d axes;
  for (int a = 0; a < 3; ++a)
    axes.col(a) = pointFrom(json.at(static_cast<std::size_t>(a)));
  return axes;
}

Json toJson(const Grid& grid) {
  return {{"sizeVoxels", grid.size()},
          {"spacingMm", toJson(grid.spacingMm())},
          {"originMm", toJson(grid.originMm())},
          {"directions", toJson(grid.directions())}};
}

Grid gridFrom(const Json& json) {
  return {json.at("sizeVoxels").get<std::array<int, 3>>(),
          pointFrom(json.at("originMm")),
          pointFrom(json.at("spacingMm")),
          axesFrom(json.at("directions"))};
}

Json toJson(const LabelRegion& labels) {
  return {{"labels", {{"layer", labels.layer}, {"values", labels.values}}}};
}

Json toJson(const TubeRegion& tube) {
  Json line = Json::array();
  for (const Vec3& point : tube.centreLineMm)
    line.push_back(toJson(point));
  return {{"tube", {{"centreLineMm", line}, {"radiusMm", tube.radiusMm}}}};
}

Json toJson(const EllipsoidRegion& ellipsoid) {
  return {{"ellipsoid",
           {{"centreMm", toJson(ellipsoid.centreMm)},
            {"axes", toJson(ellipsoid.axes)},
            {"radiiMm", toJson(ellipsoid.radiiMm)}}}};
}

LabelRegion labelsFrom(const Json& json, std::size_t layers) {
  LabelRegion region{json.at("layer").get<int>(),
                     json.at("values").get<std::vector<std::uint16_t>>()};
  if (region.layer < 0 || static_cast<std::size_t>(region.layer) >= layers ||
      !std::is_sorted(region.values.begin(), region.values.end()))
    throw Error("a structure's labels are not in any of its label maps");
  return region;
}

TubeRegion tubeFrom(const Json& json) {
  TubeRegion tube{{}, json.at("radiusMm").get<double>()};
  for (const Json& point : json.at("centreLineMm"))
    tube.centreLineMm.push_back(pointFrom(point));
  if (tube.centreLineMm.size() < 2 || !(tube.radiusMm > 0.0))
    throw Error("a tube needs two points and a radius");
  return tube;
}

EllipsoidRegion ellipsoidFrom(const Json& json) {
  EllipsoidRegion region{
      pointFrom(json.at("centreMm")), axesFrom(json.at("axes")), pointFrom(json.at("radiiMm"))};
  if (!(region.radiiMm.minCoeff() > 0.0))
    throw Error("an ellipsoid needs positive radii");
  return region;
}

Region regionFrom(const Json& json, std::size_t layers) {
  if (json.contains("labels"))
    return labelsFrom(json.at("labels"), layers);
  if (json.contains("tube"))
    return tubeFrom(json.at("tube"));
  return ellipsoidFrom(json.at("ellipsoid"));
}

template <typename Value>
Value known(const std::optional<Value>& value, const std::string& word) {
  if (!value)
    throw Error("the word \"" + word + "\" is unknown");
  return *value;
}

Structure structureFrom(const Json& json, std::size_t layers) {
  const auto role = json.at("role").get<std::string>();
  const auto basis = json.at("basis").get<std::string>();
  return {json.at("id").get<std::string>(),
          json.at("name").get<std::string>(),
          known(roleFromString(role), role),
          regionFrom(json.at("region"), layers),
          known(basisFromString(basis), basis)};
}

CaseFile caseFrom(const Json& json) {
  CaseFile file;
  Case& patient = file.patient;
  patient.id = json.at("id").get<std::string>();
  patient.title = json.at("title").get<std::string>();
  patient.history = json.at("history").get<std::string>();
  const auto position = json.at("position").get<std::string>();
  patient.position = known(patientPositionFromString(position), position);
  file.ctGrid = gridFrom(json.at("ct"));
  for (const Json& layer : json.at("layers"))
    file.layerGrids.push_back(gridFrom(layer));
  for (const Json& structure : json.at("structures"))
    patient.structures.push_back(structureFrom(structure, file.layerGrids.size()));
  patient.dicom = json.at("dicom").get<std::map<std::string, std::string>>();
  for (const Json& remark : json.at("remarks"))
    patient.remarks.push_back(
        {remark.at("key").get<std::string>(), remark.at("text").get<std::string>()});
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
  for (const LabelMap& layer : patient.layers)
    json["layers"].push_back(toJson(layer.grid()));
  for (const Structure& s : patient.structures) {
    json["structures"].push_back(
        {{"id", s.id},
         {"name", s.name},
         {"role", toString(s.role)},
         {"basis", toString(s.basis)},
         {"region", std::visit([](const auto& r) { return toJson(r); }, s.region)}});
  }
  for (const Remark& remark : patient.remarks)
    json["remarks"].push_back({{"key", remark.key}, {"text", remark.text}});
  return json;
}

CaseFile caseFromJson(const std::string& text, const std::string& name) {
  try {
    const Json json = Json::parse(text);
    if (!json.is_object() || json.value("kind", "") != kKind)
      throw Error("it is not the description of a case");
    if (json.at("format").get<int>() > kFormat)
      throw Error("it was written by a newer Trocar (case format " + json.at("format").dump() +
                  ", this program knows " + std::to_string(kFormat) + "); update Trocar");
    return caseFrom(json);
  } catch (const Json::exception&) {
    throw Error("Cannot read " + name + ": it is damaged; copy the case again.");
  } catch (const Error& error) {
    throw Error("Cannot read " + name + ": " + error.what() + ".");
  }
}

}  // namespace trocar
