#pragma once

#include "core/case.h"
#include "core/error.h"
#include "core/progress.h"

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace trocar {

/// An input that contradicts itself, its CT or common sense, but may be right: a person who knows
/// better names `key` in ImportChoices::despite, and its sentence then becomes a remark of the
/// case.
class Doubt : public Error {
 public:
  Doubt(std::string key, const std::string& sentence) : Error(sentence), key_(std::move(key)) {}
  const std::string& key() const { return key_; }

 private:
  std::string key_;
};

/// Keys of doubts that only an answer removes: ImportChoices::axes, and a scheme or, for a single
/// mask, a role.
inline constexpr const char* kAxesUnknown = "axes-unknown";
inline constexpr const char* kNumberingUnknown = "numbering-unknown";
inline constexpr const char* kNumberingAgainstCt = "numbering-against-ct";
inline constexpr const char* kMaskUnnamed = "mask-unnamed";

/// What a person answers where files do not say.
struct ImportChoices {
  /// Key of a SeriesOffer; empty for the CT series with most pixels.
  std::string series = {};
  /// How label values are to be read: auto, a numbering of assets/schemes, slicer or a JSON file.
  std::string scheme = "auto";
  /// Where the voxel axes of files that do not say so point, such as "LPS" or "RAS"; empty: such
  /// files are refused.
  std::string axes = {};
  /// Keys of doubts in spite of which the input is taken.
  std::set<std::string> despite = {};
};

/// Throws the doubt, or makes it a remark where it was answered.
void raise(const Doubt& doubt, const ImportChoices& choices, std::vector<Remark>& remarks);

/// A CT and what its reader learned beside the voxels.
struct CtImport {
  Volume ct;
  std::vector<SliceRange> madeUp = {};  ///< As Case::madeUp.
  PatientPosition position = PatientPosition::Unknown;
  std::map<std::string, std::string> dicom = {};
  std::vector<Remark> remarks = {};
};

/// DICOM folder or file, NIfTI, NRRD or MHA, in HU. Throws Error for anything that is not a CT.
CtImport readCt(const std::filesystem::path& path,
                const ImportChoices& choices = {},
                const Progress& = {});

/// One `--labels PATH[=ROLE:ID]`.
struct LabelSource {
  std::filesystem::path path;
  std::optional<Role> role = std::nullopt;  ///< Set for a single mask, then with `id`.
  std::string id = {};
  std::string scheme = {};  ///< Of this file; that of the choices where empty.
};

/// `import`: CT and labels to a case. Throws Error where the numbering is ambiguous, a label map
/// does not lie on the CT, or an input is bad.
Case importCase(const std::filesystem::path& ctPath,
                const std::vector<LabelSource>& labels,
                const ImportChoices& choices = {},
                const Progress& = {});

}  // namespace trocar
