#include "core/import.h"

#include "app/cli/progress_line.h"
#include "app/cli/verb.h"
#include "core/error.h"
#include "core/io.h"
#include "planning/anatomy/routes.h"

#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace trocar::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string ct;
  std::vector<std::string> labels;
  std::string scheme = "auto";
  std::string series;
  std::string out;
};

/// PATH or PATH=ROLE:ID. A file whose name holds "=" is taken as it is.
LabelSource sourceFrom(const std::string& text) {
  const std::size_t equals = text.rfind('=');
  std::error_code none;
  if (equals == std::string::npos || fs::exists(text, none))
    return {.path = text};
  const std::string meaning = text.substr(equals + 1);
  const std::size_t colon = meaning.find(':');
  const std::string word = meaning.substr(0, colon);
  const std::optional<Role> role = roleFromString(word);
  if (colon == std::string::npos || colon + 1 == meaning.size())
    throw Error("--labels " + text +
                ": write PATH=ROLE:ID, such as tumour.nii.gz=lesion:lesion_1.");
  if (!role) {
    std::string roles;
    for (const Role known : allRoles())
      roles += (roles.empty() ? "" : " ") + std::string(toString(known));
    throw Error("--labels " + text + ": \"" + word + "\" is no role; choose one of " + roles + ".");
  }
  return {.path = text.substr(0, equals), .role = role, .id = meaning.substr(colon + 1)};
}

fs::path namedFolder(const std::string& out) {
  const fs::path folder = fs::absolute(out).lexically_normal();
  return folder.has_filename() ? folder : folder.parent_path();
}

void run(const Options& options) {
  std::vector<LabelSource> labels;
  for (const std::string& text : options.labels)
    labels.push_back(sourceFrom(text));
  const ProgressLine line;
  Case patient = importCase(options.ct,
                            labels,
                            {.series = options.series, .scheme = options.scheme},
                            line.progress(0.0, 0.6));
  patient = anatomy::withEstimatedRoutes(std::move(patient), line.progress(0.6, 0.8));
  patient.id = namedFolder(options.out).filename().string();
  patient.title = patient.id;
  writeCase(patient, options.out, line.progress(0.8, 1.0));
  for (const Remark& remark : patient.remarks)
    std::cerr << remark.key << ": " << remark.text << '\n';
}

}  // namespace

void addImport(Verb program, int&) {
  const auto options = std::make_shared<Options>();
  Verb verb = program.verb("import", "Make a case from a CT and label maps");
  verb.option("--ct", &options->ct, "DICOM folder or file, NIfTI, NRRD or MHA").required();
  verb.option(
          "--labels",
          &options->labels,
          "NIfTI, NRRD, MHA, .seg.nrrd or DICOM SEG; PATH=ROLE:ID for a single mask; repeatable")
      .oneEach();
  verb.option("--scheme", &options->scheme, "auto, totalsegmentator, verse, slicer or FILE.json");
  verb.option("--series", &options->series, "SeriesInstanceUID, where the folder holds several");
  verb.option("--out", &options->out, "Folder to write the case to").required();
  verb.calls([options] { run(*options); });
}

}  // namespace trocar::cli
