#include "app/importing.h"

#include "core/error.h"
#include "core/identity.h"
#include "core/io.h"
#include "planning/anatomy/routes.h"
#include "render/first_view.h"

#include <algorithm>
#include <system_error>
#include <utility>

namespace trocar::app {
namespace {

namespace fs = std::filesystem;

constexpr int kPicturePx = 420;

render::Picture pictureOf(const render::SceneState& state, render::ViewKind kind) {
  return render::takePicture(state, {.kind = kind, .widthPx = kPicturePx, .heightPx = kPicturePx});
}

void addPictures(ImportFindings& found, const std::shared_ptr<const Case>& patient) {
  const render::SceneState state = render::startState(patient, {});
  found.axial = pictureOf(state, render::ViewKind::Axial);
  found.sagittal = pictureOf(state, render::ViewKind::Sagittal);
}

/// A single slice has no inside to look at: the same a millimetre thick.
Volume thickened(const Volume& slice) {
  std::array<int, 3> size = slice.grid().size();
  if (size[2] != 1)
    return slice;
  size[2] = 2;
  Vec3 spacingMm = slice.grid().spacingMm();
  spacingMm[2] = 1.0;
  std::vector<std::int16_t> voxels = slice.voxels();
  voxels.insert(voxels.end(), slice.voxels().begin(), slice.voxels().end());
  return {Grid(size, slice.grid().originMm(), spacingMm, slice.grid().directions()),
          std::move(voxels)};
}

/// The CT alone where its labels were refused; nullptr where it is refused itself.
std::shared_ptr<const Case> withoutLabels(const ImportFindings& found, const Progress& progress) {
  if (!found.ct)
    return nullptr;
  ImportChoices choices = found.request.choices;
  choices.findVertebrae = false;
  return std::make_shared<const Case>(
      importCase(found.ct->ct, found.ct->path, {}, choices, progress));
}

/// Of a series that gave no case: its middle slice, so that one still sees what it is.
void addMiddleSlice(ImportFindings& found) {
  const SeriesOffer* offer = chosenSeries(found);
  if (!offer)
    return;
  try {
    auto patient = std::make_shared<Case>();
    patient->ct = thickened(middleSlice(*offer));
    found.axial = pictureOf(render::startState(patient, {}), render::ViewKind::Axial);
  } catch (const Error&) {  // Cannot be decoded either; the refusal says more.
  }
}

/// Whether reading the CT for a request would give what was read. Further answers change nothing
/// where no doubt was left.
bool isAlreadyRead(const ImportFindings* before, const ImportRequest& request) {
  if (before == nullptr || !before->ct)
    return false;
  const ReadCt& read = *before->ct;
  const auto& answered = read.choices.despite;
  const auto& answers = request.choices.despite;
  return read.path == request.ct && read.choices.series == request.choices.series &&
         read.choices.axes == request.choices.axes &&
         std::includes(answers.begin(), answers.end(), answered.begin(), answered.end());
}

using Headers = std::shared_ptr<const DicomFolder>;

/// One file of a DICOM series stands for the series, which lies beside it; the headers of that
/// then.
Headers takeFolderOf(ImportFindings& found, Headers headers, const Progress& progress) {
  ImportRequest& request = found.request;
  if (found.series.empty() || !fs::is_regular_file(request.ct))
    return headers;
  const SeriesOffer file = found.series.front();
  const std::string folder = fs::absolute(request.ct).parent_path().string();
  Headers ofFolder = readHeaders(folder, progress);
  std::vector<SeriesOffer> beside = offeredSeries(*ofFolder);
  const bool more = std::any_of(beside.begin(), beside.end(), [&](const SeriesOffer& offer) {
    return offer.key == file.key && offer.slices > file.slices;
  });
  if (!more)
    return headers;
  request.ct = folder;
  if (request.choices.series.empty())
    request.choices.series = file.key;
  found.series = std::move(beside);
  return ofFolder;
}

/// The headers and their offers; nullptr where there are none.
Headers lookAtSeries(ImportFindings& found, const Progress& progress) {
  try {
    if (!fs::exists(found.request.ct))
      return nullptr;
    Headers headers = readHeaders(found.request.ct, progress.span(0.0, 0.5));
    found.series = offeredSeries(*headers);
    return takeFolderOf(found, std::move(headers), progress.span(0.5, 1.0));
  } catch (const Error&) {  // Told again, and better, by the import.
    return nullptr;
  }
}

/// The labels of the segmenter that was asked for; those of `before` where they are of this CT and
/// command. One that fails is no longer asked for.
void addSegmented(ImportFindings& found, const ImportFindings* before, const Progress& progress) {
  if (found.request.segmenter == Segmenter::None)
    return;
  const Segmenter segmenter = std::exchange(found.request.segmenter, Segmenter::None);
  const std::string command = commandOf(segmenter);
  if (before != nullptr && before->segmented && before->segmented->command == command &&
      before->ct == found.ct)
    found.segmented = before->segmented;
  else
    found.segmented =
        std::make_shared<const Segmented>(segmentWith(command, found.ct->ct.ct, nullptr, progress));
  found.log = found.segmented->log;
  found.request.segmenter = segmenter;
}

std::vector<LabelSource> labelsOf(const ImportFindings& found) {
  std::vector<LabelSource> labels = found.request.labels;
  if (found.segmented)
    labels.push_back(sourceOf(*found.segmented));
  return labels;
}

void addCase(ImportFindings& found,
             const Headers& headers,
             const ImportFindings* before,
             const Progress& progress) {
  const ImportRequest& request = found.request;
  try {
    if (!found.ct)
      found.ct = std::make_shared<const ReadCt>(
          ReadCt{request.ct,
                 request.choices,
                 readCt(request.ct, request.choices, progress.span(0.0, 0.3), headers.get())});
    addSegmented(found, before, progress.span(0.3, 0.7));
    const std::vector<LabelSource> labels = labelsOf(found);
    Case patient =
        importCase(found.ct->ct, request.ct, labels, request.choices, progress.span(0.7, 1.0));
    if (!levelsOf(patient).empty() || !labels.empty())
      patient = anatomy::withEstimatedRoutes(std::move(patient));
    found.patient = std::make_shared<const Case>(std::move(patient));
  } catch (const Doubt& doubt) {
    found.refusal = doubt.what();
    found.doubt = doubt.key();
  } catch (const SegmenterFailed& failed) {
    found.refusal = failed.what();
    found.log = failed.log();
  } catch (const Error& error) {
    found.refusal = error.what();
  }
}

}  // namespace

ImportFindings lookInto(const ImportRequest& request,
                        const Progress& progress,
                        const ImportFindings* before) {
  ImportFindings found{.request = request};
  Headers headers;
  if (isAlreadyRead(before, request)) {
    found.series = before->series;
    found.ct = before->ct;
  } else {
    headers = lookAtSeries(found, progress.span(0.0, 0.2));
  }
  addCase(found, headers, before, progress.span(0.2, 0.7));
  const std::shared_ptr<const Case> shown =
      found.patient ? found.patient : withoutLabels(found, progress.span(0.7, 0.9));
  if (shown)
    addPictures(found, shown);
  else
    addMiddleSlice(found);
  progress.at(1.0);
  return found;
}

const SeriesOffer* chosenSeries(const ImportFindings& found) {
  const auto chosen =
      std::find_if(found.series.begin(), found.series.end(), [&](const auto& offer) {
        return found.request.choices.series.empty() ? offer.whyNot.empty()
                                                    : offer.key == found.request.choices.series;
      });
  return chosen == found.series.end() ? nullptr : &*chosen;
}

bool hasSeveralSeries(const ImportFindings& found) {
  return std::count_if(found.series.begin(), found.series.end(), [](const SeriesOffer& offer) {
           return offer.whyNot.empty();
         }) > 1;
}

void nameByFolder(Case& patient, const fs::path& folder) {
  patient.id = folder.filename().string();
  patient.title = patient.id;
  if (!looksLikeIdentity(patient.id))
    return;
  patient.title = "Imported case";
  patient.remarks.push_back(
      {"identity-in-name",
       "The folder's name looks like a person's name: it is no title, and reports and pages ask "
       "for one. Rename the folder if it is."});
}

Opened openFound(const ImportFindings& found,
                 const fs::path& folder,
                 bool replace,
                 const Progress& progress) {
  if (!found.patient)
    throw Error("There is no case to write: " + found.refusal);
  std::error_code none;
  if (!replace && fs::exists(folder / "case.json", none))
    throw Error(folder.string() +
                " holds a case already: choose another folder, or say that it is "
                "to be replaced.");
  Case patient = *found.patient;
  nameByFolder(patient, fs::absolute(folder).lexically_normal());
  writeCase(patient, folder, progress.span(0.0, 0.9));
  return openedCase(std::move(patient), fs::absolute(folder).string(), progress.span(0.9, 1.0));
}

}  // namespace trocar::app
