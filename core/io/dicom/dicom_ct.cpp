#include "core/io/dicom/dicom_ct.h"

#include "core/error.h"
#include "core/io/dicom/dicom_folder.h"
#include "core/io/dicom/dicom_volume.h"
#include "core/io/dicom/rescale_check.h"

#include <algorithm>

namespace trocar {
namespace {

namespace fs = std::filesystem;

PatientPosition positionNamed(const std::string& code) {
  const std::string turn = code.size() > 2 ? code.substr(2) : std::string();  // "S" of "HFS"
  if (turn == "S")
    return PatientPosition::Supine;
  if (turn == "P")
    return PatientPosition::Prone;
  if (turn == "DL")
    return PatientPosition::LateralLeft;
  return turn == "DR" ? PatientPosition::LateralRight : PatientPosition::Unknown;
}

void remarkOnQuality(const SeriesPart& part, std::vector<Remark>& remarks) {
  const auto any = [&](const auto& holds) {
    return std::any_of(part.frames.begin(), part.frames.end(), [&](const FrameRef& frame) {
      return holds(*frame.image);
    });
  };
  if (any([](const DicomImage& image) { return image.lossy; }))
    remarks.push_back({"lossy-compression",
                       "The images were compressed with losses: fine bone and HU are not exact."});
  if (any([](const DicomImage& image) { return image.bitsStored <= 8; }))
    remarks.push_back(
        {"eight-bit", "The images hold 8 bits only: their HU are not those of the scanner."});
}

void raiseKind(const SeriesPart& part,
               const fs::path& path,
               const ImportChoices& choices,
               std::vector<Remark>& remarks) {
  const std::string& modality = part.frames.front().image->modality;
  if (part.kind == ImageKind::ConeBeam)
    remarks.push_back({"hu-not-calibrated",
                       "The images are a cone-beam volume (" + modality +
                           "): its HU are not calibrated, so densities are no measure of bone."});
  if (part.kind == ImageKind::Capture)
    raise(Doubt("secondary-capture",
                "The series is a Secondary Capture: pictures derived from a CT, for whose HU and "
                "places nobody vouches.")
              .about(path, "Give the original series."),
          choices,
          remarks);
}

/// The images that the slices come from, in the order of the slices: UIDs between backslashes, each
/// with "#2" for frame 2 of an image of several.
std::string imageUids(const std::vector<FrameRef>& frames) {
  std::string uids;
  for (const FrameRef& frame : frames) {
    uids += (uids.empty() ? "" : "\\") + frame.image->sopInstanceUid;
    if (frame.image->frames.size() > 1)
      uids += "#" + std::to_string(frame.number + 1);
  }
  return uids;
}

std::map<std::string, std::string> uidsOf(const std::vector<FrameRef>& frames) {
  const DicomImage& first = *frames.front().image;
  std::map<std::string, std::string> uids;
  for (const auto& [name, uid] : {std::pair("StudyInstanceUID", first.studyUid),
                                  std::pair("SeriesInstanceUID", first.seriesUid),
                                  std::pair("FrameOfReferenceUID", first.frameOfReferenceUid)}) {
    if (!uid.empty())
      uids[name] = uid;
  }
  uids["SOPClassUID"] = first.sopClassUid;
  uids["SOPInstanceUIDs"] = imageUids(frames);
  return uids;
}

}  // namespace

CtImport readDicomCt(const fs::path& path,
                     const ImportChoices& choices,
                     const Progress& progress,
                     const DicomFolder* headers) {
  if (headers == nullptr) {
    const DicomFolder read = readDicomFolder(path, progress.span(0.0, 0.3));
    return readDicomCt(path, choices, progress.span(0.3, 1.0), &read);
  }
  const DicomFolder& folder = *headers;
  const SeriesPart part = chosenPart(folder, path, choices);
  CtImport result;
  result.remarks = part.remarks;
  raiseKind(part, path, choices, result.remarks);
  raiseRescale(part, choices, result.remarks);
  StackVolume volume = volumeOf(part.frames, choices, result.remarks, progress);
  remarkOnQuality(part, result.remarks);
  result.ct = std::move(volume.ct);
  result.madeUp = std::move(volume.madeUp);
  result.position = positionNamed(part.frames.front().image->patientPosition);
  result.dicom = uidsOf(volume.frames);
  return result;
}

}  // namespace trocar
