#include "core/io/dicom/dicom_seg.h"

#include "core/error.h"
#include "core/io/dicom/dataset.h"
#include "core/io/dicom/dicom_image.h"
#include "core/io/dicom/dicom_numbers.h"
#include "core/io/dicom/dicom_text.h"
#include "core/io/dicom/frame_decoder.h"
#include "core/io/dicom/seg_placement.h"
#include "core/io/image/placement.h"
#include "core/io/quiet.h"
#include "core/labels/layer_stack.h"
#include "core/segment_mark.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <optional>
#include <span>

namespace trocar {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const fs::path& path, const std::string& what) {
  throw Error("Cannot read the segmentation " + path.string() + ": " + what);
}

std::string meaningIn(DicomTexts& texts, DcmItem& item, const DcmTagKey& sequence) {
  DcmItem* code = itemOf(item, sequence);
  return code == nullptr ? std::string() : texts.at(*code, DCM_CodeMeaning);
}

/// The segment's label where it says what it is, else the coded property with its side.
std::string nameOf(DicomTexts& texts, DcmItem& segment) {
  std::string label = texts.at(segment, DCM_SegmentLabel);
  if (labels::isKnownName(label))
    return label;
  std::string coded = meaningIn(texts, segment, DCM_SegmentedPropertyTypeCodeSequence);
  if (DcmItem* type = itemOf(segment, DCM_SegmentedPropertyTypeCodeSequence)) {
    const std::string side = meaningIn(texts, *type, DCM_SegmentedPropertyTypeModifierCodeSequence);
    coded += side.empty() ? "" : " " + side;
  }
  return label.empty() || labels::isKnownName(coded) ? coded : label;
}

/// Coded as a physical object or as a concept of space, which is how needles, cement and zones are.
bool isPlanned(DcmItem& segment) {
  DcmItem* category = itemOf(segment, DCM_SegmentedPropertyCategoryCodeSequence);
  const std::string code = category == nullptr ? "" : textOf(*category, DCM_CodeValue);
  return code == "260787004" || code == "309825002";
}

labels::SegmentWords wordsOf(DicomTexts& texts, DcmItem& segment) {
  const std::string label = texts.at(segment, DCM_SegmentLabel);
  const std::string mark = texts.at(segment, DCM_TrackingID);
  const bool marked = segmentMarkFrom(mark).has_value();
  return {
      marked && !label.empty() ? label : nameOf(texts, segment), label, mark, isPlanned(segment)};
}

labels::LabelMeanings segmentsOf(DcmDataset& dataset) {
  std::vector<labels::SegmentWords> segments;
  std::vector<std::uint16_t> numbers;
  DicomTexts texts(dataset);
  for (unsigned long n = 0; n < itemCount(dataset, DCM_SegmentSequence); ++n) {
    DcmItem* segment = itemOf(dataset, DCM_SegmentSequence, n);
    const int number = segment == nullptr ? 0 : wholeOf(*segment, DCM_SegmentNumber, 0);
    if (number < 1 || number > 65535)
      continue;
    segments.push_back(wordsOf(texts, *segment));
    numbers.push_back(static_cast<std::uint16_t>(number));
  }
  labels::LabelMeanings meanings;
  const std::vector<labels::LabelMeaning> inOrder = labels::meaningsOf(segments);
  for (std::size_t n = 0; n < numbers.size(); ++n)
    meanings[numbers[n]] = inOrder[n];
  return meanings;
}

/// The segment that each frame belongs to; empty for a LABELMAP.
std::vector<std::uint16_t> segmentOfFrames(DcmDataset& dataset, std::size_t frames) {
  std::vector<std::uint16_t> numbers;
  for (std::size_t n = 0; n < frames; ++n) {
    int number = 0;
    for (DcmItem* group : {itemOf(dataset, DCM_PerFrameFunctionalGroupsSequence, n),
                           itemOf(dataset, DCM_SharedFunctionalGroupsSequence)}) {
      DcmItem* reference =
          group == nullptr ? nullptr : itemOf(*group, DCM_SegmentIdentificationSequence);
      if (number == 0 && reference != nullptr)
        number = wholeOf(*reference, DCM_ReferencedSegmentNumber, 0);
    }
    numbers.push_back(static_cast<std::uint16_t>(std::clamp(number, 0, 65535)));
  }
  return numbers;
}

/// Checked before memory is asked for.
void checkPixelFormat(const DicomImage& image) {
  constexpr int kMostPixels = 8192;  ///< As of a CT.
  if (image.bitsAllocated != 1 && image.bitsAllocated != 8 && image.bitsAllocated != 16)
    refuse(image.path,
           "its " + tagText(DCM_BitsAllocated) + " is " + std::to_string(image.bitsAllocated) +
               ", not 1, 8 or 16; export it again.");
  if (image.samplesPerPixel != 1)
    refuse(image.path, "its pixels are colours; give a segmentation.");
  if (image.rows > kMostPixels || image.columns > kMostPixels)
    refuse(image.path,
           "its " + tagText(DCM_Rows) + " x " + tagText(DCM_Columns) + " is " +
               std::to_string(image.rows) + " x " + std::to_string(image.columns) +
               ", more than any CT has; export it again.");
}

std::vector<std::uint8_t> storedBytes(const DicomImage& image, std::size_t count) {
  if (image.pixels->bytes < count)
    refuse(image.path,
           "its " + tagText(DCM_PixelData) + " holds " + std::to_string(image.pixels->bytes) +
               " bytes, but its " + std::to_string(image.frames.size()) + " frames need " +
               std::to_string(count) + "; copy it again.");
  std::vector<std::uint8_t> bytes(count);
  std::ifstream file(image.path, std::ios::binary);
  file.seekg(static_cast<std::streamoff>(image.pixels->offset));
  if (!file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(count)))
    refuse(image.path, "it ends within its pixels; copy it again.");
  return bytes;
}

std::vector<std::uint8_t> decodedBytes(const DicomImage& image,
                                       std::size_t count,
                                       const Progress& progress) {
  std::vector<std::uint8_t> bytes;
  decodeFrames({{image.path, count}},
               {[&](std::size_t, std::span<const std::uint8_t> decoded) {
                  bytes.assign(decoded.begin(), decoded.end());
                },
                [&](std::size_t, const std::string& why) {
                  refuse(image.path, why + "; export it uncompressed.");
                }},
               progress);
  return bytes;
}

/// The numbers of all frames' pixels as they are stored: bits are packed across frames without
/// padding, the lowest bit first.
class Pixels {
 public:
  Pixels(const DicomImage& image, const Progress& progress)
      : count_(static_cast<std::size_t>(image.rows) * static_cast<std::size_t>(image.columns) *
               image.frames.size()),
        bits_(static_cast<std::size_t>(image.bitsAllocated)) {
    checkPixelFormat(image);
    const std::size_t bytes = (count_ * bits_ + 7) / 8;
    const bool stored = hasPlainPixels(image) && !hasBigEndianPixels(image);
    bytes_ = stored ? storedBytes(image, bytes) : decodedBytes(image, bytes, progress);
  }

  std::size_t count() const { return count_; }

  std::uint16_t at(std::size_t n) const {
    if (bits_ == 1)
      return (bytes_[n / 8] >> (n % 8)) & 1U;
    if (bits_ == 8)
      return bytes_[n];
    std::uint16_t word = 0;
    std::memcpy(&word, bytes_.data() + 2 * n, sizeof word);
    return word;
  }

  /// The first pixel from `n` on that may be other than 0.
  std::size_t next(std::size_t n) const {
    while (bits_ == 1 && n < count_ && n % 8 == 0 && bytes_[n / 8] == 0)
      n += 8;
    return n;
  }

 private:
  std::size_t count_;
  std::size_t bits_;
  std::vector<std::uint8_t> bytes_;
};

struct Frames {
  Pixels pixels;
  std::vector<std::uint16_t>
      segments;             ///< Of each frame; 0 where the pixels are the segments' numbers.
  std::uint16_t least = 1;  ///< Smallest pixel that belongs to its frame's segment.
  std::uint16_t background = 0;
};

void append(std::size_t voxel, std::vector<labels::VoxelSpan>& spans) {
  if (!spans.empty() && spans.back().first + spans.back().count == voxel)
    ++spans.back().count;
  else
    spans.push_back({voxel, 1});
}

std::vector<labels::LabelLayer> layersOf(const Frames& frames,
                                         const DicomImage& image,
                                         const SegPlacement& placement,
                                         const labels::LabelMeanings& meanings) {
  const auto columns = static_cast<std::size_t>(image.columns);
  const std::size_t plane = static_cast<std::size_t>(image.rows) * columns;
  std::map<std::uint16_t, std::vector<labels::VoxelSpan>> voxelsOf;
  for (std::size_t n = frames.pixels.next(0); n < frames.pixels.count();
       n = frames.pixels.next(n + 1)) {
    const std::uint16_t pixel = frames.pixels.at(n);
    const std::size_t frame = n / plane;
    const std::uint16_t segment = frames.segments[frame] != 0 ? frames.segments[frame] : pixel;
    if (pixel >= frames.least && pixel != frames.background && segment != 0)
      append(placement.frames[frame].voxel(n % plane / columns, n % plane % columns),
             voxelsOf[segment]);
  }
  labels::LayerStack stack(placement.grid);
  try {
    for (const auto& [segment, voxels] : voxelsOf)
      stack.add(voxels, segment);
  } catch (const Error& error) {
    refuse(image.path, error.what() + std::string("."));
  }
  return stack.take(meanings);
}

}  // namespace

std::vector<labels::LabelLayer> readDicomSegmentation(const fs::path& path,
                                                      const Grid* ct,
                                                      const Progress& progress) {
  const std::optional<DicomImage> image = readDicomImage(path);
  if (!image)
    refuse(path, "it is damaged, or no DICOM file; copy it again.");
  if (!isSegmentation(*image))
    refuse(path,
           "it is a DICOM file but no segmentation (" + kindWord(*image) +
               "); give a SEG, RTSTRUCT, NIfTI, NRRD or MHA file.");
  if (image->damaged || !image->hasPixels || image->frames.empty())
    refuse(path, "it is damaged, or does not say where its frames lie; export it again.");
  const Quiet quiet;
  const DicomHeader header = openDicomHeader(path);
  DcmDataset& dataset = *header.file->getDataset();
  const std::string type = textOf(dataset, DCM_SegmentationType);
  Frames frames{Pixels(*image, progress), std::vector<std::uint16_t>(image->frames.size(), 0)};
  if (type != "LABELMAP")
    frames.segments = segmentOfFrames(dataset, image->frames.size());
  if (type == "FRACTIONAL")
    frames.least =
        static_cast<std::uint16_t>((wholeOf(dataset, DCM_MaximumFractionalValue, 255) + 1) / 2);
  if (type == "LABELMAP")
    frames.background = static_cast<std::uint16_t>(wholeOf(dataset, DCM_PixelPaddingValue, 0));
  DcmItem* shared = itemOf(dataset, DCM_SharedFunctionalGroupsSequence);
  DcmItem* measures = shared == nullptr ? nullptr : itemOf(*shared, DCM_PixelMeasuresSequence);
  const std::vector<double> step =
      measures == nullptr ? std::vector<double>() : numbersOf(*measures, DCM_SpacingBetweenSlices);
  const SegPlacement placement = placementOf(*image, step.empty() ? 0.0 : step[0], ct);
  if (const std::string flaw = flawOf(placement.grid); !flaw.empty())
    refuse(path, flaw + "; export it again.");
  return layersOf(frames, *image, placement, segmentsOf(dataset));
}

}  // namespace trocar
