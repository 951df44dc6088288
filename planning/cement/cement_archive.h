#pragma once

#include "core/archive.h"
#include "planning/cement/cement.h"
#include "planning/cement/flow/leak_ensemble.h"

/// What cement results are made of: see core/archive.h.
namespace trocar::cement {

template <class A, Like<CementLeak> V>
void pass(A& archive, V& v) {
  auto& [route, into, volumeMl, probability, atMm, pathMm, firstAtMl] = v;
  archive(route, into, volumeMl, probability, atMm, pathMm, firstAtMl);
}

template <class A, Like<CementStop> V>
void pass(A& archive, V& v) {
  auto& [kind, needle, atMl, atS, atMm] = v;
  archive(kind, needle, atMl, atS, atMm);
}

template <class A, Like<CementNeedle> V>
void pass(A& archive, V& v) {
  auto& [needle,
         structure,
         tipMm,
         requestedMl,
         deliveredMl,
         deliverableMl,
         stop,
         beginsAtMl,
         deadMl,
         peakKPa] = v;
  archive(needle,
          structure,
          tipMm,
          requestedMl,
          deliveredMl,
          deliverableMl,
          stop,
          beginsAtMl,
          deadMl,
          peakKPa);
}

template <class A, Like<CementStep> V>
void pass(A& archive, V& v) {
  auto& [injectedMl, timeS, needle, structure, syringeKPa, boneKPa, posteriorMm] = v;
  archive(injectedMl, timeS, needle, structure, syringeKPa, boneKPa, posteriorMm);
}

template <class A, Like<EndplateContact> V>
void pass(A& archive, V& v) {
  auto& [superior, inferior] = v;
  archive(superior, inferior);
}

template <class A, Like<CuringHeat::At> V>
void pass(A& archive, V& v) {
  auto& [structure, maximumC, cooledC, atMm] = v;
  archive(structure, maximumC, cooledC, atMm);
}

template <class A, Like<CuringHeat> V>
void pass(A& archive, V& v) {
  auto& [cementC, structures] = v;
  archive(cementC, structures);
}

template <class A, Like<BodyStiffness> V>
void pass(A& archive, V& v) {
  auto& [ratio, low, high, loadShare, energy, strain, untreated] = v;
  archive(ratio, low, high, loadShare, energy, strain, untreated);
}

template <class A, Like<CementResult> V>
void pass(A& archive, V& v) {
  auto& [requestedMl,
         deliveredMl,
         inBodyMl,
         inArchMl,
         outsideMl,
         fill,
         lesion,
         left,
         endplates,
         bodyMl,
         quarter,
         modelled,
         unjudged,
         after,
         leaks,
         members,
         needles,
         stops,
         course,
         product,
         endsAtS,
         workingTimeS,
         arrival,
         heat,
         stiffness,
         basis] = v;
  archive(requestedMl,
          deliveredMl,
          inBodyMl,
          inArchMl,
          outsideMl,
          fill,
          lesion,
          left,
          endplates,
          bodyMl,
          quarter,
          modelled,
          unjudged,
          after,
          leaks,
          members,
          needles,
          stops,
          course,
          product,
          endsAtS,
          workingTimeS,
          arrival,
          heat,
          stiffness,
          basis);
}

template <class A, Like<LeakEnsemble> V>
void pass(A& archive, V& v) {
  auto& [members, leaks] = v;
  archive(members, leaks);
}

}  // namespace trocar::cement
