#include "planning/words/course_words.h"

#include "core/number_text.h"
#include "planning/plan/needle_path.h"
#include "planning/words/cement_words.h"
#include "planning/words/names.h"

namespace trocar::words {
namespace {

std::string depthText(double depthMm) {
  return shownQuantity(depthMm, "mm", 0);
}

const char* workWords(CannulaStep::Kind kind) {
  switch (kind) {
    case CannulaStep::Kind::Biopsy:
      return "biopsy";
    case CannulaStep::Kind::Drill:
      return "make room";
    case CannulaStep::Kind::Sensor:
      return "measure";
    case CannulaStep::Kind::Device:
      return "open";
    default:
      return "ablate";
  }
}

}  // namespace

std::string stepWords(const Plan& plan, const CannulaStep& step) {
  switch (step.kind) {
    case CannulaStep::Kind::Advance:
      return step.needle + " in to " + depthText(step.tipDepthMm);
    case CannulaStep::Kind::DrawBack:
      return step.needle + " drawn back to " + depthText(step.tipDepthMm);
    case CannulaStep::Kind::Inject:
      return injectionWords(plan, *injectionThrough(plan, step.needle));
    default:
      break;
  }
  const Needle& needle = *plan.find(step.needle);
  const std::string name = needle.through ? step.needle + ", " + instrumentName(needle.instrument)
                                          : "through " + step.needle;
  return std::string(workWords(step.kind)) + ": " + name + ", at " + depthText(step.tipDepthMm);
}

std::string injectionWords(const Plan& plan, const Injection& injection) {
  const double beginsMm = NeedlePath(*plan.find(injection.needle)).lengthMm() - injection.tipBackMm;
  std::string text = shownQuantity(injection.volumeMl, "ml") + " of cement at " +
                     rateWords(injection.rateMlPerS) + " from " + depthText(beginsMm);
  if (injection.withdrawMm > 0.0)
    text += ", drawn back to " + depthText(beginsMm - injection.withdrawMm);
  return text;
}

std::vector<std::string> courseWords(const Plan& plan, const Needle& cannula) {
  std::vector<std::string> words;
  for (const CannulaStep& step : cannulaCourse(plan, cannula))
    words.push_back(stepWords(plan, step));
  return words;
}

}  // namespace trocar::words
