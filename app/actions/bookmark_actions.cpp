#include "app/actions/arguments.h"
#include "app/actions/groups.h"
#include "app/bookmarks.h"
#include "app/scene.h"
#include "core/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace trocar::actions {
namespace {

using nlohmann::json;

bool whenBookmarked(const app::Document& document) {
  return document.isOpen() && !document.plan().bookmarks.empty();
}

bool whenConferring(const app::Document& document) {
  return document.isOpen() && document.view().place == app::Place::Conference;
}

/// The number under `key`, which counts from 1, as an index below `count`.
std::size_t indexIn(const json& arguments, const char* key, std::size_t count) {
  const double number = numberOf(arguments, key);
  const auto index = static_cast<std::size_t>(std::max(0.0, number));
  if (number != static_cast<double>(index) || index < 1 || index > count)
    throw Error("There is no bookmark " + std::to_string(static_cast<long>(number)) +
                ": they are numbered from 1 to " + std::to_string(count) + ".");
  return index - 1;
}

std::size_t bookmarkIn(const app::Document& document, const json& arguments) {
  return indexIn(arguments, "bookmark", document.plan().bookmarks.size());
}

/// Commits an edit and puts the bookmark at `under` under work.
Work bookmarking(std::string label, std::function<Plan(Plan)> edit, std::size_t under) {
  return atOnce([label = std::move(label), edit = std::move(edit), under](app::Document& document) {
    document.commit(label, edit(document.history().current()));
    app::ViewState view = document.view();
    view.bookmark =
        std::min(static_cast<int>(under), static_cast<int>(document.plan().bookmarks.size()) - 1);
    document.setView(view);
  });
}

Work add(const app::Document& document, const json& arguments) {
  Bookmark bookmark = app::presentBookmark(document);
  bookmark.title = textIn(arguments, "title").value_or(bookmark.title);
  bookmark.note = textIn(arguments, "note").value_or("");
  const std::string label = "Bookmark “" + bookmark.title + "”";
  return bookmarking(
      label,
      [bookmark = std::move(bookmark)](Plan plan) {
        return withBookmark(std::move(plan), bookmark);
      },
      document.plan().bookmarks.size());
}

/// Changes one bookmark of the plan.
Work changing(const std::string& label, std::size_t index, std::function<void(Bookmark&)> edit) {
  return bookmarking(
      label,
      [index, edit = std::move(edit)](Plan plan) {
        edit(plan.bookmarks.at(index));
        return plan;
      },
      index);
}

Work rename(const app::Document& document, const json& arguments) {
  const std::string title = textOf(arguments, "title");
  if (title.empty())
    throw Error("A bookmark needs a title: write one.");
  return changing("Rename bookmark", bookmarkIn(document, arguments), [title](Bookmark& bookmark) {
    bookmark.title = title;
  });
}

Work writeNote(const app::Document& document, const json& arguments) {
  return changing("Note of a bookmark",
                  bookmarkIn(document, arguments),
                  [note = textOf(arguments, "note")](Bookmark& bookmark) { bookmark.note = note; });
}

Work retake(const app::Document& document, const json& arguments) {
  return changing("Take the view of a bookmark again",
                  bookmarkIn(document, arguments),
                  [now = app::presentBookmark(document)](Bookmark& bookmark) {
                    Bookmark next = now;
                    next.title = bookmark.title;
                    next.note = bookmark.note;
                    bookmark = next;
                  });
}

Work move(const app::Document& document, const json& arguments) {
  const std::size_t index = bookmarkIn(document, arguments);
  const std::size_t to = indexIn(arguments, "to", document.plan().bookmarks.size());
  return bookmarking(
      "Move bookmark",
      [index, to](Plan plan) { return withBookmarkMoved(std::move(plan), index, to); },
      to);
}

Work remove(const app::Document& document, const json& arguments) {
  const std::size_t index = bookmarkIn(document, arguments);
  return bookmarking(
      "Delete bookmark “" + document.plan().bookmarks[index].title + "”",
      [index](Plan plan) { return withoutBookmark(std::move(plan), index); },
      index);
}

Work propose(const app::Document& document, const json&) {
  return bookmarking(
      "Propose bookmarks",
      [derived = app::derivedBookmarks(app::sceneOf(document))](Plan plan) {
        plan.bookmarks.insert(plan.bookmarks.end(), derived.begin(), derived.end());
        return plan;
      },
      document.plan().bookmarks.size());
}

/// Goes to a bookmark and tells what of it is gone.
void goTo(app::Document& document, std::size_t index) {
  const Bookmark bookmark = app::bookmarksOf(document).at(index);
  app::ViewState view = app::shownAs(bookmark, document.view(), document);
  view.bookmark = static_cast<int>(index);
  document.setView(view);
  const std::string missing = sentenceOnMissing(bookmark, document.plan(), document.patient());
  if (!missing.empty() && view.place != app::Place::Conference)  // Which says it in its band.
    document.tell(app::Notice::Kind::Problem, missing);
}

Work go(const app::Document& document, const json& arguments) {
  const std::size_t index = indexIn(arguments, "bookmark", app::bookmarksOf(document).size());
  return atOnce([index](app::Document& changed) { goTo(changed, index); });
}

/// Goes on by so many, and stays at either end.
Action stepBy(const char* id, const char* text, const char* key, int by) {
  return {.id = id,
          .text = text,
          .menu = "Go",
          .shortcut = key,
          .enabled = whenOpen,
          .prepare = [by](const app::Document& document, const json&) {
            const int last = static_cast<int>(app::bookmarksOf(document).size()) - 1;
            const int to = std::clamp(document.view().bookmark + by, 0, last);
            return atOnce(
                [to](app::Document& changed) { goTo(changed, static_cast<std::size_t>(to)); });
          }};
}

Work confer(const app::Document&, const json&) {
  return atOnce([](app::Document& document) {
    app::ViewState view = document.view();
    view.place = app::Place::Conference;
    view.overlay = app::Overlay::None;
    document.setView(view);
    goTo(document, 0);
  });
}

Action switching(Action action, std::function<void(app::ViewState&)> edit) {
  action.enabled = whenConferring;
  action.prepare = [edit = std::move(edit)](const app::Document&, const json&) {
    return showing(edit);
  };
  return action;
}

}  // namespace

// NOLINTNEXTLINE(readability-function-size): a table, an action a row.
std::vector<Action> bookmarkActions() {
  return {
      {.id = "bookmark-add",
       .text = "Bookmark this view",
       .menu = "Go",
       .shortcut = "Ctrl+D",
       .icon = "add",
       .arguments = {"title", "note"},
       .enabled = whenOpen,
       .prepare = add},
      stepBy("bookmark-next", "Next bookmark", ".", 1),
      stepBy("bookmark-previous", "Previous bookmark", ",", -1),
      {.id = "bookmark-go",
       .text = "Go to a bookmark",
       .arguments = {"bookmark"},
       .enabled = whenOpen,
       .prepare = go},
      {.id = "bookmark-rename",
       .text = "Rename a bookmark",
       .arguments = {"bookmark", "title"},
       .enabled = whenBookmarked,
       .prepare = rename},
      {.id = "bookmark-note",
       .text = "Write the note of a bookmark",
       .arguments = {"bookmark", "note"},
       .enabled = whenBookmarked,
       .prepare = writeNote},
      {.id = "bookmark-retake",
       .text = "Take the view of a bookmark again",
       .arguments = {"bookmark"},
       .enabled = whenBookmarked,
       .prepare = retake},
      {.id = "bookmark-move",
       .text = "Move a bookmark",
       .arguments = {"bookmark", "to"},
       .enabled = whenBookmarked,
       .prepare = move},
      {.id = "bookmark-delete",
       .text = "Delete a bookmark",
       .arguments = {"bookmark"},
       .enabled = whenBookmarked,
       .prepare = remove},
      {.id = "bookmarks-propose",
       .text = "Propose bookmarks for plan, needles, ablation and cement",
       .menu = "Go",
       .enabled = whenOpen,
       .prepare = propose},
      {.id = "conference",
       .text = "Conference: the bookmarks on the whole screen",
       .menu = "Go",
       .shortcut = "F5",
       .icon = "maximise",
       .enabled = whenOpen,
       .prepare = confer},
      switching({.id = "leave-conference", .text = "Leave the conference"},
                [](app::ViewState& view) { view.place = app::Place::Planner; }),
      switching({.id = "laser-pointer", .text = "Laser pointer"},
                [](app::ViewState& view) { view.laserOn = !view.laserOn; }),
      switching({.id = "presenter-notes", .text = "Presenter's notes on this screen"},
                [](app::ViewState& view) { view.notesShown = !view.notesShown; }),
  };
}

}  // namespace trocar::actions
