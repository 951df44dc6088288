#include "app/cli/anatomy_json.h"
#include "planning/facts/facts_json.h"
#include "planning/facts/lesion_facts.h"

#include <nlohmann/json.hpp>

namespace trocar {

nlohmann::ordered_json lesionJson(const LesionAnatomy& lesion) {
  return factsToJson(lesionFacts(lesion));
}

}  // namespace trocar
