#include "app/gui/import/label_rows.h"

#include "app/gui/cards/card.h"
#include "app/gui/parts/combo.h"
#include "app/gui/parts/kept_typing.h"
#include "app/gui/parts/numbers.h"
#include "core/labels/meaning.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

#include <utility>

namespace trocar::gui {
namespace {

constexpr const char* kMask = "mask";

QString meaningKey(const LabelSource& source) {
  return source.role ? QString(kMask) : text(source.scheme.empty() ? "auto" : source.scheme);
}

Combo* newMeanings(const LabelSource& source, const std::function<void(const QString&)>& chosen) {
  auto* meanings = new Combo("labelMeaning", chosen);
  meanings->setMinimumContentsLength(20);
  meanings->setToolTip("What the numbers in the file mean");
  meanings->add("find out", "auto");
  for (const std::string& scheme : labels::schemeNames())
    meanings->add(text(labels::namedScheme(scheme).title), text(scheme));
  meanings->add("the names in the file", "slicer");
  meanings->add("one single structure …", kMask);
  if (meanings->findData(meaningKey(source)) < 0)
    meanings->add(text(source.scheme), text(source.scheme));
  meanings->choose(meaningKey(source));
  return meanings;
}

Combo* newRoles(const LabelSource& source, const std::function<void(const QString&)>& chosen) {
  auto* roles = new Combo("labelRole", chosen);
  for (const Role role : allRoles())
    roles->add(text(std::string(toString(role))).replace('_', ' '),
               text(std::string(toString(role))));
  roles->choose(text(std::string(toString(*source.role))));
  return roles;
}

LabelSource withMeaning(LabelSource source, const QString& key) {
  source.role.reset();
  source.id.clear();
  source.scheme.clear();
  if (key == kMask) {
    source.role = Role::Lesion;
    source.id = "lesion_1";
  } else if (key != "auto") {
    source.scheme = key.toStdString();
  }
  return source;
}

}  // namespace

LabelRows::LabelRows(Changed changed) : changed_(std::move(changed)), rows_(new QVBoxLayout(this)) {
  rows_->setContentsMargins(0, 0, 0, 0);
  rows_->setSpacing(4);
}

void LabelRows::show(const std::vector<LabelSource>& sources) {
  const KeptTyping kept(*this);
  sources_ = sources;
  while (QLayoutItem* item = rows_->takeAt(0)) {
    item->widget()->setParent(nullptr);
    item->widget()->deleteLater();
    delete item;
  }
  for (std::size_t n = 0; n < sources_.size(); ++n) {
    QWidget* row = newRow(n);
    rows_->addWidget(row);
    row->QWidget::show();
  }
}

void LabelRows::change(std::size_t index, const LabelSource& source) {
  std::vector<LabelSource> sources = sources_;
  sources[index] = source;
  changed_(std::move(sources));
}

QWidget* LabelRows::newRow(std::size_t index) {
  const LabelSource source = sources_[index];
  auto* row = new QWidget();
  auto* line = new QHBoxLayout(row);
  line->setContentsMargins(0, 0, 0, 0);
  auto* name = new ElidedLabel();
  name->setText(text(source.path.filename().string()));
  name->setToolTip(text(source.path.string()));
  line->addWidget(name, 1);
  line->addWidget(newMeanings(source, [this, index, source](const QString& key) {
    change(index, withMeaning(source, key));
  }));
  if (source.role) {
    line->addWidget(newRoles(source, [this, index, source](const QString& key) {
      LabelSource other = source;
      other.role = roleFromString(key.toStdString());
      change(index, other);
    }));
    auto* id = new QLineEdit(text(source.id));
    id->setObjectName("labelId");
    id->setMaximumWidth(110);
    id->setToolTip("What it is called in the case: letters, digits and underscores");
    connect(id, &QLineEdit::editingFinished, this, [this, index, source, id] {
      LabelSource other = source;
      other.id = id->text().trimmed().toStdString();
      if (other.id != source.id)
        change(index, other);
    });
    line->addWidget(id);
  }
  auto* remove = new QPushButton("remove");
  remove->setProperty("class", "link");
  connect(remove, &QPushButton::clicked, this, [this, index] {
    std::vector<LabelSource> sources = sources_;
    sources.erase(sources.begin() + static_cast<std::ptrdiff_t>(index));
    changed_(std::move(sources));
  });
  line->addWidget(remove);
  return row;
}

}  // namespace trocar::gui
