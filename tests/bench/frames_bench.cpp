// What a moving hand costs: processor and wall seconds a move of the mouse, and how often each pane
// is drawn for it, in the planner's window at 1920 x 1080 on a virtual display. Gestures: turning
// the 3-D view, dragging a tip in a slice, changing the grey levels, scrolling, hovering.
#include "app/gui/window/main_window.h"
#include "app/opening.h"
#include "tests/gui/view_driver.h"
#include "tests/own_display.h"

#include <QApplication>
#include <QSurfaceFormat>
#include <QThreadPool>
#include <QVTKOpenGLNativeWidget.h>
#include <vtkCallbackCommand.h>
#include <vtkGenericOpenGLRenderWindow.h>
#include <vtkNew.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <functional>
#include <string>

namespace trocar::gui {
namespace {

constexpr int kMoves = 40;

double processorS() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

double wallS() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Counts how often each pane was drawn.
class Draws {
 public:
  explicit Draws(MainWindow& window) {
    for (int i = 0; i < 4; ++i) {
      vtkCallbackCommand& command = *commands_[static_cast<std::size_t>(i)];
      command.SetClientData(&count[static_cast<std::size_t>(i)]);
      command.SetCallback(
          [](vtkObject*, unsigned long, void* counter, void*) { ++*static_cast<int*>(counter); });
      window.pane(i).renderWindow()->AddObserver(vtkCommand::EndEvent, &command);
    }
  }
  std::array<int, 4> count{};

 private:
  std::array<vtkNew<vtkCallbackCommand>, 4> commands_;
};

void settle(MainWindow& window) {
  while (window.isWaitingToShow())
    QApplication::processEvents();
  QApplication::processEvents();
}

void measure(MainWindow& window,
             Draws& draws,
             const char* name,
             const std::function<void(int)>& move) {
  settle(window);
  draws.count = {};
  double longest = 0.0;
  const double processor = processorS(), start = wallS();
  for (int i = 0; i < kMoves; ++i) {
    const double before = wallS();
    move(i);
    settle(window);
    longest = std::max(longest, wallS() - before);
  }
  const double wall = (wallS() - start) / kMoves;
  std::printf("%-12s %6.1f ms wall (longest %6.1f) %6.1f ms processor %6.1f moves/s   drawn",
              name,
              1e3 * wall,
              1e3 * longest,
              1e3 * (processorS() - processor) / kMoves,
              1.0 / wall);
  for (const int count : draws.count)
    std::printf(" %4.2f", static_cast<double>(count) / kMoves);
  std::printf("\n");
  std::fflush(stdout);
}

Plan withProbe(Plan plan, const Vec3& lesionMm) {
  Needle needle;
  needle.id = "N1";
  needle.instrument = "icerod-1.5";
  needle.trajectory = {lesionMm + Vec3(30.0, 70.0, 8.0), lesionMm};
  plan.needles = {needle};
  return plan;
}

void run() {
  const auto state = std::filesystem::temp_directory_path() / "trocar-frames-bench";
  MainWindow window(state);
  window.resize(1920, 1080);
  window.show();
  app::Opened opened = app::openFrom("bundled:l3-breast");
  const Vec3 lesionMm = render::startState(opened.model->sharedPatient()).crosshairMm;
  opened.plan = withProbe(opened.plan, lesionMm);
  window.document().open(opened);
  if (!QTest::qWaitFor([&] { return window.isSettled(); }, 600000))
    std::printf("the window has not settled\n");
  window.runner().run("go-to", {{"atMm", {lesionMm.x(), lesionMm.y(), lesionMm.z()}}});
  settle(window);
  Draws draws(window);
  std::size_t triangles = 0;
  for (const auto& [id, mesh] : *window.facts().surfaces())
    triangles += mesh->triangles.size();
  std::printf("%zu triangles in %zu surfaces\n", triangles, window.facts().surfaces()->size());

  ViewDriver body(window, 0), axial(window, 1);
  const QPoint corner(60, body.pane().height() - 120);
  QTest::mousePress(&body.pane(), Qt::LeftButton, {}, corner);
  measure(window, draws, "turn 3-D", [&](int i) { body.moveTo(corner + QPoint(4 * (i + 1), 0)); });
  QTest::mouseRelease(&body.pane(), Qt::LeftButton, {}, corner);

  const QPoint middle = axial.pane().rect().center();
  QTest::mousePress(&axial.pane(), Qt::RightButton, {}, middle);
  measure(window, draws, "grey levels", [&](int i) { axial.moveTo(middle + QPoint(i + 1, 0)); });
  QTest::mouseRelease(&axial.pane(), Qt::RightButton, {}, middle);

  measure(window, draws, "scroll", [&](int i) { axial.wheel(i % 20 < 10 ? 1 : -1); });
  measure(window, draws, "hover", [&](int i) { axial.moveTo(middle + QPoint(3 * i, 2 * i)); });
  measure(window, draws, "hover 3-D", [&](int i) { body.moveTo(QPoint(300 + 8 * i, 400)); });

  window.runner().run("go-to", {{"atMm", {lesionMm.x(), lesionMm.y(), lesionMm.z()}}});
  settle(window);
  axial.press(lesionMm);
  const QPoint tip = axial.at(lesionMm);
  measure(window, draws, "tip", [&](int i) { axial.moveTo(tip + QPoint(i % 12 + 3, i % 7)); });
  axial.release(tip);
}

}  // namespace
}  // namespace trocar::gui

int main(int argc, char** argv) {
  qputenv("QT_QPA_PLATFORM", "xcb");
  trocar::useOwnDisplay();
  QSurfaceFormat::setDefaultFormat(QVTKOpenGLNativeWidget::defaultFormat());
  QApplication application(argc, argv);
  QApplication::setStyle("Fusion");
  trocar::gui::run();
  QThreadPool::globalInstance()->waitForDone();
  std::fflush(stdout);
  std::_Exit(0);
}
