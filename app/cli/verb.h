#pragma once

#include <vector>

namespace CLI {
class App;
}

namespace trocar {

/// Adds one verb to the program: its options, and a callback that does the work. The callback
/// throws Error for bad input and may set `status` (see runCommandLine). One file a verb;
/// `allVerbs` lists them in the order of --help.
using AddVerb = void (*)(CLI::App& program, int& status);
const std::vector<AddVerb>& allVerbs();

}  // namespace trocar
