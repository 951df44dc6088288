#include "app/cli/verb.h"

namespace trocar::cli {

void addDemo(Verb program, int& status);
void addFilm(Verb program, int& status);
void addGel(Verb program, int& status);
void addImport(Verb program, int& status);
void addInspect(Verb program, int& status);
void addRender(Verb program, int& status);
void addCheck(Verb program, int& status);
void addEvaluate(Verb program, int& status);
void addInstruments(Verb program, int& status);
void addNeedle(Verb program, int& status);
void addScore(Verb program, int& status);
void addXray(Verb program, int& status);
void addReport(Verb program, int& status);
void addExport(Verb program, int& status);
void addBatch(Verb program, int& status);
void addBench(Verb program, int& status);
void addLesson(Verb program, int& status);
void addManual(Verb program, int& status);
void addScript(Verb program, int& status);
void addSegment(Verb program, int& status);
void addSuggest(Verb program, int& status);
void addSimulate(Verb program, int& status);
void addTreat(Verb program, int& status);

const std::vector<AddVerb>& allVerbs() {
  static const std::vector<AddVerb> verbs = {
      addDemo,        addImport,  addSegment, addInspect, addGel,      addRender,
      addInstruments, addSuggest, addNeedle,  addTreat,   addSimulate, addEvaluate,
      addCheck,       addScore,   addXray,    addReport,  addExport,   addFilm,
      addBatch,       addScript,  addLesson,  addBench,   addManual,
  };
  return verbs;
}

}  // namespace trocar::cli
