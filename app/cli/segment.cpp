#include "app/cli/new_case.h"
#include "app/cli/progress_line.h"
#include "app/cli/verb.h"
#include "app/segmenter.h"
#include "core/error.h"
#include "core/import.h"
#include "core/io.h"
#include "core/number_text.h"
#include "planning/anatomy/routes.h"

#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace trocar::cli {
namespace {

namespace fs = std::filesystem;

struct SegmentOptions {
  std::string ct;
  std::vector<std::string> levels;
  std::string series;
  std::string axes;
  std::vector<std::string> despite;
  std::string with;
  std::string out;
  bool replace = false;
};

/// "L3@12,-40.5,230"
LevelAnchor anchorFrom(const std::string& text) {
  const std::size_t at = text.find('@');
  const std::vector<double> point =
      at == std::string::npos ? std::vector<double>() : numbersFrom(text.substr(at + 1), ',', 3);
  if (point.empty())
    throw Error("--level " + text +
                ": write LEVEL@X,Y,Z with a point in its body in mm, such as L3@12,-40,230.");
  return {text.substr(0, at), Vec3(point[0], point[1], point[2])};
}

ImportChoices choicesOf(const SegmentOptions& options) {
  return {.series = options.series,
          .axes = options.axes,
          .despite = {options.despite.begin(), options.despite.end()}};
}

/// A CT, or the CT of a case with what else the case holds.
Case openOf(const SegmentOptions& options, const Progress& progress) {
  std::error_code none;
  if (fs::exists(fs::path(options.ct) / "case.json", none))
    return readCase(options.ct, progress);
  return importCase(options.ct, {}, choicesOf(options), progress);
}

/// By another program, whose lines go to standard error.
Case segmentedByAnother(const SegmentOptions& options, const ProgressLine& line) {
  if (!options.levels.empty())
    throw Error("--level names the vertebrae that this program finds: leave it out with --with.");
  const std::optional<app::Segmenter> known = app::segmenterFromString(options.with);
  const std::string command = known ? app::commandOf(*known) : options.with;
  CtImport ct = readCt(options.ct, choicesOf(options), line.progress(0.0, 0.1));
  const app::Segmented made = app::segmentWith(
      command,
      ct.ct,
      [](const std::string& said) { std::cerr << "segmenter: " << said << '\n'; },
      line.progress(0.1, 0.7));
  return importCase(
      std::move(ct), options.ct, {sourceOf(made)}, choicesOf(options), line.progress(0.7, 0.8));
}

Case segmentedByUs(const SegmentOptions& options, const ProgressLine& line) {
  std::vector<LevelAnchor> levels;
  for (const std::string& text : options.levels)
    levels.push_back(anchorFrom(text));
  return withFoundVertebrae(
      openOf(options, line.progress(0.0, 0.2)), levels, line.progress(0.2, 0.8));
}

void run(const SegmentOptions& options) {
  refuseExistingCase(options.out, options.replace);
  const ProgressLine line;
  Case patient =
      options.with.empty() ? segmentedByUs(options, line) : segmentedByAnother(options, line);
  patient = anatomy::withEstimatedRoutes(std::move(patient), line.progress(0.8, 0.9));
  writeNewCase(std::move(patient), options.out, line.progress(0.9, 1.0));
}

}  // namespace

void addSegment(Verb program, int&) {
  const auto options = std::make_shared<SegmentOptions>();
  Verb verb = program.verb("segment", "Make a case from a CT without labels");
  verb.option("--ct",
              &options->ct,
              "DICOM folder or file, NIfTI, NRRD or MHA, or the folder of a case without vertebrae")
      .required();
  verb.option("--level",
              &options->levels,
              "LEVEL@X,Y,Z, such as L3@12,-40,230: a point in the body of a vertebra, in patient "
              "mm, that names it and so all others; repeatable")
      .oneEach();
  verb.option(
      "--with",
      &options->with,
      "Another program that labels the CT, instead of ours that finds the vertebrae: "
      "totalsegmentator, site (the command in TROCAR_SEGMENTER), or a command with {ct} for "
      "a NIfTI file of the CT and {out} for the folder of its labels");
  verb.option("--series", &options->series, "SeriesInstanceUID, where the folder holds several");
  verb.option("--axes",
              &options->axes,
              "Where the voxel axes of files point that do not say so, such as LPS or RAS");
  verb.option("--despite",
              &options->despite,
              "Key of a doubt, as the refusal ends with it, to take the files all the same; "
              "repeatable")
      .oneEach();
  verb.option("--out", &options->out, "Folder to write the case to").required();
  verb.flag("--replace", options->replace, "Write over a case that lies in --out");
  verb.calls([options] { run(*options); });
}

}  // namespace trocar::cli
