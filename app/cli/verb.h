#pragma once

#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace trocar {

/// What a verb's options and its work have in common. `json` is set by --json.
struct VerbContext {
  bool json = false;
};

/// Adds one verb to the program: its options, and a callback that does the work and throws Error for
/// bad input. One file per verb; `allVerbs` in verbs.cpp lists them.
using AddVerb = void (*)(CLI::App& program);

const std::vector<AddVerb>& allVerbs();

void addDemo(CLI::App& program);
void addImport(CLI::App& program);
void addInspect(CLI::App& program);
void addInstruments(CLI::App& program);
void addNeedle(CLI::App& program);
void addSuggest(CLI::App& program);
void addTreat(CLI::App& program);
void addEvaluate(CLI::App& program);
void addCheck(CLI::App& program);
void addSimulate(CLI::App& program);
void addGel(CLI::App& program);
void addXray(CLI::App& program);
void addRender(CLI::App& program);
void addReport(CLI::App& program);
void addExport(CLI::App& program);
void addScore(CLI::App& program);
void addBatch(CLI::App& program);
void addScript(CLI::App& program);
void addBench(CLI::App& program);

}  // namespace trocar
