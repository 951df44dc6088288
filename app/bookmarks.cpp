#include "app/bookmarks.h"

#include "app/scene.h"

#include <algorithm>
#include <cmath>

namespace trocar::app {
namespace {

std::string titleFor(const Document& document) {
  const ViewState& view = document.view();
  const Needle* needle = document.selectedNeedle();
  std::string title = needle ? nameOf(*needle) : view.level;
  if (title.empty())
    title = "Bookmark " + std::to_string(document.plan().bookmarks.size() + 1);
  if (view.timeS)
    title += ", minute " + std::to_string(std::lround(*view.timeS / 60.0));
  return title;
}

/// From behind on the patient's left, where no window says otherwise.
Eye eyeFor(const Document& document) {
  if (document.eye())
    return *document.eye();
  const Vec3& at = document.view().crosshairMm;
  return {at + Vec3(260.0, 330.0, 130.0), at, Vec3::UnitZ()};
}

/// Puts the view into a pane and makes that the large one.
void enlarge(ViewState& view, render::ViewKind kind) {
  view.panes = render::followsNeedle(kind) ? kNeedlePanes : kPatientPanes;
  auto pane = std::find(view.panes.begin(), view.panes.end(), kind);
  if (pane == view.panes.end()) {
    pane = view.panes.end() - 1;
    *pane = kind;
  }
  view.large = static_cast<int>(pane - view.panes.begin());
}

std::map<std::string, render::Appearance> appearanceOf(const Bookmark& bookmark,
                                                       const Case& patient) {
  std::map<std::string, render::Appearance> appearance;
  for (const auto& [id, look] : bookmark.parts) {
    if (patient.find(id))
      appearance[id] = {look.visible, look.opacity};
  }
  return appearance;
}

}  // namespace

render::Camera cameraOf(const Eye& eye) {
  return {eye.positionMm, eye.focusMm, eye.up, eye.viewAngleDeg};
}

Eye eyeOf(const render::Camera& camera) {
  return {camera.positionMm, camera.focusMm, camera.up, camera.viewAngleDeg};
}

Bookmark presentBookmark(const Document& document) {
  const ViewState& view = document.view();
  Bookmark bookmark;
  bookmark.title = titleFor(document);
  bookmark.eye = eyeFor(document);
  bookmark.crosshairMm = view.crosshairMm;
  bookmark.view = toString(view.panes[static_cast<std::size_t>(view.large)]);
  bookmark.alone = view.layout == ViewLayout::Single;
  bookmark.needle = view.needle;
  bookmark.windowWidthHu = view.window.widthHu;
  bookmark.windowLevelHu = view.window.levelHu;
  for (const auto& [id, look] : view.appearance)
    bookmark.parts[id] = {look.visible, look.opacity};
  bookmark.zones = view.zonesShown;
  bookmark.cement = view.cementShown;
  bookmark.labels = view.labelsShown;
  bookmark.timeS = view.timeS;
  bookmark.cementMl = view.cementMl;
  return bookmark;
}

ViewState shownAs(const Bookmark& bookmark, ViewState view, const Document& document) {
  const bool needleThere = document.plan().find(bookmark.needle) != nullptr;
  if (bookmark.needle.empty() || needleThere)
    view.needle = bookmark.needle;
  view.layout = bookmark.alone ? ViewLayout::Single : ViewLayout::Focus;
  const render::ViewKind kind =
      render::viewKindFromString(bookmark.view).value_or(render::ViewKind::ThreeD);
  enlarge(view, render::followsNeedle(kind) && !needleThere ? render::ViewKind::ThreeD : kind);
  view.crosshairMm = bookmark.crosshairMm;
  view.lookAtMm = bookmark.crosshairMm;
  view.window = {bookmark.windowWidthHu, bookmark.windowLevelHu};
  view.appearance = appearanceOf(bookmark, document.patient());
  view.zonesShown = bookmark.zones;
  view.cementShown = bookmark.cement;
  view.labelsShown = bookmark.labels;
  view.timeS = bookmark.timeS;
  view.cementMl = bookmark.cementMl;
  view.flyTo = bookmark.eye;
  ++view.flights;
  return view;
}

std::vector<Bookmark> bookmarksOf(const render::SceneState& state) {
  return state.plan.bookmarks.empty() ? derivedBookmarks(state) : state.plan.bookmarks;
}

std::vector<Bookmark> bookmarksOf(const Document& document) {
  return document.plan().bookmarks.empty() ? derivedBookmarks(sceneOf(document))
                                           : document.plan().bookmarks;
}

render::SceneState sceneOf(const Bookmark& bookmark, render::SceneState state) {
  state.crosshairMm = bookmark.crosshairMm;
  state.selectedNeedle = state.plan.find(bookmark.needle) ? bookmark.needle : "";
  state.window = {bookmark.windowWidthHu, bookmark.windowLevelHu};
  state.appearance = appearanceOf(bookmark, *state.patient);
  state.zones = bookmark.zones;
  state.cement = bookmark.cement;
  state.labels = bookmark.labels;
  state.timeS = bookmark.timeS;
  state.cementMl = bookmark.cementMl;
  return state;
}

}  // namespace trocar::app
