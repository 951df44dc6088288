#pragma once

#include "planning/access/pedicle_path.h"
#include "planning/plan/instrument.h"

namespace trocar::access {

/// Length over which the hardness of bone is averaged.
inline constexpr double kDrillWindowMm = 3.0;
/// Of the way in bone at the tip (and, in flat bone, at the entry), that margins to the cortex
/// leave out.
inline constexpr double kEndsLeftOutMm = 4.0;

/// Passes, length and hardness of the bone that the axis goes through. It needs a drill where, past
/// the first 3 mm of cortex, some 3 mm of its way average more than `drillHu`.
BonePath bonePathOf(const BoneDistance& bone,
                    const Volume& ct,
                    const NeedlePath& axis,
                    double drillHu);

/// Where the tip lies in the body of a vertebra, seen from `side`.
TipPlace tipPlaceOf(const BoneDistance& bone,
                    const anatomy::VertebraAnatomy& vertebra,
                    Side side,
                    const NeedlePath& axis);

/// The instrument against pedicle (nullptr where it goes through none) and depth, its hub as far
/// from the skin as `working-length` asks.
Fit fitOf(const Instrument& instrument,
          const anatomy::PedicleAnatomy* pedicle,
          std::optional<double> skinToTargetMm);

/// Room that an instrument needs on either side inside a pedicle: the limit of `pedicle-fit`, of an
/// expandable implant that of `pedicle-fit-implant`.
double clearanceNeededMm(InstrumentKind kind);

}  // namespace trocar::access
