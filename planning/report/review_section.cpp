#include "planning/report/review_section.h"

#include "core/number_text.h"
#include "planning/plan/scales.h"
#include "planning/review/changes.h"
#include "planning/review/checklist.h"
#include "planning/review/running_order.h"
#include "planning/review/sheet.h"
#include "planning/review/shopping_list.h"
#include "planning/words/names.h"

#include <utility>

namespace trocar::report {
namespace {

ReportSection orderSection(const Case& patient, const Plan& plan) {
  const std::vector<review::ProcedureStep> steps = review::runningOrder(patient, plan);
  ReportTable table{{{"From", 10}, {"Step", 27}, {"With", 36}, {"Lasts", 11}, {"Basis", 16}}, {}};
  for (const review::ProcedureStep& step : steps) {
    table.rows.push_back({step.beforehand ? "before" : clockText(step.startS),
                          step.what,
                          step.with,
                          step.beforehand ? "" : clockText(step.durationS),
                          std::string(toString(step.basis))});
  }
  table.rows.push_back(
      {strongWords(clockText(review::endS(steps))), strongWords("In all"), "", "", ""});
  return {"Running order",
          {std::move(table),
           ReportParagraph{quietWords(
               "Minutes and seconds. Estimated times are house estimates; protocols and injections "
               "are the plan's own.")}}};
}

ReportSection shoppingSection(const Case& patient, const Plan& plan) {
  ReportTable table{{{"To have in the room", 40}, {"Amount", 20}, {"For", 40}}, {}};
  for (const review::ShoppingItem& item : review::shoppingList(patient, plan))
    table.rows.push_back({item.what, item.amount, item.forWhat});
  return {"To have in the room", {std::move(table)}};
}

/// Boxes are words and shapes, so that they can be ticked by pen too.
ReportSection checklistSection(const Plan& plan) {
  ReportSection section{"Before the procedure", {}};
  for (const review::Checklist& list : review::checklistsFor(plan)) {
    ReportTable table{{{"", 6}, {list.title, 94}}, {}};
    for (const review::ChecklistItem& item : list.items)
      table.rows.push_back({item.ticked ? "☑" : "☐", item.text});
    section.blocks.emplace_back(std::move(table));
    section.blocks.emplace_back(ReportParagraph{quietWords(list.source)});
  }
  return section;
}

ReportSection scalesSection(const Plan& plan) {
  const std::vector<ScaleEntry> entries = scaleEntries(plan);
  if (entries.empty())
    return {};
  ReportTable table{{{"Date", 20}, {"Pain and function", 60}, {"Value", 20}}, {}};
  for (const ScaleEntry& entry : entries)
    table.rows.push_back(
        {entry.date, entry.scale.name, shownQuantity(entry.value, entry.scale.unit)});
  return {"Pain and function",
          {std::move(table),
           ReportParagraph{quietWords("Entered. Nothing is inferred from these values.")}}};
}

/// Lines about one thing in one row, so that the plan stays on one page.
std::vector<std::pair<std::string, std::string>> gathered(
    const std::vector<review::SheetLine>& lines) {
  std::vector<std::pair<std::string, std::string>> rows;
  for (const review::SheetLine& line : lines) {
    const std::string text =
        line.of.empty() || line.what.empty() ? line.text : line.what + " " + line.text;
    if (!line.of.empty() && !rows.empty() && rows.back().first == line.of)
      rows.back().second += "; " + text;
    else
      rows.emplace_back(line.of.empty() ? line.what : line.of, text);
  }
  return rows;
}

}  // namespace

ReportSection sheetSection(const Case& patient, const Plan& plan, const Evaluation& evaluation) {
  if (plan.needles.empty())
    return {};
  ReportTable table{{{"The plan on one sheet", 25}, {"", 75}}, {}};
  for (const auto& [what, text] : gathered(review::sheetOf(patient, plan, evaluation)))
    table.rows.push_back({what, text});
  return {"The plan", {std::move(table)}, true};
}

std::vector<ReportSection> preparationSections(const Case& patient, const Plan& plan) {
  if (plan.needles.empty())
    return {};
  return {orderSection(patient, plan),
          shoppingSection(patient, plan),
          checklistSection(plan),
          scalesSection(plan)};
}

ReportSection changesSection(const Plan& before, const Plan& now) {
  std::vector<std::string> all = review::changes(before, now);
  if (all.empty())
    all = {"Nothing."};
  return {"What changed", {ReportList{std::move(all)}}};
}

}  // namespace trocar::report
