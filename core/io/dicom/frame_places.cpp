#include "core/io/dicom/frame_places.h"

#include "core/error.h"
#include "core/io/dicom/dataset.h"
#include "core/io/dicom/dicom_numbers.h"

#include <cmath>

namespace trocar {
namespace {

/// Where the groups of attributes of a frame stand: for itself, else shared; in classic images both
/// are the data set.
struct Groups {
  DcmItem* own;
  DcmItem* shared;

  DcmItem* of(const DcmTagKey& group) const {
    for (DcmItem* item : {own, shared}) {
      if (item == nullptr)
        continue;
      if (DcmItem* found = itemOf(*item, group))
        return found;
    }
    return nullptr;
  }
};

Vec3 vectorIn(const std::vector<double>& numbers, std::size_t from) {
  return {numbers[from], numbers[from + 1], numbers[from + 2]};
}

void readOrientation(DcmItem& item, DicomFrame& frame) {
  constexpr double kTolerance = 0.01;
  const std::vector<double> axes = numbersIn(item, DCM_ImageOrientationPatient, 6);
  if (axes.empty())
    throw Error("it has no " + tagText(DCM_ImageOrientationPatient));
  frame.alongRow = vectorIn(axes, 0);
  frame.alongColumn = vectorIn(axes, 3);
  if (std::abs(frame.alongRow.norm() - 1.0) > kTolerance ||
      std::abs(frame.alongColumn.norm() - 1.0) > kTolerance ||
      std::abs(frame.alongRow.dot(frame.alongColumn)) > kTolerance)
    throw Error("its " + tagText(DCM_ImageOrientationPatient) + " is \"" +
                textOf(item, DCM_ImageOrientationPatient) +
                "\": no two directions of length 1 at right angles");
}

void readMeasures(DcmItem& item, DicomFrame& frame) {
  const std::vector<double> spacing = numbersIn(item, DCM_PixelSpacing, 2);
  if (spacing.empty())
    throw Error("it has no " + tagText(DCM_PixelSpacing));
  if (!(spacing[0] > 0.0) || !(spacing[1] > 0.0))
    throw Error("its " + tagText(DCM_PixelSpacing) + " is \"" + textOf(item, DCM_PixelSpacing) +
                "\": no size of a pixel");
  frame.rowSpacingMm = spacing[0];
  frame.columnSpacingMm = spacing[1];
  frame.thicknessMm = numberIn(item, DCM_SliceThickness).value_or(0.0);
}

void readPosition(DcmItem& item, DicomFrame& frame) {
  const std::vector<double> point = numbersIn(item, DCM_ImagePositionPatient, 3);
  if (point.empty())
    throw Error("it has no " + tagText(DCM_ImagePositionPatient) +
                " and so no place in the patient");
  frame.positionMm = vectorIn(point, 0);
}

void readRescale(DcmItem& item, DicomFrame& frame) {
  const std::optional<double> slope = numberIn(item, DCM_RescaleSlope);
  const std::optional<double> intercept = numberIn(item, DCM_RescaleIntercept);
  if (slope && !(*slope > 0.0))
    throw Error("its " + tagText(DCM_RescaleSlope) + " is \"" + textOf(item, DCM_RescaleSlope) +
                "\", which makes no Hounsfield units");
  frame.slope = slope.value_or(1.0);
  frame.intercept = intercept.value_or(0.0);
  frame.statesIntercept = intercept.has_value();
  frame.rescaleType = textOf(item, DCM_RescaleType);
}

void mark(DicomFrame& frame, FrameMark which, DcmItem& item, const DcmTagKey& tag) {
  std::string& value = frame.marks[static_cast<std::size_t>(which)];
  if (value.empty())
    value = textOf(item, tag);
}

void readMarks(DcmItem& item, DicomFrame& frame) {
  mark(frame, FrameMark::Kernel, item, DCM_ConvolutionKernel);
  mark(frame, FrameMark::ImageType, item, DCM_ImageType);
  mark(frame, FrameMark::KiloVolts, item, DCM_KVP);
  mark(frame, FrameMark::TemporalPosition, item, DCM_TemporalPositionIdentifier);
  mark(frame, FrameMark::TriggerTime, item, DCM_TriggerTime);
  mark(frame, FrameMark::Acquisition, item, DCM_AcquisitionNumber);
  mark(frame, FrameMark::AcquisitionTime, item, DCM_AcquisitionTime);
  mark(frame, FrameMark::Thickness, item, DCM_SliceThickness);
}

void readEnhancedMarks(const Groups& groups, DicomFrame& frame) {
  if (DcmItem* reconstruction = groups.of(DCM_CTReconstructionSequence))
    mark(frame, FrameMark::Kernel, *reconstruction, DCM_ConvolutionKernel);
  if (DcmItem* type = groups.of(DCM_CTImageFrameTypeSequence))
    mark(frame, FrameMark::ImageType, *type, DCM_FrameType);
  if (DcmItem* content = groups.of(DCM_FrameContentSequence)) {
    mark(frame, FrameMark::TemporalPosition, *content, DCM_TemporalPositionIndex);
    mark(frame, FrameMark::Stack, *content, DCM_StackID);
    mark(frame, FrameMark::Acquisition, *content, DCM_FrameAcquisitionNumber);
  }
}

DicomFrame enhancedFrame(const Groups& groups, DcmItem& dataset) {
  DicomFrame frame;
  DcmItem* position = groups.of(DCM_PlanePositionSequence);
  DcmItem* orientation = groups.of(DCM_PlaneOrientationSequence);
  DcmItem* measures = groups.of(DCM_PixelMeasuresSequence);
  readPosition(position != nullptr ? *position : dataset, frame);
  readOrientation(orientation != nullptr ? *orientation : dataset, frame);
  readMeasures(measures != nullptr ? *measures : dataset, frame);
  DcmItem* values = groups.of(DCM_PixelValueTransformationSequence);
  readRescale(values != nullptr ? *values : dataset, frame);
  readEnhancedMarks(groups, frame);
  return frame;
}

std::vector<DicomFrame> enhancedFrames(DcmItem& dataset, unsigned long count) {
  const auto stated = static_cast<unsigned long>(wholeOf(dataset, DCM_NumberOfFrames, 0));
  if (stated != 0 && stated != count)
    throw Error("its " + tagText(DCM_NumberOfFrames) + " is " + std::to_string(stated) +
                ", but it says the place of " + std::to_string(count));
  DcmItem* shared = itemOf(dataset, DCM_SharedFunctionalGroupsSequence);
  DcmSequenceOfItems* perFrame = nullptr;
  dataset.findAndGetSequence(DCM_PerFrameFunctionalGroupsSequence, perFrame);
  std::vector<DicomFrame> frames;
  for (DcmObject* item = perFrame->nextInContainer(nullptr); item != nullptr;
       item = perFrame->nextInContainer(item))
    frames.push_back(enhancedFrame({dynamic_cast<DcmItem*>(item), shared}, dataset));
  return frames;
}

/// The frames of a classic image of several, which states the place of the first: along the normal
/// by GridFrameOffsetVector (PS3.3, C.8.8.3.2).
std::vector<DicomFrame> framesByOffset(DcmItem& dataset,
                                       const DicomFrame& first,
                                       std::size_t count) {
  const std::vector<double> offsets = allNumbersIn(dataset, DCM_GridFrameOffsetVector);
  if (offsets.size() != count)
    throw Error("it holds " + std::to_string(count) + " frames (" + tagText(DCM_NumberOfFrames) +
                ") but says the place of one only");
  std::vector<DicomFrame> frames;
  const Vec3 normal = first.alongRow.cross(first.alongColumn);
  for (const double offset : offsets) {
    frames.push_back(first);
    frames.back().positionMm += (offset - offsets.front()) * normal;
  }
  return frames;
}

}  // namespace

std::vector<DicomFrame> framesOf(DcmItem& dataset) {
  const unsigned long count = itemCount(dataset, DCM_PerFrameFunctionalGroupsSequence);
  if (count > 0)
    return enhancedFrames(dataset, count);
  DicomFrame frame;
  readPosition(dataset, frame);
  readOrientation(dataset, frame);
  readMeasures(dataset, frame);
  readRescale(dataset, frame);
  readMarks(dataset, frame);
  const int frames = wholeOf(dataset, DCM_NumberOfFrames, 1);
  if (frames > 1)
    return framesByOffset(dataset, frame, static_cast<std::size_t>(frames));
  return {frame};
}

}  // namespace trocar
