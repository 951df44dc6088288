#include "planning/ablation/heat/heat_kernel.h"
#include "planning/ablation/heat/thermal_law.h"

#include <algorithm>

namespace trocar::ablation {

LawTable::LawTable(const std::vector<ThermalMaterial>& materials, double reference)
    : referenceC(static_cast<float>(reference)), warmFrom(-1.0e4F), warmTo(1.0e4F) {
  const auto add = [](std::vector<float>& list, double value) {
    list.push_back(static_cast<float>(value));
  };
  for (const ThermalMaterial& material : materials) {
    const ThermalLaw<double> law(material, reference);
    add(liquidEnthalpy, law.liquidEnthalpy);
    add(solidEnthalpy, law.solidEnthalpy);
    add(iceLinear, 1.0 + 2.0 * law.iceCapacitySlope * (law.solidus + reference));
    add(meltSlope, law.meltSlope);
    add(inverseMelt, 1.0 / (law.liquidEnthalpy - law.solidEnthalpy));
    add(evenMelt, law.evenMelt);
    add(inverseIceCapacity, law.inverseIceCapacity);
    add(iceCapacitySlope, law.iceCapacitySlope);
    add(iceConstant, law.iceConstant);
    add(iceInverse, law.iceInverse);
    add(boilEnthalpy, law.boilEnthalpy);
    add(boilSlope, law.boilSlope);
    add(boilEndEnthalpy, law.boilEndEnthalpy);
    warmFrom = std::max(warmFrom, static_cast<float>(law.liquidus));
    warmTo = std::min(warmTo, static_cast<float>(law.boil));
  }
}

}  // namespace trocar::ablation
