#include "core/io/dicom/rt_structures.h"

#include "core/error.h"
#include "core/io/dicom/dataset.h"
#include "core/io/dicom/nesting.h"
#include "core/io/dicom/rt_rois.h"
#include "core/io/quiet.h"
#include "core/labels/contour_fill.h"
#include "core/labels/layer_stack.h"
#include "core/labels/name_list.h"
#include "core/labels/plain_words.h"
#include "core/number_text.h"
#include "core/quantile.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <dcmtk/dcmdata/dcistrmf.h>
#include <optional>
#include <utility>

namespace trocar {
namespace {

namespace fs = std::filesystem;
using labels::ContourStack;

constexpr const char* kStructureSetClass = "1.2.840.10008.5.1.4.1.1.481.3";

[[noreturn]] void refuseSet(const fs::path& path, const std::string& what) {
  throw Error("Cannot read the RT structure set " + path.string() + ": " + what);
}

bool isOneOf(const std::string& word, const auto& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Made for a radiotherapy plan, by the type or by what such volumes are always called.
bool isTargetOrHelper(const RtRoi& roi, const std::vector<std::string>& words) {
  static constexpr std::array<const char*, 20> kTypes = {"CTV",
                                                         "PTV",
                                                         "ITV",
                                                         "TREATED_VOLUME",
                                                         "IRRAD_VOLUME",
                                                         "BOLUS",
                                                         "BRACHY_CHANNEL",
                                                         "BRACHY_ACCESSORY",
                                                         "BRACHY_SRC_APP",
                                                         "BRACHY_CHNL_SHLD",
                                                         "SUPPORT",
                                                         "FIXATION",
                                                         "DOSE_REGION",
                                                         "DOSE_MEASUREMENT",
                                                         "CONTROL",
                                                         "MARKER",
                                                         "REGISTRATION",
                                                         "ISOCENTER",
                                                         "DEVICE",
                                                         "PLANNED"};
  static constexpr std::array<const char*, 3> kStems = {"ctv", "ptv", "itv"};
  return isOneOf(roi.type, kTypes) ||
         (!words.empty() && std::any_of(kStems.begin(), kStems.end(), [&](const char* stem) {
           return words.front().starts_with(stem);
         }));
}

/// "ptv_30_gy"; "planned" where no letter is Latin.
std::string plannedId(const std::vector<std::string>& words) {
  std::string id;
  for (const std::string& word : words) {
    if (labels::isValidId(word))
      id += (id.empty() ? "" : "_") + word;
  }
  return id.empty() ? "planned" : id;
}

/// What an ROI's name and type say. The margin around a lesion is none, whatever it is called.
labels::SegmentWords roiWords(const RtRoi& roi) {
  const std::vector<std::string> words = labels::plainWords(roi.name);
  const bool known = labels::isKnownName(roi.name);
  const bool anatomy = known && labels::meaningOf(roi.name).role != Role::Lesion;
  if (isTargetOrHelper(roi, words) && !anatomy)
    return {roi.name, plannedId(words), {}, true};
  const bool gross = roi.type == "GTV" || (!words.empty() && words.front().starts_with("gtv"));
  if (!known && roi.type == "EXTERNAL")
    return {roi.name, "skin"};
  if (!known && gross)
    return {roi.name, "lesion_1"};
  return {roi.name};
}

void remark(const std::string& key,
            const std::string& text,
            const std::vector<std::string>& names,
            std::vector<Remark>& remarks) {
  if (!names.empty())
    remarks.push_back({key, text + labels::namesInWords(names) + "."});
}

/// What of the contours is not used as it stands.
void remarkOnContours(const std::vector<RtRoi>& rois, std::vector<Remark>& remarks) {
  std::vector<std::string> open;
  std::vector<std::string> repeated;
  for (const RtRoi& roi : rois) {
    if (roi.open > 0)
      open.push_back(roi.name);
    if (roi.repeated > 0)
      repeated.push_back(roi.name);
  }
  remark("open-contours",
         "Points and open lines of the structure set enclose nothing and were left out: ",
         open,
         remarks);
  remark("repeated-contours",
         "The structure set holds some contours twice, which count once: ",
         repeated,
         remarks);
}

/// An ROI and its contours on the CT; none where it has none.
struct PlacedRoi {
  RtRoi roi;
  std::optional<ContourStack> stack;
};

/// Throws Error where a contour lies in no plane at all.
void checkPlanes(const RtRoi& roi, const Grid& ct) {
  const double mostMm = 0.25 * ct.spacingMm().maxCoeff();
  for (const labels::ClosedContour& contour : roi.contours) {
    if (const double out = labels::outOfPlaneMm(contour); out > mostMm)
      throw Error(labelOf(roi) +
                  ": a contour whose ContourGeometricType (3006,0042) is "
                  "CLOSED_PLANAR leaves its plane by " +
                  decimalText(out) + " mm");
  }
}

/// Those that the CT has planes for, and those without a contour.
std::vector<PlacedRoi> placedOn(const Grid& ct,
                                std::vector<RtRoi> rois,
                                std::vector<std::string>& oblique) {
  std::vector<PlacedRoi> placed;
  for (RtRoi& roi : rois) {
    if (roi.contours.empty()) {
      if (roi.open == 0)
        placed.push_back({std::move(roi), std::nullopt});
      continue;
    }
    std::optional<ContourStack> stack = labels::stackOf(roi.contours, ct);
    if (!stack) {
      checkPlanes(roi, ct);
      oblique.push_back(roi.name);
      continue;
    }
    roi.contours.clear();
    placed.push_back({std::move(roi), std::move(stack)});
  }
  return placed;
}

/// Throws Error where nothing is left.
void checkLeft(const std::vector<PlacedRoi>& placed, const std::vector<std::string>& oblique) {
  const bool left = std::any_of(
      placed.begin(), placed.end(), [](const PlacedRoi& one) { return one.stack.has_value(); });
  if (left)
    return;
  if (oblique.empty())
    throw Error("it holds no closed contour");
  throw Error("its contours are oblique to all axes of the CT (" + labels::namesInWords(oblique) +
              "); export them in the planes of its slices");
}

/// Share of the corners that lie outside the CT.
double shareOutside(const std::vector<RtRoi>& rois, const Grid& ct) {
  std::size_t all = 0;
  std::size_t outside = 0;
  for (const RtRoi& roi : rois) {
    for (const labels::ClosedContour& contour : roi.contours) {
      all += contour.size();
      outside += static_cast<std::size_t>(std::count_if(
          contour.begin(), contour.end(), [&](const Vec3& at) { return !ct.contains(at); }));
    }
  }
  return all == 0 ? 0.0 : static_cast<double>(outside) / static_cast<double>(all);
}

void checkInside(double outside, const ImportChoices& choices, std::vector<Remark>& remarks) {
  constexpr double kNoticeable = 0.01;
  const std::string text = std::to_string(std::lround(100.0 * outside)) +
                           " % of the points of the structure set's contours lie outside the CT";
  if (outside > 0.5)
    raise({"labels-outside-ct",
           text + ": it may belong to another image; give the structure set of this CT."},
          choices,
          remarks);
  else if (outside > kNoticeable)
    remarks.push_back({"labels-beyond-ct", text + "."});
}

/// How far apart the planes across an axis usually are in the whole file.
std::optional<double> stepOfFile(const std::vector<PlacedRoi>& placed, int axis, const Grid& ct) {
  std::vector<double> steps;
  for (const PlacedRoi& one : placed) {
    if (one.stack && one.stack->axis == axis && one.stack->planes.size() > 2)
      steps.push_back(*labels::usualStepMm(*one.stack, ct));
  }
  return steps.empty() ? std::nullopt
                       : std::optional(quantile(std::move(steps), labels::kLowerMedian));
}

/// The usual distance of an ROI's planes in mm. One or two say little: there the file's counts, or
/// the CT's.
double stepOf(const ContourStack& stack, const std::vector<PlacedRoi>& placed, const Grid& ct) {
  constexpr double kMostMm = 10.0;
  const std::optional<double> own = labels::usualStepMm(stack, ct);
  if (own && stack.planes.size() > 2)
    return std::min(*own, kMostMm);
  const std::optional<double> file = stepOfFile(placed, stack.axis, ct);
  if (own)
    return std::min({*own, file.value_or(*own), kMostMm});
  return std::min(file.value_or(ct.spacingMm()[stack.axis]), kMostMm);
}

std::vector<labels::VoxelSpan> spansOn(const Grid& ct, const VoxelRuns& voxels) {
  std::vector<labels::VoxelSpan> spans;
  for (const RowRun& run : voxels.runs())
    spans.push_back(
        {ct.offset({run.first, run.j, run.k}), static_cast<std::size_t>(run.end - run.first)});
  return spans;
}

labels::LabelMeanings meaningsOfRois(const std::vector<PlacedRoi>& placed) {
  std::vector<labels::SegmentWords> words;
  for (const PlacedRoi& one : placed)
    words.push_back(roiWords(one.roi));
  labels::LabelMeanings meanings;
  const std::vector<labels::LabelMeaning> inOrder = labels::meaningsOf(words);
  for (std::size_t n = 0; n < inOrder.size(); ++n)
    meanings[static_cast<std::uint16_t>(n + 1)] = inOrder[n];
  return meanings;
}

std::vector<labels::LabelLayer> layersOfRois(const std::vector<PlacedRoi>& placed,
                                             const Grid& ct,
                                             std::vector<Remark>& remarks,
                                             const Progress& progress) {
  std::vector<std::string> gaps;
  labels::LayerStack stack(ct);
  for (std::size_t n = 0; n < placed.size(); ++n) {
    if (!placed[n].stack)
      continue;
    const auto share = [&](std::size_t of) {
      return static_cast<double>(of) / static_cast<double>(placed.size());
    };
    const labels::FilledContours filled = labels::filled(*placed[n].stack,
                                                         ct,
                                                         stepOf(*placed[n].stack, placed, ct),
                                                         progress.span(share(n), share(n + 1)));
    if (!filled.gapsMm.empty())
      gaps.push_back(placed[n].roi.name + " (" +
                     decimalText(*std::max_element(filled.gapsMm.begin(), filled.gapsMm.end())) +
                     " mm)");
    if (!filled.voxels.empty())
      stack.add(spansOn(ct, filled.voxels), static_cast<std::uint16_t>(n + 1));
  }
  remark("contour-gaps",
         "Between contours that are much farther apart than usual nothing was filled; widest: ",
         gaps,
         remarks);
  return stack.take(meaningsOfRois(placed));
}

/// Throws Error without the file's name.
std::vector<PlacedRoi> placedRois(const fs::path& path,
                                  const Grid& ct,
                                  double& outside,
                                  std::vector<Remark>& remarks,
                                  const Progress& progress) {
  std::vector<RtRoi> rois = readRtRois(path, progress);
  remarkOnContours(rois, remarks);
  outside = shareOutside(rois, ct);
  std::vector<std::string> oblique;
  std::vector<PlacedRoi> placed = placedOn(ct, std::move(rois), oblique);
  checkLeft(placed, oblique);
  remark("oblique-contours",
         "Contours that are oblique to all axes of the CT were left out: ",
         oblique,
         remarks);
  return placed;
}

}  // namespace

bool isStructureSet(const fs::path& path) {
  prepareDicom();
  if (nestsTooDeep(path))
    return false;
  const Quiet quiet;
  constexpr Uint32 kReadAtOnce = 4096;
  DcmFileFormat file;
  DcmInputFileStream stream(path.c_str());
  file.transferInit();
  file.readUntilTag(stream, EXS_Unknown, EGL_noChange, kReadAtOnce, DCM_PatientName);
  file.transferEnd();
  DcmDataset* dataset = file.getDataset();
  return dataset != nullptr && (textOf(*dataset, DCM_Modality) == "RTSTRUCT" ||
                                textOf(*dataset, DCM_SOPClassUID) == kStructureSetClass);
}

std::vector<labels::LabelLayer> readRtStructures(const fs::path& path,
                                                 const Grid& ct,
                                                 const ImportChoices& choices,
                                                 std::vector<Remark>& remarks,
                                                 const Progress& progress) {
  double outside = 0.0;
  std::vector<PlacedRoi> placed;
  try {
    placed = placedRois(path, ct, outside, remarks, progress.span(0.0, 0.4));
  } catch (const Error& error) {
    refuseSet(path, error.what() + std::string("; export it again."));
  }
  if (outside >= 1.0)
    refuseSet(path,
              "its contours lie outside the CT: it belongs to another image or lost its place; "
              "give the structure set of this CT.");
  checkInside(outside, choices, remarks);
  try {
    return layersOfRois(placed, ct, remarks, progress.span(0.4, 1.0));
  } catch (const Error& error) {
    refuseSet(path, error.what() + std::string("."));
  }
}

}  // namespace trocar
