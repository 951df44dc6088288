#include "app/gui/cards/checklist_card.h"

#include "app/gui/parts/numbers.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QVBoxLayout>
#include <nlohmann/json.hpp>

namespace trocar::gui {

ChecklistCard::ChecklistCard(Runner& runner) : Card("Before the procedure"), runner_(runner) {
  count_ = newLabel({}, "quiet");
  count_->setObjectName("ticks");
  setAside(count_);
}

/// A box and its text, which wraps where a box's own would not.
void ChecklistCard::rebuild(const std::vector<review::Checklist>& lists) {
  delete content_;
  boxes_.clear();
  content_ = new QWidget();
  auto* rows = new QVBoxLayout(content_);
  rows->setContentsMargins(0, 0, 0, 0);
  rows->setSpacing(5);
  for (const review::Checklist& list : lists) {
    QLabel* title = newLabel(text(list.title), "heading");
    title->setWordWrap(true);
    title->setToolTip(text(list.source));
    rows->addWidget(title);
    for (const review::ChecklistItem& item : list.items) {
      auto* line = new QHBoxLayout();
      auto* box = new QCheckBox();
      box->setObjectName("tick-" + text(item.key));
      box->setAccessibleName(text(item.text));
      QLabel* words = newLabel(text(item.text));
      words->setWordWrap(true);
      words->setBuddy(box);
      line->addWidget(box, 0, Qt::AlignTop);
      line->addWidget(words, 1);
      rows->addLayout(line);
      boxes_.push_back(box);
      connect(box, &QCheckBox::clicked, this, [this, key = item.key](bool ticked) {
        runner_.run("tick", {{"item", key}, {"ticked", ticked}});
      });
    }
  }
  body()->addWidget(content_);
}

void ChecklistCard::refresh(const Shown& shown) {
  const std::vector<review::Checklist> lists = review::checklistsFor(shown.document.plan());
  std::vector<std::string> keys;
  std::vector<bool> ticked;
  for (const review::Checklist& list : lists) {
    for (const review::ChecklistItem& item : list.items) {
      keys.push_back(item.key);
      ticked.push_back(item.ticked);
    }
  }
  if (keys != keys_)
    rebuild(lists);
  keys_ = keys;
  int done = 0;
  for (std::size_t i = 0; i < boxes_.size(); ++i) {
    boxes_[i]->setChecked(ticked[i]);
    done += ticked[i] ? 1 : 0;
  }
  count_->setText(QString("%1 of %2").arg(done).arg(boxes_.size()));
}

}  // namespace trocar::gui
