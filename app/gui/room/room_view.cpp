#include "app/gui/room/room_view.h"

#include "app/fluoro/school.h"
#include "app/gui/parts/numbers.h"
#include "planning/model/needle_body.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QVBoxLayout>

namespace trocar::gui {
namespace {

constexpr int kTickMs = 250;

}  // namespace

RoomView::RoomView(app::Document& document, Runner& runner) : document_(document), runner_(runner) {
  setObjectName("room");
  auto* rows = new QVBoxLayout(this);
  rows->setContentsMargins(0, 0, 0, 0);
  rows->setSpacing(0);
  rows->addWidget(newBar(runner));
  auto* middle = new QHBoxLayout();
  middle->setSpacing(3);
  middle->setContentsMargins(3, 3, 0, 3);
  auto* planes = new QHBoxLayout();
  planes->setSpacing(3);
  for (int plane = 0; plane < fluoro::kPlanes; ++plane) {
    panes_[static_cast<std::size_t>(plane)] = new XrayPane(plane, document, runner);
    planes->addWidget(panes_[static_cast<std::size_t>(plane)], 1);
  }
  messages_ = new RoomMessages();
  auto* left = new QVBoxLayout();
  left->setSpacing(3);
  left->addLayout(planes, 1);
  left->addWidget(messages_);
  middle->addLayout(left, 1);
  cards_ = {new LessonCard(runner),
            new BeamCard(runner),
            new ArmCard(runner),
            new DriveCard(runner),
            new CementCard(runner)};
  auto* body = new QWidget();
  body->setObjectName("pageBody");
  auto* column = new QVBoxLayout(body);
  column->setContentsMargins(14, 12, 12, 12);
  column->setSpacing(10);
  for (RoomCard* card : cards_)
    column->addWidget(card);
  column->addStretch(1);
  auto* scroll = new QScrollArea();
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setWidget(body);
  side_ = scroll;
  middle->addWidget(side_);
  rows->addLayout(middle, 1);
  clock_.setInterval(kTickMs);
  connect(&clock_, &QTimer::timeout, this, [this] { tick(); });
  connect(&maker_, &XrayMaker::ready, this, [this] { document_.setRoom(document_.room()); });
  connect(&maker_, &XrayMaker::failed, this, [this](const QString& message) {
    document_.tell(app::Notice::Kind::Problem, message.toStdString());
  });
}

QWidget* RoomView::newBar(Runner& runner) {
  bar_ = new QWidget();
  bar_->setObjectName("modeBar");
  bar_->setAttribute(Qt::WA_StyledBackground);
  auto* row = new QHBoxLayout(bar_);
  row->setContentsMargins(14, 6, 12, 6);
  row->setSpacing(12);
  mode_ = newLabel({}, "mode");
  mode_->setObjectName("modeName");
  about_ = new ElidedLabel();
  leave_ = new QPushButton();
  leave_->setObjectName("leaveRoom");
  leave_->setFocusPolicy(Qt::TabFocus);
  connect(leave_, &QPushButton::clicked, this, [this, &runner] {
    runner.run(document_.school().running ? "lesson-leave" : "leave-room");
  });
  row->addWidget(mode_);
  row->addWidget(about_, 1);
  row->addWidget(leave_);
  return bar_;
}

void RoomView::showBar(const Shown& shown) {
  const school::Lesson* lesson = shown.document.school().lesson();
  setClass(bar_, lesson != nullptr ? "training" : "planning");
  mode_->setText(lesson != nullptr ? "TRAINING" : "PLANNING");
  about_->setText(lesson != nullptr
                      ? "Lesson: " + text(lesson->title) +
                            " · the plan, the slices and the numbers are withheld"
                      : QString("Fluoroscopy room · nothing is graded; the plan changes only when "
                                "you take a needle into it"));
  leave_->setText(lesson != nullptr ? "Leave the lesson" : "Back to the planner");
}

void RoomView::showPictures(const Shown& shown) {
  const fluoro::Room& room = shown.document.room();
  maker_.setCase(shown.document.sharedModel());
  for (int plane = 0; plane < fluoro::kPlanes; ++plane) {
    const std::optional<fluoro::Exposed>& held = room.held[static_cast<std::size_t>(plane)];
    if (held) {
      fluoro::Exposed exposed = *held;
      if (const auto& evaluation = shown.document.evaluation())
        exposed.needles = withScrewLengths(std::move(exposed.needles), evaluation->needles);
      maker_.want(plane, {exposed, room.bonesDark, held->cementMl ? room.cement : nullptr});
    } else {
      maker_.clear(plane);
    }
    panes_[static_cast<std::size_t>(plane)]->show(shown, maker_.picture(plane));
  }
}

void RoomView::show(const Shown& shown) {
  side_->setFixedWidth(200 + static_cast<int>(170 * textScale(shown.document.view().fontPt)));
  showBar(shown);
  showPictures(shown);
  for (RoomCard* card : cards_)
    card->refresh(shown);
  messages_->refresh(shown);
  const bool counts = shown.document.room().running || shown.document.school().running;
  if (counts && !clock_.isActive())
    clock_.start();
  if (!counts)
    clock_.stop();
}

void RoomView::tick() {
  if (isVisible())
    runner_.run("room-time", {{"seconds", 0.001 * kTickMs}});
}

}  // namespace trocar::gui
