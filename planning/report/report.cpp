#include "planning/report/report.h"

#include "core/assets.h"
#include "core/error.h"
#include "planning/angles.h"
#include "planning/bend_text.h"
#include "planning/instrument.h"
#include "planning/report/html.h"
#include "planning/report/review_section.h"
#include "planning/review/names.h"
#include "planning/scores/entered_scores.h"

#include <algorithm>
#include <map>
#include <set>

namespace trocar {
namespace {

constexpr const char* kStyle = R"(
body { font-family: "DejaVu Sans", "Helvetica Neue", Arial, sans-serif; font-size: 10pt; color: #111; margin: 2em auto; max-width: 60em; line-height: 1.4 }
h1 { font-size: 17pt; margin: 0 0 .1em; overflow-wrap: anywhere } h2 { font-size: 12.5pt; margin: 1.6em 0 .4em; border-bottom: 1px solid #888; padding-bottom: .15em }
p { margin: .4em 0 } .quiet { color: #555 } .notice { border: 1px solid #111; padding: .4em .7em; margin: 1em 0; font-weight: bold }
table { border-collapse: collapse; width: 100%; margin: .5em 0; font-variant-numeric: tabular-nums }
th, td { text-align: left; padding: .28em .6em; border-bottom: 1px solid #ccc; vertical-align: top } th { border-bottom: 1px solid #111; font-weight: 600 }
tr, figure { page-break-inside: avoid; break-inside: avoid } thead { display: table-header-group }
figure { display: inline-block; width: 48.5%; margin: .4em .5%; vertical-align: top } figure.wide { width: 98.5% } figure img { width: 100% } figcaption { font-size: 9pt; color: #333 }
.danger { font-weight: bold } .mark { white-space: nowrap }
@media print { body { margin: 0; max-width: none } }
)";

std::string heading(const std::string& text) {
  return "<h2>" + escaped(text) + "</h2>\n";
}
std::string paragraph(const std::string& html) {
  return "<p>" + html + "</p>\n";
}
std::string quiet(const std::string& text) {
  return "<span class=\"quiet\">" + escaped(text) + "</span>";
}

std::string placeOrDash(const Needle& needle) {
  const std::string place = placeOf(needle);
  return place.empty() ? "—" : place;
}

const NeedleEvaluation* evaluationOf(const Evaluation& evaluation, const std::string& id) {
  const auto found = std::find_if(evaluation.needles.begin(),
                                  evaluation.needles.end(),
                                  [&](const auto& n) { return n.id == id; });
  return found == evaluation.needles.end() ? nullptr : &*found;
}

std::string headOf(const Case& patient) {
  std::string html =
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Trocar plan: " +
      escaped(patient.title) + "</title><style>" + kStyle + "</style></head><body>\n";
  html += "<h1>" + escaped(patient.title.empty() ? patient.id : patient.title) + "</h1>\n";
  html += paragraph(quiet("Case " + patient.id));
  html += "<p class=\"notice\">For rehearsal and teaching only. Not a medical device.</p>\n";
  if (!patient.history.empty())
    html += paragraph(escaped(patient.history));
  return html;
}

std::string needleTable(const Plan& plan) {
  HtmlTable table(
      {"Needle", "Place", "Approach", "Purpose", "Instrument", "Entry (LPS mm)", "Target (LPS mm)"},
      {10, 11, 16, 13, 18, 16, 16});
  const auto point = [](const Vec3& p) {
    return number(p.x()) + ", " + number(p.y()) + ", " + number(p.z());
  };
  for (const Needle& needle : plan.needles) {
    const std::string through = needle.through ? " through " + *needle.through : "";
    table.addRow({escaped(needle.id),
                  escaped(placeOrDash(needle)),
                  escaped(std::string(toString(needle.approach))),
                  escaped(std::string(toString(needle.purpose)) + through),
                  escaped(instrumentName(needle.instrument) +
                          (needle.bend ? ", " + describe(*needle.bend) : "")),
                  point(needle.trajectory.entry),
                  point(needle.trajectory.target)});
  }
  return table.html();
}

std::string dialTable(const Plan& plan, const Evaluation& evaluation) {
  HtmlTable table({"Needle",
                   "Skin to bone",
                   "Skin to target",
                   "From midline",
                   "Axial angle",
                   "Cranio-caudal",
                   "C-arm, supine",
                   "C-arm, prone"});
  for (const Needle& needle : plan.needles) {
    const NeedleEvaluation* e = evaluationOf(evaluation, needle.id);
    if (e == nullptr)
      continue;
    table.addRow({escaped(e->id),
                  quantity(e->skinToBoneMm, "mm"),
                  quantity(e->skinToTargetMm, "mm"),
                  quantity(e->distanceFromMidlineMm, "mm"),
                  number(e->axialAngleDeg) + "°",
                  number(e->craniocaudalAngleDeg) + "°",
                  consoleText(e->carm),
                  consoleText(e->carmProne)});
  }
  return table.html() +
         paragraph(
             quiet("Axial angle: against the sagittal plane, positive towards the midline. "
                   "Cranio-caudal: against the axial plane, positive when the tip goes cranial. "
                   "C-arm: end-on view of the needle."));
}

std::string accessTable(const Case& patient, const Plan& plan, const Evaluation& evaluation) {
  HtmlTable table(
      {"Needle", "Breach grade", "Excursion", "Two-view order rule", "Nearest critical structure"});
  for (const Needle& needle : plan.needles) {
    const NeedleEvaluation* e = evaluationOf(evaluation, needle.id);
    if (e == nullptr)
      continue;
    std::string order = "—";
    if (e->orderRule)
      order = std::string(e->orderRule->passes ? "kept" : "broken") + ", lead " +
              quantity(e->orderRule->leadMm, "mm");
    std::string nearest = "—";
    if (!e->clearances.empty())
      nearest = escaped(nameInCase(patient, e->clearances[0].structure)) + " " +
                quantity(e->clearances[0].distanceMm, "mm");
    table.addRow({escaped(e->id),
                  e->breach ? std::string(1, e->breach->grade) : "—",
                  e->breach
                      ? quantity(e->breach->maxExcursionMm, "mm") + " " +
                            (e->breach->direction == "none" ? "" : escaped(e->breach->direction))
                      : "—",
                  order,
                  nearest});
  }
  return table.html() +
         paragraph(
             quiet("Breach grade: Gertzbein-Robbins bands A 0, B under 2, C 2 to under 4, D 4 to "
                   "under 6, E 6 mm and more, made for screws."));
}

std::string isothermText(const std::optional<double>& isothermC) {
  return isothermC ? number(isothermC, 0) + " °C" : "coagulation";
}

std::string zoneTable(const AblationResult& ablation) {
  HtmlTable table({"Zone", "Needle", "Length", "Width", "Volume", "Basis"});
  for (const AblationZone& zone : ablation.zones) {
    const std::string medium = zone.medium.empty() ? "" : ", " + zone.medium;
    table.addRow({isothermText(zone.isothermC),
                  escaped(zone.needle.empty() ? "all" : zone.needle),
                  quantity(zone.lengthMm, "mm"),
                  quantity(zone.widthMm, "mm"),
                  quantity(zone.volumeMl, "ml"),
                  escaped(std::string(toString(zone.basis)) + medium)});
  }
  return table.empty() ? "" : table.html();
}

std::string coverageTable(const Case& patient, const AblationResult& ablation) {
  HtmlTable table({"Lesion", "Inside", "Share", "Smallest margin"});
  for (const TargetCoverage& target : ablation.targets) {
    for (const TargetCoverage::AtIsotherm& at : target.coverage) {
      const bool marginHere = at.isothermC == target.marginIsothermC;
      table.addRow({escaped(nameInCase(patient, target.structure)),
                    isothermText(at.isothermC),
                    (target.lowerBound ? "at least " : "") + number(100.0 * at.fraction) + " %",
                    marginHere ? quantity(target.minimumMarginMm, "mm") : ""});
    }
  }
  return table.empty() ? "" : table.html();
}

std::string rangeText(const UncertainRange& range, const char* unit) {
  return quantity(range.low, unit) + " to " + quantity(range.high, unit);
}

/// What the band of the simulation and placement error leave of the numbers above.
std::string surenessTable(const Case& patient, const AblationResult& ablation) {
  HtmlTable table({"How sure", "Of", "Range or chance", "From"}, {24, 26, 24, 26});
  if (const auto& band = ablation.band) {
    const std::string from = std::to_string(band->members) + " simulations";
    for (const AblationBand::Volume& volume : band->volumes)
      table.addRow(
          {"Volume", isothermText(volume.isothermC), rangeText(volume.volumeMl, "ml"), from});
    for (const AblationBand::Margin& margin : band->margins)
      table.addRow({"Smallest margin",
                    escaped(nameInCase(patient, margin.structure)),
                    rangeText(margin.minimumMm, "mm"),
                    from});
  }
  for (const CoverageChance& chance : ablation.chances)
    table.addRow({"Chance to cover " + number(100.0 * chance.goalFraction, 0) + " %",
                  escaped(nameInCase(patient, chance.structure)),
                  number(100.0 * chance.probability, 0) + " %; 19 of 20 cover " +
                      number(100.0 * chance.fifthPercentile, 0) + " % or more",
                  std::to_string(chance.samples) + " placements, " + escaped(chance.technique)});
  if (table.empty())
    return "";
  return table.html() +
         paragraph(
             quiet("Simulations vary the grid, bone conductivity by 30 %, cryoprobes by 15 °C, "
                   "blood from half to twice, and placement. Placements move the zone with "
                   "its probes, without solving it anew."));
}

/// Near the zone, or warmer or colder than a body is.
bool isExposed(const StructureExposure& s) {
  constexpr double kNearMm = 30.0, kCoolC = 30.0, kWarmC = 42.0;
  return s.distanceToZoneMm <= kNearMm || s.minimumC.value_or(kCoolC) < kCoolC ||
         s.maximumC.value_or(kWarmC) > kWarmC;
}

std::string exposureTable(const Case& patient, const AblationResult& ablation) {
  HtmlTable table({"Structure", "To the zone", "Coldest", "Hottest", "Below 10 °C", "Above 45 °C"},
                  {30, 14, 14, 14, 14, 14});
  int far = 0;
  for (const StructureExposure& s : ablation.structures) {
    if (!isExposed(s)) {
      ++far;
      continue;
    }
    table.addRow({escaped(nameInCase(patient, s.structure)),
                  quantity(s.distanceToZoneMm, "mm"),
                  quantity(s.minimumC, "°C"),
                  quantity(s.maximumC, "°C"),
                  quantity(s.secondsBelow10C, "s", 0),
                  quantity(s.secondsAbove45C, "s", 0)});
  }
  const std::string others =
      far == 0
          ? ""
          : paragraph(quiet(std::to_string(far) + " further structures lie more than 30 mm away."));
  return (table.empty() ? "" : table.html()) + others;
}

std::string cementSection(const CementResult& cement) {
  std::string html = heading("Cement");
  HtmlTable table({"Requested",
                   "Delivered",
                   "In the body",
                   "Fill fraction",
                   "Posterior quarter",
                   "Leaks",
                   "Basis"});
  table.addRow({quantity(cement.requestedMl, "ml"),
                quantity(cement.deliveredMl, "ml"),
                quantity(cement.inBodyMl, "ml"),
                cement.fillFraction ? number(100.0 * *cement.fillFraction) + " %" : "—",
                cement.reachesPosteriorQuarter ? "reached" : "not reached",
                cement.leaksModelled ? std::to_string(cement.leaks.size()) : "not modelled",
                escaped(std::string(toString(cement.basis)))});
  html += table.html();
  HtmlTable leaks({"Route", "Into", "Volume", "Probability"});
  for (const CementLeak& leak : cement.leaks) {
    leaks.addRow({escaped(leak.route),
                  escaped(leak.into),
                  quantity(leak.volumeMl, "ml", 2),
                  leak.probability ? number(100.0 * *leak.probability, 0) + " %" : "—"});
  }
  return html + (leaks.empty() ? "" : leaks.html());
}

/// A class for colour and weight, and a word with a sign of its own shape for paper without colour.
struct SeverityWords {
  const char* kind;
  const char* text;
};

SeverityWords wordsOf(Finding::Severity severity) {
  switch (severity) {
    case Finding::Severity::Danger:
      return {"danger", "■ Danger"};
    case Finding::Severity::Warning:
      return {"warning", "▲ Warning"};
    default:
      return {"note", "○ Note"};
  }
}

std::string findingTable(const Evaluation& evaluation) {
  if (evaluation.findings.empty())
    return paragraph("No finding.");
  HtmlTable table({"Severity", "Finding", "About", "Rule and source", "Accepted"},
                  {13, 26, 16, 32, 13});
  for (const Finding& finding : evaluation.findings) {
    const SeverityWords words = wordsOf(finding.severity);
    std::string why = escaped(finding.why);
    if (!finding.source.empty())
      why += " " + quiet("[" + finding.source + "]");
    table.addRow(
        {"<span class=\"mark\">" + std::string(words.text) + "</span>",
         "<span class=\"" + std::string(words.kind) + "\">" + escaped(finding.text) + "</span>",
         escaped(finding.subject),
         why,
         finding.accepted ? escaped(*finding.accepted) : "—"});
  }
  return table.html();
}

std::string scoreSection(const Plan& plan) {
  const std::vector<ScoreResult> scores = answeredScores(plan);
  if (scores.empty())
    return "";
  HtmlTable table({"Framework", "States", "Answers (entered)", "Source"});
  for (const ScoreResult& result : scores) {
    std::string answers;
    for (const ScoreComponent& part : result.components)
      answers += (answers.empty() ? "" : "; ") + part.key + " " + part.value +
                 (part.points ? " (" + std::to_string(*part.points) + ")" : "");
    const std::string total = result.total ? std::to_string(*result.total) + ", " : "";
    table.addRow({escaped(findScore(result.score).name),
                  escaped(total + result.category) + " " + quiet(result.note),
                  escaped(answers),
                  escaped(result.source)});
  }
  return heading("Scores and frameworks") + table.html() +
         paragraph(quiet("The software states what a framework says; it does not decide."));
}

std::string figures(const std::vector<ReportPicture>& pictures) {
  std::string html;
  for (const ReportPicture& picture : pictures)
    html += std::string("<figure") + (picture.wide ? " class=\"wide\"" : "") + "><img alt=\"" +
            escaped(picture.caption) + "\" src=\"data:image/png;base64," + base64(picture.png) +
            "\"><figcaption>" + escaped(picture.caption) + "</figcaption></figure>\n";
  return html.empty() ? "" : heading("Pictures") + html;
}

std::string sourceSection(const Plan& plan, const Evaluation& evaluation) {
  std::set<std::string> sources;
  for (const Needle& needle : plan.needles) {
    for (const Instrument& instrument : instrumentCatalogue()) {
      if (instrument.id == needle.instrument)
        sources.insert(instrument.name + (instrument.verified ? ": " : " (unverified): ") +
                       instrument.source);
    }
  }
  if (evaluation.ablation) {
    for (const AblationZone& zone : evaluation.ablation->zones)
      sources.insert(zone.source.empty() ? "" : "Zone: " + zone.source);
  }
  sources.erase("");
  std::string html = heading("Sources and versions") + "<ul>";
  for (const std::string& source : sources)
    html += "<li>" + escaped(source) + "</li>";
  return html + "</ul>" +
         paragraph(quiet("Trocar " + std::string(version()) + "; plan format with case " +
                         plan.patient.id + ", content hash " + plan.patient.hash));
}

std::string ablationSection(const Case& patient, const AblationResult& ablation) {
  return heading("Ablation") + zoneTable(ablation) + coverageTable(patient, ablation) +
         surenessTable(patient, ablation) + exposureTable(patient, ablation);
}

}  // namespace

std::string reportHtml(const Case& patient,
                       const Plan& plan,
                       const Evaluation& evaluation,
                       const std::vector<ReportPicture>& pictures,
                       const Plan* before) {
  std::string html = headOf(patient);
  html += sheetSection(patient, plan, evaluation);
  if (before)
    html += changesSection(*before, plan);
  html += heading("Findings") + findingTable(evaluation);
  if (!plan.needles.empty()) {
    html += heading("Needles") + needleTable(plan);
    html += heading("Angles as dialled") + dialTable(plan, evaluation);
    html += heading("Access") + accessTable(patient, plan, evaluation);
  }
  html += figures(pictures);
  if (evaluation.ablation)
    html += ablationSection(patient, *evaluation.ablation);
  if (evaluation.cement)
    html += cementSection(*evaluation.cement);
  html += scoreSection(plan);
  html += preparationSections(patient, plan);
  if (!plan.note.empty())
    html += heading("Note") + paragraph(escaped(plan.note));
  return html + sourceSection(plan, evaluation) + "</body></html>\n";
}

}  // namespace trocar
