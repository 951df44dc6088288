#include "planning/review/checklist.h"

#include "core/json/json_reader.h"
#include "planning/plan/instrument.h"
#include "planning/plan/usual_purpose.h"

#include <algorithm>
#include <cassert>

namespace trocar::review {
namespace {

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

/// When an item of a list is asked.
enum class Asked { Always, Cement, Ablation, Radiofrequency };

constexpr WordTable<Asked, 3> kAsked = {{
    {Asked::Cement, "cement"},
    {Asked::Ablation, "ablation"},
    {Asked::Radiofrequency, "radiofrequency"},
}};

bool applies(Asked when, const Plan& plan) {
  switch (when) {
    case Asked::Cement:
      return !plan.injections.empty();
    case Asked::Ablation:
      return !plan.protocols.empty() || holdsInstrument(plan, isProbe);
    case Asked::Radiofrequency:
      return holdsInstrument(
          plan, [](InstrumentKind kind) { return kind == InstrumentKind::RadiofrequencyProbe; });
    default:
      return true;
  }
}

struct WrittenItem {
  std::string key;
  std::string text;
  Asked when = Asked::Always;
};

struct WrittenList {
  std::string key;
  std::string title;
  std::string source;
  std::vector<WrittenItem> items;
};

WrittenList listFrom(const JsonEntry& entry) {
  WrittenList list{entry.text("key"), entry.text("title"), entry.text("source"), {}};
  for (const JsonEntry& item : entry.list("items"))
    list.items.push_back({item.text("key"),
                          item.text("text"),
                          item.has("when") ? item.word("when", kAsked) : Asked::Always});
  return list;
}

std::vector<WrittenList> listsFrom(const JsonEntry& file) {
  file.remarks({"about"});
  std::vector<WrittenList> lists;
  for (const JsonEntry& entry : file.list("lists"))
    lists.push_back(listFrom(entry));
  return lists;
}

}  // namespace

std::vector<Checklist> checklistsFor(const Plan& plan) {
  static const std::vector<WrittenList> written =
      readJsonAsset("review/checklists.json", listsFrom);
  std::vector<Checklist> lists;
  for (const WrittenList& list : written) {
    lists.push_back({list.title, list.source, {}});
    const auto ticked = plan.ticks.find(list.key);
    for (const WrittenItem& item : list.items) {
      if (!applies(item.when, plan))
        continue;
      lists.back().items.push_back(
          {list.key + "." + item.key,
           item.text,
           ticked != plan.ticks.end() && ticked->second.contains(item.key)});
    }
  }
  return lists;
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

}  // namespace trocar::review
