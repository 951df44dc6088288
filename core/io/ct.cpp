// One CT from whatever a path names: import.h's readCt.
#include "core/error.h"
#include "core/import.h"
#include "core/io/ct_check.h"
#include "core/io/dicom/dataset.h"
#include "core/io/dicom/dicom_ct.h"
#include "core/io/image/placement.h"
#include "core/io/image_file.h"
#include "core/io/padding.h"
#include "core/io/slice_order.h"
#include "core/number_text.h"

#include <algorithm>

namespace trocar {
namespace {

namespace fs = std::filesystem;

CtImport readCtFile(const fs::path& path, const ImportChoices& choices, const Progress& progress) {
  CtImport result;
  progress.at(0.0);
  const RawImage image = readImageFile(path, choices, progress);
  result.remarks = image.remarks;
  result.ct = hounsfieldVolume(image, path.string(), result.remarks);
  progress.at(1.0);
  return result;
}

/// Slices of an image file whose contents do not fit their places.
void raiseContents(const CtImport& import,
                   const fs::path& path,
                   const ImportChoices& choices,
                   std::vector<Remark>& remarks) {
  const Grid& grid = import.ct.grid();
  const SliceLooks looks = looksOf(import.ct.voxels(),
                                   {grid.size()[0], grid.size()[1]},
                                   {grid.spacingMm()[0], grid.spacingMm()[1]});
  const auto named = [&](std::size_t k) {
    return "slice " + std::to_string(k + 1) + " of " + std::to_string(grid.size()[2]);
  };
  raiseLooks(
      looks,
      named,
      [&](const Doubt& doubt) { return doubt.about(path, "Export the CT again."); },
      choices,
      remarks);
}

/// Cone-beam: the shares of air, fat and bone say nothing about it.
bool isUncalibrated(const CtImport& import) {
  return std::any_of(import.remarks.begin(), import.remarks.end(), [](const Remark& remark) {
    return remark.key == "hu-not-calibrated";
  });
}

/// Air takes the place of padding, and what is no CT of a patient is refused.
void checkValues(CtImport& import, const fs::path& path, const ImportChoices& choices) {
  const Padding padding = paddingOf(import.ct);
  const HuSpread spread(import.ct, padding);
  const bool calibrated = !isUncalibrated(import);
  if (const std::string why = whyNoCt(spread); calibrated && !why.empty())
    throw Error(path.string() + " is no CT in Hounsfield units: " + why);
  for (const Doubt& doubt : doubtsAboutCt(spread, import.ct.grid())) {
    if (calibrated || doubt.key() != "not-hounsfield")
      raise(doubt.about(path, "Export the CT again."), choices, import.remarks);
  }
  const std::vector<Remark> clipping = remarksOnClipping(spread);
  import.remarks.insert(import.remarks.end(), clipping.begin(), clipping.end());
  PaddedVolume cleaned = paddingAsAir(import.ct, padding);
  import.ct = std::move(cleaned.ct);
  if (cleaned.share > 0.0)
    import.remarks.push_back({"padding",
                              shownShare(cleaned.share) +
                                  " of the image, from its edges on, hold one value that fills it "
                                  "where nothing was measured; they were read as air."});
}

void refuseImpossiblePlace(const CtImport& import, const fs::path& path) {
  if (const std::string flaw = flawOf(import.ct.grid()); !flaw.empty())
    throw Error("Cannot read the CT " + path.string() + ": " + flaw + "; export it again.");
}

void remarkOnSpacing(CtImport& import) {
  constexpr double kThickMm = 3.0;  // Above, a pedicle spans fewer than three slices.
  const double coarsest = import.ct.grid().spacingMm().maxCoeff();
  if (coarsest <= kThickMm)
    return;
  import.remarks.push_back({"thick-slices",
                            "The voxels are " + plainNumber(coarsest, 3) +
                                " mm long: pedicles and small lesions cannot be measured well."});
}

}  // namespace

void raise(const Doubt& doubt, const ImportChoices& choices, std::vector<Remark>& remarks) {
  if (choices.despite.count(doubt.key()) == 0)
    throw Doubt(doubt);
  remarks.push_back({doubt.key(), doubt.told()});
}

CtImport readCt(const fs::path& path,
                const ImportChoices& choices,
                const Progress& progress,
                const DicomFolder* headers) {
  std::error_code none;
  if (!fs::exists(path, none))
    throw Error("Cannot read the CT " + path.string() +
                ": there is no such file or folder; check the name.");
  const bool dicom = fs::is_directory(path, none) || looksLikeDicom(path);
  CtImport result =
      dicom ? readDicomCt(path, choices, progress, headers) : readCtFile(path, choices, progress);
  refuseImpossiblePlace(result, path);
  checkValues(result, path, choices);
  if (!dicom)
    raiseContents(result, path, choices, result.remarks);
  remarkOnSpacing(result);
  return result;
}

}  // namespace trocar
