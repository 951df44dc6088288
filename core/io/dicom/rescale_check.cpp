#include "core/io/dicom/rescale_check.h"

#include "core/io/dicom/dicom_numbers.h"
#include "core/io/dicom/dicom_volume.h"
#include "core/number_text.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace trocar {
namespace {

/// The intercept of most frames that state one.
std::optional<double> usualIntercept(const std::vector<FrameRef>& frames) {
  std::map<double, std::size_t> times;
  for (const FrameRef& frame : frames) {
    if (frame.frame().statesIntercept)
      ++times[frame.frame().intercept];
  }
  const auto most = std::max_element(
      times.begin(), times.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == times.end() ? std::nullopt : std::optional(most->first);
}

/// A signed and an unsigned image of one scan have intercepts of their own; images of one kind do
/// not differ by half the range from air to water.
bool differs(const FrameRef& frame, const FrameRef& usual) {
  constexpr double kFarHu = 500.0;
  return frame.image->isSigned == usual.image->isSigned &&
         std::abs(frame.frame().intercept - usual.frame().intercept) >= kFarHu;
}

void raiseIntercepts(const SeriesPart& part,
                     const ImportChoices& choices,
                     std::vector<Remark>& remarks) {
  const std::optional<double> intercept = usualIntercept(part.frames);
  if (!intercept)
    return;
  const auto usual =
      std::find_if(part.frames.begin(), part.frames.end(), [&](const FrameRef& frame) {
        return frame.frame().statesIntercept && frame.frame().intercept == *intercept;
      });
  std::vector<const FrameRef*> odd;
  for (const FrameRef& frame : part.frames) {
    if (differs(frame, *usual))
      odd.push_back(&frame);
  }
  if (odd.empty())
    return;
  const DicomFrame& frame = odd.front()->frame();
  raise(Doubt("rescale-differs",
              "The " + tagText(DCM_RescaleIntercept) + " of " + frameText(*odd.front()) +
                  (frame.statesIntercept ? " is " + plainNumber(frame.intercept)
                                         : std::string(" is missing")) +
                  (odd.size() > 1 ? " (and " + std::to_string(odd.size() - 1) + " more differ)"
                                  : "") +
                  ", that of most images of the series is " + plainNumber(*intercept) +
                  ": their HU do not fit together.")
            .about(odd.front()->image->path, "Export the series again."),
        choices,
        remarks);
}

void raiseUnit(const SeriesPart& part, const ImportChoices& choices, std::vector<Remark>& remarks) {
  const std::string& type = part.frames.front().frame().rescaleType;
  if (type.empty() || type == "HU" || type == "HU_MOD" || part.kind == ImageKind::ConeBeam)
    return;
  const std::string says = "The " + tagText(DCM_RescaleType) + " of the images is " + type;
  if (type == "US")
    remarks.push_back({"hu-not-calibrated", says + " (unspecified), not HU."});
  else
    raise(
        Doubt("not-hounsfield", says + ", not HU: they show something else than Hounsfield units.")
            .about(part.frames.front().image->path, "Give the CT itself."),
        choices,
        remarks);
}

}  // namespace

void raiseRescale(const SeriesPart& part,
                  const ImportChoices& choices,
                  std::vector<Remark>& remarks) {
  raiseIntercepts(part, choices, remarks);
  raiseUnit(part, choices, remarks);
}

}  // namespace trocar
