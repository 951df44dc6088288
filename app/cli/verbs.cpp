#include "app/cli/verb.h"

namespace trocar {

void addScore(CLI::App& program, int& status);

const std::vector<AddVerb>& allVerbs() {
  static const std::vector<AddVerb> verbs = {
      addScore,
  };
  return verbs;
}

}  // namespace trocar
