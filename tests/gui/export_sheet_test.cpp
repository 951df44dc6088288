#include "app/gui/export/export_sheet.h"

#include "core/io.h"
#include "planning/handover/markups.h"
#include "tests/gui/samples.h"
#include "tests/gui/view_driver.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace trocar::gui {
namespace {

/// Of the sheet that is shown.
template <typename Widget>
Widget& shownChild(QWidget& window, const QString& name) {
  for (Widget* found : window.findChildren<Widget*>(name)) {
    if (found->isVisible())
      return *found;
  }
  throw std::runtime_error("no " + name.toStdString() + " is shown");
}

bool rested(MainWindow& window) {
  return waitFor([&] { return !window.runner().isBusy() && !window.isWaitingToShow(); });
}

void keepSheet(QWidget& window, const QString& name) {
  const QString folder = qEnvironmentVariable("TROCAR_PICTURES");
  if (!folder.isEmpty())
    window.grab().save(folder + "/" + name + ".png");
}

struct SheetTest : testing::Test {
  ScratchFolder scratch;
  MainWindow window{scratch.path() / "state"};

  void open(const char* sheet) {
    window.resize(1440, 900);
    window.show();
    window.document().open(sampleWithNeedles());
    window.runner().run(sheet);
    ASSERT_TRUE(rested(window));
  }
  QString at(const char* name) { return QString::fromStdString((scratch.path() / name).string()); }
};

TEST_F(SheetTest, WritesNeedlesThatComeBackAsTheyWere) {
  open("export-sheet");
  keepSheet(window, "export-sheet");
  EXPECT_TRUE(shownChild<QLabel>(window, "exportContents").text().contains("2 needles"));
  auto& place = shownChild<QLineEdit>(window, "exportPlace");
  EXPECT_TRUE(place.text().endsWith(".mrk.json")) << place.text().toStdString();
  place.setText(at("lines"));
  auto& write = shownChild<QPushButton>(window, "exportWrite");
  EXPECT_FALSE(write.isEnabled()) << "Slicer opens no file of that name";
  EXPECT_TRUE(shownChild<QLabel>(window, "exportProblem").text().contains(".mrk.json"));
  place.setText(at("lines.mrk.json"));
  ASSERT_TRUE(write.isEnabled());
  QTest::mouseClick(&write, Qt::LeftButton);
  ASSERT_TRUE(rested(window));
  ASSERT_TRUE(std::filesystem::exists(scratch.path() / "lines.mrk.json"))
      << window.document().notice()->text;
  const std::vector<Needle> before = window.document().plan().needles;
  window.runner().run("delete-needle", {{"needle", "N1"}});
  ASSERT_TRUE(rested(window));
  ASSERT_EQ(window.document().plan().needles.size(), 1U);
  window.runner().run("import-needles", {{"path", at("lines.mrk.json").toStdString()}});
  ASSERT_TRUE(rested(window));
  EXPECT_EQ(window.document().plan().needles.size(), before.size());
  EXPECT_EQ(*window.document().plan().find("N1"), before[0]);
}

TEST_F(SheetTest, PointsOfAMarkupsFileMoveLandmarksInOneStepOfUndo) {
  open("hand-over-sheet");
  const app::Document& document = window.document();
  const std::string level = "L3";
  const Vec3 canal = *document.sharedModel()->vertebra(level)->canalCentreMm + Vec3(1, 2, 0);
  const std::string point =
      std::to_string(canal[0]) + ", " + std::to_string(canal[1]) + ", " + std::to_string(canal[2]);
  writeFileAtomically(scratch.path() / "points.mrk.json",
                      R"({"markups": [{"type": "Fiducial", "coordinateSystem": "LPS",
                          "controlPoints": [{"label": "canal )" +
                          level + R"(", "position": [)" + point + "]}]}]}");
  window.runner().run("import-needles", {{"path", at("points.mrk.json").toStdString()}});
  ASSERT_TRUE(rested(window));
  ASSERT_TRUE(document.notice());
  EXPECT_EQ(document.notice()->text, "1 landmark placed");
  EXPECT_LT((*document.sharedModel()->vertebra(level)->canalCentreMm - canal).norm(), 1e-3);
  window.runner().run("undo");
  ASSERT_TRUE(rested(window));
  EXPECT_TRUE(document.plan().corrections.landmarksMm.empty());
}

TEST_F(SheetTest, EveryFormHasAPlaceThatItTakes) {
  for (const char* sheet : {"export-sheet", "hand-over-sheet"}) {
    open(sheet);
    for (const app::ExportFormat& format : app::exportFormats()) {
      QPushButton* form = nullptr;
      for (auto* found :
           window.findChildren<QPushButton*>("exportForm-" + QString::fromStdString(format.word))) {
        if (found->isVisibleTo(&window))
          form = found;
      }
      if (!form)
        continue;
      form->click();
      const std::string place = shownChild<QLineEdit>(window, "exportPlace").text().toStdString();
      if (format.word != "film") {  // Which needs ffmpeg.
        EXPECT_NO_THROW(app::requirePlaceFor(format, place)) << place;
      }
    }
    keepSheet(window, sheet);
    window.runner().run(sheet);
    ASSERT_TRUE(rested(window));
  }
}

TEST_F(SheetTest, AsksWhatShallStandOnAPageWhereANameLooksLikeAPersons) {
  app::Opened opened = sampleWithNeedles();
  opened.planFile = scratch.path() / "Doe Jane 1961.plan.json";
  writeFileAtomically(opened.planFile, "{}");
  window.resize(1440, 900);
  window.show();
  window.document().open(opened);
  window.runner().run("hand-over-sheet");
  ASSERT_TRUE(rested(window));
  shownChild<QPushButton>(window, "exportForm-report").click();
  keepSheet(window, "hand-over-name");
  auto& write = shownChild<QPushButton>(window, "exportWrite");
  EXPECT_FALSE(write.isEnabled());
  EXPECT_FALSE(shownChild<QLineEdit>(window, "exportPlace").text().contains("Doe"));
  shownChild<QLineEdit>(window, "exportTitle").setText("L3 metastasis");
  EXPECT_TRUE(write.isEnabled());
  window.runner().run("export", {{"to", "report"}, {"path", at("r.html").toStdString()}});
  ASSERT_TRUE(rested(window));
  EXPECT_FALSE(std::filesystem::exists(scratch.path() / "r.html"));
  ASSERT_TRUE(window.document().notice());
  EXPECT_NE(window.document().notice()->text.find("looks like that of a person"),
            std::string::npos);
}

}  // namespace
}  // namespace trocar::gui
