#include "app/gui/gui.h"

#include "app/autosave.h"
#include "app/gui/window/main_window.h"
#include "core/error.h"
#include "core/number_text.h"
#include "core/patients.h"
#include "render/virtual_display.h"

#include <QApplication>
#include <QSurfaceFormat>
#include <QVTKOpenGLNativeWidget.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

namespace trocar::gui {
namespace {

/// Prints how long the start took where TROCAR_TIMING is set.
void timeFirstFrame(MainWindow& window, std::chrono::steady_clock::time_point start) {
  if (!std::getenv("TROCAR_TIMING"))
    return;
  auto* watch = new QTimer(&window);
  QObject::connect(watch, &QTimer::timeout, &window, [&window, watch, start] {
    static bool shown = false;
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (!shown && window.document().isOpen()) {
      shown = true;
      std::fprintf(stderr, "trocar: first picture after %.2f s\n", seconds);
    }
    if (window.facts().surfaces()) {
      std::fprintf(stderr, "trocar: first surfaces after %.2f s\n", seconds);
      watch->stop();
    }
  });
  watch->start(10);
}

/// Throws Error where there is none to open a window on: Qt would abort.
void requireScreen() {
  const auto isSet = [](const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr && *value != '\0';
  };
  if (isSet("QT_QPA_PLATFORM") || isSet("WAYLAND_DISPLAY"))
    return;
  if (isSet("DISPLAY") && render::hasDisplay())
    return;
  throw Error(std::string(isSet("DISPLAY") ? "The display " + std::string(std::getenv("DISPLAY")) +
                                                 " does not answer"
                                           : "There is no display to open a window on") +
              ": start the planner on a desktop, or use a verb (see trocar --help).");
}

}  // namespace

int runPlanner(int argc, char** argv, const std::filesystem::path& caseOrPlan) {
  requireScreen();
  const auto start = std::chrono::steady_clock::now();
  QSurfaceFormat::setDefaultFormat(QVTKOpenGLNativeWidget::defaultFormat());
  QApplication application(argc, argv);
  keepDecimalPoint();
  QApplication::setApplicationName("Trocar");
  QApplication::setStyle("Fusion");
  MainWindow window(app::stateFolder(), settingsFile());
  window.takePlace();
  window.show();
  const std::string source =
      caseOrPlan.empty() ? "bundled:" + bundledPatients().front().id : caseOrPlan.string();
  window.runner().run("open", {{"path", source}});
  timeFirstFrame(window, start);
  return QApplication::exec();
}

}  // namespace trocar::gui
