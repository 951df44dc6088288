#pragma once

#include "core/case.h"
#include "core/progress.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace trocar {

/// A CT and what its reader learned beside the voxels.
struct CtImport {
  Volume ct;
  PatientPosition position = PatientPosition::Unknown;
  std::map<std::string, std::string> dicom;
  std::vector<Remark> remarks;
};

/// DICOM folder or file, NIfTI, NRRD or MHA, in HU. `seriesUid` chooses among several series (the
/// largest CT series otherwise, with a remark). Throws Error for anything that is not a CT.
CtImport readCt(const std::filesystem::path& path,
                const std::string& seriesUid = {},
                const Progress& = {});

/// One `--labels PATH[=ROLE:ID]`.
struct LabelSource {
  std::filesystem::path path;
  std::optional<Role> role;  ///< Set for a single mask, then with `id`.
  std::string id;
};

/// `import`: CT and labels to a case. `scheme`: auto, totalsegmentator, verse, slicer or a JSON
/// file. Throws Error where the numbering is ambiguous, a label map does not overlap the CT, or an
/// input is bad.
Case importCase(const std::filesystem::path& ctPath,
                const std::vector<LabelSource>& labels,
                const std::string& scheme = "auto",
                const std::string& seriesUid = {},
                const Progress& = {});

/// Writes the case's folder atomically: all of it or nothing. Refuses to replace a folder that is
/// not a case.
void writeCase(const Case& patient, const std::filesystem::path& folder, const Progress& = {});
/// The case as it was written, bit for bit.
Case readCase(const std::filesystem::path& folder, const Progress& = {});

/// Writes text through a temporary file, flush to the disk and rename, so that a reader never sees
/// half of it; straight into a pipe or device.
void writeFileAtomically(const std::filesystem::path& path, const std::string& bytes);
/// The same for a library that writes files itself: `write` gets another name with the same ending.
void writeFileAtomically(const std::filesystem::path& path,
                         const std::function<void(const std::filesystem::path&)>& write);
/// Adds text to the end of a file, which it makes where there is none, and flushes to the disk.
void appendToFile(const std::filesystem::path& path, const std::string& bytes);
std::string readFile(const std::filesystem::path& path);

}  // namespace trocar
