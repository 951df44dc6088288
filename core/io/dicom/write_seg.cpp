// A plan's structures as a DICOM segmentation: dicom_export.h's dicomSegmentation.
#include "core/error.h"
#include "core/io/dicom/dicom_writer.h"
#include "core/io/quiet.h"
#include "core/segment_mark.h"
#include "core/segment_term.h"

#include <algorithm>
#include <cmath>
#include <dcmtk/dcmfg/fgderimg.h>
#include <dcmtk/dcmfg/fgfracon.h>
#include <dcmtk/dcmfg/fgpixmsr.h>
#include <dcmtk/dcmfg/fgplanor.h>
#include <dcmtk/dcmfg/fgplanpo.h>
#include <dcmtk/dcmiod/cielabutil.h>
#include <dcmtk/dcmiod/iodreferences.h>
#include <dcmtk/dcmseg/segdoc.h>
#include <dcmtk/dcmseg/segment.h>
#include <memory>

namespace trocar {
namespace {

void demand(const OFCondition& condition) {
  if (condition.bad())
    throw Error("Cannot make the DICOM segmentation: " + std::string(condition.text()) +
                "; report this plan.");
}

CodeSequenceMacro coded(const Code& code) {
  return {code.value.c_str(), code.scheme.c_str(), code.meaning.c_str()};
}

OFString decimal(double number) {
  return decimalString(number).c_str();
}

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
std::vector<Uint8> packed(const std::vector<Frame>& frames, std::size_t plane) {
  std::vector<Uint8> bits((frames.size() * plane + 7) / 8, 0);
  for (std::size_t f = 0; f < frames.size(); ++f) {
    for (const VoxelRun& run : frames[f].runs) {
      for (std::size_t n = f * plane + run.first; n < f * plane + run.first + run.count; ++n)
        bits[n / 8] = static_cast<Uint8>(bits[n / 8] | 1U << (n % 8));
    }
  }
  bits.resize(bits.size() + bits.size() % 2);
  return bits;
}

void colour(DcmSegment& item, const std::array<std::uint8_t, 3>& rgb) {
  std::array<double, 3> lab{};
  IODCIELabUtil::rgb2DicomLab(
      lab[0], lab[1], lab[2], rgb[0] / 255.0, rgb[1] / 255.0, rgb[2] / 255.0);
  const auto word = [](double value) {
    return static_cast<Uint16>(std::lround(std::clamp(value, 0.0, 65535.0)));
  };
  demand(item.setRecommendedDisplayCIELabValue(word(lab[0]), word(lab[1]), word(lab[2])));
}

void addSide(DcmSegment& item, const std::string& id) {
  auto& modifiers = item.getSegmentedPropertyTypeModifierCode();
  if (id.ends_with("_left"))
    modifiers.push_back(new CodeSequenceMacro("7771000", "SCT", "Left"));
  if (id.ends_with("_right"))
    modifiers.push_back(new CodeSequenceMacro("24028007", "SCT", "Right"));
}

void addSegment(DcmSegmentation& document, const Segment& segment) {
  const SegmentTerm term = segmentTerm(segment.kind);
  DcmSegment* made = nullptr;
  demand(DcmSegment::create(made,
                            "Segment",
                            coded(term.category),
                            coded(term.type),
                            DcmSegTypes::SAT_SEMIAUTOMATIC,
                            "Trocar"));
  std::unique_ptr<DcmSegment> item(made);
  addSide(*item, segment.id);
  colour(*item, segment.rgb);
  Uint16 number = 0;
  demand(document.addSegment(item.release(), number));
}

/// What the user named, put in after the library's check: that takes a segment for ASCII, whatever
/// the data set says, and counts the bytes of UTF-8 where the standard counts its characters.
void nameSegments(DcmDataset& dataset,
                  const std::vector<Segment>& segments,
                  const std::string& seed) {
  for (std::size_t s = 0; s < segments.size(); ++s) {
    DcmItem* item = nullptr;
    demand(dataset.findAndGetSequenceItem(DCM_SegmentSequence, item, static_cast<long>(s)));
    putText(*item, DCM_SegmentLabel, cut(segments[s].id, 64));
    putText(*item, DCM_SegmentDescription, cut(segments[s].name, 1000));
    putText(*item,
            DCM_TrackingID,
            toText({segments[s].kind, segments[s].basis, segments[s].id, segments[s].name}));
    putText(*item, DCM_TrackingUID, uidFrom(seed + " segment " + segments[s].id));
  }
}

void addReferences(DcmSegmentation& document, const DicomOrigin& origin) {
  IODReferences images;
  std::string last;
  for (const DicomOrigin::Image& image : origin.images) {
    if (image.sopInstanceUid != last)
      images.add(new IODImageReference("",
                                       origin.studyUid.c_str(),
                                       origin.seriesUid.c_str(),
                                       image.sopInstanceUid.c_str(),
                                       image.sopClassUid.c_str()));
    last = image.sopInstanceUid;
  }
  document.getCommonInstanceReference().addReferences(images, origin.studyUid.c_str());
}

/// Frames are told apart by their segment, then by their place.
void addDimensions(DcmSegmentation& document, const std::string& uid) {
  IODMultiframeDimensionModule& dimensions = document.getDimensions();
  demand(dimensions.addDimensionIndex(
      DCM_ReferencedSegmentNumber, uid.c_str(), DCM_SegmentIdentificationSequence));
  demand(dimensions.addDimensionIndex(
      DCM_ImagePositionPatient, uid.c_str(), DCM_PlanePositionSequence));
}

void addShared(DcmSegmentation& document, const Grid& grid) {
  FGPixelMeasures measures;
  demand(
      measures.setPixelSpacing(decimal(grid.spacingMm()[1]) + "\\" + decimal(grid.spacingMm()[0])));
  demand(measures.setSliceThickness(decimal(grid.spacingMm()[2])));
  demand(measures.setSpacingBetweenSlices(decimal(grid.spacingMm()[2])));
  demand(document.addForAllFrames(measures));
  const std::vector<double> axes = orientationOf(grid);
  FGPlaneOrientationPatient orientation;
  demand(orientation.setImageOrientationPatient(decimal(axes[0]),
                                                decimal(axes[1]),
                                                decimal(axes[2]),
                                                decimal(axes[3]),
                                                decimal(axes[4]),
                                                decimal(axes[5])));
  demand(document.addForAllFrames(orientation));
}

std::unique_ptr<FGDerivationImage> sourceOf(const DicomOrigin::Image& image) {
  ImageSOPInstanceReferenceMacro reference;
  demand(reference.setReferencedSOPClassUID(image.sopClassUid.c_str()));
  demand(reference.setReferencedSOPInstanceUID(image.sopInstanceUid.c_str()));
  if (image.frame > 0)
    demand(reference.addReferencedFrameNumber(static_cast<Uint16>(image.frame)));
  OFVector<ImageSOPInstanceReferenceMacro> references;
  references.push_back(reference);
  return std::unique_ptr<FGDerivationImage>(
      DcmSegmentation::createDerivationImageFG(references, ""));
}

void addFrame(DcmSegmentation& document,
              const Frame& frame,
              const Grid& grid,
              const DicomOrigin& origin) {
  FGFrameContent content;
  demand(content.setDimensionIndexValues(static_cast<Uint32>(frame.segment + 1), 0));
  demand(content.setDimensionIndexValues(static_cast<Uint32>(frame.slice + 1), 1));
  const std::vector<double> at = positionOf(grid, frame.slice);
  FGPlanePosPatient position;
  demand(position.setImagePositionPatient(decimal(at[0]), decimal(at[1]), decimal(at[2])));
  OFVector<FGBase*> groups;
  groups.push_back(&content);
  groups.push_back(&position);
  std::unique_ptr<FGDerivationImage> source;
  if (origin.imagesAreSlices) {
    source = sourceOf(origin.images[static_cast<std::size_t>(frame.slice)]);
    groups.push_back(source.get());
  }
  Uint8 pixel = 0;
  demand(document.addFrame(&pixel, static_cast<Uint16>(frame.segment + 1), groups));
}

/// A document of frames of one pixel: `putPixels` brings the true ones.
std::unique_ptr<DcmSegmentation> newDocument() {
  DcmSegmentation* document = nullptr;
  demand(DcmSegmentation::createBinarySegmentation(
      document,
      1,
      1,
      {"Trocar", "Trocar", "none", "0"},
      {"1", "PLAN", "Structures, needles, zones and cement of a plan", ""}));
  return std::unique_ptr<DcmSegmentation>(document);
}

/// DCMTK up to 3.6.8 lays frames over one another where their pixels do not fill whole bytes.
void putPixels(DcmDataset& dataset, const std::vector<Frame>& frames, const Grid& grid) {
  putPixelShape(dataset, grid.size()[1], grid.size()[0], 1, 1);
  const std::vector<Uint8> bits = packed(
      frames, static_cast<std::size_t>(grid.size()[0]) * static_cast<std::size_t>(grid.size()[1]));
  demand(dataset.putAndInsertUint8Array(
      DCM_PixelData, bits.data(), static_cast<unsigned long>(bits.size())));
}

}  // namespace

std::string dicomSegmentation(const Grid& grid,
                              const std::vector<Segment>& segments,
                              const DicomOrigin& origin,
                              const DicomStamp& stamp,
                              bool deflated) {
  const std::vector<Frame> frames = framesOf(grid, segments);
  if (frames.empty())
    throw Error("There is nothing to write as a segmentation: the case has no labelled voxel.");
  const Quiet quiet;
  const std::string seed = stamp.content + " segmentation";
  const std::unique_ptr<DcmSegmentation> document = newDocument();
  demand(document->getSeries().setSeriesNumber("901"));
  demand(
      document->getFrameOfReference().setFrameOfReferenceUID(origin.frameOfReferenceUid.c_str()));
  for (const Segment& segment : segments)
    addSegment(*document, segment);
  addReferences(*document, origin);
  addDimensions(*document, uidFrom(seed + " dimensions"));
  addShared(*document, grid);
  for (const Frame& frame : frames)
    addFrame(*document, frame, grid, origin);
  DcmFileFormat file;
  DcmDataset& dataset = *file.getDataset();
  demand(document->writeDataset(dataset));
  nameSegments(dataset, segments, seed);
  putPixels(dataset, frames, grid);
  // Patient, study and dates as in every object of an export; the library knows none of them.
  putHeader(dataset,
            UID_SegmentationStorage,
            uidFrom(seed + " 1"),
            {"SEG", uidFrom(seed), "Plan: segmentation", 901},
            origin,
            stamp);
  putFrameOfReference(dataset, origin);
  return fileBytes(file, deflated);
}

}  // namespace trocar
