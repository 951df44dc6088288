#pragma once

#include "app/export.h"
#include "app/gui/views/overlay.h"

#include <vector>

class QCheckBox;
class QLineEdit;
class QProgressBar;

namespace trocar::gui {

/// The plan in a form for other programs, or for other people: which form, what is in it, where it
/// goes, and how far it is.
class ExportSheet : public OverlaySheet {
 public:
  enum class Kind {
    Files,    ///< Models, segmentations, needles.
    Handover  ///< What the archive and people get.
  };
  ExportSheet(Kind kind, Runner& runner, QWidget* parent);

  void refresh(const Shown& shown) override;
  void focusFirst() override;
  /// As high as the list of forms.
  QSize wantedSize() const override;

 private:
  void addForms(QVBoxLayout* column);
  void addDetails(QVBoxLayout* column);
  void addFoot();
  void choose(std::size_t form);
  void chooseFile();
  void chooseFolder();
  void showContents(const app::Document& document);
  void showTitle(const app::Document& document);
  void enable();
  void write();
  const app::ExportFormat& form() const { return *forms_[chosen_]; }
  /// Beside the plan, named after it; nothing of a person.
  QString proposedPlace() const;

  std::vector<const app::ExportFormat*> forms_;
  std::size_t chosen_ = 0;
  const app::Document* document_ = nullptr;
  QString proposed_;  ///< What stands in the field unless a person changed it.

  std::vector<QPushButton*> buttons_;
  QLabel* name_;
  QLabel* holds_;
  QLabel* contents_;
  QLineEdit* place_;
  QPushButton* file_;
  QPushButton* folder_;
  QWidget* titleRow_;
  QLabel* titleWhy_;
  QLineEdit* title_;
  QCheckBox* physics_;
  QLabel* problem_;
  QProgressBar* progress_;
  QPushButton* cancel_;
  QPushButton* write_;
};

}  // namespace trocar::gui
