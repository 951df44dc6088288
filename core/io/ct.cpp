// One CT from whatever a path names: import.h's readCt.
#include "core/error.h"
#include "core/import.h"
#include "core/io/ct_check.h"
#include "core/io/dicom/dataset.h"
#include "core/io/dicom/dicom_series.h"
#include "core/io/image/placement.h"
#include "core/io/image_file.h"
#include "core/io/padding.h"
#include "core/number_text.h"

#include <algorithm>

namespace trocar {
namespace {

namespace fs = std::filesystem;

PatientPosition positionOf(const std::string& code) {
  const std::string turn = code.size() > 2 ? code.substr(2) : std::string();  // "S" of "HFS"
  if (turn == "S")
    return PatientPosition::Supine;
  if (turn == "P")
    return PatientPosition::Prone;
  if (turn == "DL")
    return PatientPosition::LateralLeft;
  return turn == "DR" ? PatientPosition::LateralRight : PatientPosition::Unknown;
}

void remarkOnQuality(const DicomSeries& series, std::vector<Remark>& remarks) {
  const auto any = [&](const auto& holds) {
    return std::any_of(series.images.begin(), series.images.end(), holds);
  };
  if (any([](const DicomImage& image) { return image.lossy; }))
    remarks.push_back({"lossy-compression",
                       "The images were compressed with losses: fine bone and HU are not exact."});
  if (any([](const DicomImage& image) { return image.bitsStored <= 8; }))
    remarks.push_back(
        {"eight-bit", "The images hold 8 bits only: their HU are not those of the scanner."});
}

/// The images that the slices come from, in the order of the slices: UIDs between backslashes, each
/// with "#2" for frame 2 of an image of several.
std::string imageUids(const DicomStack& stack) {
  std::string uids;
  for (const StackFrame& frame : stack.frames) {
    uids += (uids.empty() ? "" : "\\") + frame.image->sopInstanceUid;
    if (frame.image->frames.size() > 1)
      uids += "#" + std::to_string(frame.number + 1);
  }
  return uids;
}

CtImport readDicomCt(const fs::path& path, const std::string& seriesUid, const Progress& progress) {
  const DicomSeries series = findCtSeries(path, seriesUid, progress.span(0.0, 0.3));
  CtImport result;
  result.remarks = series.remarks;
  const DicomStack stack = stackOf(series);
  result.remarks.insert(result.remarks.end(), stack.remarks.begin(), stack.remarks.end());
  result.ct = volumeOf(stack, result.remarks, progress.span(0.3, 1.0));
  remarkOnQuality(series, result.remarks);
  const DicomImage& first = series.images.front();
  result.position = positionOf(first.patientPosition);
  for (const auto& [name, uid] : {std::pair("StudyInstanceUID", first.studyUid),
                                  std::pair("SeriesInstanceUID", first.seriesUid),
                                  std::pair("FrameOfReferenceUID", first.frameOfReferenceUid)}) {
    if (!uid.empty())
      result.dicom[name] = uid;
  }
  result.dicom["SOPClassUID"] = first.sopClassUid;
  result.dicom["SOPInstanceUIDs"] = imageUids(stack);
  return result;
}

CtImport readCtFile(const fs::path& path, const ImportChoices& choices, const Progress& progress) {
  CtImport result;
  progress.at(0.0);
  const RawImage image = readImageFile(path, choices);
  result.remarks = image.remarks;
  result.ct = hounsfieldVolume(image, path.string(), result.remarks);
  progress.at(1.0);
  return result;
}

/// A doubt whose text goes on after the name of the image.
void raiseAbout(const Doubt& doubt,
                const fs::path& path,
                const ImportChoices& choices,
                std::vector<Remark>& remarks) {
  if (choices.despite.count(doubt.key()) > 0)
    remarks.push_back({doubt.key(), "The CT " + std::string(doubt.what()) + "."});
  else
    throw Doubt(doubt.key(),
                path.string() + " " + doubt.what() +
                    ". Export the CT again, or take it in spite of this (" + doubt.key() + ").");
}

/// Air takes the place of padding, and what is no CT of a patient is refused.
void checkValues(CtImport& import, const fs::path& path, const ImportChoices& choices) {
  const Padding padding = paddingOf(import.ct);
  const HuSpread spread(import.ct, padding);
  if (const std::string why = whyNoCt(spread); !why.empty())
    throw Error(path.string() + " is no CT in Hounsfield units: " + why);
  for (const Doubt& doubt : doubtsAboutCt(spread, import.ct.grid()))
    raiseAbout(doubt, path, choices, import.remarks);
  const std::vector<Remark> clipping = remarksOnClipping(spread);
  import.remarks.insert(import.remarks.end(), clipping.begin(), clipping.end());
  PaddedVolume cleaned = paddingAsAir(import.ct, padding);
  import.ct = std::move(cleaned.ct);
  if (cleaned.share > 0.0)
    import.remarks.push_back({"padding",
                              shownShare(cleaned.share) +
                                  " of the image, from its edges on, hold one value that fills it "
                                  "where nothing was measured; they were read as air."});
}

void refuseImpossiblePlace(const CtImport& import, const fs::path& path) {
  if (const std::string flaw = flawOf(import.ct.grid()); !flaw.empty())
    throw Error("Cannot read the CT " + path.string() + ": " + flaw + "; export it again.");
}

void remarkOnSpacing(CtImport& import) {
  constexpr double kThickMm = 3.0;  // Above, a pedicle spans fewer than three slices.
  const double coarsest = import.ct.grid().spacingMm().maxCoeff();
  if (coarsest <= kThickMm)
    return;
  import.remarks.push_back({"thick-slices",
                            "The voxels are " + plainNumber(coarsest, 3) +
                                " mm long: pedicles and small lesions cannot be measured well."});
}

}  // namespace

void raise(const Doubt& doubt, const ImportChoices& choices, std::vector<Remark>& remarks) {
  if (choices.despite.count(doubt.key()) == 0)
    throw Doubt(doubt);
  remarks.push_back({doubt.key(), doubt.what()});
}

CtImport readCt(const fs::path& path, const ImportChoices& choices, const Progress& progress) {
  std::error_code none;
  if (!fs::exists(path, none))
    throw Error("Cannot read the CT " + path.string() +
                ": there is no such file or folder; check the name.");
  const bool dicom = fs::is_directory(path, none) || looksLikeDicom(path);
  CtImport result =
      dicom ? readDicomCt(path, choices.series, progress) : readCtFile(path, choices, progress);
  refuseImpossiblePlace(result, path);
  checkValues(result, path, choices);
  remarkOnSpacing(result);
  return result;
}

}  // namespace trocar
