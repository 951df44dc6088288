#pragma once

#include "app/actions/action.h"
#include "app/comparison.h"
#include "app/document.h"

#include <functional>
#include <vector>

namespace trocar::actions {

/// The parts of the table, one file each.
std::vector<Action> fileActions();
/// Handing the plan over, and needles back in.
std::vector<Action> exportActions();
/// Bringing in a CT with its labels.
std::vector<Action> importActions();
/// Opens a CT without labels where it is clear which one; else lays the import sheet over the
/// window, which asks.
Change openingCt(const std::string& path, const Progress& progress);
void showImport(app::Document& document, std::shared_ptr<const app::ImportFindings> found);
std::vector<Action> editActions();
std::vector<Action> viewActions();
/// Correcting what was measured: landmarks and the names of levels.
std::vector<Action> anatomyActions();
/// Drawing structures, lesions first, and taking them out.
std::vector<Action> drawingActions();
std::vector<Action> needleActions();
/// Placing needles by rule: templates and suggestions.
std::vector<Action> accessActions();
/// What the site has.
std::vector<Action> shelfActions();
std::vector<Action> treatmentActions();
/// What is chosen and entered about the treatment, beside needles and protocols.
std::vector<Action> choiceActions();
std::vector<Action> cementActions();
std::vector<Action> reviewActions();
/// Bookmarks of the plan, and the conference that steps through them.
std::vector<Action> bookmarkActions();
/// The C-arm's room and the school.
std::vector<Action> fluoroActions();
std::vector<Action> schoolActions();

/// When an action is enabled.
bool always(const app::Document& document);
bool whenOpen(const app::Document& document);
bool whenNeedleSelected(const app::Document& document);
/// A needle is selected and not locked.
bool whenNeedleMovable(const app::Document& document);

/// Work that is done at once.
Work atOnce(Change change);
/// Changes what is shown.
Work showing(std::function<void(app::ViewState&)> edit);
/// Lays two plans side by side over the views.
Change showingComparison(app::Comparison comparison);
/// Commits an edit under a name.
Work editing(std::string label, std::function<Plan(Plan)> edit);

/// The needle that the arguments name, else the selected one. Throws Error where there is none.
const Needle& needleOf(const app::Document& document, const nlohmann::json& arguments);

}  // namespace trocar::actions
