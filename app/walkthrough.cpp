#include "app/walkthrough.h"

#include "app/bookmarks.h"
#include "core/assets.h"
#include "core/gzip.h"
#include "core/io.h"
#include "core/json/json_values.h"
#include "planning/ablation/zones/case_simulation.h"
#include "planning/handover/zone_field.h"
#include "planning/report/report_html.h"
#include "planning/review/finding_groups.h"
#include "planning/words/html.h"
#include "render/body/model.h"
#include "render/role_style.h"
#include "render/slice/isotherm.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace trocar::app {
namespace {

using Json = nlohmann::ordered_json;

/// Arrays one after the other; the page is told where each lies.
class Arrays {
 public:
  template <typename T>
  Json add(const char* type, const T* values, std::size_t count) {
    bytes_.resize((bytes_.size() + 3) / 4 * 4, '\0');
    const std::size_t at = bytes_.size();
    bytes_.append(reinterpret_cast<const char*>(values), count * sizeof(T));
    return {{"type", type}, {"at", at}, {"count", count}};
  }
  std::string text() const { return words::base64(gzipped(bytes_)); }

 private:
  std::string bytes_;
};

Json meshJson(const render::Mesh& mesh, Arrays& arrays) {
  return {
      {"points", arrays.add("f4", mesh.pointsMm.data()->data(), 3 * mesh.pointsMm.size())},
      {"triangles", arrays.add("u4", mesh.triangles.data()->data(), 3 * mesh.triangles.size())}};
}

Json partJson(const render::ModelPart& part, const Structure* structure, Arrays& arrays) {
  Json json = meshJson(*part.mesh, arrays);
  json["id"] = part.id;
  json["name"] = part.name;
  json["group"] = part.group;
  json["color"] = render::toHex(part.color);
  json["opacity"] = part.opacity;
  json["visible"] = part.visible;
  json["bone"] = structure != nullptr && isBone(structure->role);
  json["outlined"] = structure != nullptr && !part.visible && isCritical(structure->role) &&
                     render::styleOf(structure->role).outlined;
  return json;
}

Json partsJson(const render::SceneState& state, Arrays& arrays, const Progress& progress) {
  constexpr double kTriangles = 350'000.0;
  std::vector<render::ModelPart> parts = modelOf(state);
  std::erase_if(parts, [&](const render::ModelPart& part) {
    const Structure* structure = state.patient->find(part.id);
    return part.group == "structure" && structure != nullptr &&
           (structure->role == Role::Muscle || structure->role == Role::Other);
  });
  Json json = Json::array();
  for (const render::ModelPart& part : render::thinned(std::move(parts), kTriangles, progress))
    json.push_back(partJson(part, state.patient->find(part.id), arrays));
  return json;
}

/// The zones at some moments of a simulated treatment.
void addFilm(const ablation::AblationResult& ablation, Json& parts, Arrays& arrays) {
  constexpr std::size_t kMoments = 10;
  const ablation::TemperatureHistory& history = ablation.simulation->history;
  const std::vector<double>& times = history.timesS();
  for (std::size_t m = 1; m <= kMoments && !times.empty(); ++m) {
    const double timeS = times[(times.size() - 1) * m / kMoments];
    const Image<float> field = history.at(timeS);
    for (const ablation::AblationZone& zone : ablation.zones) {
      const auto from = handover::fieldOf(ablation, zone);
      if (!from || !zone.isothermC)
        continue;
      const render::Mesh mesh =
          render::isosurfaceOf(field, static_cast<float>(from->value), from->below);
      if (mesh.empty())
        continue;
      Json json =
          meshJson(mesh.triangles.size() > 4000 ? render::decimated(mesh, 0.3) : mesh, arrays);
      json["id"] = handover::zoneId(zone) + "@" + std::to_string(parts.size());
      json["name"] = handover::zoneName(zone);
      json["group"] = "zone";
      json["color"] = render::toHex(render::isothermColor(zone.isothermC));
      json["opacity"] = 0.35;
      json["visible"] = false;
      json["timeS"] = timeS;
      parts.push_back(json);
    }
  }
}

/// The voxels worth showing: 60 mm around the needles and the lesions.
struct Crop {
  std::array<int, 3> low{};
  std::array<int, 3> size{};
  std::array<int, 3> step{1, 1, 1};
};

Crop cropOf(const render::SceneState& state) {
  constexpr double kAroundMm = 60.0, kFinestMm = 0.7;
  const Grid& grid = state.patient->ct.grid();
  std::vector<Vec3> points = {state.crosshairMm};
  for (const Needle& needle : state.plan.needles)
    points.push_back(needle.trajectory.target);
  for (const Bookmark& bookmark : bookmarksOf(state)) {
    if (grid.contains(bookmark.crosshairMm))
      points.push_back(bookmark.crosshairMm);
  }
  Crop crop;
  for (std::size_t a = 0; a < 3; ++a) {
    const auto axis = static_cast<Eigen::Index>(a);
    double low = grid.size()[a] - 1.0, high = 0.0;
    for (const Vec3& p : points) {
      low = std::min(low, grid.patientToVoxel(p)[axis]);
      high = std::max(high, grid.patientToVoxel(p)[axis]);
    }
    const double spacing = grid.spacingMm()[axis];
    const int last = grid.size()[a] - 1;
    const double reach = kAroundMm / spacing;
    crop.low[a] = std::clamp(static_cast<int>(std::floor(low - reach)), 0, last);
    const int end = std::clamp(static_cast<int>(std::ceil(high + reach)), crop.low[a], last);
    crop.step[a] = std::max(1, static_cast<int>(std::lround(kFinestMm / spacing)));
    crop.size[a] = (end - crop.low[a]) / crop.step[a] + 1;
  }
  return crop;
}

Json volumeJson(const render::SceneState& state, Arrays& arrays) {
  const Volume& ct = state.patient->ct;
  const Grid& grid = ct.grid();
  const Crop crop = cropOf(state);
  std::vector<std::int16_t> voxels;
  for (int k = 0; k < crop.size[2]; ++k) {
    for (int j = 0; j < crop.size[1]; ++j) {
      for (int i = 0; i < crop.size[0]; ++i)
        voxels.push_back(ct.at({crop.low[0] + i * crop.step[0],
                                crop.low[1] + j * crop.step[1],
                                crop.low[2] + k * crop.step[2]}));
    }
  }
  const Vec3 step(crop.step[0], crop.step[1], crop.step[2]);
  const Eigen::Matrix3d& d = grid.directions();
  return {
      {"size", crop.size},
      {"origin",
       json_values::point(grid.voxelToPatient(VoxelIndex{crop.low[0], crop.low[1], crop.low[2]}))},
      {"spacing", json_values::point(Vec3(grid.spacingMm().cwiseProduct(step)))},
      {"directions",
       {json_values::point(Vec3(d.col(0))),
        json_values::point(Vec3(d.col(1))),
        json_values::point(Vec3(d.col(2)))}},
      {"voxels", arrays.add("i2", voxels.data(), voxels.size())}};
}

Json looksJson(const std::map<std::string, PartLook>& parts) {
  Json json = Json::object();
  for (const auto& [id, look] : parts)
    json[id] = {{"visible", look.visible ? Json(*look.visible) : Json()},
                {"opacity", look.opacity ? Json(*look.opacity) : Json()}};
  return json;
}

Json stopsJson(const render::SceneState& state) {
  Json json = Json::array();
  for (const Bookmark& bookmark : bookmarksOf(state)) {
    const Eye& eye = bookmark.eye;
    const std::string missing = sentenceOnMissing(bookmark, state.plan, *state.patient);
    json.push_back({{"title", bookmark.title},
                    {"note", bookmark.note},
                    {"missing", missing},
                    {"at", json_values::point(bookmark.crosshairMm)},
                    {"focus", json_values::point(eye.focusMm)},
                    {"from", json_values::point(Vec3(eye.positionMm - eye.focusMm))},
                    {"distanceMm", (eye.positionMm - eye.focusMm).norm()},
                    {"viewAngleDeg", eye.viewAngleDeg},
                    {"window", {bookmark.windowWidthHu, bookmark.windowLevelHu}},
                    {"parts", looksJson(bookmark.parts)},
                    {"zones", bookmark.zones},
                    {"cement", bookmark.cement},
                    {"timeS", bookmark.timeS ? Json(*bookmark.timeS) : Json()}});
  }
  return json;
}

Json findingsJson(const Evaluation& evaluation, const Case& patient) {
  Json json = Json::array();
  for (const review::FindingGroup& group : review::groupedFindings(evaluation.findings, &patient)) {
    const Finding& worst = group.findings.front();
    json.push_back({{"severity", toString(group.severity())},
                    {"text", group.text},
                    {"accepted", worst.accepted ? Json(*worst.accepted) : Json()},
                    {"at", worst.atMm ? json_values::point(*worst.atMm) : Json()}});
  }
  return json;
}

/// JSON that may stand in a script element.
std::string embedded(const Json& json) {
  std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  for (std::size_t at = 0; (at = text.find('<', at)) != std::string::npos; at += 6)
    text.replace(at, 1, "\\u003c");
  return text;
}

std::string filled(const std::string& page,
                   const std::vector<std::pair<std::string, std::string>>& places) {
  std::string out;
  std::size_t from = 0;
  for (const auto& [mark, text] : places) {
    const std::size_t at = page.find(mark, from);
    out += page.substr(from, at - from) + text;
    from = at + mark.size();
  }
  return out + page.substr(from);
}

std::string asset(const std::string& name) {
  return readFile(assetPath("walkthrough/" + name));
}

}  // namespace

std::string walkthroughHtml(const render::SceneState& state,
                            const std::string& drawing,
                            const Progress& progress) {
  Arrays arrays;
  const Case& patient = *state.patient;
  Json parts = partsJson(state, arrays, progress);
  if (state.evaluation->ablation && state.evaluation->ablation->simulation)
    addFilm(*state.evaluation->ablation, parts, arrays);
  const Json plan = {{"title", patient.title.empty() ? patient.id : patient.title},
                     {"window", {state.window.widthHu, state.window.levelHu}},
                     {"volume", volumeJson(state, arrays)},
                     {"parts", parts},
                     {"stops", stopsJson(state)},
                     {"findings", findingsJson(*state.evaluation, patient)}};
  const report::Report report = report::makeReport(patient, state.plan, *state.evaluation, {});
  return filled(
      asset("page.html"),
      {{"@STYLE@", asset("style.css")},
       {"@NUMBERS@", report::reportBodyHtml(report)},
       {"@PLAN@", embedded(plan)},
       {"@ARRAYS@", arrays.text()},
       {"@THREE@", drawing},
       {"@VIEWER@", asset("data.js") + asset("scene.js") + asset("slices.js") + asset("page.js")}});
}

}  // namespace trocar::app
