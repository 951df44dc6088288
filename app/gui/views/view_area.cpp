#include "app/gui/views/view_area.h"

#include "app/bookmarks.h"
#include "app/gui/parts/icon.h"
#include "app/gui/parts/numbers.h"
#include "app/scene.h"
#include "app/words.h"
#include "render/first_view.h"

#include <QApplication>
#include <QGridLayout>
#include <QMenu>
#include <QToolButton>

#include <algorithm>

namespace trocar::gui {
namespace {

constexpr int kSpacingPx = 3;
constexpr double kFlightMs = 600.0;
constexpr int kFrameMs = 16;
constexpr double kConferenceScale = 1.5;  ///< Of texts and lines.
constexpr std::array<render::ViewKind, 7> kKinds = {render::ViewKind::ThreeD,
                                                    render::ViewKind::Axial,
                                                    render::ViewKind::Sagittal,
                                                    render::ViewKind::Coronal,
                                                    render::ViewKind::Along,
                                                    render::ViewKind::Across,
                                                    render::ViewKind::Barrel};

/// A view that follows a needle needs one; without, its place is taken by the one it replaced.
render::ViewKind possible(render::ViewKind kind, std::size_t pane, const app::Document& document) {
  return render::followsNeedle(kind) && !document.selectedNeedle() ? app::kPatientPanes[pane]
                                                                   : kind;
}

/// Those of the level or structure under work, while the anatomy is checked and nobody draws.
std::vector<render::LandmarkMark> landmarkMarks(const Shown& shown) {
  const app::ViewState& view = shown.document.view();
  const anatomy::Corrections& corrections = shown.document.plan().corrections;
  std::vector<render::LandmarkMark> marks;
  if (view.step != app::Step::Anatomy || view.place != app::Place::Planner || view.drawing)
    return marks;
  const std::string owner = view.landmarksOf.empty() ? view.level : view.landmarksOf;
  for (const anatomy::Landmark& landmark : shown.facts.landmarks()) {
    if (anatomy::ownerOf(landmark.id) != owner)
      continue;
    const bool held = view.held && view.held->id == landmark.id;
    marks.push_back({landmark.id,
                     landmark.name,
                     held ? view.held->pointMm : landmark.pointMm,
                     corrections.landmarksMm.contains(landmark.id),
                     held});
  }
  return marks;
}

}  // namespace

ViewArea::ViewArea(app::Document& document, Runner& runner)
    : runner_(runner), grid_(new QGridLayout(this)) {
  grid_->setContentsMargins(kSpacingPx, kSpacingPx, kSpacingPx, kSpacingPx);
  grid_->setSpacing(kSpacingPx);
  for (int i = 0; i < 4; ++i) {
    auto* pane = new ViewPane(i, document, runner, this);
    panes_[static_cast<std::size_t>(i)] = pane;
    auto* button = new QToolButton(pane);
    button->setObjectName(QString("paneKind%1").arg(i));
    button->setToolTip("What this view shows");
    button->setCursor(Qt::ArrowCursor);
    button->setFocusPolicy(Qt::TabFocus);
    button->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(button);
    for (const render::ViewKind kind : kKinds) {
      menu->addAction(text(std::string(app::nameOf(kind))), this, [&runner, i, kind] {
        runner.run("pane", {{"pane", i}, {"kind", std::string(toString(kind))}});
      });
    }
    menu->addSeparator();
    menu->addAction("Make it the large view", this, [&runner, i] {
      runner.run("enlarge", {{"pane", i}});
    });
    menu->addAction("Alone, and back", this, [&runner, i] {
      runner.run("maximise", {{"pane", i}});
    });
    button->setMenu(menu);
    kinds_[static_cast<std::size_t>(i)] = button;
  }
  cover_ = new LoadingCover(runner, this);
  frames_.setInterval(kFrameMs);
  connect(&frames_, &QTimer::timeout, this, [this] { flyOn(); });
}

void ViewArea::arrange(const app::ViewState& view) {
  for (ViewPane* pane : panes_)
    grid_->removeWidget(pane);
  for (int i = 0; i < 3; ++i) {
    grid_->setRowStretch(i, 0);
    grid_->setColumnStretch(i, 0);
  }
  const auto large = static_cast<std::size_t>(view.large);
  if (view.layout == app::ViewLayout::Quad) {
    for (std::size_t i = 0; i < 4; ++i)
      grid_->addWidget(panes_[i], static_cast<int>(i / 2), static_cast<int>(i % 2));
    for (int i = 0; i < 2; ++i) {
      grid_->setRowStretch(i, 1);
      grid_->setColumnStretch(i, 1);
    }
  } else {
    const bool single = view.layout == app::ViewLayout::Single;
    grid_->addWidget(panes_[large], 0, 0, 3, 1);
    grid_->setColumnStretch(0, 10);
    grid_->setColumnStretch(1, single ? 0 : 7);
    int row = 0;
    for (std::size_t i = 0; i < 4 && !single; ++i) {
      if (i == large)
        continue;
      grid_->setRowStretch(row, 1);
      grid_->addWidget(panes_[i], row++, 1);
    }
  }
  for (std::size_t i = 0; i < 4; ++i)
    panes_[i]->setVisible(view.layout != app::ViewLayout::Single || i == large);
}

void ViewArea::show(const Shown& shown) {
  const app::ViewState& view = shown.document.view();
  if (!arranged_ || view.layout != last_.layout || view.large != last_.large)
    arrange(view);
  arranged_ = true;
  cover_->show();
  if (!shown.document.isOpen())
    return;
  render::SceneState scene = app::sceneOf(shown.document);
  scene.surfaces = shown.facts.surfaces();
  scene.vertebrae = shown.facts.vertebrae();
  scene.landmarks = landmarkMarks(shown);
  const double larger = view.place == app::Place::Conference ? kConferenceScale : 1.0;
  for (std::size_t i = 0; i < 4; ++i) {
    panes_[i]->setTextScale(larger * textScale(view.fontPt));
    panes_[i]->view().setActive(static_cast<int>(i) == view.active);
    panes_[i]->setPlanMoving(shown.document.previewing());
    if (panes_[i]->isVisibleTo(this))
      panes_[i]->show(scene, possible(view.panes[i], i, shown.document));
  }
  follow(view);
  if (camera_ && shown.facts.surfaces())
    takeFirstLook(view);
  showKinds(shown);
  last_ = view;
}

/// Cameras and zoom belong to the views: they take what changed.
void ViewArea::follow(const app::ViewState& view) {
  camera_ = camera_ || view.fits != last_.fits;
  for (ViewPane* pane : panes_) {
    render::View& picture = pane->view();
    if (view.fits != last_.fits && render::isSlice(picture.kind()))
      picture.fit();
    if (pane->index() == view.active && view.zoom != last_.zoom)
      picture.zoom(view.zoom / last_.zoom, pane->middle());
    const bool flight = view.flights != last_.flights;
    if (render::isSlice(picture.kind()) ? flight || view.looks != last_.looks
                                        : view.looks != last_.looks && !camera_)
      pane->lookAt(view.lookAtMm);
    if (view.fits != last_.fits || view.zoom != last_.zoom || view.looks != last_.looks || flight)
      pane->redraw();
  }
  if (view.flights != last_.flights)
    startFlight(view);
}

/// The 3-D view turns to the bookmark while the program goes on; whoever takes the mouse ends it.
void ViewArea::startFlight(const app::ViewState& view) {
  for (ViewPane* pane : panes_) {
    if (render::isSlice(pane->view().kind()))
      continue;
    pane->setCameraMoving(true);
    from_ = camera_ ? app::cameraOf(view.flyTo) : pane->view().camera();
    to_ = app::cameraOf(view.flyTo);
    pane->view().setCamera(from_);
    camera_ = false;
    sinceTakeOff_.start();
    frames_.start();
    return flyOn();
  }
}

void ViewArea::flyOn() {
  const double share = std::min(1.0, static_cast<double>(sinceTakeOff_.elapsed()) / kFlightMs);
  const double eased = share * share * (3.0 - 2.0 * share);
  if (share >= 1.0)
    frames_.stop();
  for (ViewPane* pane : panes_) {
    if (render::isSlice(pane->view().kind()))
      continue;
    if (pane->underMouse() && QApplication::mouseButtons() != Qt::NoButton)
      return frames_.stop();
    pane->setCameraMoving(share < 1.0);
    pane->view().setCamera(render::between(from_, to_, eased));
    pane->redraw();
  }
}

/// From behind, as one stands at the table, on the place under work with its neighbours.
void ViewArea::takeFirstLook(const app::ViewState& view) {
  constexpr double kStepBack = 1.7;
  camera_ = false;
  for (ViewPane* pane : panes_) {
    render::View& picture = pane->view();
    if (render::isSlice(picture.kind()))
      continue;
    picture.setCamera(picture.cameraFrom(render::firstViewpoint(*picture.state().patient)));
    render::Camera near = picture.cameraTowards(view.lookAtMm);
    near.positionMm = near.focusMm + kStepBack * (near.positionMm - near.focusMm);
    picture.setCamera(near);
    pane->redraw();
  }
}

void ViewArea::showKinds(const Shown& shown) {
  for (QToolButton* button : kinds_) {
    button->setIcon(icon("chevron", shown.palette.quiet));
    button->setIconSize({12, 12});
    button->setVisible(shown.document.view().place == app::Place::Planner);
    button->setStyleSheet("QToolButton { background: transparent; }");
  }
  placeKindButtons();
}

void ViewArea::placeKindButtons() {
  for (std::size_t i = 0; i < 4; ++i)
    kinds_[i]->setGeometry(panes_[i]->width() - 24, 5, 20, 20);
}

void ViewArea::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  cover_->setGeometry(rect());
  placeKindButtons();
}

}  // namespace trocar::gui
