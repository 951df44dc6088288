#include "planning/report/review_section.h"

#include "planning/report/html.h"
#include "planning/review/changes.h"
#include "planning/review/checklist.h"
#include "planning/review/names.h"
#include "planning/review/running_order.h"
#include "planning/review/scales.h"
#include "planning/review/sheet.h"
#include "planning/review/shopping_list.h"

namespace trocar {
namespace {

std::string heading(const std::string& text) {
  return "<h2>" + escaped(text) + "</h2>\n";
}

std::string quiet(const std::string& text) {
  return "<p><span class=\"quiet\">" + escaped(text) + "</span></p>\n";
}

std::string orderSection(const Plan& plan) {
  const std::vector<ProcedureStep> steps = runningOrder(plan);
  HtmlTable table({"From", "Step", "With", "Lasts", "Basis"}, {10, 27, 36, 11, 16});
  for (const ProcedureStep& step : steps)
    table.addRow({clockText(step.startS),
                  escaped(step.what),
                  escaped(step.with),
                  clockText(step.durationS),
                  std::string(toString(step.basis))});
  table.addRow({"<b>" + clockText(endS(steps)) + "</b>", "<b>In all</b>", "", "", ""});
  return heading("Running order") + table.html() +
         quiet(
             "Minutes and seconds. Estimated times are house estimates; protocols and injections "
             "are the plan's own.");
}

std::string shoppingSection(const Case& patient, const Plan& plan) {
  HtmlTable table({"To have in the room", "Amount", "For"}, {40, 20, 40});
  for (const ShoppingItem& item : shoppingList(patient, plan))
    table.addRow({escaped(item.what), escaped(item.amount), escaped(item.forWhat)});
  return heading("To have in the room") + table.html();
}

/// Boxes are words and shapes, so that they can be ticked by pen too.
std::string checklistSection(const Plan& plan) {
  std::string html = heading("Before the procedure");
  for (const Checklist& list : checklistsFor(plan)) {
    HtmlTable table({"", list.title}, {6, 94});
    for (const ChecklistItem& item : list.items)
      table.addRow({item.ticked ? "☑" : "☐", escaped(item.text)});
    html += table.html() + quiet(list.source);
  }
  return html;
}

std::string scalesSection(const Plan& plan) {
  const std::vector<ScaleEntry> entries = scaleEntries(plan);
  if (entries.empty())
    return "";
  HtmlTable table({"Date", "Pain and function", "Value"}, {20, 60, 20});
  for (const ScaleEntry& entry : entries)
    table.addRow(
        {entry.date,
         escaped(entry.scale.name),
         number(entry.value, 1) + (entry.scale.unit.empty() ? "" : " " + entry.scale.unit)});
  return heading("Pain and function") + table.html() +
         quiet("Entered. Nothing is inferred from these values.");
}

}  // namespace

std::string sheetSection(const Case& patient, const Plan& plan, const Evaluation& evaluation) {
  if (plan.needles.empty())
    return "";
  HtmlTable table({"The plan on one sheet", ""}, {40, 60});
  for (const SheetLine& line : sheetOf(patient, plan, evaluation))
    table.addRow({escaped(line.what), escaped(line.text)});
  return heading("The plan") + table.html();
}

std::string preparationSections(const Case& patient, const Plan& plan) {
  if (plan.needles.empty())
    return "";
  return orderSection(plan) + shoppingSection(patient, plan) + checklistSection(plan) +
         scalesSection(plan);
}

std::string changesSection(const Plan& before, const Plan& now) {
  std::string html = heading("What changed") + "<ul>";
  const std::vector<std::string> all = changes(before, now);
  for (const std::string& sentence : all)
    html += "<li>" + escaped(sentence) + "</li>";
  return html + (all.empty() ? "<li>Nothing.</li>" : "") + "</ul>\n";
}

}  // namespace trocar
