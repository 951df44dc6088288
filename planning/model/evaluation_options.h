#pragma once

#include <cstdint>
#include <string>

namespace trocar {

struct EvaluationOptions {
  bool physics = true;  ///< Run the planned ablation and cement; published zones only, otherwise.
  double resolutionMm = 1.0;    ///< Of the physics.
  bool uncertainty = true;      ///< The band of the simulated ablation; takes about as long again.
  int placementSamples = 1000;  ///< Simulated placements of each needle; 0 leaves them out.
  std::string placement = "ct-freehand";  ///< A technique of assets/access/placement.json.
  int cementMembers =
      0;  ///< Runs of the cement's ensemble, 32 for a report; 0 leaves out leak probabilities.
  bool cementHeat = true;        ///< The heat of setting cement: two more simulations.
  bool cementStiffness = false;  ///< How cement changes the vertebral body: four elastic solutions.
  std::uint64_t seed = 1;
};

}  // namespace trocar
