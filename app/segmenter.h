#pragma once

#include "core/error.h"
#include "core/image.h"
#include "core/import.h"
#include "core/progress.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trocar {
class NewFolder;
}  // namespace trocar

namespace trocar::app {

/// Another program that labels a CT.
enum class Segmenter {
  None,
  TotalSegmentator,  ///< Of version 2 or later, where it is installed.
  Site,              ///< A command of this computer's own: siteSegmenter.
};
std::string_view toString(Segmenter segmenter);
/// "totalsegmentator" or "site"; None of an empty word; nullopt of another.
std::optional<Segmenter> segmenterFromString(std::string_view word);

/// The command of this computer: TROCAR_SEGMENTER of the environment, else what keepSiteSegmenter
/// wrote; empty where there is none. Never taken from a plan, a script or a lesson, which may come
/// from anybody.
std::string siteSegmenter();
/// Keeps a command in trocar/segmenter of the user's configuration. Throws Error where it lacks
/// {ct} or {out} or cannot be written.
void keepSiteSegmenter(const std::string& command);

/// The command line of a segmenter. Throws Error, with what to install or to say, where there is
/// none.
std::string commandOf(Segmenter segmenter);
bool isInstalled(Segmenter segmenter);

/// What a segmenter wrote, in a folder that goes away with this.
struct Segmented {
  std::string command;
  std::shared_ptr<const NewFolder> folder;
  std::filesystem::path labels;  ///< A label file, or the folder of one file per structure.
  /// A JSON file beside a single label file, which says what its values mean; empty: none.
  std::filesystem::path manifest;
  std::string log;  ///< What it said.
};

/// It failed, or wrote nothing that is known.
class SegmenterFailed : public Error {
 public:
  SegmenterFailed(const std::string& why, std::string log) : Error(why), log_(std::move(log)) {}
  const std::string& log() const { return log_; }

 private:
  std::string log_;
};

LabelSource sourceOf(const Segmented& segmented);

/// Runs `command` on the CT as a child process without a shell: blanks part its words, quotes keep
/// them; {ct} is a NIfTI file of the CT and {out} an empty folder. `heard` is told each line that
/// it says. Percentages in them are its progress; cancelling ends it and its own children. Throws
/// SegmenterFailed, and Error where the program is not there.
Segmented segmentWith(const std::string& command,
                      const Volume& ct,
                      const std::function<void(const std::string&)>& heard,
                      const Progress& progress);

}  // namespace trocar::app
