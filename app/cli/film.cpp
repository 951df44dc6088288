#include "app/film.h"

#include "app/cli/plan_options.h"
#include "app/cli/progress_line.h"
#include "app/cli/verb.h"
#include "app/report_pictures.h"
#include "core/error.h"
#include "core/number_text.h"

#include <cmath>
#include <iostream>
#include <memory>

namespace trocar::cli {
namespace {

struct FilmOptions {
  std::string plan;
  std::string patient;
  std::string of = "bookmarks";
  std::string size = "1280x720";
  std::string out;
  double framesPerS = 25.0;
  double resolutionMm = 1.0;
  bool physics = true;
  bool anyCase = false;
};

app::FilmOptions filmOptions(const FilmOptions& options) {
  app::FilmOptions film;
  film.of = options.of == "treatment" ? app::FilmOf::Treatment : app::FilmOf::Bookmarks;
  film.framesPerS = options.framesPerS;
  const std::vector<double> size = numbersFrom(options.size, 'x', 2);
  const auto fits = [](double px) { return px >= 64 && px <= 4096 && px == std::floor(px); };
  if (size.empty() || !fits(size[0]) || !fits(size[1]))
    throw Error("--size " + options.size +
                " is no size; write one from 64x64 to 4096x4096, such as 1280x720");
  film.widthPx = static_cast<int>(size[0]);
  film.heightPx = static_cast<int>(size[1]);
  return film;
}

void run(const FilmOptions& options) {
  const app::FilmOptions film = filmOptions(options);
  app::requireFilmPlace(options.out);
  const OpenedPlan opened = openPlan(options.plan, options.patient, options.anyCase);
  const CaseModel model(opened.patient, opened.plan.corrections, opened.memory);
  EvaluationOptions how;
  how.physics = options.physics;
  how.resolutionMm = options.resolutionMm;
  how.uncertainty = false;
  how.placementSamples = 0;
  const ProgressLine line;
  auto evaluation = std::make_shared<const Evaluation>(
      evaluate(model, opened.plan, how, line.progress(0.0, 0.3)));
  const render::SceneState state =
      app::handoverScene(model, opened.plan, std::move(evaluation), line.progress(0.3, 0.4));
  const int frames = app::writeFilm(state, film, options.out, line.progress(0.4, 1.0));
  std::cout << "Wrote " << frames << " pictures to " << options.out << '\n';
}

}  // namespace

void addFilm(Verb program, int& /*status*/) {
  Verb verb = program.verb(
      "film", "A film of a plan's bookmarks or of its treatment, as pictures or video");
  const auto options = std::make_shared<FilmOptions>();
  verb.option("PLAN", &options->plan, "Plan file").required();
  verb.option("--of", &options->of, "bookmarks, or treatment: the zones over time")
      .oneOf({"bookmarks", "treatment"});
  verb.option("--size", &options->size, "Width and height in pixels, such as 1280x720");
  verb.option("--fps", &options->framesPerS, "Pictures in a second").within(1.0, 60.0);
  verb.option("--out", &options->out, "A new folder of PNG files, FILE.mp4 or FILE.webm")
      .required();
  verb.option("--case", &options->patient, "Where its case lies now");
  verb.option("--resolution", &options->resolutionMm, "Grid of the physics in mm")
      .within(0.25, 4.0);
  verb.flag("--any-case", options->anyCase, "Film a case the plan was not made on");
  verb.flag("!--no-physics", options->physics, "Published zones only, no simulation");
  verb.calls([options] { run(*options); });
}

}  // namespace trocar::cli
