#pragma once

#include "app/document.h"
#include "render/scene_state.h"

#include <vector>

namespace trocar::app {

/// The present picture as a bookmark, named after the selected needle or the level.
Bookmark presentBookmark(const Document& document);
/// The picture of a bookmark: what differs from `view` is the bookmark's. What it names that is no
/// longer there is left out.
ViewState shownAs(const Bookmark& bookmark, ViewState view, const Document& document);

/// The plan's bookmarks; those that follow from the plan where it has none.
std::vector<Bookmark> bookmarksOf(const render::SceneState& state);
std::vector<Bookmark> bookmarksOf(const Document& document);
/// What a conference would step through without anybody's choice: the whole plan, each needle, the
/// ablation and the cement, with their numbers as notes.
std::vector<Bookmark> derivedBookmarks(const render::SceneState& state);

render::Camera cameraOf(const Eye& eye);
Eye eyeOf(const render::Camera& camera);

/// The scene as a bookmark shows it, for a picture off the screen.
render::SceneState sceneOf(const Bookmark& bookmark, render::SceneState state);

}  // namespace trocar::app
