#pragma once

#include "render/body/model.h"

#include <string>
#include <vector>

namespace trocar::render {

/// Surfaces as files of other programs. Numbers are patient LPS millimetres (+x left, +y posterior,
/// +z superior), and every file says so.
///
/// Binary STL: all parts in one; the format knows neither names nor colours.
std::string stlFile(const std::vector<ModelPart>& parts);
/// Wavefront OBJ: an object a part, with the materials of `mtlName`.
std::string objFile(const std::vector<ModelPart>& parts, const std::string& mtlName);
std::string mtlFile(const std::vector<ModelPart>& parts);
/// glTF 2.0. glTF is in metres with +y up: a root node turns and scales; the numbers below it stay
/// LPS millimetres. JSON with its data inside, or the binary form (.glb).
std::string gltfFile(const std::vector<ModelPart>& parts);
std::string glbFile(const std::vector<ModelPart>& parts);

}  // namespace trocar::render
