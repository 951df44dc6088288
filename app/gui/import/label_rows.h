#pragma once

#include "core/import.h"

#include <QWidget>

#include <functional>
#include <vector>

class QVBoxLayout;

namespace trocar::gui {

/// The label files of an import, a line each: its name, what its numbers mean, or, for a single
/// mask, what it is and what it is called.
class LabelRows : public QWidget {
 public:
  using Changed = std::function<void(std::vector<LabelSource>)>;
  explicit LabelRows(Changed changed);
  void show(const std::vector<LabelSource>& sources);
  using QWidget::show;

 private:
  QWidget* newRow(std::size_t index);
  void change(std::size_t index, const LabelSource& source);

  Changed changed_;
  std::vector<LabelSource> sources_;
  QVBoxLayout* rows_;
};

}  // namespace trocar::gui
