#include "app/gui/injection_numbers.h"

#include "app/document.h"
#include "app/gui/numbers.h"
#include "planning/cement/cement_history.h"
#include "planning/cement/cement_product.h"
#include "planning/cement/cement_words.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace trocar {
namespace {

/// What a row says of one result.
using Value = std::function<QString(const CementResult&)>;

QString stopName(const std::string& kind) {
  return kind == "posterior-quarter" ? "posterior quarter"
         : kind == "leak"            ? "leak"
         : kind == "pressure"        ? "pressure"
         : kind == "working-time"    ? "working time"
                                     : "no room";
}

const CementNeedle* needleOf(const CementResult& cement, const std::string& id) {
  const auto found = std::find_if(cement.needles.begin(),
                                  cement.needles.end(),
                                  [&](const CementNeedle& needle) { return needle.needle == id; });
  return found == cement.needles.end() ? nullptr : &*found;
}

QString deliveredThrough(const CementResult& cement, const std::string& id) {
  const CementNeedle* needle = needleOf(cement, id);
  if (!needle)
    return "–";
  const bool all = needle->deliveredMl > needle->requestedMl - 0.005;
  return (all ? QString() : plain(needle->deliveredMl, 1) + " of ") + ml(needle->requestedMl);
}

QString stopThrough(const CementResult& cement, const std::string& id) {
  const CementNeedle* needle = needleOf(cement, id);
  if (!needle || needle->stop.empty())
    return needle ? "none" : "–";
  return ml(needle->deliverableMl) + ", " + stopName(needle->stop);
}

QString sides(const CementResult& cement) {
  if (!cement.leftShare)
    return "–";
  const double left = 100.0 * *cement.leftShare;
  return plain(100.0 - left, 0) + " : " + plain(left, 0);
}

QString endplates(const CementResult& cement) {
  if (!cement.endplates)
    return "–";
  return plain(100.0 * cement.endplates->superior, 0) + " · " +
         plain(100.0 * cement.endplates->inferior, 0) + " %";
}

QString pressure(const CementResult& cement) {
  double peakKPa = 0.0;
  for (const CementNeedle& needle : cement.needles)
    peakKPa = std::max(peakKPa, needle.peakPressureKPa);
  return plain(peakKPa / 1000.0, 1) + " MPa";
}

QString hottest(const CementResult& cement) {
  if (!cement.heat)
    return "–";
  double maximumC = 37.0;
  for (const CuringHeat::At& at : cement.heat->structures)
    maximumC = std::max(maximumC, at.maximumC);
  return celsius(maximumC);
}

QString stiffness(const CementResult& cement) {
  if (!cement.stiffness)
    return "–";
  return plain(cement.stiffness->ratio, 2) + " (" + plain(cement.stiffness->lowRatio, 2) + " to " +
         plain(cement.stiffness->highRatio, 2) + ")";
}

QString inCannulas(const CementResult& cement) {
  double sumMl = 0.0;
  for (const CementNeedle& needle : cement.needles)
    sumMl += needle.deadVolumeMl;
  return ml(sumMl);
}

QString stopLine(const CementResult& cement) {
  const std::optional<double> atMl = stopLineMl(cement);
  return atMl ? ml(*atMl) + ", " + stopName(cement.stops.front().kind) : QString("none");
}

/// Rows that show the same of both results.
class Rows {
 public:
  Rows(const CementResult& now, const CementResult* kept) : now_(now), kept_(kept) {
    if (kept)
      rows_.push_back({"", "now", "This plan", "", "A"});
  }
  NumberRow& add(const QString& name, const Value& value, const QString& tip) {
    rows_.push_back({name, value(now_), tip, "", kept_ ? value(*kept_) : QString()});
    return rows_.back();
  }
  std::vector<NumberRow> take() { return std::move(rows_); }

 private:
  const CementResult& now_;
  const CementResult* kept_;
  std::vector<NumberRow> rows_;
};

void addNeedles(Rows& rows, const Plan& plan, const CementResult& now) {
  for (const CementNeedle& needle : now.needles) {
    const Needle* planned = plan.find(needle.needle);
    const QString name = planned ? text(nameOf(*planned)) : text(needle.needle);
    const std::string id = needle.needle;
    rows.add(
        "through " + name,
        [id](const CementResult& cement) { return deliveredThrough(cement, id); },
        "Delivered, and what was asked for where that is more");
    rows.add(
            name + ", first stop",
            [id](const CementResult& cement) { return stopThrough(cement, id); },
            "What this needle gives until something says to stop")
        .classes = needle.stop.empty() ? "good" : "caution";
  }
}

const CementLeak* leakIn(const CementResult& cement, const CementLeak& like) {
  const auto found =
      std::find_if(cement.leaks.begin(), cement.leaks.end(), [&](const CementLeak& leak) {
        return leak.route == like.route && leak.into == like.into;
      });
  return found == cement.leaks.end() ? nullptr : &*found;
}

/// "0.12 ml · 38 %", "38 %" for one that only the ensemble shows.
QString leakText(const CementResult& cement, const CementLeak& like) {
  const CementLeak* leak = leakIn(cement, like);
  QStringList parts;
  if (leak && leak->volumeMl > 0.0)
    parts << plain(leak->volumeMl, 2) + " ml";
  if (cement.members > 0)
    parts << plain(100.0 * (leak ? leak->probability.value_or(0.0) : 0.0), 0) + " %";
  return parts.isEmpty() ? "none" : parts.join(" · ");
}

NumberRow leakRow(const CementResult& now, const CementResult* kept, const CementLeak& leak) {
  const CementLeak* here = leakIn(now, leak);
  const bool happens = here && here->volumeMl > 0.0;
  return {"by " + text(routeWords(leak.route)) +
              (leak.into == "vein" ? QString() : " into " + text(placeWords(leak.into))),
          leakText(now, leak),
          "Volume in this simulation, and the share of the ensemble's in which it leaks there",
          happens && isDangerousPlace(leak.into) ? "danger"
          : happens                              ? "caution"
                                                 : "",
          kept ? leakText(*kept, leak) : QString()};
}

}  // namespace

QString clockText(double seconds) {
  const int whole = static_cast<int>(std::lround(seconds));
  return QString("%1:%2").arg(whole / 60).arg(whole % 60, 2, 10, QChar('0'));
}

std::vector<NumberRow> rowsOf(const Plan& plan, const CementResult& now, const CementResult* kept) {
  Rows rows(now, kept);
  addNeedles(rows, plan, now);
  if (now.needles.size() > 1 || kept)
    rows.add("stop line", stopLine, "Injected by all needles when something first says to stop")
        .classes = now.stops.empty() ? "good" : "caution";
  rows.add(
      "fill of the body",
      [](const CementResult& c) { return percent(c.fillFraction); },
      "Share of the vertebral body's volume; context, not a target");
  if (now.lesionFraction)
    rows.add(
        "fill of the lesion",
        [](const CementResult& c) { return percent(c.lesionFraction); },
        "Share of the lesion's volume in this bone");
  rows.add("right : left", sides, "Share of the cement in each half, of the patient");
  rows.add("endplates, upper · lower", endplates, "Share of each that cement comes within 2 mm of");
  rows.add("highest pressure", pressure, "At a 1 ml syringe: cannula and bone");
  rows.add(
      "ends after mixing",
      [](const CementResult& c) {
        return clockText(c.endsAtS) + " of " + clockText(c.workingTimeS);
      },
      "Minutes since mixing, of the cement's working time");
  rows.add("hottest nerve while it sets", hottest, "Without credit for moving fluid");
  rows.add("stiffness, × untreated",
           stiffness,
           "Of the body pressed between its endplates, linear; with its band. No strength");
  rows.add("stays in the cannulas", inCannulas, "Prepare so much more");
  return rows.take();
}

std::vector<NumberRow> leakRowsOf(const CementResult& now, const CementResult* kept) {
  std::vector<NumberRow> rows;
  for (const CementLeak& leak : now.leaks)
    rows.push_back(leakRow(now, kept, leak));
  if (kept) {
    for (const CementLeak& leak : kept->leaks) {
      if (!leakIn(now, leak))
        rows.push_back(leakRow(now, kept, leak));
    }
  }
  if (rows.empty())
    rows.push_back({now.members > 0 ? QString("no leak in any of %1 simulations").arg(now.members)
                                    : QString("no leak in this simulation"),
                    ""});
  return rows;
}

}  // namespace trocar
