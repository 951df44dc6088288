#include "planning/review/checklist.h"

#include "core/assets.h"
#include "core/error.h"
#include "core/io.h"
#include "planning/instrument.h"
#include "planning/usual_purpose.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cassert>

namespace trocar {
namespace {

using Json = nlohmann::json;

bool isProbe(InstrumentKind kind) {
  return usualPurpose(kind) == Purpose::Probe;
}

bool holdsInstrument(const Plan& plan, bool (*wanted)(InstrumentKind)) {
  const auto& all = instrumentCatalogue();
  return std::any_of(all.begin(), all.end(), [&](const Instrument& instrument) {
    return wanted(instrument.kind) &&
           std::any_of(plan.needles.begin(), plan.needles.end(), [&](const Needle& needle) {
             return needle.instrument == instrument.id;
           });
  });
}

bool applies(const std::string& when, const Plan& plan) {
  if (when.empty())
    return true;
  if (when == "cement")
    return !plan.injections.empty();
  if (when == "ablation")
    return !plan.protocols.empty() || holdsInstrument(plan, isProbe);
  if (when == "radiofrequency")
    return holdsInstrument(
        plan, [](InstrumentKind kind) { return kind == InstrumentKind::RadiofrequencyProbe; });
  throw Error("assets/review/checklists.json: '" + when + "' is no condition of an item");
}

Checklist listFrom(const Json& entry, const Plan& plan) {
  Checklist list{entry.at("title").get<std::string>(), entry.at("source").get<std::string>(), {}};
  const std::string listKey = entry.at("key").get<std::string>();
  const auto ticked = plan.ticks.find(listKey);
  for (const Json& item : entry.at("items")) {
    if (!applies(item.value("when", std::string()), plan))
      continue;
    const std::string key = item.at("key").get<std::string>();
    list.items.push_back({listKey + "." + key,
                          item.at("text").get<std::string>(),
                          ticked != plan.ticks.end() && ticked->second.contains(key)});
  }
  return list;
}

}  // namespace

std::vector<Checklist> checklistsFor(const Plan& plan) {
  static const std::string text = readFile(assetPath("review/checklists.json"));
  try {
    std::vector<Checklist> lists;
    const Json document = Json::parse(text);
    for (const Json& entry : document.at("lists"))
      lists.push_back(listFrom(entry, plan));
    return lists;
  } catch (const Json::exception& error) {
    throw Error(std::string("assets/review/checklists.json is damaged: ") + error.what());
  }
}

Plan withTick(Plan plan, const std::string& key, bool ticked) {
  const std::size_t dot = key.find('.');
  assert(dot != std::string::npos);
  TickedItems& items = plan.ticks[key.substr(0, dot)];
  if (ticked)
    items.insert(key.substr(dot + 1));
  else
    items.erase(key.substr(dot + 1));
  if (items.empty())
    plan.ticks.erase(key.substr(0, dot));
  return plan;
}

}  // namespace trocar
