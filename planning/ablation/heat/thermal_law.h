#pragma once

#include "planning/ablation/heat/thermal_material.h"

#include <algorithm>
#include <cmath>

namespace trocar::ablation {

/// The laws of one material in closed form, in temperatures and enthalpies relative to a reference
/// temperature (so that single precision resolves slow changes of warm tissue).
template <typename Real>
struct ThermalLaw {
  Real referenceC, inverseCapacity, conductivity0;
  Real liquidus, solidus;                     ///< Relative temperatures.
  Real liquidEnthalpy, solidEnthalpy;         ///< At liquidus and solidus.
  Real meltSlope;                             ///< K per J/m3 between them.
  Real inverseIceCapacity, iceCapacitySlope;  ///< C = C0 (1 + 2 a T_C).
  Real iceConstant, iceInverse;               ///< k = constant + inverse / T_K.
  Real boil, boilEnthalpy, boilSlope;  ///< Relative temperature and enthalpy where water boils.
  Real boilEndEnthalpy;
  Real evenMelt;  ///< 1 where melting conducts by the mean of ice and liquid.

  explicit ThermalLaw(const ThermalMaterial& m, double reference) {
    const bool freezes = m.latentHeatJ > 0.0;
    const double range = m.liquidusC - m.solidusC;
    const double melt = m.latentHeatJ + 0.5 * (m.heatCapacityJ + m.frozenHeatCapacityJ) * range;
    const double liquidC = freezes ? m.liquidusC : -1.0e4;
    const double solidC = freezes ? m.solidusC : -1.0e4 - range;
    const double boilLatent = 6.787 * m.latentHeatJ + m.heatCapacityJ * (kBoilToC - kBoilFromC);
    referenceC = Real(reference);
    evenMelt = Real(m.evenMelt ? 1.0 : 0.0);
    inverseCapacity = Real(1.0 / m.heatCapacityJ);
    conductivity0 = Real(m.conductivityW);
    liquidus = Real(liquidC - reference);
    solidus = Real(solidC - reference);
    liquidEnthalpy = Real(m.heatCapacityJ * (liquidC - reference));
    solidEnthalpy = Real(m.heatCapacityJ * (liquidC - reference) - melt);
    meltSlope = Real(range / melt);
    inverseIceCapacity = Real(1.0 / m.frozenHeatCapacityJ);
    iceCapacitySlope = Real(m.iceVaries ? 0.0018 : 0.0);
    iceConstant = Real(m.frozenConductivityW * (m.iceVaries ? 0.4685 / 2.2558 : 1.0));
    iceInverse = Real(m.iceVaries ? m.frozenConductivityW * 488.19 / 2.2558 : 0.0);
    boil = Real(kBoilFromC - reference);
    boilEnthalpy = Real(m.heatCapacityJ * (kBoilFromC - reference));
    boilSlope = Real((kBoilToC - kBoilFromC) / boilLatent);
    boilEndEnthalpy = Real(m.heatCapacityJ * (kBoilFromC - reference) + boilLatent);
  }

  Real temperature(Real h) const {
    if (h > boilEndEnthalpy)
      return boil + Real(kBoilToC - kBoilFromC) + (h - boilEndEnthalpy) * inverseCapacity;
    if (h > boilEnthalpy)
      return boil + (h - boilEnthalpy) * boilSlope;
    if (h >= liquidEnthalpy)
      return h * inverseCapacity;
    if (h >= solidEnthalpy)
      return liquidus + (h - liquidEnthalpy) * meltSlope;
    return frozenTemperature(h);
  }

  /// C0 [(T-Ts) + a (T2-Ts2)] = h - hs, solved for T without cancellation; T in Celsius.
  Real frozenTemperature(Real h) const {
    const Real solidC = solidus + referenceC;
    const Real c =
        solidC + iceCapacitySlope * solidC * solidC + (h - solidEnthalpy) * inverseIceCapacity;
    const Real root = std::sqrt(std::max(Real(1) + 4 * iceCapacitySlope * c, Real(0.04)));
    return 2 * c / (Real(1) + root) - referenceC;
  }

  Real enthalpy(Real t) const {
    if (t > boil + Real(kBoilToC - kBoilFromC))
      return boilEndEnthalpy + (t - boil - Real(kBoilToC - kBoilFromC)) / inverseCapacity;
    if (t > boil)
      return boilEnthalpy + (t - boil) / boilSlope;
    if (t >= liquidus)
      return t / inverseCapacity;
    if (t >= solidus)
      return liquidEnthalpy + (t - liquidus) / meltSlope;
    const Real c = t + referenceC, s = solidus + referenceC;
    return solidEnthalpy + ((c - s) + iceCapacitySlope * (c * c - s * s)) / inverseIceCapacity;
  }

  Real iceConductivity(Real t) const {
    return iceConstant + iceInverse / (t + referenceC + Real(273.15));
  }

  /// Share that is not frozen.
  Real liquid(Real t) const {
    return std::clamp((t - solidus) / (liquidus - solidus), Real(0), Real(1));
  }

  Real conductivity(Real t) const {
    const Real share = liquid(t);
    if (share >= Real(1))
      return conductivity0;
    const Real ice = iceConductivity(t);
    const Real stepped = share > Real(1.0e-5) ? Real(0.5) : Real(0);
    return ice + (conductivity0 - ice) * (share + evenMelt * (stepped - share));
  }

  /// dH/dT where it is smallest: outside the freezing range.
  Real capacity(Real t) const {
    if (t >= liquidus)
      return Real(1) / inverseCapacity;
    return (Real(1) + 2 * iceCapacitySlope * (t + referenceC)) / inverseIceCapacity;
  }
};

}  // namespace trocar::ablation
