#pragma once

#include "planning/plan/plan.h"

namespace trocar::review {

/// Two cannulas at L3, a cryoprobe through the left one, a thermocouple, cement through the right.
inline Plan samplePlan() {
  Plan plan;
  plan.patient = {"l3-breast", "bundled:l3-breast", "abc"};
  const auto needle = [](const char* id, const char* instrument, Purpose purpose, Side side) {
    Needle made;
    made.id = id;
    made.instrument = instrument;
    made.purpose = purpose;
    made.approach = Approach::Transpedicular;
    made.level = "L3";
    made.side = side;
    made.trajectory = {{side == Side::Left ? 40.0 : -40.0, 70, 0}, {5, -20, 0}};
    return made;
  };
  plan.needles = {needle("N1", "bone-needle-10g", Purpose::Access, Side::Left),
                  needle("N2", "bone-needle-10g", Purpose::Cement, Side::Right),
                  needle("N3", "icerod-1.5", Purpose::Probe, Side::Left),
                  needle("N4", "thermocouple-20g", Purpose::Sensor, Side::Left)};
  plan.needles[2].through = "N1";
  plan.protocols = {{"N3",
                     0.0,
                     {{ProtocolStep::Kind::Freeze, 600, 0, 1},
                      {ProtocolStep::Kind::Thaw, 300, 0, 1},
                      {ProtocolStep::Kind::Freeze, 600, 0, 1},
                      {ProtocolStep::Kind::ActiveThaw, 120, 0, 1}}}};
  plan.injections = {{"N2", 2.5, 0.05}};
  plan.protections = {{"root_L3_left", Protection::Medium::CarbonDioxide, 5.0}};
  return plan;
}

inline Case samplePatient() {
  Case patient;
  patient.id = "l3-breast";
  Structure root;
  root.id = "root_L3_left";
  root.name = "Root L3 left";
  patient.structures = {root};
  return patient;
}

}  // namespace trocar::review
