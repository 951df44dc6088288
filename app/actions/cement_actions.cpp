#include "app/actions/arguments.h"
#include "app/actions/groups.h"
#include "app/bookmarks.h"
#include "app/cement_edits.h"
#include "app/comparison.h"
#include "app/scene.h"
#include "core/error.h"
#include "core/number_text.h"
#include "planning/cement/evaluate_cement.h"
#include "planning/plan/cannula_course.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <memory>
#include <utility>

namespace trocar::actions {
namespace {

using nlohmann::json;

constexpr double kMostMl = 20.0;
constexpr double kUsualRateMlPerS = 0.05;
constexpr int kMembers = 32;

/// What is not given stays as it was.
Work inject(const app::Document& document, const json& arguments) {
  const Needle& needle = needleOf(document, arguments);
  const Injection* before = injectionThrough(document.plan(), needle.id);
  Injection injection = before ? *before : Injection{needle.id, 0.0, kUsualRateMlPerS};
  injection.volumeMl = numberOf(arguments, "volumeMl");
  injection.rateMlPerS = numberIn(arguments, "rateMlPerS").value_or(injection.rateMlPerS);
  injection.tipBackMm = numberIn(arguments, "tipBackMm").value_or(injection.tipBackMm);
  injection.withdrawMm = numberIn(arguments, "withdrawMm").value_or(injection.withdrawMm);
  if (injection.volumeMl < 0.0 || injection.volumeMl > kMostMl || injection.rateMlPerS <= 0.0)
    throw Error("Cement must be 0 to 20 ml at a rate above 0.");
  return editing("Cement through " + app::nameOf(needle), [injection](Plan plan) {
    if (injection.volumeMl > 0.0)
      return withInjection(std::move(plan), injection);
    std::erase_if(plan.injections,
                  [&](const Injection& other) { return other.needle == injection.needle; });
    return plan;
  });
}

/// {"volumeMl": 1.5} shows the cement when so much is injected; without it all of it.
Work cementSoFar(const app::Document&, const json& arguments) {
  const std::optional<double> volumeMl = numberIn(arguments, "volumeMl");
  if (volumeMl && *volumeMl < 0.0)
    throw Error("The cement injected so far is a volume in ml, 0 or more.");
  return showing([volumeMl](app::ViewState& view) { view.cementMl = volumeMl; });
}

const cement::CementResult* cementOf(const app::Document& document) {
  const Evaluation* evaluation = document.evaluation().get();
  return evaluation && evaluation->cement ? &*evaluation->cement : nullptr;
}

bool whenInjecting(const app::Document& document) {
  return document.isOpen() && !document.plan().injections.empty();
}

/// {"volumeMl": 1.5} stops there; without it at what is shown as injected.
Work stopInjecting(const app::Document& document, const json& arguments) {
  const cement::CementResult* cement = cementOf(document);
  const double atMl =
      numberIn(arguments, "volumeMl")
          .value_or(document.view().cementMl.value_or(cement ? cement->deliveredMl : kMostMl));
  if (atMl < 0.0)
    throw Error("An injection is stopped at a volume in ml, 0 or more.");
  const Plan stopped = app::withInjectionsUpTo(
      document.plan(), document.evaluationIsCurrent() ? cement : nullptr, atMl);
  return atOnce([stopped, atMl](app::Document& changed) {
    changed.commit("Stop injecting at " + shownQuantity(atMl, "ml"), stopped);
    app::ViewState view = changed.view();
    view.cementMl = atMl;
    changed.setView(view);
  });
}

Work leakChances(const app::Document& document, const json& arguments) {
  EvaluationOptions options;
  options.cementMembers = static_cast<int>(numberIn(arguments, "members").value_or(kMembers));
  if (options.cementMembers < 1 || options.cementMembers > 1000)
    throw Error("An ensemble has 1 to 1000 members.");
  return [model = document.sharedModel(),
          plan = document.plan(),
          evaluation = document.evaluation(),
          serial = document.planSerial(),
          options](const Progress& progress) -> Change {
    const ablation::AblationResult* ablation =
        evaluation && evaluation->ablation ? &*evaluation->ablation : nullptr;
    const cement::LeakEnsemble ensemble =
        cement::runLeakEnsemble(*model, plan, ablation, options, progress);
    return [ensemble, serial](app::Document& changed) {
      if (!changed.enterLeakEnsemble(serial, ensemble))
        changed.tell(app::Notice::Kind::Problem,
                     "The plan changed meanwhile: its leak probabilities are not known.");
    };
  };
}

bool whenCementComputed(const app::Document& document) {
  return document.isOpen() && document.evaluationIsCurrent() && cementOf(document);
}

Work keepAsA(const app::Document& document, const json&) {
  const auto kept = std::make_shared<const app::KeptTreatment>(
      app::KeptTreatment{document.plan(), document.evaluation()});
  return atOnce([kept](app::Document& changed) { changed.keep(kept); });
}

bool whenKept(const app::Document& document) {
  return document.isOpen() && document.kept();
}

Work forgetA(const app::Document&, const json&) {
  return atOnce([](app::Document& changed) { changed.keep(nullptr); });
}

Work takeA(const app::Document& document, const json&) {
  return editing("Take plan A back", [kept = document.kept()](const Plan& plan) {
    return app::withTreatmentOf(plan, kept->plan);
  });
}

/// Pictures and numbers of plan A beside the present one.
Work compareWithA(const app::Document& document, const json&) {
  const Eye eye = app::presentBookmark(document).eye;
  return [state = app::sceneOf(document), kept = document.kept(), eye](
             const Progress& progress) -> Change {
    return showingComparison(app::compare(state,
                                          {"A: kept", app::withTreatmentOf(state.plan, kept->plan)},
                                          {"B: this plan", state.plan},
                                          app::cameraOf(eye),
                                          progress));
  };
}

/// {"of": "treated"}, "untreated" or "none".
Work strain(const app::Document&, const json& arguments) {
  const std::string word = textOf(arguments, "of");
  if (word != "treated" && word != "untreated" && word != "none")
    throw Error("Strain is shown of the body \"treated\" or \"untreated\", or \"none\".");
  const app::StrainShown shown = word == "treated"     ? app::StrainShown::Treated
                                 : word == "untreated" ? app::StrainShown::Untreated
                                                       : app::StrainShown::None;
  return showing([shown](app::ViewState& view) { view.strain = shown; });
}

}  // namespace

std::vector<Action> cementActions() {
  return {
      {.id = "inject",
       .text = "Cement through a needle",
       .arguments = {"needle", "volumeMl", "rateMlPerS", "tipBackMm", "withdrawMm"},
       .enabled = whenOpen,
       .prepare = inject},
      {.id = "cement-so-far",
       .text = "Show the cement injected so far",
       .arguments = {"volumeMl"},
       .enabled = whenOpen,
       .prepare = cementSoFar},
      {.id = "stop-injecting",
       .text = "Stop injecting here",
       .arguments = {"volumeMl"},
       .enabled = whenInjecting,
       .prepare = stopInjecting},
      {.id = "leak-chances",
       .text = "Find leak probabilities",
       .arguments = {"members"},
       .enabled = whenInjecting,
       .prepare = leakChances,
       .slow = true,
       .ofThisPlan = true},
      {.id = "keep-as-a",
       .text = "Keep this treatment as plan A",
       .enabled = whenCementComputed,
       .prepare = keepAsA},
      {.id = "forget-a", .text = "Forget plan A", .enabled = whenKept, .prepare = forgetA},
      {.id = "take-a", .text = "Take plan A back", .enabled = whenKept, .prepare = takeA},
      {.id = "compare-with-a",
       .text = "Pictures of plan A beside this one",
       .enabled = whenKept,
       .prepare = compareWithA,
       .slow = true},
      {.id = "strain",
       .text = "Show how the body is compressed",
       .arguments = {"of"},
       .enabled = whenOpen,
       .prepare = strain},
  };
}

}  // namespace trocar::actions
