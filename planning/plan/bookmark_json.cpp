#include "planning/plan/bookmark_json.h"

#include "core/json/json_reader.h"
#include "core/json/json_values.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace trocar {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array kViews = {"3d", "axial", "sagittal", "coronal", "along", "across", "barrel"};

Json toJson(const Eye& eye) {
  return {{"positionMm", json_values::point(eye.positionMm)},
          {"focusMm", json_values::point(eye.focusMm)},
          {"up", json_values::point(eye.up)},
          {"viewAngleDeg", eye.viewAngleDeg}};
}

Eye eyeFrom(const JsonEntry& entry) {
  Eye eye{entry.point("positionMm"),
          entry.point("focusMm"),
          entry.point("up"),
          entry.number("viewAngleDeg")};
  const Vec3 way = eye.positionMm - eye.focusMm;
  if (way.cross(eye.up).norm() < 1e-9 * (1.0 + way.norm()))
    entry.refuse("looks along its own up, or stands in what it looks at");
  if (eye.viewAngleDeg <= 0.0 || eye.viewAngleDeg >= 180.0)
    entry.refuse("viewAngleDeg", "it must be between 0 and 180");
  return eye;
}

Json toJson(const std::map<std::string, PartLook>& parts) {
  Json json = Json::object();
  for (const auto& [id, look] : parts)
    json[id] = {{"visible", look.visible ? Json(*look.visible) : Json()},
                {"opacity", json_values::number(look.opacity)}};
  return json;
}

std::map<std::string, PartLook> partsFrom(const JsonEntry& entry) {
  std::map<std::string, PartLook> parts;
  for (const auto& [id, look] : entry.members())
    parts[id] = {look.has("visible") ? std::optional(look.truth("visible")) : std::nullopt,
                 look.maybeNumber("opacity", {0.0, 1.0})};
  return parts;
}

std::string viewIn(const JsonEntry& entry) {
  std::string view = entry.text("view");
  if (std::find(kViews.begin(), kViews.end(), view) == kViews.end())
    entry.refuse("view", "it is no view of a bookmark");
  return view;
}

}  // namespace

Json toJson(const Bookmark& bookmark) {
  return {{"title", bookmark.title},
          {"note", bookmark.note},
          {"eye", toJson(bookmark.eye)},
          {"crosshairMm", json_values::point(bookmark.crosshairMm)},
          {"view", bookmark.view},
          {"alone", bookmark.alone},
          {"needle", bookmark.needle},
          {"windowWidthHu", bookmark.windowWidthHu},
          {"windowLevelHu", bookmark.windowLevelHu},
          {"parts", toJson(bookmark.parts)},
          {"zones", bookmark.zones},
          {"cement", bookmark.cement},
          {"labels", bookmark.labels},
          {"timeS", json_values::number(bookmark.timeS)},
          {"cementMl", json_values::number(bookmark.cementMl)}};
}

Bookmark bookmarkFrom(const JsonEntry& entry) {
  Bookmark bookmark;
  bookmark.title = entry.at("title").asText();
  bookmark.note = entry.at("note").asText();
  bookmark.eye = eyeFrom(entry.object("eye"));
  bookmark.crosshairMm = entry.point("crosshairMm");
  bookmark.view = viewIn(entry);
  bookmark.alone = entry.truth("alone");
  bookmark.needle = entry.at("needle").asText();
  bookmark.windowWidthHu = entry.number("windowWidthHu", kAboveZero);
  bookmark.windowLevelHu = entry.number("windowLevelHu");
  bookmark.parts = partsFrom(entry.object("parts"));
  bookmark.zones = entry.truth("zones");
  bookmark.cement = entry.truth("cement");
  bookmark.labels = entry.truth("labels");
  bookmark.timeS = entry.maybeNumber("timeS");
  bookmark.cementMl = entry.maybeNumber("cementMl");
  return bookmark;
}

}  // namespace trocar
