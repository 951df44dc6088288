#include "app/gui/room/room_cards.h"

#include "app/fluoro/room.h"
#include "app/fluoro/school.h"
#include "app/gui/parts/action_button.h"
#include "app/gui/parts/number_field.h"
#include "app/gui/parts/numbers.h"
#include "core/number_text.h"
#include "planning/cement/cement_history.h"
#include "planning/model/angles.h"
#include "planning/plan/instrument.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <cmath>

namespace trocar::gui {
namespace {

constexpr std::size_t kMessageLines = 3;

bool inLesson(const Shown& shown) {
  return shown.document.school().running.has_value();
}

const fluoro::CarmSetup& armOf(const Shown& shown) {
  return fluoro::activeArm(shown.document.room());
}

QCheckBox* newCheck(const QString& text, const QString& name, const QString& tip) {
  auto* check = new QCheckBox(text);
  check->setObjectName(name);
  check->setToolTip(tip);
  return check;
}

}  // namespace

QHBoxLayout* RoomCard::newRow() {
  auto* row = new QHBoxLayout();
  row->setSpacing(6);
  body()->addLayout(row);
  return row;
}

QPushButton* RoomCard::newButton(QHBoxLayout* row,
                                 const QString& text,
                                 const std::string& action,
                                 const nlohmann::json& arguments,
                                 const QString& tip) {
  auto* button = newActionButton(runner_, action, text, tip, arguments);
  button->setFocusPolicy(Qt::TabFocus);
  button->setMinimumWidth(28);
  row->addWidget(button);
  return button;
}

LessonCard::LessonCard(Runner& runner) : RoomCard("Lesson", runner) {
  goal_ = newLabel({});
  goal_->setObjectName("lessonGoal");
  goal_->setWordWrap(true);
  state_ = newLabel({}, "quiet");
  state_->setWordWrap(true);
  body()->addWidget(goal_);
  body()->addWidget(state_);
  verdict_ = new QWidget();
  auto* verdict = new QHBoxLayout(verdict_);
  verdict->setContentsMargins(0, 0, 0, 0);
  keep_ = newButton(verdict, "Keep it", "lesson-verdict", {{"verdict", "keep"}}, "It may stay");
  withdraw_ = newButton(verdict,
                        "Withdraw it",
                        "lesson-verdict",
                        {{"verdict", "withdraw"}},
                        "It may not stay where it is");
  keep_->setCheckable(true);
  withdraw_->setCheckable(true);
  body()->addWidget(verdict_);
  QHBoxLayout* row = newRow();
  hint_ = newButton(row, "Hint", "lesson-hint", {}, "Costs points");
  next_ = newButton(row, "Next needle", "lesson-fix", {}, "Leave this one where it is");
  newButton(row, "Leave", "lesson-leave", {}, "Go on later from here");
  QPushButton* finish =
      newButton(newRow(), "Finish and be graded", "lesson-finish", {}, "Ends the lesson");
  finish->setObjectName("lessonFinish");
  setClass(finish, "primary");
}

void LessonCard::refresh(const Shown& shown) {
  const fluoro::School& school = shown.document.school();
  const school::Lesson* lesson = school.lesson();
  setVisible(lesson != nullptr);
  if (lesson == nullptr)
    return;
  setTitle(text(lesson->title));
  goal_->setText(text(lesson->brief));
  const auto taken = static_cast<std::size_t>(school.running->hintsTaken);
  const bool more = taken < lesson->hints.size();
  const double seconds = school.running->handling ? school.running->handling->elapsedS : 0.0;
  state_->setText(QString("%1 · %2 of %3 hints taken")
                      .arg(text(clockText(seconds)))
                      .arg(taken)
                      .arg(lesson->hints.size()));
  hint_->setEnabled(more);
  hint_->setText(more ? QString("Hint (−%1)").arg(lesson->hints[taken].cost, 0, 'f', 0) : "Hint");
  next_->setVisible(lesson->needles > 1);
  verdict_->setVisible(lesson->task == school::LessonTask::Verdict);
  keep_->setChecked(school.running->verdict == "keep");
  withdraw_->setChecked(school.running->verdict == "withdraw");
}

QDoubleSpinBox* ArmCard::newAngle(const QString& name, const char* key, const QString& tip) {
  auto* box = new NumberField();
  box->setObjectName(name);
  box->setRange(-180.0, 180.0);
  box->setDecimals(0);
  box->setSuffix("°");
  box->setToolTip(tip);
  box->setFocusPolicy(Qt::ClickFocus);
  connect(box, &QDoubleSpinBox::valueChanged, this, [this, key](double value) {
    runner().run("arm", {{key, value}});
  });
  return box;
}

ArmCard::ArmCard(Runner& runner) : RoomCard("C-arm", runner) {
  view_ = new Combo("armView", [this](const QString& key) {
    if (!key.isEmpty())
      this->runner().run("arm-view", {{"view", key.toStdString()}});
  });
  view_->setToolTip("Sends the active plane's arm to a view");
  body()->addWidget(view_);
  QHBoxLayout* angles = newRow();
  lao_ = newAngle("armLao", "laoDeg", "LAO positive, RAO negative");
  cran_ = newAngle("armCran", "cranDeg", "CRA positive, CAU negative, as the console reads");
  angles->addWidget(newLabel("LAO", "quiet"));
  angles->addWidget(lao_, 1);
  angles->addWidget(newLabel("CRA", "quiet"));
  angles->addWidget(cran_, 1);
  QHBoxLayout* field = newRow();
  magnification_ = new Combo("armMagnification", [this](const QString& key) {
    this->runner().run("arm", {{"magnification", key.toDouble()}});
  });
  for (const auto& [name, key] :
       {std::pair("Whole field", "1"), {"Mag 1.5×", "1.5"}, {"Mag 2×", "2"}})
    magnification_->add(name, key);
  shutters_ = new Combo("armShutters", [this](const QString& key) {
    const double share = key.toDouble();
    this->runner().run("arm", {{"shutterWidth", share}, {"shutterHeight", share}});
  });
  for (const auto& [name, key] :
       {std::pair("Shutters open", "1"), {"Shutters 70 %", "0.7"}, {"Shutters 50 %", "0.5"}})
    shutters_->add(name, key);
  field->addWidget(magnification_, 1);
  field->addWidget(shutters_, 1);
}

void ArmCard::refresh(const Shown& shown) {
  const app::Document& document = shown.document;
  const fluoro::Room& room = document.room();
  std::vector<std::string> keys;
  const std::vector<fluoro::CarmPreset> presets = fluoro::presetsOf(room, document.model());
  const std::string& standing = room.presets[static_cast<std::size_t>(room.active)];
  for (const fluoro::CarmPreset& preset : presets) {
    const bool answer = inLesson(shown) && preset.key != "ap" && preset.key != "lateral";
    if (!answer || preset.key == standing)
      keys.push_back(preset.key);
  }
  if (keys != keys_) {
    keys_ = keys;
    view_->clear();
    view_->add("Own angles", "");
    for (const fluoro::CarmPreset& preset : presets) {
      if (std::find(keys.begin(), keys.end(), preset.key) != keys.end())
        view_->add(text(preset.name), text(preset.key));
    }
  }
  setTitle(room.active == 0 ? "C-arm, plane A" : "C-arm, plane B");
  view_->choose(text(standing));
  const fluoro::CarmSetup& arm = armOf(shown);
  showValue(*lao_, arm.angles.laoDeg);
  showValue(*cran_, arm.angles.cranDeg);
  magnification_->choose(QString::number(arm.magnification));
  shutters_->choose(QString::number(arm.shutterWidth));
}

BeamCard::BeamCard(Runner& runner) : RoomCard("X-ray", runner) {
  QHBoxLayout* row = newRow();
  expose_ = newButton(row, "Expose", "expose", {}, "One picture of the active plane (Space)");
  expose_->setObjectName("expose");
  setClass(expose_, "primary");
  run_ = newButton(row, "Fluoroscopy", "fluoro-run", {}, "Beam on until pressed again (F)");
  run_->setObjectName("fluoroRun");
  run_->setCheckable(true);
  counts_ = new NumberTable();
  body()->addWidget(counts_);
  follows_ = newCheck("Pictures follow without exposures",
                      "roomFollows",
                      "For looking around while planning; not in a lesson");
  bright_ = newCheck("Bones bright", "roomBright", "As on a film (I)");
  mirrored_ = newCheck("Operator's side", "roomMirrored", "Mirrored, letters included (M)");
  upsideDown_ = newCheck("Upside down", "roomUpsideDown", "Cranial down, letters included");
  const auto look = [this](QCheckBox* box, const char* key, bool inverted) {
    connect(box, &QCheckBox::clicked, this, [this, key, inverted](bool on) {
      this->runner().run("room-look", {{key, on != inverted}});
    });
  };
  look(follows_, "follows", false);
  look(bright_, "bonesDark", true);
  look(mirrored_, "operatorSide", false);
  look(upsideDown_, "upsideDown", false);
  body()->addWidget(follows_);
  body()->addWidget(bright_);
  QHBoxLayout* flips = newRow();
  flips->addWidget(mirrored_);
  flips->addWidget(upsideDown_);
}

void BeamCard::refresh(const Shown& shown) {
  const fluoro::Room& room = shown.document.room();
  run_->setChecked(room.running);
  run_->setText(room.running ? "Beam off" : "Fluoroscopy");
  follows_->setVisible(!inLesson(shown));
  follows_->setChecked(room.follows);
  bright_->setChecked(!room.bonesDark);
  mirrored_->setChecked(room.arms[0].operatorSide);
  upsideDown_->setChecked(room.arms[0].upsideDown);
  const fluoro::ExposureCount& count = room.exposures;
  counts_->show({{"Exposures", QString::number(count.shots)},
                 {"Beam on", plain(count.seconds, 1) + " s"},
                 {"Dose-area, relative",
                  plain(count.doseArea, 2),
                  "1 is one second of the whole field; for comparing attempts, no dose"}});
}

DriveCard::DriveCard(Runner& runner) : RoomCard("Needle", runner) {
  which_ = newLabel({}, "quiet");
  which_->setWordWrap(true);
  body()->addWidget(which_);
  numbers_ = new NumberTable();
  body()->addWidget(numbers_);
  QHBoxLayout* depth = newRow();
  for (const double mm : {-5.0, -1.0, 1.0, 5.0})
    newButton(depth,
              mm < 0 ? QString("−%1 mm").arg(-mm) : QString("+%1 mm").arg(mm),
              "drive-advance",
              {{"mm", mm}},
              mm < 0 ? "Draw back (PgUp, wheel; with Shift 5 mm)"
                     : "Advance (PgDn, wheel; with Shift 5 mm)");
  QHBoxLayout* turn = newRow();
  newButton(turn, "L 1°", "drive-turn", {{"leftDeg", 1.0}}, "Tip towards the patient's left");
  newButton(turn, "R 1°", "drive-turn", {{"leftDeg", -1.0}}, "Tip towards the patient's right");
  newButton(turn, "S 1°", "drive-turn", {{"cranialDeg", 1.0}}, "Tip towards cranial (↑)");
  newButton(turn, "I 1°", "drive-turn", {{"cranialDeg", -1.0}}, "Tip towards caudal (↓)");
  QHBoxLayout* more = newRow();
  newButton(more, "Along beam", "drive-along-beam", {}, "Hub over tip in the active plane (B)");
  newButton(more, "Bevel 30°", "drive-bevel", {{"byDeg", 30.0}}, "Turn the bevel ([ and ])");
  newButton(more, "New", "drive-new", {}, "Another needle on the skin")->setObjectName("driveNew");
  accept_ = newButton(newRow(), "Take into the plan", "drive-accept", {}, "As it stands now");
  accept_->setObjectName("driveAccept");
}

void DriveCard::refresh(const Shown& shown) {
  const std::optional<fluoro::NeedleDrive>& drive = shown.document.room().drive;
  const school::Lesson* lesson = shown.document.school().lesson();
  setVisible(lesson == nullptr || lesson->task != school::LessonTask::Arm);
  accept_->setVisible(!inLesson(shown));
  accept_->setEnabled(drive && drive->depthMm > 0.0);
  numbers_->setVisible(drive.has_value());
  if (!drive) {
    which_->setText("No needle in the hand: press New, then double-click the skin entry.");
    return;
  }
  which_->setText(text(drive->id) + " · " + text(findInstrument(drive->instrument).name) +
                  " · double-click or E puts the entry under the cursor");
  const double axial =
      Angle::fromRadians(std::atan2(drive->direction.x(), std::abs(drive->direction.y())))
          .degrees();
  const double cranial = Angle::fromRadians(std::asin(drive->direction.z())).degrees();
  std::vector<NumberRow> rows = {
      {"Depth from the skin", mm(drive->depthMm)},
      {axial < 0 ? "Runs to the right" : "Runs to the left", degrees(std::abs(axial))},
      {cranial < 0 ? "Runs caudally" : "Runs cranially", degrees(std::abs(cranial))},
      {"Bevel", degrees(drive->bevelDeg), "About the shaft; 0 faces cranially"}};
  if (!inLesson(shown))
    rows.push_back({"Cortical passes", QString::number(drive->corticalPasses)});
  numbers_->show(rows);
}

CementCard::CementCard(Runner& runner) : RoomCard("Cement", runner) {
  mix_ = newButton(
      newRow(), "Mix cement", "cement-mix", {}, "Starts the clock; through the needle in the hand");
  mix_->setObjectName("cementMix");
  numbers_ = new NumberTable();
  body()->addWidget(numbers_);
  QHBoxLayout* row = newRow();
  newButton(row, "+0.1 ml", "cement-step", {{"ml", 0.1}}, "A small step");
  newButton(row, "+0.2 ml", "cement-step", {{"ml", 0.2}}, "A step");
}

void CementCard::refresh(const Shown& shown) {
  const fluoro::Room& room = shown.document.room();
  setVisible(room.drive && room.drive->corticalPasses > 0);
  numbers_->setVisible(room.cement != nullptr);
  if (!room.cement)
    return;
  const cement::CementMoment moment = cement::cementAt(*room.cement, room.cementMl);
  std::vector<NumberRow> rows = {
      {"Injected", ml(room.cementMl)},
      {"Since mixing", text(clockText(moment.timeS))},
      {"Until too thick", text(clockText(std::max(0.0, room.cement->workingTimeS - moment.timeS)))},
      {"At the syringe", plain(moment.syringePressureKPa, 0) + " kPa"}};
  if (!inLesson(shown)) {
    const std::optional<double> stop = cement::stopLineMl(*room.cement);
    const bool past = stop && room.cementMl >= *stop;
    rows.push_back({"Stop line", stop ? ml(*stop) : QString("none"), {}, past ? "danger" : ""});
    rows.push_back({"Front to the posterior wall", mm(moment.posteriorDistanceMm)});
  }
  numbers_->show(rows);
}

RoomMessages::RoomMessages() {
  setObjectName("roomMessages");
  setAttribute(Qt::WA_StyledBackground);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(12, 7, 12, 7);
  column->setSpacing(2);
  for (std::size_t i = 0; i < kMessageLines; ++i) {
    auto* line = new ElidedLabel();
    setClass(line, i == 0 ? "" : "quiet");
    column->addWidget(line);
    lines_.push_back(line);
  }
  lines_.front()->setObjectName("roomMessage");
}

void RoomMessages::refresh(const Shown& shown) {
  const std::vector<std::string>& messages = shown.document.room().messages;
  for (std::size_t i = 0; i < lines_.size(); ++i)
    lines_[i]->setText(i < messages.size() ? text(messages[messages.size() - 1 - i])
                                           : QString(" "));
}

}  // namespace trocar::gui
