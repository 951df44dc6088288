#include "app/cli/verb.h"

namespace trocar {

const std::vector<AddVerb>& allVerbs() {
  static const std::vector<AddVerb> verbs = {};
  return verbs;
}

}  // namespace trocar
