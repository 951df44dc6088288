#include "app/gui/approach_picture.h"

#include <QPainter>
#include <QPainterPath>
#include <QPixmap>

#include <vector>

namespace trocar {
namespace {

enum class Bone { Lumbar, Thoracic, SacrumBehind, SacrumAcross, Hip, Ring, Any };

/// In units of the drawing, 52 wide and 40 high.
struct Scheme {
  Bone bone = Bone::Any;
  std::vector<QLineF> needles;  ///< From entry to tip.
  bool screw = false;
};

Scheme schemeOf(Approach approach) {
  switch (approach) {
    case Approach::Transpedicular:
      return {Bone::Lumbar, {{{42, 38}, {25, 8}}}};
    case Approach::Parapedicular:
      return {Bone::Thoracic, {{{47, 37}, {26, 10}}}};
    case Approach::Unipedicular:
      return {Bone::Lumbar, {{{46, 37}, {23, 8}}}};
    case Approach::Bipedicular:
      return {Bone::Lumbar, {{{41, 38}, {29, 8}}, {{11, 38}, {23, 8}}}};
    case Approach::SacralLongAxis:
      return {Bone::SacrumBehind, {{{33, 39}, {38, 10}}}};
    case Approach::SacralShortAxis:
      return {Bone::SacrumAcross, {{{40, 39}, {37, 13}}}};
    case Approach::Transiliac:
      return {Bone::SacrumAcross, {{{51, 32}, {32, 14}}}};
    case Approach::AcetabularAnterior:
      return {Bone::Hip, {{{44, 2}, {20, 18}}}};
    case Approach::AcetabularPosterolateral:
      return {Bone::Hip, {{{46, 38}, {19, 25}}}};
    case Approach::Iliac:
      return {Bone::SacrumAcross, {{{51, 36}, {46, 10}}}};
    case Approach::Ramus:
      return {Bone::Ring, {{{44, 38}, {33, 31}}}};
    case Approach::IliosacralScrew:
      return {Bone::SacrumAcross, {{{51, 21}, {28, 14}}}, true};
    case Approach::TranssacralScrew:
      return {Bone::SacrumAcross, {{{51, 15}, {1, 15}}}, true};
    case Approach::AnteriorColumnScrew:
      return {Bone::Ring, {{{30, 30}, {43, 15}}}, true};
    case Approach::PosteriorColumnScrew:
      return {Bone::Ring, {{{38, 38}, {41, 11}}}, true};
    case Approach::Lc2Screw:
      return {Bone::Ring, {{{38, 20}, {47, 6}}}, true};
    case Approach::FemoralNeckScrew:
      return {Bone::Hip, {{{50, 30}, {27, 20}}}, true};
    case Approach::TripodScrews:
      return {Bone::Ring, {{{30, 30}, {43, 15}}, {{38, 38}, {41, 11}}, {{38, 20}, {47, 6}}}, true};
    case Approach::Free:
      break;
  }
  return {Bone::Any, {{{44, 36}, {27, 17}}}};
}

class Drawing {
 public:
  Drawing(QPainter& painter, const Palette& palette) : painter_(painter), palette_(palette) {}

  void bone(Bone bone) {
    switch (bone) {
      case Bone::Lumbar:
        return vertebra(12.0, 9.0, 3.5);
      case Bone::Thoracic:
        vertebra(9.0, 8.0, 2.6);
        stroke({{37.5, 17}, {47, 12}, {51, 4}}, 2.4);
        return stroke({{14.5, 17}, {5, 12}, {1, 4}}, 2.4);
      case Bone::SacrumBehind:
        return sacrumBehind();
      case Bone::SacrumAcross:
        return sacrumAcross();
      case Bone::Hip:
        return hip();
      case Bone::Ring:
        return ring();
      case Bone::Any:
        painter_.setPen(Qt::NoPen);
        painter_.setBrush(palette_.quiet);
        return painter_.drawRoundedRect(QRectF(13, 9, 22, 18), 8, 8);
    }
  }

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

}  // namespace

QIcon approachPicture(Approach approach, const Palette& palette) {
  constexpr int kScale = 2;
  QPixmap pixmap(kScale * kApproachPictureWidthPx, kScale * kApproachPictureHeightPx);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.scale(kScale, kScale);
  const Scheme scheme = schemeOf(approach);
  Drawing drawing(painter, palette);
  drawing.bone(scheme.bone);
  for (const QLineF& needle : scheme.needles)
    drawing.needle(needle, scheme.screw);
  painter.end();
  return QIcon(pixmap);
}

}  // namespace trocar
