#include "app/cli/case_or_plan.h"
#include "app/cli/plan_options.h"
#include "app/cli/progress_line.h"
#include "app/cli/verb.h"
#include "app/moment.h"
#include "core/error.h"
#include "core/file_name.h"
#include "core/number_text.h"
#include "planning/evaluation/evaluation.h"
#include "planning/model/case_model.h"
#include "planning/model/evaluation_options.h"
#include "render/canvas/picture.h"
#include "render/first_view.h"

#include <array>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>

namespace trocar::cli {
namespace {

struct RenderOptions {
  std::string source;
  std::string view;
  std::string size = "1200x900";
  std::string from;
  std::string at;
  std::string window;
  std::string out;
};

/// A view and the needle it follows: "along:N1".
struct WantedView {
  render::ViewKind kind = render::ViewKind::ThreeD;
  std::string needle;
};

WantedView viewFrom(const std::string& text, const Plan& plan) {
  const std::size_t colon = text.find(':');
  const auto kind = render::viewKindFromString(text.substr(0, colon));
  if (!kind)
    throw Error("--view " + text +
                " is not known; choose 3d, axial, sagittal, coronal, along:NEEDLE, across:NEEDLE "
                "or barrel:NEEDLE");
  WantedView view{*kind, colon == std::string::npos ? std::string() : text.substr(colon + 1)};
  if (render::followsNeedle(view.kind) != !view.needle.empty())
    throw Error("--view " + text +
                (view.needle.empty() ? " needs a needle, such as " + text + ":N1"
                                     : " takes no needle; along, across and barrel do"));
  if (!view.needle.empty() && !plan.find(view.needle))
    throw Error("--view " + text + ": the plan has no needle '" + view.needle + "'");
  return view;
}

struct Size {
  int widthPx;
  int heightPx;
};

Size sizeFrom(const std::string& text) {
  constexpr double kLeastPx = 16.0, kMostPx = 8192.0;
  const std::string sentence =
      "--size " + text + " is no size; write one from 16x16 to 8192x8192, such as 1200x900";
  const std::vector<double> sides = numbersFrom(text, 'x', 2);
  const auto fits = [](double px) {
    return px >= kLeastPx && px <= kMostPx && px == std::floor(px);
  };
  if (sides.empty() || !fits(sides[0]) || !fits(sides[1]))
    throw Error(sentence);
  return {static_cast<int>(sides[0]), static_cast<int>(sides[1])};
}

render::HuWindow windowFrom(const std::string& text) {
  const std::string sentence =
      "--window " + text + " is no window; write width and level in HU, such as 1000,400";
  const std::vector<double> numbers = numbersFrom(text, ',', 2);
  if (numbers.empty() || !(numbers[0] > 0.0))
    throw Error(sentence);
  return {numbers[0], numbers[1]};
}

render::SceneState stateOf(const CaseOrPlan& opened,
                           const RenderOptions& options,
                           const ProgressLine& line) {
  render::SceneState state = render::startState(opened.patient, opened.plan);
  if (!options.window.empty())
    state.window = windowFrom(options.window);
  if (!options.at.empty())
    state.crosshairMm = pointFromWord(options.at, "--at");
  if (opened.plan.needles.empty())
    return state;
  const CaseModel model(opened.patient, opened.plan.corrections, opened.memory);
  state.vertebrae =
      std::make_shared<const std::vector<anatomy::VertebraAnatomy>>(model.vertebrae());
  EvaluationOptions shown;
  shown.uncertainty = false;
  shown.placementSamples = 0;
  state.evaluation = std::make_shared<const Evaluation>(
      evaluate(model, opened.plan, shown, line.progress(0.1, 0.6)));
  if (const auto& ablation = state.evaluation->ablation)
    state.temperatureC = app::Moment().of(ablation->simulation, std::nullopt);
  return state;
}

void run(const RenderOptions& options) {
  requireEnding(options.out, {".png"}, "a picture as PNG");
  const Size size = sizeFrom(options.size);
  std::optional<render::Viewpoint> viewpoint = render::viewpointFromString(options.from);
  if (!viewpoint && !options.from.empty())
    throw Error("--from " + options.from +
                " is not known; choose anterior, posterior, left, right, superior, inferior, " +
                "left-posterior or right-posterior");
  const CaseOrPlan opened = openCaseOrPlan(options.source);
  const WantedView view = viewFrom(options.view, opened.plan);
  if (!viewpoint)
    viewpoint = render::firstViewpoint(*opened.patient);
  const ProgressLine line;
  render::SceneState state = stateOf(opened, options, line);
  if (!view.needle.empty())
    state.selectedNeedle = view.needle;
  const Progress progress = line.progress(0.6, 1.0);
  render::savePicture(
      state, {view.kind, size.widthPx, size.heightPx, *viewpoint}, options.out, progress);
}

}  // namespace

void addRender(Verb program, int&) {
  const auto options = std::make_shared<RenderOptions>();
  Verb verb = program.verb("render", "Write a picture of a case or plan");
  verb.option("CASE|PLAN", &options->source, "Case folder, bundled:ID, or plan file").required();
  verb.option("--view",
              &options->view,
              "3d, axial, sagittal, coronal, along:NEEDLE, across:NEEDLE or barrel:NEEDLE")
      .required();
  verb.option("--size", &options->size, "Width and height in pixels, such as 1200x900");
  verb.option("--from",
              &options->from,
              "Side that the 3-D picture is seen from; that of the lesion otherwise")
      .oneOf({"anterior",
              "posterior",
              "left",
              "right",
              "superior",
              "inferior",
              "left-posterior",
              "right-posterior"});
  verb.option(
      "--at", &options->at, "Point X,Y,Z in patient LPS millimetres that the slices pass through");
  verb.option("--window", &options->window, "Width and level in HU, such as 1000,400");
  verb.option("--out", &options->out, "PNG file to write").required().written();
  verb.calls([options] { run(*options); });
}

}  // namespace trocar::cli
