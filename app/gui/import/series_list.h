#pragma once

#include "core/series.h"

#include <QTreeWidget>

#include <functional>

namespace trocar::gui {

/// The series of a DICOM folder, one a line, to choose from. Those that cannot be planned on are
/// greyed, with the reason as their tip.
class SeriesList : public QTreeWidget {
 public:
  explicit SeriesList(std::function<void(const std::string& key)> chosen);
  /// `taken`: key of the one that is looked at.
  void show(const std::vector<SeriesOffer>& offers, const std::string& taken);
  using QTreeWidget::show;
};

}  // namespace trocar::gui
