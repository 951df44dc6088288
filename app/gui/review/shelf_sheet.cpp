#include "app/gui/review/shelf_sheet.h"

#include "app/gui/cards/card.h"
#include "app/gui/parts/instrument_list.h"
#include "app/gui/parts/numbers.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <map>

namespace trocar::gui {

ShelfSheet::ShelfSheet(Runner& runner, QWidget* parent)
    : OverlaySheet("Instrument shelf", runner, parent) {
  auto* head = new QHBoxLayout();
  count_ = newLabel({}, "quiet");
  auto* fill = new QPushButton("Tick all");
  fill->setObjectName("shelfFill");
  connect(fill, &QPushButton::clicked, this, [this] { this->runner().run("shelf-fill"); });
  head->addWidget(count_, 1);
  head->addWidget(fill);
  body()->addLayout(head);
  auto* content = new QWidget();
  auto* column = new QVBoxLayout(content);
  column->setSpacing(3);
  std::map<InstrumentKind, QVBoxLayout*> groups;
  for (const Instrument& instrument : instrumentCatalogue()) {
    if (!groups.contains(instrument.kind)) {
      column->addWidget(newLabel(kindName(instrument.kind), "heading"));
      auto* group = new QVBoxLayout();
      group->setContentsMargins(8, 0, 0, 8);
      group->setSpacing(3);
      column->addLayout(group);
      groups[instrument.kind] = group;
    }
    auto* box = new QCheckBox(text(instrument.name));
    box->setObjectName("shelf-" + text(instrument.id));
    connect(box, &QCheckBox::clicked, this, [this, id = instrument.id](bool on) {
      this->runner().run("shelf-place", {{"instrument", id}, {"present", on}});
    });
    groups[instrument.kind]->addWidget(box);
    boxes_.push_back(box);
  }
  column->addStretch(1);
  body()->addWidget(scrolling(content), 1);
}

void ShelfSheet::refresh(const Shown& shown) {
  const app::Shelf& shelf = shown.document.shelf();
  const std::vector<Instrument>& catalogue = instrumentCatalogue();
  int present = 0;
  for (std::size_t i = 0; i < boxes_.size(); ++i) {
    const bool here = shelf.has(catalogue[i].id);
    boxes_[i]->setChecked(here);
    present += here ? 1 : 0;
  }
  count_->setText(QString("%1 of %2 are here; only they are offered in lists and searches.")
                      .arg(present)
                      .arg(catalogue.size()));
}

}  // namespace trocar::gui
