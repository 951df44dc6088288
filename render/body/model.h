#pragma once

#include "render/canvas/color.h"
#include "render/mesh/surface.h"
#include "render/scene_state.h"

#include <memory>
#include <string>
#include <vector>

namespace trocar::render {

/// One part of a plan in space, for files that carry surfaces.
struct ModelPart {
  std::string id;     ///< A structure's, a needle's, "zone_minus_20C" or "cement".
  std::string name;   ///< For people.
  std::string group;  ///< structure | needle | zone | cement
  Color color;
  double opacity = 1.0;
  bool visible = true;  ///< Shown until somebody asks for more.
  std::shared_ptr<const Mesh> mesh;
};

/// Everything in the state that has a surface: structures whose surfaces are there, needles, zones
/// of the evaluation and its cement. Ids are unique.
std::vector<ModelPart> modelOf(const SceneState& state);

/// A zone as every file and picture has it. Its mesh is empty where the simulated field never
/// passes the zone's value.
ModelPart zonePart(const ablation::AblationZone& zone, const ablation::AblationResult& result);
/// All cement of a result, leaks included. Its mesh is empty where none was injected.
ModelPart cementPart(const cement::CementResult& cement);

/// A mesh with about `share` of its triangles (0 to 1), its shape kept as well as that allows.
Mesh decimated(const Mesh& mesh, double share);
/// Parts with about so many triangles altogether. Needles and small parts stay as they are.
std::vector<ModelPart> thinned(std::vector<ModelPart> parts,
                               double triangles,
                               const Progress& = {});

}  // namespace trocar::render
