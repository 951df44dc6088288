#include "planning/plan/bookmark_json.h"

#include "core/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace trocar {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array kViews = {"3d", "axial", "sagittal", "coronal", "along", "across", "barrel"};

Json pointJson(const Vec3& point) {
  return Json::array({point.x(), point.y(), point.z()});
}

Vec3 pointFrom(const Json& entry) {
  const auto values = entry.get<std::array<double, 3>>();
  return {values[0], values[1], values[2]};
}

template <typename T>
Json valueOrNull(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

template <typename T>
std::optional<T> optionalFrom(const Json& entry) {
  return entry.is_null() ? std::optional<T>() : std::optional<T>(entry.get<T>());
}

Json toJson(const Eye& eye) {
  return {{"positionMm", pointJson(eye.positionMm)},
          {"focusMm", pointJson(eye.focusMm)},
          {"up", pointJson(eye.up)},
          {"viewAngleDeg", eye.viewAngleDeg}};
}

Eye eyeFrom(const Json& entry) {
  Eye eye{pointFrom(entry.at("positionMm")),
          pointFrom(entry.at("focusMm")),
          pointFrom(entry.at("up")),
          entry.at("viewAngleDeg").get<double>()};
  const Vec3 way = eye.positionMm - eye.focusMm;
  if (way.cross(eye.up).norm() < 1e-9 * (1.0 + way.norm()))
    throw Error("the eye of a bookmark looks along its own up, or stands in what it looks at");
  if (eye.viewAngleDeg <= 0.0 || eye.viewAngleDeg >= 180.0)
    throw Error("viewAngleDeg of a bookmark is not between 0 and 180");
  return eye;
}

Json toJson(const std::map<std::string, PartLook>& parts) {
  Json json = Json::object();
  for (const auto& [id, look] : parts)
    json[id] = {{"visible", valueOrNull(look.visible)}, {"opacity", valueOrNull(look.opacity)}};
  return json;
}

std::map<std::string, PartLook> partsFrom(const Json& entry) {
  std::map<std::string, PartLook> parts;
  for (const auto& item : entry.items()) {
    const PartLook look{optionalFrom<bool>(item.value().at("visible")),
                        optionalFrom<double>(item.value().at("opacity"))};
    if (look.opacity && (*look.opacity < 0.0 || *look.opacity > 1.0))
      throw Error("opacity of " + item.key() + " in a bookmark is not between 0 and 1");
    parts[item.key()] = look;
  }
  return parts;
}

}  // namespace

Json toJson(const Bookmark& bookmark) {
  return {{"title", bookmark.title},
          {"note", bookmark.note},
          {"eye", toJson(bookmark.eye)},
          {"crosshairMm", pointJson(bookmark.crosshairMm)},
          {"view", bookmark.view},
          {"alone", bookmark.alone},
          {"needle", bookmark.needle},
          {"windowWidthHu", bookmark.windowWidthHu},
          {"windowLevelHu", bookmark.windowLevelHu},
          {"parts", toJson(bookmark.parts)},
          {"zones", bookmark.zones},
          {"cement", bookmark.cement},
          {"labels", bookmark.labels},
          {"timeS", valueOrNull(bookmark.timeS)},
          {"cementMl", valueOrNull(bookmark.cementMl)}};
}

Bookmark bookmarkFrom(const Json& entry) {
  Bookmark bookmark;
  bookmark.title = entry.at("title").get<std::string>();
  bookmark.note = entry.at("note").get<std::string>();
  bookmark.eye = eyeFrom(entry.at("eye"));
  bookmark.crosshairMm = pointFrom(entry.at("crosshairMm"));
  bookmark.view = entry.at("view").get<std::string>();
  if (std::find(kViews.begin(), kViews.end(), bookmark.view) == kViews.end())
    throw Error("'" + bookmark.view + "' is no view of a bookmark");
  bookmark.alone = entry.at("alone").get<bool>();
  bookmark.needle = entry.at("needle").get<std::string>();
  bookmark.windowWidthHu = entry.at("windowWidthHu").get<double>();
  bookmark.windowLevelHu = entry.at("windowLevelHu").get<double>();
  if (bookmark.windowWidthHu <= 0.0)
    throw Error("windowWidthHu of a bookmark is not above 0");
  bookmark.parts = partsFrom(entry.at("parts"));
  bookmark.zones = entry.at("zones").get<bool>();
  bookmark.cement = entry.at("cement").get<bool>();
  bookmark.labels = entry.at("labels").get<bool>();
  bookmark.timeS = optionalFrom<double>(entry.at("timeS"));
  bookmark.cementMl = optionalFrom<double>(entry.at("cementMl"));
  return bookmark;
}

}  // namespace trocar
