#include "app/gui/pages/anatomy_page.h"

#include "app/gui/parts/numbers.h"
#include "app/words.h"
#include "render/role_style.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QPixmap>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>
#include <QVBoxLayout>

#include <tuple>

namespace trocar::gui {
namespace {

const anatomy::VertebraAnatomy* anatomyOf(const CaseFacts& facts, const std::string& level) {
  if (!facts.vertebrae())
    return nullptr;
  for (const anatomy::VertebraAnatomy& vertebra : *facts.vertebrae()) {
    if (vertebra.level == level)
      return &vertebra;
  }
  return nullptr;
}

bool isShown(const app::ViewState& view, const Structure& structure) {
  const auto found = view.appearance.find(structure.id);
  const bool chosen = found != view.appearance.end() && found->second.visible;
  return chosen ? *found->second.visible : render::styleOf(structure.role).visible;
}

double opacityIn(const app::ViewState& view, const Structure& structure) {
  const auto found = view.appearance.find(structure.id);
  const bool chosen = found != view.appearance.end() && found->second.opacity;
  return chosen ? *found->second.opacity : render::styleOf(structure.role).opacity;
}

QIcon swatch(Role role) {
  const render::Color& color = render::styleOf(role).color;
  QPixmap pixmap(10, 10);
  pixmap.fill(QColor(color.red, color.green, color.blue));
  return QIcon(pixmap);
}

QString isthmus(const anatomy::PedicleAnatomy& pedicle) {
  if (pedicle.isthmusWidthMm <= 0.0)
    return "–";
  return plain(pedicle.isthmusWidthMm, 1) + " × " + plain(pedicle.isthmusHeightMm, 1) + " mm";
}

QString isthmusWidth(const anatomy::PedicleAnatomy& pedicle) {
  return pedicle.isthmusWidthMm > 0.0 ? plain(pedicle.isthmusWidthMm, 1) : QString("–");
}

QString whyNot(const anatomy::VertebraAnatomy& vertebra) {
  QStringList reasons;
  for (const anatomy::Trust* trust :
       {&vertebra.trust, &vertebra.left.trust, &vertebra.right.trust}) {
    if (!trust->trusted)
      reasons << text(trust->why);
  }
  reasons.removeDuplicates();
  return reasons.join("\n");
}

}  // namespace

AnatomyPage::AnatomyPage(Runner& runner) : Page(app::Step::Anatomy, "The anatomy", runner) {
  setHint("check what was measured, choose what is drawn");
  auto* card = new Card("Levels");
  card->setAside(newRenumbering());
  levels_ = new QGridLayout();
  levels_->setHorizontalSpacing(6);
  levels_->setVerticalSpacing(1);
  levels_->setColumnStretch(0, 1);
  card->body()->addLayout(levels_);
  body()->addWidget(card);
  draw_ = new DrawCard(runner);  // Above what grows with the place under work.
  body()->addWidget(draw_);
  measuresCard_ = new Card("–");
  measures_ = new NumberTable();
  trust_ = newLabel({}, "caution small");
  trust_->setWordWrap(true);
  called_ = new Combo("level-name", [this](const QString& key) {
    this->runner().run("name-level", {{"name", key.toStdString()}});
  });
  called_->setToolTip("What this level is called: for transitional vertebrae and other counts");
  measuresCard_->setAside(called_);
  measuresCard_->body()->addWidget(measures_);
  measuresCard_->body()->addWidget(trust_);
  addFractures();
  body()->addWidget(measuresCard_);
  lesion_ = new LesionCard(runner);
  body()->addWidget(lesion_);
  landmarks_ = new LandmarkCard(runner);
  body()->addWidget(landmarks_);
  structures_ = new Card("Structures");
  body()->addWidget(structures_);
  body()->addStretch(1);
}

/// Seen on the images, where no measurement tells it.
void AnatomyPage::addFractures() {
  auto* line = new QHBoxLayout();
  line->addWidget(newLabel("fractured pedicle, entered", "quiet"), 1);
  for (const Side side : {Side::Left, Side::Right}) {
    const std::string word(toString(side));
    auto* box = new QCheckBox(text(word));
    box->setObjectName("fractured-" + text(word));
    box->setToolTip("Search and rules then keep needles out of it, and SINS counts it");
    connect(box, &QCheckBox::clicked, this, [this, word](bool fractured) {
      runner().run("pedicle-fracture",
                   {{"level", level_}, {"side", word}, {"fractured", fractured}});
    });
    line->addWidget(box);
    fractured_[side] = box;
  }
  measuresCard_->body()->addLayout(line);
}

void AnatomyPage::show(const Shown& shown) {
  if (!shown.document.isOpen())
    return;
  const Case& patient = shown.document.patient();
  if (built_ != &patient)
    rebuild(patient);
  showLevels(shown);
  showMeasures(shown);
  showName(shown);
  lesion_->show(shown);
  draw_->show(shown);
  landmarks_->show(shown);
  showStructures(shown);
}

QWidget* AnatomyPage::newRenumbering() {
  auto* box = new QWidget();
  auto* line = new QHBoxLayout(box);
  line->setContentsMargins(0, 0, 0, 0);
  line->setSpacing(4);
  line->addWidget(newLabel("renumber", "quiet small"));
  for (const auto& [name, steps, tip] :
       {std::tuple("−1", -1, "Every level is the one above: L5 becomes L4"),
        std::tuple("+1", 1, "Every level is the one below: L4 becomes L5")}) {
    QPushButton* button = newButton(name, "renumber", {{"steps", steps}});
    button->setObjectName(QString("renumber%1").arg(steps));
    button->setToolTip(tip);
    button->setProperty("class", "small");
    line->addWidget(button);
  }
  return box;
}

/// The names that the level may take: its own and those no other level has.
void AnatomyPage::showName(const Shown& shown) {
  const Case& patient = shown.document.patient();
  const std::string& level = shown.document.view().level;
  if (level == named_)
    return;
  named_ = level;
  called_->clear();
  for (const auto& [region, count] : {std::pair("C", 7), std::pair("T", 13), std::pair("L", 6)}) {
    for (int n = 1; n <= count; ++n) {
      const std::string name = region + std::to_string(n);
      if (name == level || !patient.find("vertebra_" + name))
        called_->add(text("called " + name), text(name));
    }
  }
  called_->choose(text(level));
}

void AnatomyPage::rebuild(const Case& patient) {
  built_ = &patient;
  named_.clear();
  rebuildLevels(patient);
  delete roles_;
  roles_ = new QWidget();
  auto* column = new QVBoxLayout(roles_);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(3);
  structures_->body()->addWidget(roles_);
  roleRows_.clear();
  structureBoxes_.clear();
  volumes_.clear();
  for (const Role role : allRoles()) {
    const std::vector<const Structure*> members = patient.withRole(role);
    if (!members.empty())
      addRole(role, members);
  }
}

void AnatomyPage::rebuildLevels(const Case& patient) {
  while (QLayoutItem* item = levels_->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  levelRows_.clear();
  int column = 0;
  for (const char* heading : {"level", "height", "ped. L", "ped. R"}) {
    auto* label = newLabel(heading, "quiet small");
    label->setToolTip(
        "Millimetres: anterior height of the body, width of the pedicles' isthmus on the patient's "
        "left and right.");
    levels_->addWidget(label, 0, column, column == 0 ? Qt::AlignLeft : Qt::AlignRight);
    ++column;
  }
  int row = 1;
  for (const std::string& level : levelsOf(patient)) {
    QPushButton* button = newButton(text(level), "go-to-level", {{"level", level}});
    button->setObjectName("level-" + text(level));
    button->setProperty("class", "row");
    button->setCheckable(true);
    LevelRow widgets{button, newLabel("–"), newLabel("–"), newLabel("–")};
    levels_->addWidget(button, row, 0);
    levels_->addWidget(widgets.height, row, 1, Qt::AlignRight);
    levels_->addWidget(widgets.left, row, 2, Qt::AlignRight);
    levels_->addWidget(widgets.right, row, 3, Qt::AlignRight);
    levelRows_[level] = widgets;
    ++row;
  }
}

void AnatomyPage::addRole(Role role, const std::vector<const Structure*>& members) {
  const std::string word(toString(role));
  RoleRow row;
  row.shown = new QCheckBox(text(std::string(app::nameOf(role))));
  row.shown->setObjectName("role-" + text(word));
  row.shown->setIcon(swatch(role));
  row.shown->setTristate(false);
  row.opacity = new QSlider(Qt::Horizontal);
  row.opacity->setRange(0, 100);
  row.opacity->setFixedWidth(84);
  row.opacity->setToolTip("Opacity in 3-D");
  row.opacity->setObjectName("opacity-" + text(word));
  auto* line = new QHBoxLayout();
  line->addWidget(row.shown, 1);
  line->addWidget(row.opacity);
  auto* column = static_cast<QVBoxLayout*>(roles_->layout());
  column->addLayout(line);
  connect(row.shown, &QCheckBox::clicked, this, [this, word](bool visible) {
    runner().run("show-structure", {{"role", word}, {"visible", visible}});
  });
  connect(row.opacity, &QSlider::valueChanged, this, [this, word](int value) {
    runner().run("opacity", {{"role", word}, {"opacity", value / 100.0}});
  });
  if (members.size() > 1 || role == Role::Lesion)
    column->addWidget(newMembers(members));
  roleRows_[role] = row;
}

QWidget* AnatomyPage::newMembers(const std::vector<const Structure*>& members) {
  auto* box = new QWidget();
  auto* grid = new QGridLayout(box);
  grid->setContentsMargins(22, 0, 0, 2);
  grid->setVerticalSpacing(1);
  grid->setColumnStretch(0, 1);
  int row = 0;
  for (const Structure* structure : members) {
    auto* check = new QCheckBox(text(structure->name));
    check->setObjectName("structure-" + text(structure->id));
    connect(check, &QCheckBox::clicked, this, [this, id = structure->id](bool visible) {
      runner().run("show-structure", {{"structure", id}, {"visible", visible}});
    });
    auto* volume = newLabel({}, "quiet");
    grid->addWidget(check, row, 0);
    grid->addWidget(volume, row, 1, Qt::AlignRight);
    structureBoxes_[structure->id] = check;
    volumes_[structure->id] = volume;
    ++row;
  }
  return box;
}

void AnatomyPage::showLevels(const Shown& shown) {
  for (const auto& [level, row] : levelRows_) {
    row.button->setChecked(level == shown.document.view().level);
    const anatomy::VertebraAnatomy* vertebra = anatomyOf(shown.facts, level);
    if (!vertebra)
      continue;
    const bool trusted = vertebra->trust.trusted;
    row.height->setText(trusted ? plain(vertebra->body.heightAnteriorMm, 1) : QString("–"));
    row.left->setText(isthmusWidth(vertebra->left));
    row.right->setText(isthmusWidth(vertebra->right));
    setClass(row.left, vertebra->left.trust.trusted ? "" : "caution");
    setClass(row.right, vertebra->right.trust.trusted ? "" : "caution");
  }
}

void AnatomyPage::showMeasures(const Shown& shown) {
  const std::string& level = shown.document.view().level;
  const anatomy::VertebraAnatomy* vertebra = anatomyOf(shown.facts, level);
  measuresCard_->setVisible(vertebra);
  if (!vertebra)
    return;
  level_ = level;
  for (const auto& [side, box] : fractured_)
    box->setChecked(hasPedicleFracture(shown.document.plan(), level, side));
  const anatomy::VertebralBody& body = vertebra->body;
  const auto& moved = shown.document.plan().corrections.landmarksMm;
  const auto first = moved.lower_bound(level + "/");
  const bool corrected = first != moved.end() && first->first.starts_with(level + "/");
  measuresCard_->setTitle(text(level) + (corrected ? ", corrected" : ", measured"));
  measures_->show({
      {"body width", mm(body.widthMm)},
      {"body depth", mm(body.depthMm)},
      {"height, anterior | posterior",
       plain(body.heightAnteriorMm, 1) + " | " + plain(body.heightPosteriorMm, 1) + " mm"},
      {"body volume", ml(body.volumeMl)},
      {"left pedicle, width × height", isthmus(vertebra->left)},
      {"right pedicle, width × height", isthmus(vertebra->right)},
      {"converging, left | right",
       degrees(vertebra->left.transverseAngle.degrees()) + " | " +
           degrees(vertebra->right.transverseAngle.degrees()),
       "Of the pedicle's axis against the sagittal plane, positive towards the midline in front"},
  });
  trust_->setText(whyNot(*vertebra));
  trust_->setVisible(!trust_->text().isEmpty());
}

void AnatomyPage::showStructures(const Shown& shown) {
  const app::ViewState& view = shown.document.view();
  const Case& patient = shown.document.patient();
  for (const auto& [role, row] : roleRows_) {
    const std::vector<const Structure*> members = patient.withRole(role);
    std::size_t visible = 0;
    for (const Structure* structure : members)
      visible += isShown(view, *structure) ? 1 : 0;
    row.shown->setCheckState(visible == 0                ? Qt::Unchecked
                             : visible == members.size() ? Qt::Checked
                                                         : Qt::PartiallyChecked);
    const QSignalBlocker quiet(row.opacity);
    row.opacity->setValue(static_cast<int>(100.0 * opacityIn(view, *members.front())));
  }
  for (const auto& [id, box] : structureBoxes_) {
    box->setChecked(isShown(view, *patient.find(id)));
    const auto volume = shown.facts.volumesMl().find(id);
    const Basis basis = patient.find(id)->basis;
    const QString how = basis == Basis::Drawn || basis == Basis::Estimated
                            ? text(std::string(toString(basis))) + " · "
                            : QString();
    if (volume != shown.facts.volumesMl().end())
      volumes_.at(id)->setText(how + ml(volume->second));
  }
}

}  // namespace trocar::gui
