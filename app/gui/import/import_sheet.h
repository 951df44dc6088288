#pragma once

#include "app/gui/import/label_rows.h"
#include "app/gui/import/series_list.h"
#include "app/gui/views/overlay.h"
#include "app/importing.h"

class QComboBox;
class QPlainTextEdit;

namespace trocar::gui {

/// From files to a case on one sheet: which CT, which labels and what they mean, and what was found
/// and left out, with pictures, before the case is written. Whatever is changed is looked into at
/// once; the request stands in the document.
class ImportSheet : public OverlaySheet {
 public:
  ImportSheet(Runner& runner, QWidget* parent);
  void refresh(const Shown& shown) override;
  void focusFirst() override;
  QSize wantedSize() const override { return {1240, 860}; }
  /// Files dropped on the sheet: label maps once there is a CT, the CT before.
  void take(const QStringList& paths);

 private:
  void addCtRow(QVBoxLayout* column);
  void addFound(QVBoxLayout* column);
  void addAnswers(QVBoxLayout* column);
  void addWaysToLabel(QVBoxLayout* column);
  void label(app::Segmenter segmenter);
  void showWaysToLabel(const app::ImportFindings& found);
  void addFolderRow();
  void choose(const QString& path);
  void look();
  void writeCase();
  void showFound(const app::ImportFindings& found, const Palette& palette);
  void enable();

  app::ImportRequest request_;  ///< As it stands in the document, with what was just changed.
  std::shared_ptr<const app::ImportFindings> shown_;
  QLineEdit* ct_;
  SeriesList* series_;
  LabelRows* labels_;
  QLabel* axial_;
  QLabel* sagittal_;
  QLabel* refusal_;
  QWidget* answers_;
  QPushButton* despite_;
  QWidget* waysToLabel_;
  QPushButton* findVertebrae_;
  QPushButton* totalSegmentator_;
  QLabel* notInstalled_;
  QLineEdit* command_;
  QPushButton* runCommand_;
  QPlainTextEdit* log_;
  QComboBox* axes_;
  QComboBox* unit_;
  QLabel* found_;
  QLineEdit* folder_;
  QPushButton* write_;
};

}  // namespace trocar::gui
