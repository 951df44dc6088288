#pragma once

#include "planning/access/pedicle_path.h"
#include "planning/instrument.h"

namespace trocar {

/// Passes, length and hardness of the bone that the axis goes through. It needs a drill where, past
/// the first 3 mm of cortex, some 3 mm of its way average more than `drillHu`.
BonePath bonePathOf(const BoneDistance& bone,
                    const Volume& ct,
                    const NeedlePath& axis,
                    double drillHu);

/// Where the tip lies in the body of a vertebra, seen from `side`.
TipPlace tipPlaceOf(const BoneDistance& bone,
                    const VertebraAnatomy& vertebra,
                    Side side,
                    const NeedlePath& axis);

/// The instrument against pedicle (nullptr where it goes through none) and depth.
Fit fitOf(const Instrument& instrument,
          const PedicleAnatomy* pedicle,
          std::optional<double> skinToTargetMm);

/// Room that an instrument needs on either side inside a pedicle: 1 mm for a needle; for an
/// expandable implant half of the 0.8 mm by which its maker's least pedicle exceeds it (SpineJack,
/// Medscape 1145447).
double clearanceNeededMm(InstrumentKind kind);

}  // namespace trocar
