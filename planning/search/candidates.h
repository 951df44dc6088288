#pragma once

#include "planning/search/corridor.h"

#include <vector>

namespace trocar::search {

/// Where an approach would like its tip, and how far from there it may be.
struct TargetZone {
  Vec3 idealMm = Vec3::Zero();
  std::vector<Vec3> pointsMm;  ///< The ideal point among them.
};

/// In a body, at the depths and about the place of `aim` on the side's own half.
TargetZone bodyTargets(const anatomy::VertebraAnatomy& vertebra,
                       Side side,
                       const access::BodyAim& aim);
/// One given point.
TargetZone pointTarget(const Vec3& pointMm);

/// Ways through the section of a pedicle to each target.
std::vector<Candidate> transpedicularCandidates(const anatomy::VertebraAnatomy& vertebra,
                                                Side side,
                                                const TargetZone& zone);
/// Ways along the middle of a pedicle and up to 6 degrees off it, to the depths of `aim`: where it
/// is narrow few others stay inside.
std::vector<Candidate> alongPedicleCandidates(const anatomy::VertebraAnatomy& vertebra,
                                              Side side,
                                              const access::BodyAim& aim);
/// Ways past the lateral wall of a pedicle, in the chest between the head of the rib and the
/// transverse process, and at any other angle from behind and beside.
std::vector<Candidate> parapedicularCandidates(const anatomy::VertebraAnatomy& vertebra,
                                               Side side,
                                               const TargetZone& zone);
/// Ways to each target along directions within `cone` of `direction`, evenly spread; on the right
/// the mirror image of the left.
std::vector<Candidate> coneCandidates(
    const TargetZone& zone, const Vec3& direction, Angle cone, int count, Side side);

/// Neighbours of a candidate for local improvement: tip moved by `stepMm` along and across,
/// direction turned by `turn` about the tip and about a point where it enters bone.
std::vector<Candidate> neighbours(const Candidate& candidate, double stepMm, Angle turn);

}  // namespace trocar::search
