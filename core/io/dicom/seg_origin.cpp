#include "core/io/dicom/seg_origin.h"

#include "core/io/dicom/dataset.h"
#include "core/io/quiet.h"

#include <algorithm>

namespace trocar {
namespace {

namespace fs = std::filesystem;

struct StatedOrigin {
  std::vector<std::string> studies;  ///< Its own, or those of the images that it was drawn on.
  std::vector<std::string> frames;   ///< Of reference.
  std::string frameTag = "FrameOfReferenceUID (0020,0052)";
  std::string modality;
  std::string series;
  std::string patient;
  std::vector<std::string> drawnOn;  ///< Series of images that a structure set names.
};

void addText(DcmItem& item, const DcmTagKey& tag, std::vector<std::string>& texts) {
  const std::string text = textOf(item, tag);
  if (!text.empty() && std::find(texts.begin(), texts.end(), text) == texts.end())
    texts.push_back(text);
}

/// What a structure set says of the images that it was drawn on.
void addImagesOf(DcmDataset& dataset, StatedOrigin& origin) {
  std::vector<std::string> studies;
  std::vector<std::string> frames;
  for (DcmItem* frame : itemsOf(dataset, DCM_ReferencedFrameOfReferenceSequence)) {
    addText(*frame, DCM_FrameOfReferenceUID, frames);
    for (DcmItem* study : itemsOf(*frame, DCM_RTReferencedStudySequence)) {
      addText(*study, DCM_ReferencedSOPInstanceUID, studies);
      for (DcmItem* series : itemsOf(*study, DCM_RTReferencedSeriesSequence))
        addText(*series, DCM_SeriesInstanceUID, origin.drawnOn);
    }
  }
  std::vector<std::string> framesOfRois;
  for (DcmItem* roi : itemsOf(dataset, DCM_StructureSetROISequence))
    addText(*roi, DCM_ReferencedFrameOfReferenceUID, framesOfRois);
  if (!studies.empty())
    origin.studies = std::move(studies);
  if (!framesOfRois.empty()) {
    origin.frames = std::move(framesOfRois);
    origin.frameTag = "ReferencedFrameOfReferenceUID (3006,0024)";
  } else if (!frames.empty()) {
    origin.frames = std::move(frames);
  }
}

StatedOrigin originOf(const fs::path& path) {
  const Quiet quiet;
  const DicomHeader header = openDicomHeader(path);
  if (!header.file)
    return {};
  DcmDataset& dataset = *header.file->getDataset();
  StatedOrigin origin;
  addText(dataset, DCM_StudyInstanceUID, origin.studies);
  addText(dataset, DCM_FrameOfReferenceUID, origin.frames);
  origin.modality = textOf(dataset, DCM_Modality);
  origin.series = textOf(dataset, DCM_SeriesInstanceUID);
  origin.patient = textOf(dataset, DCM_PatientID);
  addImagesOf(dataset, origin);
  return origin;
}

std::string uidIn(const std::map<std::string, std::string>& uids, const std::string& name) {
  const auto found = uids.find(name);
  return found == uids.end() ? std::string() : found->second;
}

/// The patient's number in the first file of the series.
std::string patientOf(const fs::path& ctPath, const std::string& series) {
  std::error_code none;
  if (!fs::is_directory(ctPath, none))
    return originOf(ctPath).patient;
  for (const auto& entry : fs::recursive_directory_iterator(
           ctPath, fs::directory_options::skip_permission_denied, none)) {
    if (!entry.is_regular_file(none) || !looksLikeDicom(entry.path()))
      continue;
    const StatedOrigin origin = originOf(entry.path());
    if (origin.series == series)
      return origin.patient;
  }
  return {};
}

/// The end of a UID, which tells it from others: "..4.16573".
std::string shortened(const std::string& uid) {
  constexpr std::size_t kShown = 12;
  return uid.size() <= kShown ? uid : ".." + uid.substr(uid.size() - kShown);
}

bool holds(const std::vector<std::string>& uids, const std::string& uid) {
  return std::find(uids.begin(), uids.end(), uid) != uids.end();
}

std::string isNotThatOfCt(const std::string& tag, const std::string& uid, const std::string& ct) {
  return "its " + tag + " is " + shortened(uid) + ", the CT's " + shortened(ct);
}

/// What is said where none of these is the CT's; empty where one is, or a side states none.
std::string noneIs(const std::string& tag,
                   const std::vector<std::string>& uids,
                   const std::string& ct) {
  if (uids.empty() || ct.empty() || holds(uids, ct))
    return {};
  return isNotThatOfCt(tag, uids.front(), ct);
}

/// What is said where one of these is another: contours in two frames of reference cannot both lie
/// on one CT.
std::string someIsNot(const std::string& tag,
                      const std::vector<std::string>& uids,
                      const std::string& ct) {
  const auto other =
      std::find_if(uids.begin(), uids.end(), [&](const std::string& uid) { return uid != ct; });
  return ct.empty() || other == uids.end() ? std::string() : isNotThatOfCt(tag, *other, ct);
}

void join(std::string& list, const std::string& item) {
  list += (list.empty() || item.empty() ? "" : "; ") + item;
}

}  // namespace

std::optional<Doubt> doubtOnOrigin(const fs::path& labels,
                                   const fs::path& ctPath,
                                   const std::map<std::string, std::string>& ctUids,
                                   const std::string& who,
                                   std::vector<Remark>& remarks) {
  if (ctUids.empty())
    return std::nullopt;
  const StatedOrigin origin = originOf(labels);
  if (!origin.modality.empty() && origin.modality != "SEG" && origin.modality != "RTSTRUCT")
    return std::nullopt;  // No labels at all, which their reader says better.
  const std::string frame = uidIn(ctUids, "FrameOfReferenceUID");
  const std::string series = uidIn(ctUids, "SeriesInstanceUID");
  std::string differs = someIsNot(origin.frameTag, origin.frames, frame);
  join(differs,
       noneIs("StudyInstanceUID (0020,000D)", origin.studies, uidIn(ctUids, "StudyInstanceUID")));
  const std::string patient = origin.patient.empty() ? std::string() : patientOf(ctPath, series);
  if (!patient.empty() && patient != origin.patient)
    join(differs, "its PatientID (0010,0020) is not the CT's");
  const std::string drawnOn =
      noneIs("RTReferencedSeriesSequence (3006,0014)", origin.drawnOn, series);
  const bool sameFrame = !frame.empty() && holds(origin.frames, frame);
  if (!differs.empty() || !sameFrame)
    join(differs, drawnOn);
  else if (!drawnOn.empty())
    remarks.push_back({"drawn-on-another-series",
                       who + " was drawn on another series in the same frame of reference: " +
                           drawnOn + ". Check that it fits."});
  if (differs.empty())
    return std::nullopt;
  return Doubt("labels-of-another-patient",
               who + " was not made on this CT: " + differs + ". Give the labels of this CT.");
}

}  // namespace trocar
