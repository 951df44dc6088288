#include "tests/own_display.h"

#include <QApplication>
#include <QSurfaceFormat>
#include <QThreadPool>
#include <QVTKOpenGLNativeWidget.h>
#include <gtest/gtest.h>

int main(int argc, char** argv) {
  qputenv("QT_QPA_PLATFORM", "xcb");
  testing::InitGoogleTest(&argc, argv);
  trocar::useOwnDisplay();
  QSurfaceFormat::setDefaultFormat(QVTKOpenGLNativeWidget::defaultFormat());
  QApplication application(argc, argv);
  QApplication::setStyle("Fusion");
  const int status = RUN_ALL_TESTS();
  QThreadPool::globalInstance()->waitForDone();
  return status;
}
