#include "core/io/dicom/rt_rois.h"

#include "core/error.h"
#include "core/io/dicom/dicom_numbers.h"
#include "core/io/dicom/dicom_text.h"
#include "core/io/quiet.h"
#include "core/number_text.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

namespace trocar {
namespace {

using labels::ClosedContour;

/// ROIs by their numbers.
using RoisByNumber = std::map<int, RtRoi*>;

std::optional<int> roiNumberIn(DcmItem& item, const DcmTagKey& tag) {
  const std::optional<double> number = numberIn(item, tag);
  if (!number)
    return std::nullopt;
  constexpr double kMost = 2147483647.0;
  if (std::abs(*number) > kMost || *number != std::trunc(*number))
    throw Error("its " + tagText(tag) + " is " + plainNumber(*number, 12) +
                ", which is no whole number");
  return static_cast<int>(*number);
}

int roiNumberFor(DcmItem& item, const DcmTagKey& tag, const std::string& what) {
  const std::optional<int> number = roiNumberIn(item, tag);
  if (!number)
    throw Error(what + " has no " + tagText(tag));
  return *number;
}

std::vector<RtRoi> listedRois(DcmDataset& dataset) {
  constexpr std::size_t kMostRois = 4096;
  const std::vector<DcmItem*> items = itemsOf(dataset, DCM_StructureSetROISequence);
  if (items.empty())
    throw Error("its " + tagText(DCM_StructureSetROISequence) + " names no ROI");
  if (items.size() > kMostRois)
    throw Error("its " + tagText(DCM_StructureSetROISequence) + " names " +
                std::to_string(items.size()) + " ROIs, more than any plan has");
  DicomTexts texts(dataset);
  std::vector<RtRoi> rois;
  for (DcmItem* item : items) {
    const int number =
        roiNumberFor(*item, DCM_ROINumber, "ROI " + std::to_string(rois.size() + 1) + " in order");
    const std::string name = texts.at(*item, DCM_ROIName);
    rois.push_back({number, name.empty() ? "ROI " + std::to_string(number) : name, {}});
  }
  return rois;
}

RoisByNumber byNumber(std::vector<RtRoi>& rois) {
  RoisByNumber found;
  for (RtRoi& roi : rois) {
    const auto [other, fresh] = found.emplace(roi.number, &roi);
    if (!fresh)
      throw Error("\"" + other->second->name + "\" and \"" + roi.name + "\" both have the " +
                  tagText(DCM_ROINumber) + " " + std::to_string(roi.number));
  }
  return found;
}

/// Observations of ROIs that are not there say nothing.
void addTypes(DcmDataset& dataset, const RoisByNumber& rois) {
  for (DcmItem* item : itemsOf(dataset, DCM_RTROIObservationsSequence)) {
    const auto roi = rois.find(roiNumberIn(*item, DCM_ReferencedROINumber).value_or(-1));
    if (roi != rois.end() && roi->second->type.empty())
      roi->second->type = textOf(*item, DCM_RTROIInterpretedType);
  }
}

/// Also where it is stored as of unknown kind, as is done with texts that the length of their kind
/// cannot express.
std::vector<double> contourNumbers(DcmItem& contour) {
  DcmElement* element = nullptr;
  Uint8* bytes = nullptr;
  if (contour.findAndGetElement(DCM_ContourData, element).bad() || element == nullptr ||
      element->ident() != EVR_UN)
    return allNumbersIn(contour, DCM_ContourData);
  if (element->getUint8Array(bytes).bad() || bytes == nullptr)
    return {};
  DcmItem decimals;
  decimals.putAndInsertOFStringArray(
      DCM_ContourData, OFString(reinterpret_cast<const char*>(bytes), element->getLength()));
  return allNumbersIn(decimals, DCM_ContourData);
}

void checkCount(DcmItem& contour, std::size_t numbers) {
  const std::string held = std::to_string(numbers) + " numbers";
  if (numbers % 3 != 0)
    throw Error("its " + tagText(DCM_ContourData) + " holds " + held +
                ", which are no points of three");
  const std::size_t points = numbers / 3;
  const std::optional<double> stated = numberIn(contour, DCM_NumberOfContourPoints);
  if (stated && *stated != static_cast<double>(points))
    throw Error("its " + tagText(DCM_NumberOfContourPoints) + " is " + plainNumber(*stated, 12) +
                ", but its " + tagText(DCM_ContourData) + " holds " + std::to_string(points) +
                " points");
  if (points < 3)
    throw Error("its " + tagText(DCM_ContourData) + " holds " + std::to_string(points) +
                " points, which enclose nothing");
}

/// Contours are moved by it, in programs that know it.
void refuseOffset(DcmItem& contour) {
  for (const double offset : allNumbersIn(contour, DcmTagKey(0x3006, 0x0045))) {
    if (offset != 0.0)
      throw Error("its ContourOffsetVector (3006,0045) is not 0");
  }
}

ClosedContour cornersIn(DcmItem& contour) {
  constexpr double kFarthestMm = 1e4;
  const std::vector<double> numbers = contourNumbers(contour);
  checkCount(contour, numbers.size());
  refuseOffset(contour);
  ClosedContour corners;
  for (std::size_t n = 0; n < numbers.size(); n += 3) {
    corners.emplace_back(numbers[n], numbers[n + 1], numbers[n + 2]);
    if (const double far = corners.back().cwiseAbs().maxCoeff(); far > kFarthestMm)
      throw Error("its " + tagText(DCM_ContourData) + " holds " + plainNumber(far) +
                  ", farther than 10 m from the origin");
  }
  return corners;
}

bool precedes(const ClosedContour& a, const ClosedContour& b) {
  return std::lexicographical_compare(
      a.begin(), a.end(), b.begin(), b.end(), [](const Vec3& one, const Vec3& other) {
        return std::lexicographical_compare(one.begin(), one.end(), other.begin(), other.end());
      });
}

/// A contour drawn twice would undo itself.
void dropRepeated(RtRoi& roi) {
  std::stable_sort(roi.contours.begin(), roi.contours.end(), precedes);
  const auto end = std::unique(roi.contours.begin(), roi.contours.end());
  roi.repeated = static_cast<std::size_t>(roi.contours.end() - end);
  roi.contours.erase(end, roi.contours.end());
}

void addContour(DcmItem& contour, RtRoi& roi, bool& exclusive) {
  const std::string type = textOf(contour, DCM_ContourGeometricType);
  exclusive = exclusive || type == "CLOSEDPLANAR_XOR";
  if (type == "CLOSED_PLANAR" || type == "CLOSEDPLANAR_XOR")
    roi.contours.push_back(cornersIn(contour));
  else if (type == "POINT" || type == "OPEN_PLANAR" || type == "OPEN_NONPLANAR")
    ++roi.open;
  else
    throw Error("its " + tagText(DCM_ContourGeometricType) + " is \"" + type +
                "\", which is not known");
}

void addContours(DcmItem& item, RtRoi& roi) {
  std::size_t number = 0;
  bool exclusive = false;
  for (DcmItem* contour : itemsOf(item, DCM_ContourSequence)) {
    ++number;
    try {
      addContour(*contour, roi, exclusive);
    } catch (const Error& error) {
      throw Error(labelOf(roi) + ", contour " + std::to_string(number) + ": " + error.what());
    }
  }
  if (!exclusive)
    dropRepeated(roi);
}

void addAllContours(DcmDataset& dataset, const RoisByNumber& rois, const Progress& progress) {
  const std::vector<DcmItem*> items = itemsOf(dataset, DCM_ROIContourSequence);
  std::map<int, std::size_t> seen;
  for (std::size_t n = 0; n < items.size(); ++n) {
    progress.at(static_cast<double>(n) / static_cast<double>(items.size()));
    const std::string what =
        "item " + std::to_string(n + 1) + " of its " + tagText(DCM_ROIContourSequence);
    const int number = roiNumberFor(*items[n], DCM_ReferencedROINumber, what);
    const auto roi = rois.find(number);
    if (roi == rois.end())
      throw Error("the " + tagText(DCM_ReferencedROINumber) + " of " + what + " is " +
                  std::to_string(number) + ", which no ROI has");
    if (++seen[number] > 1)
      throw Error(labelOf(*roi->second) + " has two items of contours");
    addContours(*items[n], *roi->second);
  }
}

}  // namespace

std::string labelOf(const RtRoi& roi) {
  return "ROI " + std::to_string(roi.number) + " \"" + roi.name + "\"";
}

std::vector<RtRoi> readRtRois(const std::filesystem::path& path, const Progress& progress) {
  constexpr std::uintmax_t kMostBytes = 2'000'000'000;
  std::error_code none;
  if (std::filesystem::file_size(path, none) > kMostBytes && !none)
    throw Error("it is larger than 2 GB, which no structure set is");
  bool complete = false;
  const Quiet quiet;
  const std::unique_ptr<DcmFileFormat> file = openDicom(path, complete);
  if (!file || !complete)
    throw Error("it ends early or is damaged");
  DcmDataset& dataset = *file->getDataset();
  std::vector<RtRoi> rois = listedRois(dataset);
  const RoisByNumber numbered = byNumber(rois);
  addTypes(dataset, numbered);
  addAllContours(dataset, numbered, progress);
  return rois;
}

}  // namespace trocar
