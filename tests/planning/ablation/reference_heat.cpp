#include "tests/planning/ablation/reference_heat.h"

#include "planning/ablation/heat/thermal_law.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace trocar::ablation {
namespace {

struct Field {
  const HeatMedium& medium;
  std::vector<ThermalLaw<double>> laws;
  std::vector<double> enthalpy, temperature, conductivity, perfusion;
  std::vector<std::uint8_t> body;  ///< Voxels of a contact.

  explicit Field(const HeatMedium& m) : medium(m) {
    for (const ThermalMaterial& material : m.materials)
      laws.emplace_back(material, m.referenceC);
    enthalpy.assign(m.material.size(), 0.0);
    temperature = conductivity = enthalpy;
    body.assign(m.material.size(), 0);
    for (const std::uint8_t material : m.material)
      perfusion.push_back(m.materials[material].perfusionW);
  }

  void decode() {
    for (std::size_t v = 0; v < enthalpy.size(); ++v) {
      const ThermalLaw<double>& law = laws[medium.material[v]];
      temperature[v] = law.temperature(enthalpy[v]);
      conductivity[v] = law.conductivity(temperature[v]);
    }
  }

  bool unlike(std::size_t a, std::size_t b) const {
    const auto apart = [](double p, double q) { return std::max(p, q) > 1.25 * std::min(p, q); };
    const ThermalMaterial& m = medium.materials[medium.material[a]];
    const ThermalMaterial& n = medium.materials[medium.material[b]];
    return apart(m.conductivityW, n.conductivityW) ||
           apart(m.frozenConductivityW, n.frozenConductivityW);
  }

  /// W/mK times K that enters voxel `a` from its neighbour `b`.
  double flux(std::size_t a, std::size_t b) const {
    if (body[a] || body[b])
      return 0.0;
    const double sum = conductivity[a] + conductivity[b];
    const double face = unlike(a, b) ? 2.0 * conductivity[a] * conductivity[b] / sum : 0.5 * sum;
    return face * (temperature[b] - temperature[a]);
  }

  double divergence(std::size_t voxel) const {
    const Grid& grid = medium.grid;
    const VoxelIndex v = grid.voxelAt(voxel);
    const std::array<VoxelIndex, 6> around{{{v.i - 1, v.j, v.k},
                                            {v.i + 1, v.j, v.k},
                                            {v.i, v.j - 1, v.k},
                                            {v.i, v.j + 1, v.k},
                                            {v.i, v.j, v.k - 1},
                                            {v.i, v.j, v.k + 1}}};
    double sum = 0.0;
    for (const VoxelIndex& n : around)
      if (grid.contains(n))
        sum += flux(voxel, grid.offset(n));
    return sum;
  }
};

/// Heat in K W/mK that the contacts bring to each voxel.
std::vector<double> contactFlux(Field& field,
                                const std::vector<HeatContact>& contacts,
                                double timeS) {
  std::vector<double> flux(field.enthalpy.size(), 0.0);
  for (const HeatContact& contact : contacts) {
    const std::optional<ContactDrive> drive = contact.drive(timeS);
    for (const std::size_t voxel : contact.inside) {
      field.body[voxel] = drive ? 1 : 0;
      field.perfusion[voxel] = 0.0;
    }
    if (!drive)
      continue;
    const double body = drive->temperatureC - field.medium.referenceC;
    for (const HeatContact::Cell& cell : contact.cells) {
      const ThermalLaw<double>& law = field.laws[field.medium.material[cell.voxel]];
      const double k = 0.5 * (field.conductivity[cell.voxel] + law.conductivity(body));
      flux[cell.voxel] +=
          cell.factor * drive->dutyFraction * k * (body - field.temperature[cell.voxel]);
    }
  }
  return flux;
}

}  // namespace

std::vector<double> solveExplicitly(const HeatMedium& medium,
                                    const std::vector<HeatContact>& contacts,
                                    double durationS,
                                    double stepS,
                                    double shutdownC) {
  Field field(medium);
  const double h = medium.spacingMm() * 1.0e-3;
  const auto steps = static_cast<long>(std::ceil(durationS / stepS - 1.0e-9));
  const double step = durationS / static_cast<double>(steps);
  for (long n = 0; n < steps; ++n) {
    field.decode();
    const std::vector<double> contact = contactFlux(field, contacts, static_cast<double>(n) * step);
    for (std::size_t v = 0; v < field.enthalpy.size(); ++v) {
      const ThermalLaw<double>& law = field.laws[medium.material[v]];
      const double t = field.temperature[v];
      if (t + medium.referenceC < shutdownC)
        field.perfusion[v] = 0.0;
      const double blood = field.perfusion[v] * t * law.liquid(t);
      field.enthalpy[v] += step * ((field.divergence(v) + contact[v]) / (h * h) - blood);
    }
  }
  field.decode();
  for (double& t : field.temperature)
    t += medium.referenceC;
  return field.temperature;
}

}  // namespace trocar::ablation
