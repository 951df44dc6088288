#include "app/gui/cards/draw_card.h"

#include "app/drawing_edits.h"
#include "app/gui/parts/number_field.h"
#include "app/gui/parts/numbers.h"

#include <QAbstractItemView>
#include <QCheckBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <tuple>

namespace trocar::gui {
namespace {

constexpr const char* kNew = "new:";  // Before the role of a structure that is yet to be drawn.

struct ToolWords {
  const char* word;
  const char* name;
  const char* tip;
  const char* hint;  ///< While it is in the hand.
};
constexpr std::array<ToolWords, 6> kToolWords = {{
    {"lesion",
     "Lesion",
     "A round lesion: click on its middle, size it, accept",
     "Click on the lesion's middle, size it with Shift + wheel, accept."},
    {"brush",
     "Brush",
     "Paint the structure into the slices",
     "Left drag paints, right drag erases, Shift + wheel sizes, Esc ends."},
    {"eraser",
     "Eraser",
     "Take the structure away where it is drawn",
     "Drag over what is to go. Shift + wheel sizes, Esc ends."},
    {"grow",
     "Grow",
     "From a click to all that hangs together within bounds of HU",
     "Set the bounds of HU, then click where to grow from."},
    {"split",
     "Split",
     "Part two fused bones at their narrowest place",
     "Click into each of the two parts; the first keeps the name."},
    {"tube",
     "Tube",
     "A nerve or vessel, click by click",
     "Click along the nerve or vessel, then accept."},
}};

QDoubleSpinBox* newHu(const QString& objectName, double value) {
  auto* box = new NumberField();
  box->setObjectName(objectName);
  box->setRange(-1024, 4000);
  box->setDecimals(0);
  box->setSingleStep(25);
  box->setValue(value);
  box->setSuffix(" HU");
  return box;
}

bool isDrawable(Role role) {
  return role != Role::Skin;
}

}  // namespace

DrawCard::DrawCard(Runner& runner) : Card("Draw"), runner_(runner) {
  addStructureRow();
  addTools();
  hint_ = newLabel({}, "quiet small");
  hint_->setWordWrap(true);
  body()->addWidget(hint_);
  addBrushRow();
  addBoundsRow();
  addAcceptRow();
  addShapes();
}

void DrawCard::addStructureRow() {
  structure_ = new Combo("drawStructure", [this](const QString&) {
    if (!held_.empty())
      take(held_);
    else if (shown_)
      showChosen(*shown_);
  });
  structure_->setToolTip("What is drawn");
  body()->addWidget(structure_);
  extent_ = newLabel({}, "quiet");
  extent_->setObjectName("drawnExtent");
  body()->addWidget(extent_);
  auto* line = new QHBoxLayout();
  line->addStretch(1);
  rename_ = new QPushButton("rename…");
  rename_->setObjectName("drawRename");
  rename_->setProperty("class", "link");
  connect(rename_, &QPushButton::clicked, this, [this] { rename(); });
  line->addWidget(rename_);
  role_ = new QPushButton("role…");
  role_->setObjectName("drawRole");
  role_->setToolTip("What it is: rules, colours and materials follow that");
  role_->setProperty("class", "link");
  connect(role_, &QPushButton::clicked, this, [this] { offerRoles(); });
  line->addWidget(role_);
  reset_ = new QPushButton("as it came");
  reset_->setObjectName("drawReset");
  reset_->setToolTip("Forget what was drawn of this structure");
  remove_ = new QPushButton("take away");
  remove_->setObjectName("drawRemove");
  remove_->setToolTip("Take this structure out of the case");
  for (const auto& [button, action] :
       {std::pair(reset_, "reset-structure"), std::pair(remove_, "remove-structure")}) {
    button->setProperty("class", "link");
    connect(button, &QPushButton::clicked, this, [this, action = std::string(action)] {
      runner_.run(action, {{"structure", chosen()}});
    });
    line->addWidget(button);
  }
  body()->addLayout(line);
}

void DrawCard::addTools() {
  auto* grid = new QGridLayout();
  grid->setHorizontalSpacing(6);
  grid->setVerticalSpacing(4);
  int place = 0;
  for (const ToolWords& words : kToolWords) {
    auto* button = new QPushButton(words.name);
    button->setObjectName(QString("draw-%1").arg(words.word));
    button->setToolTip(words.tip);
    button->setCheckable(true);
    connect(button, &QPushButton::clicked, this, [this, word = std::string(words.word)](bool down) {
      if (down)
        take(word);
      else
        runner_.run("draw");
    });
    grid->addWidget(button, place / 3, place % 3);
    tools_[words.word] = button;
    ++place;
  }
  body()->addLayout(grid);
}

void DrawCard::addBrushRow() {
  radius_ = new NumberField();
  radius_->setObjectName("drawRadius");
  radius_->setRange(app::kLeastDrawnMm, app::kMostDrawnMm);
  radius_->setDecimals(1);
  radius_->setSingleStep(0.5);
  radius_->setValue(8.0);
  radius_->setSuffix(" mm");
  ball_ = new QCheckBox("ball");
  ball_->setObjectName("drawBall");
  ball_->setToolTip("The brush paints a ball; otherwise a disc in the slice");
  inBone_ = new QCheckBox("in bone only");
  inBone_->setObjectName("drawInBone");
  inBone_->setChecked(true);
  inBone_->setToolTip("The lesion stays within the bones; otherwise it may reach into soft tissue");
  auto* row = new QHBoxLayout();
  row->addWidget(newLabel("radius", "quiet"));
  row->addWidget(radius_);
  row->addStretch(1);
  row->addWidget(ball_);
  row->addWidget(inBone_);
  body()->addLayout(row);
  connect(radius_, &QDoubleSpinBox::valueChanged, this, [this] { takeAgain(); });
  for (QCheckBox* box : {ball_, inBone_})
    connect(box, &QCheckBox::clicked, this, [this] { takeAgain(); });
}

void DrawCard::addBoundsRow() {
  bounded_ = new QCheckBox("only from");
  bounded_->setObjectName("drawBounded");
  bounded_->setToolTip("Leave voxels of other HU out: lytic below 100 HU, blastic above 350 HU");
  low_ = newHu("drawFromHu", -50);
  high_ = newHu("drawToHu", 100);
  auto* row = new QHBoxLayout();
  row->addWidget(bounded_);
  row->addWidget(low_, 1);
  row->addWidget(newLabel("to", "quiet"));
  row->addWidget(high_, 1);
  body()->addLayout(row);
  connect(bounded_, &QCheckBox::clicked, this, [this] { takeAgain(); });
  for (QDoubleSpinBox* box : {low_, high_})
    connect(box, &QDoubleSpinBox::valueChanged, this, [this] {
      bounded_->setChecked(true);
      takeAgain();
    });
}

void DrawCard::addAcceptRow() {
  accept_ = new QPushButton("Accept");
  accept_->setObjectName("drawAccept");
  accept_->setProperty("class", "primary");
  connect(accept_, &QPushButton::clicked, this, [this] {
    runner_.run(held_ == "tube" ? "draw-tube" : "draw-lesion");
  });
  body()->addWidget(accept_);
}

QPushButton* DrawCard::newShape(const QString& text, const QString& how, const QString& tip) {
  auto* button = new QPushButton(text);
  button->setObjectName("draw-shape-" + how);
  button->setToolTip(tip);
  button->setProperty("class", "link");
  connect(button, &QPushButton::clicked, this, [this, how = how.toStdString()] {
    if (how == "other-side")
      runner_.run("draw-other-side", {{"structure", chosen()}});
    else
      runner_.run("draw-shape", {{"structure", chosen()}, {"how", how}});
  });
  return button;
}

void DrawCard::addShapes() {
  shapes_ = new QWidget();
  auto* grid = new QGridLayout(shapes_);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setVerticalSpacing(0);
  const std::array<QPushButton*, 5> buttons = {
      newShape("fill holes", "fill", "Hollows within it become part of it"),
      newShape("smooth", "smooth", "Rounds corners and takes spikes away"),
      newShape("largest piece", "largest", "Crumbs beside it go"),
      newShape("between slices", "between", "Fills the axial slices between those that were drawn"),
      newShape("other side", "other-side", "A mirrored copy, as a structure of its own")};
  for (std::size_t n = 0; n < buttons.size(); ++n)
    grid->addWidget(buttons[n], static_cast<int>(n / 3), static_cast<int>(n % 3), Qt::AlignLeft);
  merge_ = new QPushButton("merge…");
  merge_->setObjectName("drawMerge");
  merge_->setToolTip("Makes another structure of its kind part of this one");
  connect(merge_, &QPushButton::clicked, this, [this] { offerMerging(); });
  apart_ = new QPushButton("grow apart");
  apart_->setObjectName("drawApart");
  apart_->setToolTip(
      "All that was drawn grows up to each other along even HU, 10 mm beyond; draw one "
      "structure of the role other where nothing is to be");
  connect(apart_, &QPushButton::clicked, this, [this] {
    runner_.run("draw-apart", {{"structures", drawn_}});
  });
  int column = 0;
  for (QPushButton* button : {merge_, apart_}) {
    button->setProperty("class", "link");
    grid->addWidget(button, 2, column++, Qt::AlignLeft);
  }
  body()->addWidget(shapes_);
}

void DrawCard::rename() {
  bool entered = false;
  const QString name = QInputDialog::getText(
      this, "Rename", "Name", QLineEdit::Normal, structure_->currentText(), &entered);
  if (entered)
    runner_.run("rename-structure",
                {{"structure", chosen()}, {"name", name.trimmed().toStdString()}});
}

void DrawCard::offerRoles() {
  QMenu menu(this);
  menu.setObjectName("drawRoles");
  for (const Role role : allRoles()) {
    if (role == Role::Vertebra && chosenRole_ != role)
      continue;  // Known by its level, by which it is drawn.
    const std::string word(toString(role));
    QAction* entry = menu.addAction(text(word).replace('_', ' '), this, [this, word] {
      runner_.run("change-role", {{"structure", chosen()}, {"role", word}});
    });
    entry->setCheckable(true);
    entry->setChecked(role == chosenRole_);
  }
  menu.exec(role_->mapToGlobal(role_->rect().bottomLeft()));
}

void DrawCard::offerMerging() {
  QMenu menu(this);
  for (const auto& [id, name] : alike_)
    menu.addAction("with " + text(name), this, [this, with = id] {
      runner_.run("draw-merge", {{"structure", chosen()}, {"with", with}});
    });
  menu.exec(merge_->mapToGlobal(merge_->rect().bottomLeft()));
}

nlohmann::json DrawCard::fields() const {
  nlohmann::json fields = {{"radiusMm", radius_->value()},
                           {"ball", ball_->isChecked()},
                           {"inBone", inBone_->isChecked()},
                           {"fromHu", nullptr},
                           {"toHu", nullptr}};
  if (bounded_->isChecked()) {
    fields["fromHu"] = low_->value();
    fields["toHu"] = high_->value();
  }
  const std::string key = chosen();
  if (key.starts_with(kNew))
    fields["role"] = key.substr(std::string(kNew).size());
  else
    fields["structure"] = key;
  return fields;
}

void DrawCard::take(const std::string& tool) {
  nlohmann::json arguments = fields();
  arguments["tool"] = tool;
  if (tool == "grow" && !bounded_->isChecked()) {
    arguments["fromHu"] = low_->value();
    arguments["toHu"] = high_->value();
  }
  runner_.run("draw", arguments);
}

void DrawCard::takeAgain() {
  if (!held_.empty())
    runner_.run("draw-with", fields());
}

void DrawCard::show(const Shown& shown) {
  shown_.emplace(shown);
  const std::optional<app::DrawingTool>& tool = shown.document.view().drawing;
  showStructures(shown);
  showTool(tool ? &*tool : nullptr);
  showChosen(shown);
}

/// New ones first, then lesions and bones, then the others.
void DrawCard::showStructures(const Shown& shown) {
  const Case& patient = shown.document.patient();
  const std::optional<app::DrawingTool>& tool = shown.document.view().drawing;
  std::vector<const Structure*> structures;
  for (const Structure& structure : patient.structures) {
    if (isDrawable(structure.role))
      structures.push_back(&structure);
  }
  const auto rank = [](const Structure* structure) {
    return structure->role == Role::Lesion ? 0 : isBone(structure->role) ? 1 : 2;
  };
  std::stable_sort(structures.begin(),
                   structures.end(),
                   [&](const Structure* a, const Structure* b) { return rank(a) < rank(b); });
  std::vector<std::string> offered;
  for (const Structure* structure : structures)
    offered.push_back(structure->id + "\n" + structure->name);
  if (offered != offered_ && !structure_->view()->isVisible()) {
    const QString before = structure_->currentData().toString();
    offered_ = offered;
    structure_->clear();
    for (const Role role : {Role::Lesion,
                            Role::Nerve,
                            Role::Artery,
                            Role::Vein,
                            Role::Bowel,
                            Role::Organ,
                            Role::Bone,
                            Role::Other})
      structure_->add("New " + text(std::string(toString(role))),
                      kNew + text(std::string(toString(role))));
    structure_->addHeading("In this case");
    for (const Structure* structure : structures)
      structure_->add(text(structure->name), text(structure->id));
    structure_->setCurrentIndex(std::max(0, structure_->findData(before)));
  }
  if (tool && patient.find(tool->structure))
    structure_->choose(text(tool->structure));
}

void DrawCard::showTool(const app::DrawingTool* tool) {
  held_ = tool ? std::string(app::toString(tool->kind)) : std::string();
  QString hint = "Choose a tool, then draw in a slice. Undo takes each step back.";
  for (const ToolWords& words : kToolWords) {
    tools_.at(words.word)->setChecked(held_ == words.word);
    if (held_ == words.word)
      hint = words.hint;
  }
  hint_->setText(hint);
  const bool lesion = held_ == "lesion";
  ball_->setVisible(held_ != "lesion" && held_ != "tube" && held_ != "split" && held_ != "grow");
  inBone_->setVisible(lesion);
  accept_->setVisible(lesion || held_ == "tube");
  accept_->setEnabled(tool && tool->placesMm.size() >= (lesion ? 1U : 2U));
  if (tool) {
    showValue(*radius_, tool->radiusMm);
    ball_->setChecked(tool->ball);
    inBone_->setChecked(tool->inBone);
    bounded_->setChecked(tool->withinHu.has_value());
  }
}

/// What can be done with the structure of the list, and what there is of it.
void DrawCard::showChosen(const Shown& shown) {
  const Structure* structure = shown.document.patient().find(chosen());
  alike_.clear();
  drawn_.clear();
  for (const Structure& other : shown.document.patient().structures) {
    if (structure && other.id != structure->id && other.role == structure->role)
      alike_.emplace_back(other.id, other.name);
    if (other.basis == Basis::Drawn && std::holds_alternative<LabelRegion>(other.region))
      drawn_.push_back(other.id);
  }
  shapes_->setEnabled(structure != nullptr);
  merge_->setEnabled(!alike_.empty());
  apart_->setEnabled(drawn_.size() >= 2);
  rename_->setVisible(structure != nullptr);
  role_->setVisible(structure != nullptr);
  chosenRole_ = structure ? structure->role : Role::Other;
  remove_->setVisible(structure != nullptr);
  reset_->setVisible(structure && shown.document.plan().corrections.drawn.contains(structure->id) &&
                     shown.document.original().find(structure->id));
  if (!structure)
    return extent_->setText("nothing is drawn of it yet");
  const auto volume = shown.facts.volumesMl().find(structure->id);
  const QString what = text(std::string(toString(structure->role))).replace('_', ' ') + " · " +
                       text(std::string(toString(structure->basis)));
  extent_->setText(volume == shown.facts.volumesMl().end() ? what
                                                           : ml(volume->second) + " · " + what);
}

}  // namespace trocar::gui
