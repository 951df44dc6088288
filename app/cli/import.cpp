#include "core/import.h"

#include "app/cli/new_case.h"
#include "app/cli/progress_line.h"
#include "app/cli/verb.h"
#include "core/error.h"
#include "core/labels/meaning.h"
#include "planning/anatomy/routes.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace trocar::cli {
namespace {

namespace fs = std::filesystem;

struct ImportOptions {
  std::string ct;
  std::vector<std::string> labels;
  std::string scheme = "auto";
  std::string series;
  std::string axes;
  std::string unit;
  std::vector<std::string> despite;
  std::string out;
  bool replace = false;
};

std::string rolesInWords() {
  std::string roles;
  for (const Role known : allRoles())
    roles += (roles.empty() ? "" : " ") + std::string(toString(known));
  return roles;
}

/// A numbering by its name, or a file of one.
bool isScheme(const std::string& word) {
  const std::vector<std::string>& names = labels::schemeNames();
  return word == "auto" || word == "slicer" || word.ends_with(".json") ||
         std::find(names.begin(), names.end(), word) != names.end();
}

std::string schemesInWords() {
  std::string words;
  for (const std::string& name : labels::schemeNames())
    words += name + ", ";
  return words + "slicer or FILE.json";
}

/// PATH, PATH=ROLE:ID or PATH=SCHEME. A file whose name holds "=" is taken as it is.
LabelSource sourceFrom(const std::string& text) {
  const std::size_t equals = text.rfind('=');
  std::error_code none;
  if (equals == std::string::npos || fs::exists(text, none))
    return {.path = text};
  const std::string meaning = text.substr(equals + 1);
  if (isScheme(meaning))
    return {.path = text.substr(0, equals), .scheme = meaning};
  const std::size_t colon = meaning.find(':');
  const std::string word = meaning.substr(0, colon);
  const std::optional<Role> role = roleFromString(word);
  if (colon == std::string::npos || colon + 1 == meaning.size())
    throw Error(
        "--labels " + text +
        ": write PATH=ROLE:ID, such as tumour.nii.gz=lesion:lesion_1, or PATH=SCHEME with " +
        schemesInWords() + ".");
  if (!role)
    throw Error("--labels " + text + ": \"" + word + "\" is no role; choose one of " +
                rolesInWords() + ".");
  return {.path = text.substr(0, equals), .role = role, .id = meaning.substr(colon + 1)};
}

void run(const ImportOptions& options) {
  refuseExistingCase(options.out, options.replace);
  std::vector<LabelSource> labels;
  for (const std::string& text : options.labels)
    labels.push_back(sourceFrom(text));
  const ProgressLine line;
  Case patient = importCase(options.ct,
                            labels,
                            {.series = options.series,
                             .scheme = options.scheme,
                             .axes = options.axes,
                             .unit = options.unit,
                             .despite = {options.despite.begin(), options.despite.end()}},
                            line.progress(0.0, 0.6));
  patient = anatomy::withEstimatedRoutes(std::move(patient), line.progress(0.6, 0.8));
  writeNewCase(std::move(patient), options.out, line.progress(0.8, 1.0));
}

}  // namespace

void addImport(Verb program, int&) {
  const auto options = std::make_shared<ImportOptions>();
  Verb verb = program.verb("import", "Make a case from a CT and label maps");
  verb.option("--ct", &options->ct, "DICOM folder or file, NIfTI, NRRD or MHA").required();
  verb.option(
          "--labels",
          &options->labels,
          "NIfTI, NRRD, MHA, .seg.nrrd, DICOM SEG or RTSTRUCT, a closed surface (STL, OBJ, PLY, "
          "VTP, VTK), or a folder of one file per structure; PATH=ROLE:ID for a single mask, "
          "PATH=SCHEME for another numbering; repeatable")
      .oneEach();
  verb.option("--scheme", &options->scheme, "auto, " + schemesInWords());
  verb.option("--series", &options->series, "SeriesInstanceUID, where the folder holds several");
  verb.option("--axes",
              &options->axes,
              "Where the axes of images and surfaces point that do not say so, such as LPS or RAS");
  verb.option("--unit", &options->unit, "Of the coordinates of surfaces: mm, cm or m; else mm");
  verb.option("--despite",
              &options->despite,
              "Key of a doubt, as the refusal ends with it, to take the files all the same; "
              "repeatable")
      .oneEach();
  verb.option("--out", &options->out, "Folder to write the case to").required();
  verb.flag("--replace", options->replace, "Write over a case that lies in --out");
  verb.closesHelpWith([] { return "Roles: " + rolesInWords() + "."; });
  verb.calls([options] { run(*options); });
}

}  // namespace trocar::cli
