#include "app/gui/parts/approach_picture.h"

#include "planning/access/approach_record.h"

#include <QPainter>
#include <QPainterPath>
#include <QPixmap>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace trocar::gui {
namespace {

class Drawing {
 public:
  Drawing(QPainter& painter, const Palette& palette) : painter_(painter), palette_(palette) {}

  /// An unknown word is drawn as any bone.
  void bone(std::string_view word) {
    const NamedBone* named = find(word);
    (this->*(named ? named->draw : &Drawing::any))();
  }

  static bool knows(std::string_view word) { return find(word) != nullptr; }

  void needle(const QLineF& line, bool screw) {
    painter_.setPen(QPen(palette_.window, screw ? 6.0 : 4.4, Qt::SolidLine, Qt::RoundCap));
    painter_.drawLine(line);
    painter_.setPen(QPen(palette_.accent, screw ? 3.8 : 2.4, Qt::SolidLine, Qt::RoundCap));
    painter_.drawLine(line);
    painter_.setPen(Qt::NoPen);
    painter_.setBrush(palette_.text);
    painter_.drawEllipse(line.p2(), 1.7, 1.7);
  }

 private:
  void stroke(const std::vector<QPointF>& points, double width) {
    QPainterPath path(points.front());
    for (std::size_t i = 1; i < points.size(); ++i)
      path.lineTo(points[i]);
    painter_.setPen(QPen(palette_.quiet, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter_.setBrush(Qt::NoBrush);
    painter_.drawPath(path);
  }

  void fill(const QPainterPath& path) {
    painter_.setPen(Qt::NoPen);
    painter_.setBrush(palette_.quiet);
    painter_.drawPath(path);
  }

  struct NamedBone {
    std::string_view word;
    void (Drawing::*draw)();
  };
  static const std::array<NamedBone, 7> kBones;

  static const NamedBone* find(std::string_view word) {
    const auto found = std::find_if(
        kBones.begin(), kBones.end(), [&](const NamedBone& named) { return named.word == word; });
    return found == kBones.end() ? nullptr : &*found;
  }

  void any() {
    painter_.setPen(Qt::NoPen);
    painter_.setBrush(palette_.quiet);
    painter_.drawRoundedRect(QRectF(13, 9, 22, 18), 8, 8);
  }

  void lumbar() { vertebra(12.0, 9.0, 3.5); }

  void thoracic() {
    vertebra(9.0, 8.0, 2.6);
    stroke({{37.5, 17}, {47, 12}, {51, 4}}, 2.4);
    stroke({{14.5, 17}, {5, 12}, {1, 4}}, 2.4);
  }

  /// Body above, arch and processes below.
  void vertebra(double halfWidth, double halfHeight, double pedicle) {
    for (const double side : {-1.0, 1.0}) {
      const auto x = [side](double away) { return 26.0 + side * away; };
      stroke({{x(7.5), 16}, {x(7.5), 23}, {x(0), 29}}, pedicle);
      stroke({{x(8.5), 23}, {x(18), 26}}, 2.6);
    }
    stroke({{26, 28}, {26, 36}}, 3.0);
    QPainterPath body;
    body.addEllipse(QPointF(26, 10), halfWidth, halfHeight);
    fill(body);
  }

  void sacrumBehind() {
    QPainterPath bone(QPointF(6, 8));
    bone.cubicTo({18, 3}, {34, 3}, {46, 8});
    bone.cubicTo({44, 20}, {34, 28}, {29, 38});
    bone.lineTo(23, 38);
    bone.cubicTo({18, 28}, {8, 20}, {6, 8});
    fill(bone);
    painter_.setBrush(palette_.window);
    for (const double y : {14.0, 21.0, 28.0}) {
      const double away = 8.5 - 0.14 * y;
      painter_.drawEllipse(QPointF(26 - away, y), 1.6, 1.6);
      painter_.drawEllipse(QPointF(26 + away, y), 1.6, 1.6);
    }
  }

  void sacrumAcross() {
    QPainterPath bone(QPointF(26, 5));
    bone.cubicTo({34, 5}, {40, 8}, {42, 12});
    bone.cubicTo({40, 20}, {34, 26}, {26, 30});
    bone.cubicTo({18, 26}, {12, 20}, {10, 12});
    bone.cubicTo({12, 8}, {18, 5}, {26, 5});
    fill(bone);
    painter_.setBrush(palette_.window);
    painter_.drawEllipse(QPointF(26, 20), 4.0, 2.4);
    stroke({{46, 6}, {45.5, 14}, {42, 27}}, 3.0);
    stroke({{6, 6}, {6.5, 14}, {10, 27}}, 3.0);
  }

  /// Acetabulum open to the outside (the patient's left) around the femoral head.
  void hip() {
    QPainterPath head;
    head.addEllipse(QPointF(29, 20), 7.0, 7.0);
    fill(head);
    stroke({{34, 23}, {46, 30}}, 6.0);
    painter_.setPen(QPen(palette_.quiet, 4.0, Qt::SolidLine, Qt::RoundCap));
    painter_.setBrush(Qt::NoBrush);
    painter_.drawArc(QRectF(18, 9, 22, 22), 70 * 16, 220 * 16);
    stroke({{19, 15}, {8, 8}}, 3.0);
    stroke({{19, 25}, {12, 34}}, 3.0);
  }

  /// The pelvis from the front.
  void ring() {
    for (const double side : {-1.0, 1.0}) {
      const auto x = [side](double away) { return 26.0 + side * away; };
      stroke({{x(5), 10}, {x(16), 4}, {x(22), 8}, {x(16), 18}, {x(14), 24}}, 3.6);
      stroke({{x(14), 24}, {x(3), 30}}, 2.6);
      stroke({{x(14), 25}, {x(12), 35}, {x(4), 31}}, 2.6);
    }
    QPainterPath sacrum(QPointF(20, 8));
    sacrum.lineTo(32, 8);
    sacrum.lineTo(27, 21);
    sacrum.lineTo(25, 21);
    fill(sacrum);
  }

  QPainter& painter_;
  const Palette& palette_;
};

const std::array<Drawing::NamedBone, 7> Drawing::kBones = {
    {{"lumbar", &Drawing::lumbar},
     {"thoracic", &Drawing::thoracic},
     {"sacrum-behind", &Drawing::sacrumBehind},
     {"sacrum-across", &Drawing::sacrumAcross},
     {"hip", &Drawing::hip},
     {"ring", &Drawing::ring},
     {"any", &Drawing::any}}};

}  // namespace

QIcon approachPicture(Approach approach, const Palette& palette) {
  constexpr int kScale = 2;
  QPixmap pixmap(kScale * kApproachPictureWidthPx, kScale * kApproachPictureHeightPx);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.scale(kScale, kScale);
  const access::ApproachRecord& record = access::recordOf(approach);
  const bool screw = record.screw || !record.legs.empty();
  Drawing drawing(painter, palette);
  drawing.bone(record.picture.bone);
  for (const auto& [entryX, entryY, tipX, tipY] : record.picture.needles)
    drawing.needle({entryX, entryY, tipX, tipY}, screw);
  painter.end();
  return QIcon(pixmap);
}

bool isBoneDrawn(std::string_view word) {
  return Drawing::knows(word);
}

}  // namespace trocar::gui
