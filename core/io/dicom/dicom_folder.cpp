#include "core/io/dicom/dicom_folder.h"

#include "core/error.h"
#include "core/io/dicom/dataset.h"
#include "core/io/dicom/dicom_numbers.h"
#include "core/io/dicom/series_parts.h"
#include "core/parallel.h"

#include <algorithm>
#include <map>
#include <set>

namespace trocar {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> filesIn(const fs::path& path) {
  if (fs::is_regular_file(path))
    return {path};
  std::vector<fs::path> files;
  constexpr auto kOptions = fs::directory_options::skip_permission_denied;
  for (const auto& entry : fs::recursive_directory_iterator(path, kOptions)) {
    if (entry.is_regular_file())
      files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<DicomImage> imagesIn(const fs::path& path, const Progress& progress) {
  const std::vector<fs::path> files = filesIn(path);
  std::vector<std::optional<DicomImage>> read(files.size());
  prepareDicom();
  parallelFor(files.size(), progress, [&](std::size_t n) { read[n] = readDicomImage(files[n]); });
  std::vector<DicomImage> images;
  for (std::optional<DicomImage>& image : read) {
    if (image && image->sopClassUid != UID_MediaStorageDirectoryStorage)
      images.push_back(std::move(*image));
  }
  return images;
}

void numberKeys(std::vector<SeriesPart>& parts) {
  std::map<std::string, int> times;
  for (SeriesPart& part : parts) {
    if (const int time = ++times[part.key]; time > 1)
      part.key += "#" + std::to_string(time);
  }
}

/// "i003.dcm: its PixelSpacing (0028,0030) is ..", and of how many more.
std::string reasonOf(const std::vector<const DicomImage*>& images) {
  const std::size_t more = images.size() - 1;
  return images.front()->path.filename().string() +
         (more > 0 ? " (and " + std::to_string(more) + " more)" : "") + ": " +
         images.front()->problem;
}

/// Why there is no CT here, and what to do.
[[noreturn]] void refuse(const fs::path& path, const std::vector<DicomImage>& images) {
  if (images.empty())
    throw Error(path.string() + " holds no DICOM images: give the folder of a CT series.");
  std::vector<const DicomImage*> bad;
  std::set<std::string> kinds;
  for (const DicomImage& image : images) {
    if (kindOf(image) != ImageKind::Other || (image.damaged && image.modality.empty()))
      bad.push_back(&image);
    kinds.insert(kindWord(image) + (image.damaged ? " (damaged or cut short)" : ""));
  }
  if (!bad.empty())
    throw Error(path.string() + " holds no CT that can be read: " + reasonOf(bad) +
                (bad.front()->damaged ? ". Copy the files again."
                                      : ". Export the original axial series again, as single "
                                        "images or as Enhanced CT."));
  std::string found;
  for (const std::string& kind : kinds)
    found += (found.empty() ? "" : ", ") + kind;
  throw Error(path.string() + " holds no CT series but " + found + ": planning needs a CT.");
}

std::string listOf(const std::vector<std::string>& words) {
  constexpr std::size_t kMost = 6;
  std::string text;
  for (std::size_t n = 0; n < std::min(words.size(), kMost); ++n)
    text += (n == 0 ? "" : ", ") + words[n];
  if (words.size() > kMost)
    text += " and " + std::to_string(words.size() - kMost) + " more";
  return text;
}

void tellOfOthers(const DicomFolder& folder, SeriesPart& taken) {
  std::vector<std::string> others;
  std::set<std::string> patients;
  std::set<std::string> frames;
  for (const SeriesPart& part : folder.parts) {
    const DicomImage& image = *part.frames.front().image;
    patients.insert(patientKey(image));
    if (image.seriesUid == taken.frames.front().image->seriesUid)
      frames.insert(image.frameOfReferenceUid);
    if (part.group != taken.group)
      others.push_back(partText(part));
  }
  if (!others.empty())
    taken.remarks.insert(taken.remarks.begin(),
                         {"several-series",
                          "The folder holds several CT series; " + partText(taken) +
                              " was taken. Others: " + listOf(others) + "."});
  if (frames.size() > 1)
    taken.remarks.insert(taken.remarks.begin(),
                         {"several-frames",
                          "The series holds images in " + std::to_string(frames.size()) +
                              " frames of reference (FrameOfReferenceUID), which are no one "
                              "volume; only those of one were taken."});
  if (patients.size() > 1)
    taken.remarks.insert(taken.remarks.begin(),
                         {"several-patients",
                          "The folder holds CTs of " + std::to_string(patients.size()) +
                              " patients (other names or PatientIDs); only images of one were "
                              "taken."});
}

/// The images that are of no use here but belong to the part: their absence must be known.
void raiseUnusable(SeriesPart& part, const ImportChoices& choices) {
  if (part.unusable.empty())
    return;
  const std::size_t all = part.unusable.size() + part.frames.size();
  const DicomImage& first = *part.unusable.front();
  raise(Doubt("damaged-slices",
              std::to_string(part.unusable.size()) + " of the " + std::to_string(all) +
                  " images of the series cannot be used and would be left out: " + first.problem +
                  ".")
            .about(first.path, "Copy or export the series again."),
        choices,
        part.remarks);
}

/// Images that all state one place are no volume, whatever the set that they are taken for.
void raiseOnePlace(const DicomFolder& folder,
                   SeriesPart& taken,
                   const fs::path& path,
                   const ImportChoices& choices) {
  constexpr std::size_t kFewest = 3;
  std::size_t images = 0;
  for (const SeriesPart& part : folder.parts) {
    if (part.group == taken.group && part.frames.size() > 1)
      return;
    images += part.group == taken.group ? 1 : 0;
  }
  if (images >= kFewest)
    raise(Doubt("one-place",
                "All " + std::to_string(images) + " images of the series state one place (" +
                    tagText(DCM_ImagePositionPatient) +
                    "): where each lies was lost, or the table stood still. Only one would be "
                    "taken.")
              .about(path, "Export the series again."),
          choices,
          taken.remarks);
}

}  // namespace

std::size_t pixelsOf(const SeriesPart& part) {
  std::size_t pixels = 0;
  for (const FrameRef& frame : part.frames)
    pixels += static_cast<std::size_t>(frame.image->rows) *
              static_cast<std::size_t>(frame.image->columns);
  return pixels;
}

std::string imagesText(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " image" : " images");
}

std::string partText(const SeriesPart& part) {
  return part.key + " (" + imagesText(part.frames.size()) +
         (part.distinction.empty() ? "" : ", " + part.distinction) + ")";
}

DicomFolder readDicomFolder(const fs::path& path, const Progress& progress) {
  DicomFolder folder;
  folder.images = imagesIn(path, progress);
  folder.parts = partsOf(folder.images);
  std::stable_sort(
      folder.parts.begin(), folder.parts.end(), [](const SeriesPart& a, const SeriesPart& b) {
        return a.kind != b.kind ? a.kind < b.kind : pixelsOf(a) > pixelsOf(b);
      });
  numberKeys(folder.parts);
  return folder;
}

SeriesPart chosenPart(const DicomFolder& folder,
                      const fs::path& path,
                      const ImportChoices& choices) {
  if (folder.parts.empty())
    refuse(path, folder.images);
  const auto wanted =
      std::find_if(folder.parts.begin(), folder.parts.end(), [&](const SeriesPart& part) {
        return choices.series.empty() || part.key == choices.series;
      });
  if (wanted == folder.parts.end()) {
    std::vector<std::string> offers;
    for (const SeriesPart& part : folder.parts)
      offers.push_back(partText(part));
    throw Error(path.string() + " holds no CT series " + choices.series + ": choose one of " +
                listOf(offers) + ".");
  }
  SeriesPart part = *wanted;
  if (choices.series.empty())
    tellOfOthers(folder, part);
  for (const Doubt& doubt : part.doubts)
    raise(doubt.about(path, "Export the series again."), choices, part.remarks);
  raiseOnePlace(folder, part, path, choices);
  raiseUnusable(part, choices);
  return part;
}

}  // namespace trocar
