#include "app/gui/import/series_list.h"

#include "app/gui/parts/numbers.h"

#include <QHeaderView>
#include <QSignalBlocker>

namespace trocar::gui {
namespace {

QTreeWidgetItem* newLine(const SeriesOffer& offer) {
  const QString thickness = offer.thicknessMm > 0.0 ? mm(offer.thicknessMm, 2) : QString("–");
  auto* line =
      new QTreeWidgetItem({text(offer.description.empty() ? "without a name" : offer.description),
                           text(offer.modality),
                           text(offer.kernel.empty() ? "–" : offer.kernel),
                           thickness,
                           QString::number(offer.slices),
                           text(offer.patient)});
  line->setData(0, Qt::UserRole, text(offer.key));
  for (const int column : {3, 4})
    line->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
  for (int column = 0; column < line->columnCount(); ++column)
    line->setToolTip(column, offer.whyNot.empty() ? line->text(column) : text(offer.whyNot));
  if (!offer.whyNot.empty())
    line->setFlags(Qt::ItemIsSelectable);
  return line;
}

}  // namespace

SeriesList::SeriesList(std::function<void(const std::string&)> chosen) {
  setObjectName("importSeries");
  setRootIsDecorated(false);
  setUniformRowHeights(true);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setHeaderLabels({"Series", "", "Kernel", "Slice", "Slices", "Patient"});
  header()->setSectionResizeMode(QHeaderView::ResizeToContents);
  header()->setSectionResizeMode(0, QHeaderView::Stretch);
  header()->setStretchLastSection(false);
  connect(
      this, &QTreeWidget::itemClicked, this, [chosen = std::move(chosen)](QTreeWidgetItem* line) {
        if (line->flags() & Qt::ItemIsEnabled)
          chosen(line->data(0, Qt::UserRole).toString().toStdString());
      });
}

void SeriesList::show(const std::vector<SeriesOffer>& offers, const std::string& taken) {
  const QSignalBlocker blocker(this);
  clear();
  for (const SeriesOffer& offer : offers) {
    QTreeWidgetItem* line = newLine(offer);
    addTopLevelItem(line);
    if (offer.key == taken)
      setCurrentItem(line);
  }
  setVisible(!offers.empty());
}

}  // namespace trocar::gui
