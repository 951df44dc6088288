#include "core/io/case_json.h"

#include "core/error.h"
#include "core/json/json_reader.h"
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

Json toJson(const Eigen::Matrix3d& axes) {
  return {toJson(Vec3(axes.col(0))), toJson(Vec3(axes.col(1))), toJson(Vec3(axes.col(2)))};
}

Eigen::Matrix3d axesFrom(const JsonEntry& entry, const char* key) {
  const std::vector<JsonEntry> columns = entry.list(key);
  if (columns.size() != 3)
    entry.refuse(key, "it must be three directions");
  Eigen::Matrix3d axes;
  for (int a = 0; a < 3; ++a)
    axes.col(a) = columns[static_cast<std::size_t>(a)].asPoint();
  return axes;
}

Json toJson(const Grid& grid) {
  return {{"sizeVoxels", grid.size()},
          {"spacingMm", toJson(grid.spacingMm())},
          {"originMm", toJson(grid.originMm())},
          {"directions", toJson(grid.directions())}};
}

// What cases may hold: more is a damaged file, and would take memory or time without end.
constexpr double kMostVoxels = 4e9;  // 1600 in each direction; a CT of 2048 x 2048 x 900.
constexpr double kFinestMm = 0.05;   // As images are read (core/io/image/placement.h).
constexpr double kCoarsestMm = 20.0;
constexpr double kFarthestMm = 1e4;    // No scanner is larger than ten metres.
constexpr double kLargestMm = 1000.0;  // Half of a person: no structure has a larger radius.

Vec3 placeIn(const JsonEntry& entry) {
  const Vec3 point = entry.asPoint();
  if (const double far = point.cwiseAbs().maxCoeff(); !(far <= kFarthestMm))
    entry.refuse("lies " + plainNumber(far, 6) +
                 " mm from the scanner's origin, and no scanner is larger than 10 m");
  return point;
}

Vec3 placeFrom(const JsonEntry& entry, const char* key) {
  return placeIn(entry.at(key));
}

Grid gridFrom(const JsonEntry& entry) {
  const Vec3 size = entry.point("sizeVoxels");
  if ((size.array() < 1.0).any() || (size.array() > 1.0e6).any() ||
      size != size.array().floor().matrix())
    entry.refuse("sizeVoxels", "it must be three whole numbers above 0");
  const std::array<int, 3> voxels = {
      static_cast<int>(size.x()), static_cast<int>(size.y()), static_cast<int>(size.z())};
  if (size.prod() > kMostVoxels)
    entry.refuse("sizeVoxels", "they are more than a case may have, 4 thousand million");
  const Vec3 originMm = placeFrom(entry, "originMm");
  const Vec3 spacingMm = entry.point("spacingMm");
  if (!(spacingMm.minCoeff() >= kFinestMm && spacingMm.maxCoeff() <= kCoarsestMm))
    entry.refuse("spacingMm", "voxels of patients are 0.05 to 20 mm long");
  const Eigen::Matrix3d axes = axesFrom(entry, "directions");
  return entry.checked([&] { return Grid(voxels, originMm, spacingMm, axes); });
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

LabelRegion labelsFrom(const JsonEntry& entry, std::size_t layers) {
  LabelRegion region{entry.whole("layer", 0, static_cast<int>(layers) - 1), {}};
  for (const JsonEntry& value : entry.list("values"))
    region.values.push_back(static_cast<std::uint16_t>(value.asWhole(0, 65535)));
  if (!std::is_sorted(region.values.begin(), region.values.end()))
    entry.refuse("values", "they must ascend");
  return region;
}

TubeRegion tubeFrom(const JsonEntry& entry) {
  TubeRegion tube{{}, entry.number("radiusMm", {kAboveZero.low, kLargestMm})};
  for (const JsonEntry& at : entry.list("centreLineMm"))
    tube.centreLineMm.push_back(placeIn(at));
  if (tube.centreLineMm.size() < 2)
    entry.refuse("centreLineMm", "a tube needs two points");
  return tube;
}

EllipsoidRegion ellipsoidFrom(const JsonEntry& entry) {
  EllipsoidRegion region{
      placeFrom(entry, "centreMm"), axesFrom(entry, "axes"), entry.point("radiiMm")};
  if (!(region.radiiMm.minCoeff() > 0.0 && region.radiiMm.maxCoeff() <= kLargestMm))
    entry.refuse("radiiMm", "the radii of an ellipsoid are above 0 and at most 1000 mm");
  if (!(region.axes.transpose() * region.axes).isApprox(Eigen::Matrix3d::Identity(), 1e-3))
    entry.refuse("axes", "they must be three directions of length 1 at right angles");
  return region;
}

Region regionFrom(const JsonEntry& entry, std::size_t layers) {
  if (const auto labels = entry.maybeObject("labels"))
    return labelsFrom(*labels, layers);
  if (const auto tube = entry.maybeObject("tube"))
    return tubeFrom(*tube);
  return ellipsoidFrom(entry.object("ellipsoid"));
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
