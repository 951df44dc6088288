#pragma once

#include "core/case.h"
#include "core/error.h"
#include "core/progress.h"
#include "core/spine_segmentation.h"

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace trocar {

struct DicomFolder;

/// An input that contradicts itself, its CT or common sense, but may be right: a person who knows
/// better names `key` in ImportChoices::despite, and `told` then becomes a remark of the case.
class Doubt : public Error {
 public:
  /// `told`: sentences without a path, for that may hold a person's name.
  Doubt(std::string key, std::string told)
      : Error(told), key_(std::move(key)), told_(std::move(told)) {}

  const std::string& key() const { return key_; }
  const std::string& told() const { return told_; }
  /// The same of a file or folder, which only the message names, with what to do about it, such as
  /// "Export the series again.".
  Doubt about(const std::filesystem::path& file, const std::string& advice = {}) const {
    return {key_, told_, file.string() + ": " + told_ + (advice.empty() ? "" : " ") + advice};
  }

 private:
  Doubt(std::string key, std::string told, const std::string& message)
      : Error(message), key_(std::move(key)), told_(std::move(told)) {}

  std::string key_;
  std::string told_;
};

/// Keys of doubts that only an answer removes: ImportChoices::axes and unit, and a scheme or, for a
/// single mask, a role.
inline constexpr const char* kAxesUnknown = "axes-unknown";
inline constexpr const char* kUnitUnknown = "unit-unknown";  ///< ImportChoices::unit.
inline constexpr const char* kNumberingUnknown = "numbering-unknown";
inline constexpr const char* kNumberingAgainstCt = "numbering-against-ct";
inline constexpr const char* kMaskUnnamed = "mask-unnamed";

/// What a person answers where files do not say.
struct ImportChoices {
  /// Key of a SeriesOffer; empty for the CT series with most pixels.
  std::string series = {};
  /// How label values are to be read: auto, a numbering of assets/schemes, slicer or a JSON file.
  std::string scheme = "auto";
  /// Where the axes of files that do not say so point, such as "LPS" or "RAS"; empty: such files
  /// are refused, but for surfaces that lie in the CT one way only.
  std::string axes = {};
  /// Of the coordinates of surfaces: mm, cm or m; empty: mm.
  std::string unit = {};
  /// Keys of doubts in spite of which the input is taken.
  std::set<std::string> despite = {};
  /// Vertebrae are looked for in the CT where no label names one: withFoundVertebrae.
  bool findVertebrae = false;
  std::vector<LevelAnchor> levels = {};  ///< Of vertebrae that are looked for.
};

/// Throws the doubt, or makes what it tells a remark where it was answered.
void raise(const Doubt& doubt, const ImportChoices& choices, std::vector<Remark>& remarks);

/// A CT and what its reader learned beside the voxels.
struct CtImport {
  Volume ct;
  std::vector<SliceRange> madeUp = {};  ///< As Case::madeUp.
  PatientPosition position = PatientPosition::Unknown;
  std::map<std::string, std::string> dicom = {};
  std::vector<Remark> remarks = {};
};

/// DICOM folder or file, NIfTI, NRRD or MHA, in HU. `headers` are those of a DICOM path, where they
/// were read already (core/series.h). Throws Error for anything that is not a CT.
CtImport readCt(const std::filesystem::path& path,
                const ImportChoices& choices = {},
                const Progress& = {},
                const DicomFolder* headers = nullptr);

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
/// The same of a CT that was read already, from `ctPath`.
Case importCase(CtImport ct,
                const std::filesystem::path& ctPath,
                const std::vector<LabelSource>& labels,
                const ImportChoices& choices = {},
                const Progress& = {});

/// `segment`: the case with the vertebrae that segmentSpine finds in its CT, as estimates with the
/// certainty of their names, and with canal and skin where it has none. Remarks say how far they
/// are to be trusted. Throws Error where the case names vertebrae already, and as segmentSpine.
Case withFoundVertebrae(Case patient,
                        const std::vector<LevelAnchor>& levels = {},
                        const Progress& = {});

}  // namespace trocar
