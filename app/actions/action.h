#pragma once

#include "core/progress.h"

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace trocar::app {
class Document;
}

namespace trocar::actions {

/// What an action does to the document once its work is done.
using Change = std::function<void(app::Document&)>;
/// The work of an action, which may take long and runs away from the user's thread. It holds copies
/// of what it needs from the document.
using Work = std::function<Change(const Progress&)>;

/// The argument that a person is asked for where an action is started without it.
enum class Ask {
  Nothing,
  FileToOpen,
  FolderToOpen,
  PlanToSave,
  PictureToSave,
  ReportToSave,
  NumbersToSave,
  FilmToSave
};

/// One thing that a person can do. Menus, keys, the palette, the sheet of keys and scripts all come
/// from the one table of them.
struct Action {
  std::string id;             ///< "undo", as scripts call it.
  std::string text;           ///< "Undo".
  std::string menu = {};      ///< "Edit"; empty for one that only buttons, tools and scripts start.
  int section = 0;            ///< Of its menu, from the top; a line divides them.
  std::string shortcut = {};  ///< "Ctrl+Z"; several are divided by "; ".
  std::string icon = {};      ///< Name of a picture in assets/icons.
  std::vector<std::string> arguments = {};  ///< The keys that the JSON object may hold.
  std::function<bool(const app::Document&)> enabled = {};
  /// Reads the document and the arguments. Throws Error for arguments that do not fit.
  std::function<Work(const app::Document&, const nlohmann::json& arguments)> prepare = {};
  bool inLesson = false;      ///< Possible while a lesson runs, whose answers are withheld.
  bool slow = false;          ///< Its work wants progress and a way to cancel.
  bool replacesPlan = false;  ///< Another plan takes the place of this one.
  bool ofThisPlan = false;    ///< Of no use once the plan is another: the next edit cancels it.
  Ask ask = Ask::Nothing;     ///< For "path".
  std::function<std::string(const app::Document&)> textNow =
      {};  ///< Where the text changes: "Undo move tip".
};

/// All of them, in the order of the menus.
const std::vector<Action>& allActions();
/// Throws Error, naming near ids, where there is no such action.
const Action& findAction(std::string_view id);
/// Enabled, and not withheld by a lesson.
bool isPossible(const Action& action, const app::Document& document);
/// The work of an action on a document. Throws Error, naming action and key, for an argument that
/// the action does not know, and what `prepare` throws.
Work workOf(const Action& action, const app::Document& document, const nlohmann::json& arguments);
/// Runs an action to its end on this thread. Throws Error where it is not enabled or fails.
void runAction(app::Document& document,
               const Action& action,
               const nlohmann::json& arguments,
               const Progress& = {});

}  // namespace trocar::actions
