#pragma once

#include "app/opening.h"
#include "app/segmenter.h"
#include "core/import.h"
#include "core/series.h"
#include "render/canvas/picture.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace trocar::app {

/// A CT, its label files and what a person answered about them.
struct ImportRequest {
  std::string ct;
  std::vector<LabelSource> labels = {};
  ImportChoices choices = {};
  Segmenter segmenter = Segmenter::None;  ///< Its labels come on top of `labels`.
};

/// A CT that was read, and by what.
struct ReadCt {
  std::string path;
  ImportChoices choices;
  CtImport ct;
};

/// What comes of a request, before anything is written: what a person decides on.
struct ImportFindings {
  ImportRequest request;
  std::vector<SeriesOffer> series = {};  ///< Of a DICOM folder; the chosen one has choices.series.
  std::shared_ptr<const ReadCt> ct = nullptr;            ///< nullptr where it was refused itself.
  std::shared_ptr<const Case> patient = nullptr;         ///< nullptr where it was refused.
  std::shared_ptr<const Segmented> segmented = nullptr;  ///< Where a segmenter was asked for.
  std::string log = {};      ///< What the segmenter said, also where it failed.
  std::string refusal = {};  ///< Why, a sentence.
  std::string doubt = {};    ///< Key that takes it all the same; empty where nothing does.
  std::optional<render::Picture> axial = std::nullopt;  ///< Middle of the CT, with its labels.
  std::optional<render::Picture> sagittal = std::nullopt;
};

/// Throws only what cancelling throws: whatever is wrong with the files stands in the findings. The
/// CT of `before` is not read again where the request asks for the same.
ImportFindings lookInto(const ImportRequest& request,
                        const Progress& progress,
                        const ImportFindings* before = nullptr);

/// Gives a new case the name of its folder, and the same as its title unless it looks like a
/// person's, which a remark then says.
void nameByFolder(Case& patient, const std::filesystem::path& folder);

/// Writes what was found as a case into `folder` and opens it. Throws Error where nothing was
/// found, or where a case lies there already and `replace` is false.
Opened openFound(const ImportFindings& found,
                 const std::filesystem::path& folder,
                 bool replace,
                 const Progress& progress);

/// The series of an import that will be taken: the chosen one, else the first that can be.
const SeriesOffer* chosenSeries(const ImportFindings& found);
/// Several series of a folder can be planned on: what lies there is no case by its path alone.
bool hasSeveralSeries(const ImportFindings& found);

}  // namespace trocar::app
