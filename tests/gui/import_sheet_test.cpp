#include "app/gui/import/import_sheet.h"

#include "app/gui/parts/combo.h"
#include "app/importing.h"
#include "core/error.h"
#include "core/io.h"
#include "core/io/nifti.h"
#include "tests/core/dicom_maker.h"
#include "tests/gui/samples.h"
#include "tests/gui/view_driver.h"

#include <QApplication>
#include <QDropEvent>
#include <QLineEdit>
#include <QMessageBox>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTreeWidget>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace trocar::gui {
namespace {

namespace fs = std::filesystem;

constexpr int kWide = 48;
constexpr int kHigh = 30;

double fromMiddle(int i, int j, double radiusI, double radiusJ) {
  const double x = (i - 0.5 * kWide) / radiusI;
  const double y = (j - 0.5 * kWide) / radiusJ;
  return x * x + y * y;
}

/// A body with one vertebra, its canal and, on the patient's left, a lesion of 4 voxels across.
Image<float> bodyOr(bool labels, bool mask = false) {
  const Grid grid({kWide, kWide, kHigh}, Vec3(-60, -60, 0), Vec3(2.5, 2.5, 2.5));
  std::vector<float> voxels;
  for (int k = 0; k < kHigh; ++k) {
    for (int j = 0; j < kWide; ++j) {
      for (int i = 0; i < kWide; ++i) {
        const bool body = fromMiddle(i, j, 22, 20) < 1.0;
        const bool level = k >= 8 && k < 20;
        const bool ring = level && fromMiddle(i, j, 9, 9) < 1.0;
        const bool canal = level && fromMiddle(i, j, 4, 4) < 1.0;
        const bool lesion = ring && !canal && i > 30 && k > 12 && k < 17;
        if (mask)
          voxels.push_back(lesion ? 1.0F : 0.0F);
        else if (labels)
          voxels.push_back(ring && !canal ? 22.0F : 0.0F);
        else
          voxels.push_back(!body ? -1000.0F : ring && !canal ? 350.0F : 40.0F);
      }
    }
  }
  return {grid, std::move(voxels)};
}

struct Files {
  ScratchFolder scratch;
  fs::path ct = scratch.path() / "ct.nii";
  fs::path vertebrae = scratch.path() / "vertebrae.nii";
  fs::path lesion = scratch.path() / "lesion.nii";

  Files() {
    writeNifti(ct, bodyOr(false));
    writeNifti(vertebrae, bodyOr(true));
    writeNifti(lesion, bodyOr(false, true));
  }
};

template <typename Widget>
Widget& child(QWidget& window, const char* name) {
  auto* found = window.findChild<Widget*>(name);
  if (!found)
    throw std::runtime_error(std::string("no ") + name);
  return *found;
}

void drop(MainWindow& window, const fs::path& path) {
  QMimeData data;
  data.setUrls({QUrl::fromLocalFile(QString::fromStdString(path.string()))});
  QDragEnterEvent enter(QPoint(400, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(&window, &enter);
  QDropEvent event(QPointF(400, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(&window, &event);
}

bool looked(MainWindow& window) {
  return waitFor([&] { return !window.runner().isBusy() && !window.isWaitingToShow(); });
}

/// Keeps a picture where TROCAR_PICTURES names a folder, to be looked at.
void keepPicture(QWidget& window, const QString& name) {
  const QString folder = qEnvironmentVariable("TROCAR_PICTURES");
  if (!folder.isEmpty())
    window.grab().save(folder + "/" + name + ".png");
}

TEST(ImportSheet, FromDroppedFilesToACaseOnOneSheet) {
  const Files files;
  MainWindow window(files.scratch.path() / "state");
  window.resize(1440, 900);
  window.show();
  window.runner().run("import-sheet");
  ASSERT_TRUE(looked(window));
  auto& write = child<QPushButton>(window, "importWrite");
  EXPECT_FALSE(write.isEnabled()) << "nothing was found yet";
  keepPicture(window, "import-empty");

  drop(window, files.ct);
  ASSERT_TRUE(looked(window));
  ASSERT_TRUE(window.document().importing())
      << (window.document().notice() ? window.document().notice()->text : "");
  ASSERT_TRUE(window.document().importing()->patient) << window.document().importing()->refusal;
  EXPECT_TRUE(write.isEnabled());
  drop(window, files.vertebrae);
  ASSERT_TRUE(looked(window));
  EXPECT_FALSE(window.document().importing()->patient) << "22 is a number of two schemes";
  EXPECT_FALSE(write.isEnabled());
  EXPECT_TRUE(child<QLabel>(window, "importRefusal").isVisible());
  keepPicture(window, "import-ambiguous");

  auto& meaning = child<Combo>(window, "labelMeaning");
  meaning.choose("verse");
  emit meaning.activated(meaning.currentIndex());
  ASSERT_TRUE(looked(window));
  ASSERT_TRUE(window.document().importing()->patient) << window.document().importing()->refusal;
  EXPECT_EQ(levelsOf(*window.document().importing()->patient), std::vector<std::string>{"L3"});

  drop(window, files.lesion);
  ASSERT_TRUE(looked(window));
  Combo* second = window.findChildren<Combo*>("labelMeaning").back();
  second->choose("mask");
  emit second->activated(second->currentIndex());
  ASSERT_TRUE(looked(window));
  ASSERT_TRUE(window.document().importing()->patient) << window.document().importing()->refusal;
  EXPECT_NE(window.document().importing()->patient->find("lesion_1"), nullptr);
  keepPicture(window, "import-found");

  const fs::path folder = files.scratch.path() / "case";
  child<QLineEdit>(window, "importFolder").setText(QString::fromStdString(folder.string()));
  QTest::mouseClick(&write, Qt::LeftButton);
  ASSERT_TRUE(waitFor([&] { return window.document().isOpen() && !window.runner().isBusy(); }));
  EXPECT_TRUE(fs::exists(folder / "case.json"));
  EXPECT_EQ(window.document().view().overlay, app::Overlay::None);
  const Case again = readCase(folder);
  const Structure* lesion = again.find("lesion_1");
  ASSERT_NE(lesion, nullptr);
  EXPECT_GT(boundsOf(again, *lesion)->lowMm.x(), 0.0) << "it lies on the patient's left";
}

/// Two series of one patient and place, one of them sharp.
void writeTwoSeries(const fs::path& folder) {
  fs::create_directories(folder);
  writeMadeSeries(folder / "soft", 12, [](DicomMaker& maker, int) {
    maker.put(0x0008103E, "LO", "Spine soft").put(0x00181210, "SH", "Br38");
  });
  writeMadeSeries(folder / "sharp", 10, [](DicomMaker& maker, int) {
    maker.put(0x0008103E, "LO", "Spine sharp")
        .put(0x00181210, "SH", "Br64")
        .put(0x0020000E, "UI", "1.2.3.99");
  });
}

TEST(ImportSheet, LooksForVertebraeWhereNoLabelNamesOneAndSaysWhyItFindsNone) {
  const Files files;
  MainWindow window(files.scratch.path() / "state");
  window.resize(1440, 900);
  window.show();
  window.runner().run("import-look", {{"ct", files.ct.string()}});
  ASSERT_TRUE(looked(window));
  auto& find = child<QPushButton>(window, "importFindVertebrae");
  auto& write = child<QPushButton>(window, "importWrite");
  ASSERT_TRUE(find.isVisible());
  EXPECT_TRUE(write.isEnabled());
  QTest::mouseClick(&find, Qt::LeftButton);
  ASSERT_TRUE(looked(window));
  EXPECT_TRUE(child<QLabel>(window, "importRefusal").text().contains("in this CT"))
      << child<QLabel>(window, "importRefusal").text().toStdString();
  EXPECT_FALSE(write.isEnabled());
  keepPicture(window, "import-no-vertebrae");
  QTest::mouseClick(&find, Qt::LeftButton);
  ASSERT_TRUE(looked(window));
  EXPECT_TRUE(write.isEnabled());
  window.runner().run(
      "import-look",
      {{"ct", files.ct.string()}, {"labels", {files.vertebrae.string()}}, {"scheme", "verse"}});
  ASSERT_TRUE(looked(window));
  EXPECT_FALSE(find.isVisible()) << "the labels name a vertebra";
}

TEST(ImportSheet, AsksWhichOfSeveralSeriesAndTakesTheOneThatIsClicked) {
  const ScratchFolder scratch;
  writeTwoSeries(scratch.path() / "study");
  MainWindow window(scratch.path() / "state");
  window.resize(1440, 900);
  window.show();
  window.runner().run("open", {{"path", (scratch.path() / "study").string()}});
  ASSERT_TRUE(looked(window));
  EXPECT_FALSE(window.document().isOpen()) << "a person decides";
  auto& list = child<QTreeWidget>(window, "importSeries");
  ASSERT_TRUE(list.isVisible());
  ASSERT_EQ(list.topLevelItemCount(), 2);
  EXPECT_EQ(list.topLevelItem(1)->text(0), "Spine sharp");
  EXPECT_EQ(list.topLevelItem(1)->text(2), "Br64");
  const QRect second = list.visualItemRect(list.topLevelItem(1));
  QTest::mouseClick(list.viewport(), Qt::LeftButton, Qt::NoModifier, second.center());
  ASSERT_TRUE(looked(window));
  ASSERT_TRUE(window.document().importing()->patient) << window.document().importing()->refusal;
  EXPECT_EQ(window.document().importing()->patient->ct.grid().size()[2], 10);
  EXPECT_EQ(window.document().importing()->patient->dicom.at("SeriesInstanceUID"), "1.2.3.99");
  keepPicture(window, "import-series");
}

TEST(ImportSheet, AsksBeforeItReplacesACase) {
  const Files files;
  const fs::path folder = files.scratch.path() / "case";
  app::Document before;
  runAction(before,
            actions::findAction("import"),
            {{"ct", files.ct.string()},
             {"labels", {{{"path", files.vertebrae.string()}, {"scheme", "verse"}}}},
             {"path", folder.string()}});
  MainWindow window(files.scratch.path() / "state");
  window.resize(1440, 900);
  window.show();
  window.runner().run("import-sheet");
  ASSERT_TRUE(looked(window));
  drop(window, files.ct);
  ASSERT_TRUE(looked(window));
  child<QLineEdit>(window, "importFolder").setText(QString::fromStdString(folder.string()));
  const auto press = [&](const QString& word) {
    QTest::mouseClick(&child<QPushButton>(window, "importWrite"), Qt::LeftButton);
    for (QAbstractButton* button : child<QMessageBox>(window, "replaceCase").buttons()) {
      if (button->text() == word)
        button->click();
    }
    return waitFor(
        [&] { return !window.findChild<QMessageBox*>("replaceCase") && looked(window); });
  };
  ASSERT_TRUE(press("Choose another folder"));
  EXPECT_FALSE(window.document().isOpen());
  EXPECT_EQ(levelsOf(readCase(folder)), std::vector<std::string>{"L3"});
  ASSERT_TRUE(press("Replace the case"));
  ASSERT_TRUE(waitFor([&] { return window.document().isOpen(); }));
  EXPECT_TRUE(levelsOf(readCase(folder)).empty());
}

/// Writes a program that labels every CT with the vertebrae of `files`.
void writeSegmenter(const Files& files, const std::string& before) {
  const fs::path program = files.scratch.path() / "segment";
  writeFileAtomically(program,
                      "#!/bin/sh\n" + before + "\necho 'labelling: 100%'\ncp '" +
                          files.vertebrae.string() + "' \"$2/vertebrae_L3.nii\"\n");
  fs::permissions(program, fs::perms::owner_all);
}

TEST(ImportSheet, AnotherProgramLabelsTheCtAndIsLeftOutAgain) {
  const Files files;
  qputenv("XDG_CONFIG_HOME", (files.scratch.path() / "config").c_str());
  writeSegmenter(files, "");
  MainWindow window(files.scratch.path() / "state");
  window.resize(1440, 900);
  window.show();
  window.runner().run("import-sheet");
  ASSERT_TRUE(looked(window));
  drop(window, files.ct);
  ASSERT_TRUE(looked(window));
  auto& run = child<QPushButton>(window, "importRunCommand");
  auto& command = child<QLineEdit>(window, "importCommand");
  EXPECT_FALSE(run.isEnabled());
  command.clear();
  QTest::keyClicks(&command, "segment {ct}");
  ASSERT_TRUE(run.isEnabled());
  QTest::mouseClick(&run, Qt::LeftButton);
  EXPECT_TRUE(child<QLabel>(window, "importRefusal").text().contains("lacks {out}"));
  command.clear();
  QTest::keyClicks(
      &command,
      QString::fromStdString((files.scratch.path() / "segment").string()) + " {ct} {out}");
  QTest::mouseClick(&run, Qt::LeftButton);
  ASSERT_TRUE(looked(window));
  const auto found = window.document().importing();
  ASSERT_TRUE(found->patient) << found->refusal;
  EXPECT_EQ(levelsOf(*found->patient), std::vector<std::string>{"L3"});
  EXPECT_EQ(child<QPlainTextEdit>(window, "importLog").toPlainText().trimmed(), "labelling: 100%");
  keepPicture(window, "import-segmenter");
  EXPECT_EQ(app::siteSegmenter(), command.text().toStdString()) << "kept for the next time";
  const fs::path labels = found->segmented->labels;
  EXPECT_TRUE(fs::exists(labels));

  drop(window, files.lesion);
  ASSERT_TRUE(looked(window));
  EXPECT_EQ(window.document().importing()->segmented, found->segmented) << "not run again";
  QTest::mouseClick(&run, Qt::LeftButton);
  ASSERT_TRUE(looked(window));
  EXPECT_FALSE(window.document().importing()->segmented);
  qunsetenv("XDG_CONFIG_HOME");
}

TEST(ImportSheet, CancellingEndsTheOtherProgramAndWhatItStarted) {
  const Files files;
  const fs::path alive = files.scratch.path() / "alive";
  writeSegmenter(files, "(sleep 4; touch '" + alive.string() + "') &\nwait");
  qputenv("TROCAR_SEGMENTER",
          ((files.scratch.path() / "segment").string() + " {ct} {out}").c_str());
  MainWindow window(files.scratch.path() / "state");
  window.show();
  window.runner().run("import-look", {{"ct", files.ct.string()}, {"segmenter", "site"}});
  QTest::qWait(1500);
  ASSERT_TRUE(window.runner().isBusy());
  window.runner().cancel();
  ASSERT_TRUE(looked(window));
  EXPECT_FALSE(window.document().importing());
  QTest::qWait(4500);
  EXPECT_FALSE(fs::exists(alive));
  qunsetenv("TROCAR_SEGMENTER");
}

TEST(ImportSheet, AFailedProgramLeavesItsLogOnTheSheet) {
  const Files files;
  writeSegmenter(files, "echo 'no memory left'; exit 1");
  qputenv("TROCAR_SEGMENTER",
          ((files.scratch.path() / "segment").string() + " {ct} {out}").c_str());
  MainWindow window(files.scratch.path() / "state");
  window.resize(1440, 900);
  window.show();
  window.runner().run("import-look", {{"ct", files.ct.string()}, {"segmenter", "site"}});
  ASSERT_TRUE(looked(window));
  EXPECT_TRUE(child<QLabel>(window, "importRefusal").text().contains("status 1"));
  EXPECT_TRUE(child<QPlainTextEdit>(window, "importLog").isVisible());
  keepPicture(window, "import-segmenter-failed");
  writeSegmenter(files, "");
  auto& run = child<QPushButton>(window, "importRunCommand");
  EXPECT_EQ(run.text(), "Run it") << "again";
  QTest::mouseClick(&run, Qt::LeftButton);
  ASSERT_TRUE(looked(window));
  ASSERT_TRUE(window.document().importing()->patient);
  EXPECT_EQ(levelsOf(*window.document().importing()->patient), std::vector<std::string>{"L3"});
  EXPECT_EQ(run.text(), "Leave its labels out");
  qunsetenv("TROCAR_SEGMENTER");
}

TEST(ImportSheet, OneFileOfASeriesOpensTheSeries) {
  const ScratchFolder scratch;
  writeTwoSeries(scratch.path() / "study");
  MainWindow window(scratch.path() / "state");
  window.show();
  const fs::path folder = scratch.path() / "study" / "sharp";
  const fs::path file = fs::directory_iterator(folder)->path();
  window.runner().run("open", {{"path", file.string()}});
  ASSERT_TRUE(looked(window));
  ASSERT_TRUE(window.document().isOpen())
      << (window.document().importing() ? window.document().importing()->refusal : "");
  EXPECT_EQ(window.document().patient().ct.grid().size()[2], 10);
  EXPECT_EQ(window.document().plan().patient.path, folder.string());
}

TEST(ImportSheet, ACaseIsNotReplacedUnasked) {
  const Files files;
  app::Document document;
  const nlohmann::json request = {{"ct", files.ct.string()},
                                  {"path", (files.scratch.path() / "case").string()}};
  const auto import = [&](const nlohmann::json& arguments) {
    runAction(document, actions::findAction("import"), arguments);
  };
  import(request);
  EXPECT_THROW(import(request), Error);
  nlohmann::json replacing = request;
  replacing["replace"] = true;
  EXPECT_NO_THROW(import(replacing));
}

TEST(Importing, ReadsTheCtOnceWhileLabelsAndAnswersChange) {
  const Files files;
  app::ImportRequest request{.ct = files.ct.string()};
  const app::ImportFindings first = app::lookInto(request, {});
  ASSERT_TRUE(first.ct);
  request.labels = {{.path = files.vertebrae, .scheme = "verse"}};
  request.choices.despite = {"labels-off-bone"};
  const app::ImportFindings second = app::lookInto(request, {}, &first);
  EXPECT_EQ(second.ct, first.ct);
  ASSERT_TRUE(second.patient) << second.refusal;
  EXPECT_EQ(second.patient->withRole(Role::Vertebra).size(), 1U);
  request.choices.despite.clear();
  request.choices.axes = "RAS";
  EXPECT_NE(app::lookInto(request, {}, &second).ct, first.ct) << "may lie elsewhere";
}

}  // namespace
}  // namespace trocar::gui
