#pragma once

#include "planning/anatomy/body_shape.h"
#include "planning/anatomy/canal_outline.h"

#include <optional>
#include <string>

namespace trocar::anatomy {

/// A vertebra of a case, with the extents of all labels at hand.
struct VertebraSubject {
  const Case& patient;
  const Structure& structure;
  const CaseExtents& extents;
};

/// The traced shape of a vertebra: what its measures and its regions are taken from.
struct VertebraTrace {
  SoftMask mask;
  BodyShape body;
  std::optional<CanalOutline> canal;
  Vec3 centroidMm = Vec3::Zero();  ///< Of the body; of the label's box where there is no body.
  std::string failure;             ///< A sentence where no body could be traced.
};

VertebraTrace traceVertebra(const VertebraSubject& subject);

}  // namespace trocar::anatomy
