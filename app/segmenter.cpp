#include "app/segmenter.h"

#include "core/file_name.h"
#include "core/io.h"
#include "core/io/nifti.h"
#include "core/io/structure_files.h"
#include "core/labels/meaning.h"
#include "core/new_folder.h"
#include "core/process.h"
#include "core/visible_text.h"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <system_error>

namespace trocar::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* kCt = "{ct}";
constexpr const char* kOut = "{out}";
constexpr const char* kTotalSegmentator = "TotalSegmentator";
constexpr std::size_t kLongestLog = std::size_t{1} << 20U;

/// Empty where there is no home.
fs::path commandFile() {
  if (const char* config = std::getenv("XDG_CONFIG_HOME"); config != nullptr && *config != 0)
    return fs::path(config) / "trocar/segmenter";
  const char* home = std::getenv("HOME");
  return home == nullptr || *home == 0 ? fs::path() : fs::path(home) / ".config/trocar/segmenter";
}

std::string trimmedLine(const std::string& text) {
  const std::string line = text.substr(0, text.find_first_of("\r\n"));
  const std::size_t begin = line.find_first_not_of(" \t");
  return begin == std::string::npos ? std::string()
                                    : line.substr(begin, line.find_last_not_of(" \t") + 1 - begin);
}

void requirePlaces(const std::string& command) {
  for (const char* place : {kCt, kOut}) {
    if (command.find(place) == std::string::npos)
      throw Error("The segmenter's command lacks " + std::string(place) +
                  ": write one such as segment --in {ct} --to {out}, where {ct} becomes a NIfTI "
                  "file of the CT and {out} an empty folder for the labels.");
  }
}

/// Blanks part words; '..' and ".." keep what is in them.
std::vector<std::string> wordsOf(const std::string& command) {
  std::vector<std::string> words;
  char quote = 0;
  bool inWord = false;
  for (const char letter : command) {
    const bool blank = quote == 0 && std::isspace(static_cast<unsigned char>(letter)) != 0;
    if (!blank && !inWord)
      words.emplace_back();
    inWord = !blank;
    if (quote == 0 && (letter == '"' || letter == '\''))
      quote = letter;
    else if (quote == letter)
      quote = 0;
    else if (!blank)
      words.back() += letter;
  }
  if (quote != 0)
    throw Error("The segmenter's command has a quotation mark that nothing closes: " + command);
  return words;
}

void replaceAll(std::string& word, const std::string& what, const std::string& with) {
  for (std::size_t at = word.find(what); at != std::string::npos;
       at = word.find(what, at + with.size()))
    word.replace(at, what.size(), with);
}

ProcessStart startOf(const std::string& command, const fs::path& ct, const fs::path& out) {
  requirePlaces(command);
  std::vector<std::string> words = wordsOf(command);
  const std::string name = words.front();
  const bool isPath = name.find('/') != std::string::npos;
  ProcessStart start{.program = isPath ? fs::path(name) : installedProgram(name),
                     .folder = out.parent_path(),
                     .endsWithUs = true,
                     .withItsChildren = true,
                     .inOneStream = true};
  if (start.program.empty())
    throw Error("The program " + name +
                " is not installed: install it, or give its whole path in the command.");
  for (std::size_t n = 1; n < words.size(); ++n) {
    replaceAll(words[n], kCt, ct.string());
    replaceAll(words[n], kOut, out.string());
    start.arguments.push_back(words[n]);
  }
  return start;
}

/// The number before the first "%" of a line, as a share; nullopt where there is none.
std::optional<double> shareIn(const std::string& line) {
  const std::size_t end = line.find('%');
  if (end == std::string::npos || end == 0)
    return std::nullopt;
  std::size_t begin = end;
  while (begin > 0 && std::isdigit(static_cast<unsigned char>(line[begin - 1])) != 0)
    --begin;
  const int percent =
      end - begin > 3 || begin == end ? 101 : std::stoi(line.substr(begin, end - begin));
  return percent > 100 ? std::nullopt : std::optional(percent / 100.0);
}

/// How far a program is that goes from 0 to 100 % several times, nobody knows how often: a third of
/// what is left each time.
class Rounds {
 public:
  double at(double share) {
    if (share < last_ - 0.5)
      ++done_;
    last_ = share;
    return 1.0 - std::pow(2.0 / 3.0, done_ + share);
  }

 private:
  double last_ = 0.0;
  int done_ = 0;
};

/// Listens to the program until it ends; what it said.
std::string listenTo(Process& child,
                     const std::function<void(const std::string&)>& heard,
                     const Progress& progress) {
  std::string log;
  Rounds rounds;
  double fraction = 0.0;
  while (child.speaks()) {
    const std::optional<std::string> line = child.line(std::chrono::milliseconds(100));
    if (line && !line->empty()) {
      const std::string words = visibleText(*line);
      if (log.size() < kLongestLog)
        log += words + "\n";
      if (heard)
        heard(words);
      if (const std::optional<double> share = shareIn(words))
        fraction = std::max(fraction, rounds.at(*share));
    }
    progress.at(fraction);
  }
  return log;
}

std::string lastLineIn(const std::string& log) {
  constexpr std::size_t kMost = 200;
  const std::size_t end = log.find_last_not_of(" \n");
  if (end == std::string::npos)
    return "it said nothing";
  const std::size_t begin = log.rfind('\n', end);
  std::string line = log.substr(begin == std::string::npos ? 0 : begin + 1, end + 1 - (begin + 1));
  line.resize(std::min(line.size(), kMost));
  return "its last line is \"" + line + "\"";
}

/// Images, surfaces and DICOM files.
std::vector<fs::path> labelFilesIn(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const StructureFile& file : structureFilesIn(folder))
    files.push_back(file.path);
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none)) {
    if (endsIn(entry.path(), ".dcm"))
      files.push_back(entry.path());
  }
  return files;
}

/// The folder below `out`, or it itself, in which label files lie; a single one of them stands for
/// itself unless its name is a structure's.
std::optional<fs::path> labelsIn(const fs::path& out) {
  std::error_code none;
  std::vector<fs::path> folders = {out};
  for (const auto& entry : fs::recursive_directory_iterator(out, none)) {
    if (entry.is_directory(none))
      folders.push_back(entry.path());
  }
  std::sort(folders.begin(), folders.end());
  for (const fs::path& folder : folders) {
    const std::vector<fs::path> files = labelFilesIn(folder);
    const auto known = [](const fs::path& file) {
      const std::string name = file.filename().string();
      return labels::isKnownName(name.substr(0, name.find('.')));
    };
    if (files.size() == 1 && !known(files.front()))
      return files.front();
    if (!files.empty())
      return folder;
  }
  return std::nullopt;
}

/// Says what label values mean; statistics and logs do not.
bool isManifest(const fs::path& file) {
  if (!endsIn(file, ".json"))
    return false;
  try {
    return !labels::readScheme(file.string()).labels.empty();
  } catch (const Error&) {
    return false;
  }
}

/// The one manifest beside a label file; empty where there is none, or several.
fs::path manifestBeside(const fs::path& labels) {
  std::vector<fs::path> found;
  std::error_code none;
  if (!fs::is_directory(labels, none)) {
    for (const auto& entry : fs::directory_iterator(labels.parent_path(), none)) {
      if (isManifest(entry.path()))
        found.push_back(entry.path());
    }
  }
  return found.size() == 1 ? found.front() : fs::path();
}

}  // namespace

LabelSource sourceOf(const Segmented& segmented) {
  return {.path = segmented.labels, .scheme = segmented.manifest.string()};
}

std::string_view toString(Segmenter segmenter) {
  return segmenter == Segmenter::TotalSegmentator ? "totalsegmentator"
         : segmenter == Segmenter::Site           ? "site"
                                                  : "";
}

std::optional<Segmenter> segmenterFromString(std::string_view word) {
  for (const Segmenter segmenter :
       {Segmenter::None, Segmenter::TotalSegmentator, Segmenter::Site}) {
    if (word == toString(segmenter))
      return segmenter;
  }
  return std::nullopt;
}

std::string siteSegmenter() {
  if (const char* command = std::getenv("TROCAR_SEGMENTER"); command != nullptr && *command != 0)
    return trimmedLine(command);
  const fs::path file = commandFile();
  std::error_code none;
  return fs::is_regular_file(file, none) ? trimmedLine(readFile(file)) : std::string();
}

void keepSiteSegmenter(const std::string& command) {
  requirePlaces(command);
  wordsOf(command);
  const fs::path file = commandFile();
  if (file.empty())
    throw Error(
        "There is no home folder to keep the segmenter's command in: set TROCAR_SEGMENTER.");
  std::error_code none;
  fs::create_directories(file.parent_path(), none);
  writeFileAtomically(file, trimmedLine(command) + "\n");
}

bool isInstalled(Segmenter segmenter) {
  return segmenter == Segmenter::TotalSegmentator ? !installedProgram(kTotalSegmentator).empty()
                                                  : !siteSegmenter().empty();
}

std::string commandOf(Segmenter segmenter) {
  if (segmenter == Segmenter::TotalSegmentator) {
    if (!isInstalled(segmenter))
      throw Error(
          "TotalSegmentator is not installed: install its version 2 or later (a Python package) so "
          "that the command TotalSegmentator can be called, or give a command of your own.");
    return "TotalSegmentator -i {ct} -o {out}";
  }
  const std::string command = siteSegmenter();
  if (command.empty())
    throw Error(
        "This computer has no command for segmenting: set TROCAR_SEGMENTER, or write one in the "
        "import sheet, such as segment --in {ct} --to {out}.");
  return command;
}

Segmented segmentWith(const std::string& command,
                      const Volume& ct,
                      const std::function<void(const std::string&)>& heard,
                      const Progress& progress) {
  const auto folder =
      std::make_shared<const NewFolder>(fs::temp_directory_path() / "trocar-labels");
  const fs::path image = folder->path() / "ct.nii";
  const fs::path out = folder->path() / "labels";
  fs::create_directory(out);
  ProcessStart start = startOf(command, image, out);
  writeNifti(image, ct);
  progress.at(0.02);
  Process child(start);
  Segmented made;
  made.command = command;
  made.folder = folder;
  made.log = listenTo(child, heard, progress.span(0.02, 0.98));
  const int status = child.wait().status;
  const std::string name = start.program.filename().string();
  if (status != 0)
    throw SegmenterFailed(
        name + " ended with status " + std::to_string(status) + "; " + lastLineIn(made.log) + ".",
        made.log);
  const std::optional<fs::path> labels = labelsIn(out);
  if (!labels)
    throw SegmenterFailed(name + " wrote no label file into {out}; " + lastLineIn(made.log) + ".",
                          made.log);
  made.labels = *labels;
  made.manifest = manifestBeside(*labels);
  std::error_code none;
  fs::remove(image, none);
  progress.at(1.0);
  return made;
}

}  // namespace trocar::app
