// One CT from whatever a path names: import.h's readCt.
#include "core/error.h"
#include "core/import.h"
#include "core/io/dicom/dataset.h"
#include "core/io/dicom/dicom_ct.h"
#include "core/io/image_file.h"
#include "core/number_text.h"

#include <algorithm>

namespace trocar {
namespace {

namespace fs = std::filesystem;

CtImport readCtFile(const fs::path& path, const Progress& progress) {
  CtImport result;
  progress.at(0.0);
  result.ct = hounsfieldVolume(readImageFile(path), path.string(), result.remarks);
  progress.at(1.0);
  return result;
}

void refuseNotHounsfield(const CtImport& import, const fs::path& path) {
  const std::vector<std::int16_t>& hu = import.ct.voxels();
  if (*std::min_element(hu.begin(), hu.end()) >= 0)
    throw Error(path.string() +
                " is no CT in Hounsfield units: none of its values is negative. It may be an MR, "
                "a label map or a CT saved without its rescale; export the CT again.");
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
  remarks.push_back({doubt.key(), doubt.what()});
}

CtImport readCt(const fs::path& path, const ImportChoices& choices, const Progress& progress) {
  std::error_code none;
  if (!fs::exists(path, none))
    throw Error("Cannot read the CT " + path.string() +
                ": there is no such file or folder; check the name.");
  const bool dicom = fs::is_directory(path, none) || looksLikeDicom(path);
  CtImport result = dicom ? readDicomCt(path, choices, progress) : readCtFile(path, progress);
  refuseNotHounsfield(result, path);
  remarkOnSpacing(result);
  return result;
}

}  // namespace trocar
