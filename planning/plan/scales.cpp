#include "planning/plan/scales.h"

#include "core/error.h"
#include "core/json/json_reader.h"
#include "core/number_text.h"
#include "planning/plan/calendar.h"

#include <algorithm>

namespace trocar {
namespace {

constexpr int kDigits = 10;

std::vector<Scale> scalesFrom(const JsonEntry& file) {
  file.remarks({"about"});
  std::vector<Scale> all;
  for (const JsonEntry& entry : file.list("scales"))
    all.push_back({entry.text("key"),
                   entry.text("name"),
                   entry.number("low"),
                   entry.number("high"),
                   entry.at("unit").asText()});
  return all;
}

const Scale* findScale(const std::string& key) {
  const auto found = std::find_if(
      scales().begin(), scales().end(), [&](const Scale& one) { return one.key == key; });
  return found == scales().end() ? nullptr : &*found;
}

}  // namespace

const std::vector<Scale>& scales() {
  static const std::vector<Scale> all = readJsonAsset("review/scales.json", scalesFrom);
  return all;
}

std::vector<ScaleEntry> scaleEntries(const Plan& plan) {
  std::vector<ScaleEntry> entries;
  for (const ScaleValue& noted : plan.scales) {
    if (const Scale* scale = findScale(noted.scale))
      entries.push_back({noted.date, *scale, noted.value});
  }
  const auto rank = [](const ScaleEntry& entry) { return findScale(entry.scale.key); };
  std::sort(entries.begin(), entries.end(), [&](const ScaleEntry& a, const ScaleEntry& b) {
    return a.date != b.date ? a.date < b.date : rank(a) < rank(b);
  });
  return entries;
}

Plan withScale(Plan plan,
               const std::string& key,
               const std::string& date,
               std::optional<double> value) {
  const Scale* scale = findScale(key);
  if (scale == nullptr)
    throw Error("There is no scale \"" + key + "\": see assets/review/scales.json.");
  if (!isDate(date))
    throw Error("\"" + date + "\" is no date: write it as 2026-11-22.");
  if (value && !(*value >= scale->low && *value <= scale->high))
    throw Error(scale->name + " goes from " + plainNumber(scale->low, kDigits) + " to " +
                plainNumber(scale->high, kDigits) + (scale->unit.empty() ? "" : " " + scale->unit) +
                ", not " + plainNumber(*value, kDigits) + ".");
  std::erase_if(plan.scales,
                [&](const ScaleValue& one) { return one.date == date && one.scale == key; });
  if (value)
    plan.scales.push_back({date, key, *value});
  return plan;
}

}  // namespace trocar
