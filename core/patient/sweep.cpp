#include "core/patient/sweep.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

namespace trocar::synthetic {
namespace {

constexpr int kChunk = 6;
constexpr double kFarMm = 20.0;

struct Node {
  Vec3 centre;
  Vec3 tangent;
  Vec3 width;
  double halfWidth;
  double halfThickness;
};

/// From a node to the next.
struct Segment {
  Vec3 start;
  Vec3 step;
  double lengthSquared;
};

/// Bounds a run of segments so that far ones need not be looked at.
struct Chunk {
  Vec3 centre;
  double radius;
};

template <typename Value>
Value catmullRom(const Value& a, const Value& b, const Value& c, const Value& d, double t) {
  const Value linear = 0.5 * (c - a);
  const Value quadratic = a - 2.5 * b + 2.0 * c - 0.5 * d;
  const Value cubic = 0.5 * (d - a) + 1.5 * (b - c);
  return b + t * (linear + t * (quadratic + t * cubic));
}

Node between(const std::vector<Section>& sections, int span, double t) {
  const int last = static_cast<int>(sections.size()) - 1;
  const auto at = [&](int i) -> const Section& {
    return sections[static_cast<std::size_t>(std::clamp(i, 0, last))];
  };
  const Section &a = at(span - 1), &b = at(span), &c = at(span + 1), &d = at(span + 2);
  Node node;
  node.centre = catmullRom<Vec3>(a.centreMm, b.centreMm, c.centreMm, d.centreMm, t);
  node.tangent = Vec3::Zero();
  node.width = (1 - t) * b.widthAxis.normalized() + t * c.widthAxis.normalized();
  const double ease = t * t * (3 - 2 * t);
  node.halfWidth = b.halfWidthMm + ease * (c.halfWidthMm - b.halfWidthMm);
  node.halfThickness = b.halfThicknessMm + ease * (c.halfThicknessMm - b.halfThicknessMm);
  return node;
}

std::vector<Node> resampled(const std::vector<Section>& sections) {
  std::vector<Node> nodes;
  const int spans = static_cast<int>(sections.size()) - 1;
  for (int span = 0; span < spans; ++span) {
    const double length = (sections[static_cast<std::size_t>(span) + 1].centreMm -
                           sections[static_cast<std::size_t>(span)].centreMm)
                              .norm();
    const int steps = std::clamp(static_cast<int>(length / 2.5), 2, 12);
    for (int i = 0; i < steps; ++i)
      nodes.push_back(between(sections, span, static_cast<double>(i) / steps));
  }
  nodes.push_back(between(sections, spans - 1, 1.0));
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const Vec3 ahead = nodes[std::min(i + 1, nodes.size() - 1)].centre;
    const Vec3 behind = nodes[i == 0 ? 0 : i - 1].centre;
    nodes[i].tangent = (ahead - behind).normalized();
    nodes[i].width -= nodes[i].width.dot(nodes[i].tangent) * nodes[i].tangent;
    nodes[i].width.normalize();
  }
  return nodes;
}

/// Distance to a section's outline from the offset (along width, thickness, course) in mm.
double outlineDistance(const Vec3& offset, const Vec3& radii, Outline outline) {
  const Vec3 q = offset.cwiseQuotient(radii);
  if (outline == Outline::Ellipse) {
    const double level = q.norm();
    const double slope = q.cwiseQuotient(radii).norm();
    return slope < 1e-9 ? -radii.minCoeff() : level * (level - 1) / slope;
  }
  const Vec3 square = q.cwiseAbs2();
  const double level = std::sqrt(square.norm());
  if (level < 1e-6)
    return -radii.minCoeff();
  const Vec3 slope = square.cwiseProduct(q.cwiseAbs()).cwiseQuotient(radii);
  return (level - 1) * level * level * level / slope.norm();
}

class Sweep {
 public:
  Sweep(const std::vector<Section>& sections, Outline outline)
      : nodes_(resampled(sections)), outline_(outline) {
    for (std::size_t first = 0; first + 1 < nodes_.size(); first += kChunk) {
      const std::size_t last = std::min(first + kChunk, nodes_.size() - 1);
      const Vec3 centre = 0.5 * (nodes_[first].centre + nodes_[last].centre);
      double radius = 0.0;
      for (std::size_t i = first; i <= last; ++i)
        radius = std::max(radius, (nodes_[i].centre - centre).norm());
      chunks_.push_back({centre, radius});
    }
    for (std::size_t i = 0; i + 1 < nodes_.size(); ++i) {
      const Vec3 step = nodes_[i + 1].centre - nodes_[i].centre;
      segments_.push_back({nodes_[i].centre, step, step.squaredNorm()});
    }
    box_ = {nodes_.front().centre, nodes_.front().centre};
    for (const Node& node : nodes_) {
      const double reach = std::max(node.halfWidth, node.halfThickness);
      box_ = merged(box_, grown({node.centre, node.centre}, reach));
    }
  }

  double at(const Vec3& point) const {
    // Far away the box's distance will do: no caller needs more than a lower bound there.
    if (const double away = distanceToBox(box_, point); away > kFarMm)
      return away;
    const std::size_t likely = likelyChunk(point);
    Foot foot;
    lookIn(likely, point, foot);
    for (std::size_t c = 0; c < chunks_.size(); ++c) {
      if (c != likely && (point - chunks_[c].centre).norm() - chunks_[c].radius <= foot.awayMm)
        lookIn(c, point, foot);
    }
    return distanceFrom(foot.segment, foot.along, point);
  }

  const Box& box() const { return box_; }

 private:
  /// The nearest point of the course, of equally near ones that of the first segment.
  struct Foot {
    double squared = std::numeric_limits<double>::max();
    double awayMm = std::numeric_limits<double>::max();
    std::size_t segment = 0;
    double along = 0.0;
  };

  /// Looked into first, so that most others need not be.
  std::size_t likelyChunk(const Vec3& point) const {
    std::size_t likely = 0;
    double least = std::numeric_limits<double>::max();
    for (std::size_t c = 0; c < chunks_.size(); ++c) {
      const double squared = (point - chunks_[c].centre).squaredNorm();
      if (squared < least) {
        least = squared;
        likely = c;
      }
    }
    return likely;
  }

  void lookIn(std::size_t chunk, const Vec3& point, Foot& foot) const {
    const std::size_t last = std::min((chunk + 1) * kChunk, segments_.size());
    for (std::size_t i = chunk * kChunk; i < last; ++i) {
      const auto& [start, step, lengthSquared] = segments_[i];
      const Vec3 from = point - start;
      const double t = std::clamp(from.dot(step) / lengthSquared, 0.0, 1.0);
      const double squared = (from - t * step).squaredNorm();
      if (squared < foot.squared || (squared == foot.squared && i < foot.segment))
        foot = {squared, foot.awayMm, i, t};
    }
    foot.awayMm = std::sqrt(foot.squared);
  }

  double distanceFrom(std::size_t segment, double t, const Vec3& point) const {
    const Node& a = nodes_[segment];
    const Node& b = nodes_[segment + 1];
    const Vec3 tangent = ((1 - t) * a.tangent + t * b.tangent).normalized();
    Vec3 width = (1 - t) * a.width + t * b.width;
    width = (width - width.dot(tangent) * tangent).normalized();
    const Vec3 offset = point - ((1 - t) * a.centre + t * b.centre);
    const Vec3 across(offset.dot(width), offset.dot(tangent.cross(width)), offset.dot(tangent));
    const double halfWidth = (1 - t) * a.halfWidth + t * b.halfWidth;
    const double halfThickness = (1 - t) * a.halfThickness + t * b.halfThickness;
    return outlineDistance(
        across, {halfWidth, halfThickness, std::min(halfWidth, halfThickness)}, outline_);
  }

  std::vector<Node> nodes_;
  std::vector<Segment> segments_;
  std::vector<Chunk> chunks_;
  Box box_;
  Outline outline_;
};

}  // namespace

Shape sweep(const std::vector<Section>& sections, Outline outline) {
  const auto solid = std::make_shared<const Sweep>(sections, outline);
  return {[solid](const Vec3& point) { return solid->at(point); }, solid->box()};
}

Shape tube(const std::vector<Vec3>& pointsMm, const std::vector<double>& radiiMm) {
  std::vector<Section> sections;
  Vec3 across = (pointsMm[1] - pointsMm[0]).unitOrthogonal();
  for (std::size_t i = 0; i < pointsMm.size(); ++i) {
    const Vec3 course =
        (pointsMm[std::min(i + 1, pointsMm.size() - 1)] - pointsMm[i == 0 ? 0 : i - 1])
            .normalized();
    across = (across - across.dot(course) * course).normalized();
    sections.push_back({pointsMm[i], radiiMm[i], radiiMm[i], across});
  }
  return sweep(sections);
}

Shape tube(const std::vector<Vec3>& pointsMm, double radiusMm) {
  return tube(pointsMm, std::vector<double>(pointsMm.size(), radiusMm));
}

std::vector<Vec3> smoothCurve(const std::vector<Vec3>& pointsMm, int perSpan) {
  std::vector<Vec3> curve;
  const auto last = static_cast<int>(pointsMm.size()) - 1;
  const auto at = [&](int i) { return pointsMm[static_cast<std::size_t>(std::clamp(i, 0, last))]; };
  for (int span = 0; span < last; ++span)
    for (int i = 0; i < perSpan; ++i)
      curve.push_back(catmullRom<Vec3>(
          at(span - 1), at(span), at(span + 1), at(span + 2), static_cast<double>(i) / perSpan));
  curve.push_back(pointsMm.back());
  return curve;
}

}  // namespace trocar::synthetic
