#pragma once

#include <string>
#include <vector>

namespace trocar {

/// How much an embolisation closes, as read on angiography.
struct EmbolisationGrade {
  std::string name;      ///< "nearly complete".
  double flowCut = 0.0;  ///< Share of the flow, 0 to 1.
  std::string source;
};

/// Those of assets/materials/embolics.json. Throws Error for a bad file.
const std::vector<EmbolisationGrade>& embolisationGrades();

}  // namespace trocar
