#include "app/gui/cards/import_card.h"

#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace trocar::gui {

ImportCard::ImportCard(Runner& runner) : Card("Import CT and labels"), runner_(runner) {
  ct_ = addPathRow("CT", "NIfTI, NRRD, MHA or a DICOM file", false);
  ct_->setObjectName("importCt");
  labels_ = addPathRow("Labels", "label map; several divided by ;", false);
  labels_->setObjectName("importLabels");
  folder_ = addPathRow("Into", "a new folder for the case", true);
  folder_->setObjectName("importFolder");
  auto* row = new QHBoxLayout();
  scheme_ = new QComboBox();
  scheme_->addItems({"auto", "totalsegmentator", "verse", "slicer"});
  scheme_->setToolTip("What the label numbers mean. Auto asks where that is ambiguous.");
  import_ = new QPushButton("Import");
  import_->setObjectName("import");
  row->addWidget(newLabel("Numbering", "quiet"));
  row->addWidget(scheme_, 1);
  row->addWidget(import_);
  body()->addLayout(row);
  connect(import_, &QPushButton::clicked, this, [this] { start(); });
  for (QLineEdit* edit : {ct_, folder_})
    connect(edit, &QLineEdit::textChanged, this, [this] { enable(); });
  enable();
}

QLineEdit* ImportCard::addPathRow(const QString& name, const QString& hint, bool folder) {
  auto* row = new QHBoxLayout();
  auto* edit = new QLineEdit();
  edit->setPlaceholderText(hint);
  edit->setToolTip(hint);
  auto* browse = new QPushButton("…");
  browse->setToolTip("Choose " + hint);
  auto* label = newLabel(name, "quiet");
  label->setMinimumWidth(52);
  row->addWidget(label);
  row->addWidget(edit, 1);
  row->addWidget(browse);
  body()->addLayout(row);
  connect(browse, &QPushButton::clicked, this, [this, edit, folder] {
    const QString path = folder ? QFileDialog::getSaveFileName(this, "New case folder")
                                : QFileDialog::getOpenFileName(this, "Choose an image");
    if (!path.isEmpty())
      edit->setText(path);
  });
  return edit;
}

void ImportCard::enable() {
  import_->setEnabled(!ct_->text().isEmpty() && !folder_->text().isEmpty());
}

void ImportCard::start() {
  nlohmann::json labels = nlohmann::json::array();
  for (const QString& path : labels_->text().split(';', Qt::SkipEmptyParts))
    labels.push_back(path.trimmed().toStdString());
  runner_.run("import",
              {{"ct", ct_->text().toStdString()},
               {"labels", labels},
               {"scheme", scheme_->currentText().toStdString()},
               {"path", folder_->text().toStdString()}});
}

}  // namespace trocar::gui
