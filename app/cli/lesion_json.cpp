#include "app/cli/anatomy_json.h"
#include "planning/facts/facts_json.h"
#include "planning/facts/lesion_facts.h"

#include <nlohmann/json.hpp>

namespace trocar::cli {

nlohmann::ordered_json lesionJson(const anatomy::LesionAnatomy& lesion) {
  return facts::factsToJson(facts::lesionFacts(lesion));
}

}  // namespace trocar::cli
