#include "app/gui/cards/scales_card.h"

#include "app/gui/parts/number_field.h"
#include "app/gui/parts/numbers.h"
#include "core/number_text.h"
#include "planning/plan/scales.h"

#include <QDateEdit>
#include <QGridLayout>
#include <QPushButton>
#include <QVBoxLayout>
#include <nlohmann/json.hpp>

namespace trocar::gui {

ScalesCard::ScalesCard(Runner& runner) : Card("Pain and function"), runner_(runner) {
  table_ = newLabel({});
  table_->setObjectName("scales");
  table_->setTextFormat(Qt::RichText);
  table_->setWordWrap(true);
  connect(table_, &QLabel::linkActivated, this, [this](const QString& link) {
    const QStringList parts = link.split('/');
    runner_.run("scale",
                {{"scale", parts.value(1).toStdString()}, {"date", parts.value(0).toStdString()}});
  });
  body()->addWidget(table_);
  scale_ = new Combo("scale", [this](const QString& key) { fitRange(key); });
  for (const Scale& scale : scales())
    scale_->add(text(scale.name), text(scale.key));
  date_ = new QDateEdit(QDate::currentDate());
  date_->setObjectName("scaleDate");
  date_->setDisplayFormat("yyyy-MM-dd");
  date_->setCalendarPopup(true);
  date_->setFocusPolicy(Qt::StrongFocus);
  value_ = new NumberField();
  value_->setObjectName("scaleValue");
  value_->setDecimals(1);
  auto* add = new QPushButton("Note");
  add->setObjectName("scaleNote");
  connect(add, &QPushButton::clicked, this, [this] {
    runner_.run("scale",
                {{"scale", scale_->currentData().toString().toStdString()},
                 {"date", date_->date().toString(Qt::ISODate).toStdString()},
                 {"value", value_->value()}});
  });
  auto* grid = new QGridLayout();
  grid->addWidget(scale_, 0, 0, 1, 3);
  grid->addWidget(date_, 1, 0);
  grid->addWidget(value_, 1, 1);
  grid->addWidget(add, 1, 2);
  grid->setColumnStretch(0, 1);
  body()->addLayout(grid);
  fitRange(scale_->currentData().toString());
}

void ScalesCard::fitRange(const QString& key) {
  for (const Scale& scale : scales()) {
    if (text(scale.key) != key)
      continue;
    value_->setRange(scale.low, scale.high);
    value_->setSuffix(scale.unit.empty() ? QString() : " " + text(scale.unit));
    value_->setToolTip(QString("From %1 to %2").arg(scale.low).arg(scale.high));
  }
}

void ScalesCard::refresh(const Shown& shown) {
  QString rows;
  for (const ScaleEntry& entry : scaleEntries(shown.document.plan())) {
    const QString unit = entry.scale.unit.empty() ? QString() : " " + text(entry.scale.unit);
    rows += QString(
                "<tr><td style=\"color: %1; padding: 2px 8px 2px 0;\">%2</td>"
                "<td style=\"padding: 2px 8px 2px 0;\">%3</td>"
                "<td align=\"right\">%4%5</td>"
                "<td align=\"right\">&nbsp;<a style=\"color: %1;\" href=\"%2/%6\">remove</a>"
                "</td></tr>")
                .arg(shown.palette.quiet.name(),
                     text(entry.date),
                     text(entry.scale.name).toHtmlEscaped(),
                     text(plainNumber(entry.value)),
                     unit,
                     text(entry.scale.key));
  }
  table_->setText(rows.isEmpty() ? QString("Nothing noted yet. Values are kept with their dates; "
                                           "nothing is inferred from them.")
                                 : "<table width=\"100%\" cellspacing=\"0\">" + rows + "</table>");
}

}  // namespace trocar::gui
