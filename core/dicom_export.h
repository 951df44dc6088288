#pragma once

#include "core/case.h"
#include "core/segment.h"

#include <cstdint>
#include <string>
#include <vector>

namespace trocar {

/// The study and CT that exported objects refer to. A case keeps the UIDs of its CT and no name:
/// patient name and ID stay empty.
struct DicomOrigin {
  struct Image {
    std::string sopClassUid;
    std::string sopInstanceUid;
    int frame = 0;  ///< From 1 in an image of several frames; 0 in one of a single frame.
  };
  std::string studyUid;
  std::string seriesUid;  ///< Of the CT.
  std::string frameOfReferenceUid;
  std::vector<Image> images;    ///< Of the CT.
  bool imagesAreSlices = true;  ///< Image k shows slice k of the case's CT.
  /// The case does not know its images, because it was not DICOM or is an old one: the UIDs are
  /// made from its content, and its CT has to be exported too (`derivedCtImage`).
  bool derived = false;
};
DicomOrigin dicomOrigin(const Case& patient);

/// What makes an object of an export itself: its UIDs follow from `content`, so equal exports are
/// equal files.
struct DicomStamp {
  std::string content;  ///< Any text that differs where the exported content does.
  std::string date;     ///< "20260131", of the plan.
  std::string time;     ///< "142500", UTC.
};

/// The bytes of DICOM files (PS3.10), explicit little endian, a segmentation deflated: of a plan
/// with a hundred structures a fiftieth stays. Each throws Error where the library
/// refuses.
///
/// Slice `k` of the case's CT as CT Image Storage of the series that a derived origin names.
std::string derivedCtImage(const Case& patient,
                           const DicomOrigin& origin,
                           const DicomStamp& stamp,
                           int k);
/// A binary segmentation whose frames lie on slices of `grid`, the CT's; without `deflated` for
/// readers that take no other than plain files.
std::string dicomSegmentation(const Grid& grid,
                              const std::vector<Segment>& segments,
                              const DicomOrigin& origin,
                              const DicomStamp& stamp,
                              bool deflated = true);

/// A picture in colour, 8 bits a channel, top row first.
struct DicomPicture {
  int widthPx = 0;
  int heightPx = 0;
  std::vector<std::uint8_t> rgb;
};
/// Pictures of one size as frames: Secondary Capture where it is one, Multi-frame True Color
/// Secondary Capture otherwise. `number` is its place in the series, from 1.
std::string dicomCapture(const std::vector<DicomPicture>& frames,
                         const std::string& caption,
                         int number,
                         const DicomOrigin& origin,
                         const DicomStamp& stamp);
std::string dicomPdf(const std::string& pdf,
                     const std::string& title,
                     const DicomOrigin& origin,
                     const DicomStamp& stamp);

/// A UID under 2.25 that follows from the text alone (PS3.5, B.2).
std::string uidFrom(const std::string& text);

}  // namespace trocar
