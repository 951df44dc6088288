#pragma once

#include "core/import.h"
#include "core/io/dicom/dicom_image.h"

#include <filesystem>
#include <string>
#include <vector>

namespace trocar {

/// One frame and where to find its pixels.
struct FrameRef {
  const DicomImage* image = nullptr;
  std::size_t number = 0;  ///< Within its image.

  const DicomFrame& frame() const { return image->frames[number]; }
};

/// Frames that can form one volume: one acquisition of one patient, each place once.
struct SeriesPart {
  std::string key;  ///< The SeriesInstanceUID, "#2" and so on behind it for further parts of it.
  ImageKind kind = ImageKind::Ct;
  std::string group = {};  ///< What all parts of one series share: owner and UID. Not to be kept.
  std::vector<FrameRef> frames = {};  ///< In the order of their places.
  std::string distinction = {};       ///< "ConvolutionKernel B70f" of a part of a series.
  std::vector<const DicomImage*> unusable =
      {};  ///< Of the same series, left out for their `problem`.
  std::vector<Remark> remarks = {};
  std::vector<Doubt> doubts = {};  ///< To be answered before it is read.
};

std::size_t pixelsOf(const SeriesPart& part);
/// "1 image", "120 images".
std::string imagesText(std::size_t count);
/// "1.2.3#2 (120 images, KVP 80)".
std::string partText(const SeriesPart& part);

/// What a folder, subfolders included, or a file holds. The parts point into the images.
struct DicomFolder {
  std::vector<DicomImage> images;
  std::vector<SeriesPart>
      parts;  ///< Those to be preferred first: CT before cone-beam, large first.

  DicomFolder() = default;
  DicomFolder(const DicomFolder&) = delete;
  DicomFolder& operator=(const DicomFolder&) = delete;
  DicomFolder(DicomFolder&&) = default;
  DicomFolder& operator=(DicomFolder&&) = default;
};
DicomFolder readDicomFolder(const std::filesystem::path& path, const Progress& progress);

/// The part with this key, or the first; its doubts are raised, and what was passed over is said.
/// Throws Error where there is none, with the reason.
SeriesPart chosenPart(const DicomFolder& folder,
                      const std::filesystem::path& path,
                      const ImportChoices& choices);

}  // namespace trocar
