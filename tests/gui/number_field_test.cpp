#include "app/gui/parts/number_field.h"

#include "app/gui/parts/wheel_guard.h"

#include <QApplication>
#include <QScrollArea>
#include <QSlider>
#include <QTest>
#include <QVBoxLayout>
#include <QWheelEvent>
#include <gtest/gtest.h>

namespace trocar::gui {
namespace {

TEST(NumberField, ACommaIsADecimalPointInEveryLocale) {
  const QLocale before;
  for (const QLocale& locale : {QLocale(QLocale::German), QLocale(QLocale::English), before}) {
    QLocale::setDefault(locale);
    NumberField field;
    field.setDecimals(2);
    field.setRange(0.0, 1000.0);
    field.setSuffix(" ml");
    field.show();
    field.setFocus();
    field.selectAll();
    QTest::keyClicks(&field, "1,25");
    QTest::keyClick(&field, Qt::Key_Return);
    EXPECT_DOUBLE_EQ(field.value(), 1.25) << locale.name().toStdString();
    EXPECT_EQ(field.text(), "1.25 ml");
    field.selectAll();
    QTest::keyClicks(&field, "2.5");
    QTest::keyClick(&field, Qt::Key_Return);
    EXPECT_DOUBLE_EQ(field.value(), 2.5) << locale.name().toStdString();
  }
  QLocale::setDefault(before);
}

TEST(NumberField, CountsWhenItIsEntered) {
  NumberField field;
  field.setRange(0.0, 100.0);
  field.setValue(7.0);
  field.show();
  field.selectAll();
  QTest::keyClicks(&field, "42");
  EXPECT_DOUBLE_EQ(field.value(), 7.0);
  QTest::keyClick(&field, Qt::Key_Return);
  EXPECT_DOUBLE_EQ(field.value(), 42.0);
}

/// A page taller than its window, with a field and a slider on top.
struct TallPage {
  QScrollArea area;
  NumberField* field = new NumberField();
  QSlider* slider = new QSlider(Qt::Horizontal);

  TallPage() {
    auto* page = new QWidget();
    auto* rows = new QVBoxLayout(page);
    rows->addWidget(field);
    rows->addWidget(slider);
    rows->addStretch();
    page->setMinimumHeight(2000);
    area.setWidget(page);
    area.setWidgetResizable(true);
    area.resize(300, 200);
    area.show();
    field->setValue(3.0);
    slider->setValue(50);
  }

  void wheelOver(QWidget* widget) {
    const QPointF at = widget->rect().center();
    QWheelEvent event(at,
                      widget->mapToGlobal(at),
                      {},
                      QPoint(0, -120),
                      Qt::NoButton,
                      Qt::NoModifier,
                      Qt::NoScrollPhase,
                      false);
    QApplication::sendEvent(widget, &event);
  }
};

TEST(WheelGuard, TheWheelOverAFieldScrollsThePageUntilOneHasClickedIntoIt) {
  WheelGuard guard;
  qApp->installEventFilter(&guard);
  TallPage page;
  page.area.setFocus();
  page.wheelOver(page.field);
  page.wheelOver(page.slider);
  EXPECT_DOUBLE_EQ(page.field->value(), 3.0);
  EXPECT_EQ(page.slider->value(), 50);
  page.area.activateWindow();
  ASSERT_TRUE(QTest::qWaitForWindowActive(&page.area));
  page.field->setFocus();
  page.wheelOver(page.field);
  EXPECT_DOUBLE_EQ(page.field->value(), 2.0) << "this one was meant";
}

}  // namespace
}  // namespace trocar::gui
