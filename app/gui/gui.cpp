#include "app/gui/gui.h"

#include "app/autosave.h"
#include "app/gui/window/main_window.h"
#include "core/number_text.h"
#include "core/patients.h"

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

}  // namespace

int runPlanner(int argc, char** argv, const std::filesystem::path& caseOrPlan) {
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
