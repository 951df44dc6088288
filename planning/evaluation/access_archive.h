#pragma once

#include "core/archive.h"
#include "planning/findings/finding.h"
#include "planning/model/needle_evaluation.h"

#include <optional>
#include <vector>

/// Numbers and findings of a needle, and what they are made of: see core/archive.h.
namespace trocar {

/// A needle and what the rules say of it.
struct Judged {
  NeedleEvaluation numbers;
  std::vector<Finding> findings;
};

/// Where placement error puts a needle, and what is to be said of that.
struct Placed {
  PlacementUncertainty placement;
  std::optional<Finding> finding;
};

template <class A, Like<Trajectory> V>
void pass(A& archive, V& v) {
  auto& [entry, target] = v;
  archive(entry, target);
}

template <class A, Like<Finding> V>
void pass(A& archive, V& v) {
  auto& [rule, severity, text, subject, value, limit, unit, atMm, why, source, accepted] = v;
  archive(rule, severity, text, subject, value, limit, unit, atMm, why, source, accepted);
}

template <class A, Like<Clearance> V>
void pass(A& archive, V& v) {
  auto& [structure, distanceMm, atMm, onPurpose] = v;
  archive(structure, distanceMm, atMm, onPurpose);
}

template <class A, Like<Breach::Margins> V>
void pass(A& archive, V& v) {
  auto& [medial, lateral, superior, inferior] = v;
  archive(medial, lateral, superior, inferior);
}

template <class A, Like<Breach> V>
void pass(A& archive, V& v) {
  auto& [grade, excursionMm, direction, atMm, wallMarginMm] = v;
  archive(grade, excursionMm, direction, atMm, wallMarginMm);
}

template <class A, Like<OrderRule> V>
void pass(A& archive, V& v) {
  auto& [passes, leadMm, posteriorWallMm, medialWallMm] = v;
  archive(passes, leadMm, posteriorWallMm, medialWallMm);
}

template <class A, Like<BonePath> V>
void pass(A& archive, V& v) {
  auto& [passes, lengthMm, meanHu, maximumHu, needsDrill] = v;
  archive(passes, lengthMm, meanHu, maximumHu, needsDrill);
}

template <class A, Like<Fit> V>
void pass(A& archive, V& v) {
  auto& [isthmusMm, perSideMm, toSpareMm] = v;
  archive(isthmusMm, perSideMm, toSpareMm);
}

template <class A, Like<TipPlace> V>
void pass(A& archive, V& v) {
  auto& [depth, fromMidlineMm, boneAheadMm] = v;
  archive(depth, fromMidlineMm, boneAheadMm);
}

template <class A, Like<ScrewGrade> V>
void pass(A& archive, V& v) {
  auto& [lengthMm,
         entered,
         inBoneMm,
         proudMm,
         grade,
         excursionMm,
         direction,
         marginMm,
         atMm,
         limit,
         beyondMm,
         inLesionMm,
         meanHu,
         cemented] = v;
  archive(lengthMm,
          entered,
          inBoneMm,
          proudMm,
          grade,
          excursionMm,
          direction,
          marginMm,
          atMm,
          limit,
          beyondMm,
          inLesionMm,
          meanHu,
          cemented);
}

template <class A, Like<PlacementUncertainty::Share> V>
void pass(A& archive, V& v) {
  auto& [what, probability] = v;
  archive(what, probability);
}

template <class A, Like<PlacementUncertainty> V>
void pass(A& archive, V& v) {
  auto& [breach, byDirection, touches, medianMm, p95Mm, technique, samples, ghosts] = v;
  archive(breach, byDirection, touches, medianMm, p95Mm, technique, samples, ghosts);
}

template <class A, Like<VertebraAngles> V>
void pass(A& archive, V& v) {
  auto& [axialDeg, craniocaudalDeg] = v;
  archive(axialDeg, craniocaudalDeg);
}

template <class A, Like<CarmAngles> V>
void pass(A& archive, V& v) {
  auto& [laoDeg, cranDeg] = v;
  archive(laoDeg, cranDeg);
}

template <class A, Like<Unjudged> V>
void pass(A& archive, V& v) {
  auto& [group, why] = v;
  archive(group, why);
}

template <class A, Like<NeedleEvaluation> V>
void pass(A& archive, V& v) {
  auto& [id,
         bone,
         crossed,
         skinMm,
         toTargetMm,
         toBoneMm,
         midlineMm,
         spinousMm,
         axialDeg,
         cranioDeg,
         vertebraAngles,
         carm,
         carmProne,
         breach,
         order,
         path,
         fit,
         tip,
         screw,
         clearances,
         placement,
         unjudged] = v;
  archive(id,
          bone,
          crossed,
          skinMm,
          toTargetMm,
          toBoneMm,
          midlineMm,
          spinousMm,
          axialDeg,
          cranioDeg,
          vertebraAngles,
          carm,
          carmProne,
          breach,
          order,
          path,
          fit,
          tip,
          screw,
          clearances,
          placement,
          unjudged);
}

template <class A, Like<Judged> V>
void pass(A& archive, V& v) {
  auto& [numbers, findings] = v;
  archive(numbers, findings);
}

template <class A, Like<Placed> V>
void pass(A& archive, V& v) {
  auto& [placement, finding] = v;
  archive(placement, finding);
}

}  // namespace trocar
