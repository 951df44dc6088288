#include "app/cli/verb.h"

namespace trocar {

void addDemo(CLI::App& program, int& status);
void addFilm(CLI::App& program, int& status);
void addGel(CLI::App& program, int& status);
void addImport(CLI::App& program, int& status);
void addInspect(CLI::App& program, int& status);
void addRender(CLI::App& program, int& status);
void addCheck(CLI::App& program, int& status);
void addEvaluate(CLI::App& program, int& status);
void addInstruments(CLI::App& program, int& status);
void addNeedle(CLI::App& program, int& status);
void addScore(CLI::App& program, int& status);
void addXray(CLI::App& program, int& status);
void addReport(CLI::App& program, int& status);
void addExport(CLI::App& program, int& status);
void addBatch(CLI::App& program, int& status);
void addBench(CLI::App& program, int& status);
void addLesson(CLI::App& program, int& status);
void addScript(CLI::App& program, int& status);
void addSuggest(CLI::App& program, int& status);
void addSimulate(CLI::App& program, int& status);
void addTreat(CLI::App& program, int& status);

const std::vector<AddVerb>& allVerbs() {
  static const std::vector<AddVerb> verbs = {
      addDemo,   addImport, addInspect,  addGel,      addRender, addInstruments, addSuggest,
      addNeedle, addTreat,  addSimulate, addEvaluate, addCheck,  addScore,       addXray,
      addReport, addExport, addFilm,     addBatch,    addScript, addLesson,      addBench,
  };
  return verbs;
}

}  // namespace trocar
