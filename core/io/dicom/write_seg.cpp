// A plan's structures as a DICOM segmentation: dicom_export.h's dicomSegmentation.
#include "core/error.h"
#include "core/io/dicom/dicom_writer.h"

#include <algorithm>
#include <cmath>

namespace trocar {
namespace {

/// The part of a segment on one slice.
struct Frame {
  std::size_t segment = 0;
  int slice = 0;
  std::vector<VoxelRun> runs;  ///< Within the slice.
};

std::vector<Frame> framesOf(const Grid& grid, const std::vector<Segment>& segments) {
  const std::size_t plane =
      static_cast<std::size_t>(grid.size()[0]) * static_cast<std::size_t>(grid.size()[1]);
  std::vector<Frame> frames;
  for (std::size_t s = 0; s < segments.size(); ++s) {
    for (VoxelRun run : segments[s].runs) {
      while (run.count > 0) {
        const auto slice = static_cast<int>(run.first / plane);
        const std::size_t within = run.first % plane;
        const std::size_t count = std::min(run.count, plane - within);
        if (frames.empty() || frames.back().segment != s || frames.back().slice != slice)
          frames.push_back({s, slice, {}});
        frames.back().runs.push_back({within, count});
        run = {run.first + count, run.count - count};
      }
    }
  }
  return frames;
}

/// Bits one after the other, frames without padding between them, the lowest bit first.
std::vector<std::uint8_t> packed(const std::vector<Frame>& frames, std::size_t plane) {
  std::vector<std::uint8_t> bits((frames.size() * plane + 7) / 8, 0);
  for (std::size_t f = 0; f < frames.size(); ++f) {
    for (const VoxelRun& run : frames[f].runs) {
      for (std::size_t n = f * plane + run.first; n < f * plane + run.first + run.count; ++n)
        bits[n / 8] = static_cast<std::uint8_t>(bits[n / 8] | 1U << (n % 8));
    }
  }
  bits.resize(bits.size() + bits.size() % 2);
  return bits;
}

double linear(std::uint8_t channel) {
  const double c = channel / 255.0;
  return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

/// sRGB to CIELab under D50 (the matrix of the sRGB profile, IEC 61966-2-1 adapted by Bradford) in
/// the 16 bits of PS3.3, C.10.7.1.1.
std::vector<std::uint16_t> labWords(const std::array<std::uint8_t, 3>& rgb) {
  const double r = linear(rgb[0]), g = linear(rgb[1]), b = linear(rgb[2]);
  const auto f = [](double t) {
    return t > 216.0 / 24389.0 ? std::cbrt(t) : (24389.0 / 27.0 * t + 16.0) / 116.0;
  };
  const double x = f((0.4360747 * r + 0.3850649 * g + 0.1430804 * b) / 0.9642);
  const double y = f(0.2225045 * r + 0.7168786 * g + 0.0606169 * b);
  const double z = f((0.0139322 * r + 0.0971045 * g + 0.7141733 * b) / 0.8251);
  const auto word = [](double share) {
    return static_cast<std::uint16_t>(std::lround(65535.0 * std::clamp(share, 0.0, 1.0)));
  };
  return {word((116.0 * y - 16.0) / 100.0),
          word((500.0 * (x - y) + 128.0) / 255.0),
          word((200.0 * (y - z) + 128.0) / 255.0)};
}

void putSide(DcmItem& type, const std::string& id) {
  if (id.ends_with("_left"))
    putCode(type, DCM_SegmentedPropertyTypeModifierCodeSequence, {"7771000", "SCT", "Left"});
  if (id.ends_with("_right"))
    putCode(type, DCM_SegmentedPropertyTypeModifierCodeSequence, {"24028007", "SCT", "Right"});
}

void describe(DcmItem& item, const Segment& segment, std::size_t number) {
  const SegmentTerm term = segmentTerm(segment.kind);
  putWords(item, DCM_SegmentNumber, {static_cast<std::uint16_t>(number)});
  putText(item, DCM_SegmentLabel, cut(segment.id, 64));
  putText(item, DCM_SegmentDescription, cut(segment.name, 1000));
  putText(item, DCM_SegmentAlgorithmType, "SEMIAUTOMATIC");
  putText(item, DCM_SegmentAlgorithmName, "Trocar");
  putWords(item, DCM_RecommendedDisplayCIELabValue, labWords(segment.rgb));
  putCode(item, DCM_SegmentedPropertyCategoryCodeSequence, term.category);
  putCode(item, DCM_SegmentedPropertyTypeCodeSequence, term.type);
  DcmItem* type = nullptr;
  if (item.findAndGetSequenceItem(DCM_SegmentedPropertyTypeCodeSequence, type).good())
    putSide(*type, segment.id);
}

/// Frames are told apart by their segment, then by their place.
void putDimensions(DcmItem& dataset, const std::string& uid) {
  putText(addItem(dataset, DCM_DimensionOrganizationSequence), DCM_DimensionOrganizationUID, uid);
  const auto index = [&](const DcmTagKey& pointer, const DcmTagKey& group) {
    DcmItem& item = addItem(dataset, DCM_DimensionIndexSequence);
    putText(item, DCM_DimensionOrganizationUID, uid);
    item.putAndInsertTagKey(DCM_DimensionIndexPointer, pointer);
    item.putAndInsertTagKey(DCM_FunctionalGroupPointer, group);
  };
  index(DCM_ReferencedSegmentNumber, DCM_SegmentIdentificationSequence);
  index(DCM_ImagePositionPatient, DCM_PlanePositionSequence);
}

void putReference(DcmItem& item, const DicomOrigin::Image& image) {
  putText(item, DCM_ReferencedSOPClassUID, image.sopClassUid);
  putText(item, DCM_ReferencedSOPInstanceUID, image.sopInstanceUid);
}

/// The module of common instance references: every image once.
void putReferences(DcmItem& dataset, const DicomOrigin& origin) {
  DcmItem& series = addItem(dataset, DCM_ReferencedSeriesSequence);
  putText(series, DCM_SeriesInstanceUID, origin.seriesUid);
  std::string last;
  for (const DicomOrigin::Image& image : origin.images) {
    if (image.sopInstanceUid != last)
      putReference(addItem(series, DCM_ReferencedInstanceSequence), image);
    last = image.sopInstanceUid;
  }
}

void putSource(DcmItem& group, const DicomOrigin::Image& image) {
  DcmItem& derivation = addItem(group, DCM_DerivationImageSequence);
  putCode(derivation, DCM_DerivationCodeSequence, {"113076", "DCM", "Segmentation"});
  DcmItem& source = addItem(derivation, DCM_SourceImageSequence);
  putReference(source, image);
  if (image.frame > 0)
    putText(source, DCM_ReferencedFrameNumber, std::to_string(image.frame));
  putText(source, DCM_SpatialLocationsPreserved, "YES");
  putCode(source,
          DCM_PurposeOfReferenceCodeSequence,
          {"121322", "DCM", "Source image for image processing operation"});
}

void putFrame(DcmItem& group, const Frame& frame, const Grid& grid, const DicomOrigin& origin) {
  DcmItem& content = addItem(group, DCM_FrameContentSequence);
  const std::array<Uint32, 2> place{static_cast<Uint32>(frame.segment + 1),
                                    static_cast<Uint32>(frame.slice + 1)};
  content.putAndInsertUint32Array(DCM_DimensionIndexValues, place.data(), place.size());
  putNumbers(addItem(group, DCM_PlanePositionSequence),
             DCM_ImagePositionPatient,
             positionOf(grid, frame.slice));
  putWords(addItem(group, DCM_SegmentIdentificationSequence),
           DCM_ReferencedSegmentNumber,
           {static_cast<std::uint16_t>(frame.segment + 1)});
  if (origin.imagesAreSlices)
    putSource(group, origin.images[static_cast<std::size_t>(frame.slice)]);
}

void putShared(DcmItem& dataset, const Grid& grid) {
  DcmItem& shared = addItem(dataset, DCM_SharedFunctionalGroupsSequence);
  DcmItem& measures = addItem(shared, DCM_PixelMeasuresSequence);
  putSpacing(measures, grid);
  putNumbers(measures, DCM_SpacingBetweenSlices, {grid.spacingMm()[2]});
  putNumbers(addItem(shared, DCM_PlaneOrientationSequence),
             DCM_ImageOrientationPatient,
             orientationOf(grid));
}

void putImage(DcmItem& dataset, const Grid& grid, std::size_t frames) {
  putText(dataset, DCM_ImageType, "DERIVED\\PRIMARY");
  putText(dataset, DCM_InstanceNumber, "1");
  putText(dataset, DCM_ContentLabel, "PLAN");
  putText(dataset, DCM_ContentDescription, "Structures, needles, zones and cement of a plan");
  putText(dataset, DCM_ContentCreatorName, "");
  putText(dataset, DCM_LossyImageCompression, "00");
  putText(dataset, DCM_SegmentationType, "BINARY");
  putText(dataset, DCM_NumberOfFrames, std::to_string(frames));
  putPixelShape(dataset, grid.size()[1], grid.size()[0], 1, 1);
  putWords(dataset, DCM_PixelRepresentation, {0});
}

}  // namespace

std::string dicomSegmentation(const Grid& grid,
                              const std::vector<Segment>& segments,
                              const DicomOrigin& origin,
                              const DicomStamp& stamp) {
  const std::vector<Frame> frames = framesOf(grid, segments);
  if (frames.empty())
    throw Error("There is nothing to write as a segmentation: the case has no labelled voxel.");
  const std::string seed = stamp.content + " segmentation";
  DcmFileFormat file;
  DcmDataset& dataset = *file.getDataset();
  putHeader(dataset,
            UID_SegmentationStorage,
            uidFrom(seed + " 1"),
            {"SEG", uidFrom(seed), "Plan: segmentation", 901},
            origin,
            stamp);
  putFrameOfReference(dataset, origin);
  putImage(dataset, grid, frames.size());
  for (std::size_t s = 0; s < segments.size(); ++s)
    describe(addItem(dataset, DCM_SegmentSequence), segments[s], s + 1);
  putReferences(dataset, origin);
  putDimensions(dataset, uidFrom(seed + " dimensions"));
  putShared(dataset, grid);
  for (const Frame& frame : frames)
    putFrame(addItem(dataset, DCM_PerFrameFunctionalGroupsSequence), frame, grid, origin);
  const std::size_t plane =
      static_cast<std::size_t>(grid.size()[0]) * static_cast<std::size_t>(grid.size()[1]);
  const std::vector<std::uint8_t> bits = packed(frames, plane);
  dataset.putAndInsertUint8Array(
      DCM_PixelData, bits.data(), static_cast<unsigned long>(bits.size()));
  return fileBytes(file);
}

}  // namespace trocar
