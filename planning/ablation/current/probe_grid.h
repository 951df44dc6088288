#pragma once

#include "planning/ablation/current/probe_contact.h"

#include <array>
#include <vector>

namespace trocar::ablation {

/// How a grid around a probe is laid out.
struct ProbeGridLayout {
  ProbeShape shape;  ///< The working part.
  /// Places along it, behind the distal end, between which its surface is of one kind: cells end
  /// there.
  std::vector<double> linesMm;
  double reachMm = 30.0;   ///< Beyond the working part, across and at both ends.
  double shaftMm = 100.0;  ///< Of the shaft behind the working part, as thick as it.
  double fineness = 1.0;   ///< Divides the steps between cells.
};

/// Cells that lie as the probe does, whatever the voxels: rings around its axis, sectors around it
/// and layers along it, finest at its surface and where its surface changes. What conducts between
/// two cells is exact for a field that is logarithmic across, as that of a long cylinder is. The
/// probe and its shaft are no cells: they are closed but for what `contacts` tells.
class ProbeGrid {
 public:
  explicit ProbeGrid(const ProbeGridLayout& layout);

  /// Two neighbours and the conductance in W/K from the middle of each to the face between them,
  /// in a medium of 1 W/mK (equally in S, in a medium of 1 S/m).
  struct Link {
    std::size_t a = 0;
    std::size_t b = 0;
    double fromA = 0.0;
    double fromB = 0.0;
  };
  /// A cell at the surface of the probe, and the conductance to it in a medium of 1 W/mK.
  struct Contact {
    std::size_t cell = 0;
    double conductance = 0.0;
    double behindMm = 0.0;  ///< Where it touches, behind the distal end.
  };
  /// A cell at the outer rim: conductance to it, area and what leaves the middle of the working
  /// part through it.
  struct RimFace {
    std::size_t cell = 0;
    double conductance = 0.0;
    double beyondM = 0.0;  ///< Metres times W/mK to endless space, of a field that falls as 1/r.
    double areaM2 = 0.0;
  };
  /// A cell and how much it counts.
  struct Weight {
    std::size_t cell = 0;
    double share = 0.0;
  };

  std::size_t cellCount() const;
  int rings() const { return static_cast<int>(ringMm_.size()); }
  int layers() const { return static_cast<int>(layerMm_.size()); }
  int sectors() const;
  std::size_t cell(int ring, int sector, int layer) const;
  /// Whether a cell of that ring and layer would lie in the probe.
  bool isBody(int ring, int layer) const;
  bool isBody(std::size_t cell) const;
  bool isBody(const Vec3& pointMm) const;
  double acrossMm(int ring) const { return ringMm_[static_cast<std::size_t>(ring)]; }
  double behindMm(int layer) const { return layerMm_[static_cast<std::size_t>(layer)]; }
  Vec3 centreMm(std::size_t cell) const;
  double volumeM3(std::size_t cell) const;
  const ProbeShape& shape() const { return layout_.shape; }

  const std::vector<Link>& links() const { return links_; }
  const std::vector<Contact>& contacts() const { return contacts_; }
  const std::vector<RimFace>& rim() const { return rim_; }

  /// Of the cells around a point, linear between their middles, adding up to 1; of a point in the
  /// probe those at its surface.
  std::array<Weight, 8> around(const Vec3& pointMm) const;

 private:
  struct Place {
    int ring, sector, layer;
  };
  Place placeOf(std::size_t cell) const;
  void addLinks();
  void addContacts();
  void addRim();
  double areaM2(int ring) const;
  double heightM(int layer) const;

  ProbeGridLayout layout_;
  Vec3 back_, across_, third_;               ///< Unit vectors: along the shaft and across it.
  int coreRings_ = 0;                        ///< Within the probe's radius.
  std::vector<double> ringEdgeMm_, ringMm_;  ///< From the axis; of each ring its middle.
  std::vector<double> layerEdgeMm_, layerMm_;
  std::vector<Link> links_;
  std::vector<Contact> contacts_;
  std::vector<RimFace> rim_;
};

}  // namespace trocar::ablation
