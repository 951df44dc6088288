#include "core/io/dicom/seg_origin.h"

#include "core/io/dicom/dataset.h"
#include "core/io/quiet.h"

namespace trocar {
namespace {

namespace fs = std::filesystem;

struct StatedOrigin {
  std::string study;
  std::string frameOfReference;
  std::string series;
  std::string patient;
};

StatedOrigin originOf(const fs::path& path) {
  const Quiet quiet;
  const DicomHeader header = openDicomHeader(path);
  if (!header.file)
    return {};
  DcmDataset& dataset = *header.file->getDataset();
  return {textOf(dataset, DCM_StudyInstanceUID),
          textOf(dataset, DCM_FrameOfReferenceUID),
          textOf(dataset, DCM_SeriesInstanceUID),
          textOf(dataset, DCM_PatientID)};
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

/// What is said of one tag; empty where it is the same or missing.
std::string difference(const std::string& tag, const std::string& labels, const std::string& ct) {
  if (labels.empty() || ct.empty() || labels == ct)
    return {};
  return "its " + tag + " is " + shortened(labels) + ", the CT's " + shortened(ct);
}

void join(std::string& list, const std::string& item) {
  list += (list.empty() || item.empty() ? "" : "; ") + item;
}

}  // namespace

std::optional<Doubt> doubtOnOrigin(const fs::path& segmentation,
                                   const fs::path& ctPath,
                                   const std::map<std::string, std::string>& ctUids,
                                   const std::string& who) {
  if (ctUids.empty())
    return std::nullopt;
  const StatedOrigin labels = originOf(segmentation);
  std::string differs = difference("FrameOfReferenceUID (0020,0052)",
                                   labels.frameOfReference,
                                   uidIn(ctUids, "FrameOfReferenceUID"));
  join(differs,
       difference("StudyInstanceUID (0020,000D)", labels.study, uidIn(ctUids, "StudyInstanceUID")));
  const std::string patient = labels.patient.empty()
                                  ? std::string()
                                  : patientOf(ctPath, uidIn(ctUids, "SeriesInstanceUID"));
  if (!patient.empty() && patient != labels.patient)
    join(differs, "its PatientID (0010,0020) is not the CT's");
  if (differs.empty())
    return std::nullopt;
  return Doubt(
      "labels-of-another-patient",
      who + " was not made on this CT: " + differs + ". Give the segmentation of this CT.");
}

}  // namespace trocar
