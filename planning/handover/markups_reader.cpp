// Needles out of markup files: markups.h's needlesFromMarkups and withMarkedNeedles.
#include "core/error.h"
#include "core/json/json_reader.h"
#include "planning/handover/markup_words.h"
#include "planning/handover/markups.h"
#include "planning/plan/instrument.h"
#include "planning/plan/plan_file.h"
#include "planning/plan/usual_purpose.h"

#include <nlohmann/json.hpp>

#include <string_view>
#include <utility>

namespace trocar::handover {
namespace {

using Json = nlohmann::ordered_json;

/// A needle from the words that a point's description carries.
std::optional<Needle> needleIn(const std::string& description, const std::string& where) {
  const std::size_t at = description.find(kMark);
  if (at == std::string::npos)
    return std::nullopt;
  const std::string text = description.substr(at + std::string_view(kMark).size());
  const Json needle = Json::parse(text, nullptr, false);
  if (!needle.is_object())
    return std::nullopt;
  Json plan = Json::parse(planToJson({}));
  plan["needles"] = Json::array({needle});
  return planFromJson(plan.dump(), where).needles.front();
}

/// Slicer writes "LPS" or "RAS", and older versions a number, of which 1 is RAS.
bool isRas(const JsonEntry& markup) {
  if (!markup.has("coordinateSystem"))
    return false;
  const JsonEntry system = markup.at("coordinateSystem");
  if (!system.isText())
    return system.asWhole(0, 1) == 1;
  if (system.asText() != "LPS" && system.asText() != "RAS")
    markup.refuse("coordinateSystem", "it must be LPS or RAS");
  return system.asText() == "RAS";
}

/// Points whose place is defined, in LPS.
std::vector<Vec3> placesOf(const std::vector<JsonEntry>& points, bool ras) {
  std::vector<Vec3> places;
  for (const JsonEntry& point : points) {
    const std::string status = point.textOr("positionStatus", "defined");
    if (status != "defined" && status != "preview")
      continue;
    const Vec3 at = point.point("position");
    places.push_back(ras ? Vec3(-at.x(), -at.y(), at.z()) : at);
  }
  return places;
}

MarkedNeedle markedNeedleOf(const JsonEntry& markup, const std::string& where) {
  const std::vector<JsonEntry> points = markup.list("controlPoints");
  MarkedNeedle marked{{}, false, markup.textOr("name", "")};
  for (const JsonEntry& point : points) {
    point.leaveOthers();
    if (auto needle = needleIn(point.textOr("description", ""), where); needle && !marked.complete)
      marked = {*std::move(needle), true, marked.name};
  }
  const std::vector<Vec3> places = placesOf(points, isRas(markup));
  if (places.size() < 2 || (places.back() - places.front()).norm() < 1.0)
    markup.refuse("has no two points apart from each other: a needle needs entry and target");
  marked.needle.trajectory = {places.front(), places.back()};
  if (marked.name.empty())
    marked.name = marked.complete ? marked.needle.id : points.front().textOr("label", "a line");
  return marked;
}

void addPoints(const JsonEntry& list, std::vector<MarkedPoint>& points) {
  const std::string name = list.textOr("name", "");
  const bool ras = isRas(list);
  for (const JsonEntry& point : list.list("controlPoints")) {
    point.leaveOthers();
    const std::string label = point.textOr("label", name);
    for (const Vec3& place : placesOf({point}, ras))
      points.push_back({label.empty() ? name : label, place});
  }
}

void addMarkup(const JsonEntry& markup, const std::string& where, Markups& markups) {
  markup.leaveOthers();
  const std::string type = markup.textOr("type", "");
  const bool line = type == "Line" || type == "Curve";
  if (!line && type != "Fiducial")
    return markup.skip();
  if (markup.textOr("coordinateUnits", "mm") != "mm")
    markup.refuse("coordinateUnits", "only mm can be read");
  if (line)
    markups.needles.push_back(markedNeedleOf(markup, where));
  else
    addPoints(markup, markups.points);
}

Needle foreignNeedle(const MarkedNeedle& marked, const Plan& plan, const std::string& instrument) {
  if (instrument.empty())
    throw Error("The line \"" + marked.name +
                "\" does not say which instrument it is: choose one for it.");
  Needle needle = marked.needle;
  needle.id = nextNeedleId(plan);
  needle.instrument = findInstrument(instrument).id;
  needle.purpose = usualPurpose(findInstrument(instrument).kind);
  return needle;
}

}  // namespace

Markups markupsFrom(const std::string& text, const std::string& where) {
  return readJson(text, where, [&](const JsonEntry& file) {
    file.leaveOthers();
    Markups markups;
    for (const JsonEntry& markup : file.list("markups"))
      addMarkup(markup, where, markups);
    if (markups.needles.empty() && markups.points.empty())
      file.refuse("markups", "none of them is a line or a list of points");
    return markups;
  });
}

std::string levelAt(const Case& patient, const Vec3& pointMm) {
  for (const Structure* vertebra : patient.withRole(Role::Vertebra)) {
    if (contains(patient, *vertebra, pointMm))
      return levelOf(*vertebra);
  }
  return {};
}

Markups placedOn(const Case& patient, Markups markups) {
  for (MarkedNeedle& one : markups.needles) {
    if (!one.complete)
      one.needle.level = levelAt(patient, one.needle.trajectory.target);
  }
  for (const MarkedPoint& point : markups.points) {
    if (!patient.ct.grid().contains(point.pointMm))
      throw Error("The point \"" + point.label + "\" lies outside the CT.");
  }
  return markups;
}

std::vector<MarkedNeedle> needlesFromMarkups(const std::string& text, const std::string& where) {
  std::vector<MarkedNeedle> needles = markupsFrom(text, where).needles;
  if (needles.empty())
    throw Error(where + ": none of its markups is a line: a needle needs entry and target.");
  return needles;
}

Plan withMarkedNeedles(Plan plan,
                       const std::vector<MarkedNeedle>& marked,
                       const std::string& instrument) {
  for (const MarkedNeedle& one : marked) {
    const Needle* known = one.complete ? plan.find(one.needle.id) : nullptr;
    if (known != nullptr && known->locked)
      continue;
    plan = withNeedle(std::move(plan),
                      one.complete ? one.needle : foreignNeedle(one, plan, instrument));
  }
  return plan;
}

}  // namespace trocar::handover
