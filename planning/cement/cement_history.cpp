#include "planning/cement/cement_history.h"

#include "planning/words/cement_words.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace trocar::cement {
namespace {

/// Of every kind but "leak", which its leak tells.
CementEvent eventOf(const CementStop& stop) {
  const std::string text = stop.kind == "posterior-quarter" ? "front in the posterior quarter"
                           : stop.kind == "pressure" ? stop.needle + " needs too much pressure"
                           : stop.kind == "working-time"
                               ? "the working time ends"
                               : "no room left at the tip of " + stop.needle;
  return {Finding::Severity::Warning, text, stop.needle, stop.atMl, stop.atS, stop.atMm};
}

CementEvent eventOf(const CementResult& cement, const CementLeak& leak) {
  CementEvent event;
  event.severity =
      words::isDangerousPlace(leak.into) ? Finding::Severity::Danger : Finding::Severity::Warning;
  event.text = "leak into " + words::placeWords(leak.into);
  event.atMl = leak.firstAtMl;
  event.atS = reachedAtS(cement, leak.firstAtMl);
  event.atMm = leak.atMm;
  return event;
}

}  // namespace

double reachedAtS(const CementResult& cement, double atMl) {
  const auto step = std::lower_bound(
      cement.course.begin(), cement.course.end(), atMl, [](const CementStep& one, double ml) {
        return one.injectedMl < ml;
      });
  return step == cement.course.end() ? cement.endsAtS : step->timeS;
}

CementMoment cementAt(const CementResult& cement, double injectedMl) {
  CementMoment moment;
  moment.injectedMl = std::clamp(injectedMl, 0.0, cement.deliveredMl);
  const auto after =
      std::upper_bound(cement.course.begin(),
                       cement.course.end(),
                       moment.injectedMl + 1e-9,
                       [](double ml, const CementStep& step) { return ml < step.injectedMl; });
  if (after != cement.course.begin()) {
    const CementStep& step = *std::prev(after);
    moment.timeS = step.timeS;
    moment.needle = step.needle;
    moment.syringePressureKPa = step.syringePressureKPa;
    moment.posteriorDistanceMm = step.posteriorDistanceMm;
  }
  std::copy_if(cement.stops.begin(),
               cement.stops.end(),
               std::back_inserter(moment.stops),
               [&](const CementStop& stop) { return stop.atMl <= moment.injectedMl; });
  std::copy_if(cement.leaks.begin(),
               cement.leaks.end(),
               std::back_inserter(moment.leaks),
               [&](const CementLeak& leak) {
                 return leak.volumeMl > 0.0 && leak.firstAtMl <= moment.injectedMl;
               });
  return moment;
}

std::vector<CementEvent> cementEvents(const CementResult& cement) {
  std::vector<CementEvent> events;
  for (const CementNeedle& needle : cement.needles) {
    if (needle.beginsAtMl > 0.0 && needle.deliveredMl > 0.0)
      events.push_back({Finding::Severity::Note,
                        needle.needle + " begins",
                        needle.needle,
                        needle.beginsAtMl,
                        reachedAtS(cement, needle.beginsAtMl),
                        {}});
  }
  for (const CementStop& stop : cement.stops) {
    if (stop.kind != "leak")
      events.push_back(eventOf(stop));
  }
  std::set<std::pair<std::string, std::string>> told;
  for (const CementLeak& leak : cement.leaks) {
    const bool first = leak.volumeMl > 0.0 && told.insert({leak.route, leak.into}).second;
    if (first)
      events.push_back(eventOf(cement, leak));
  }
  std::stable_sort(events.begin(), events.end(), [](const CementEvent& a, const CementEvent& b) {
    return a.atMl < b.atMl;
  });
  return events;
}

Image<std::uint8_t> cementMask(const CementResult& cement, double injectedMl) {
  const auto limit = static_cast<float>(injectedMl);
  std::vector<std::uint8_t> mask(cement.arrival.voxels().size(), 0);
  std::transform(cement.arrival.voxels().begin(),
                 cement.arrival.voxels().end(),
                 mask.begin(),
                 [limit](float atMl) {
                   return static_cast<std::uint8_t>(atMl >= 0.0F && atMl <= limit ? 1 : 0);
                 });
  return {cement.arrival.grid(), std::move(mask)};
}

std::optional<double> stopLineMl(const CementResult& cement) {
  if (cement.stops.empty())
    return std::nullopt;
  return cement.stops.front().atMl;
}

}  // namespace trocar::cement
