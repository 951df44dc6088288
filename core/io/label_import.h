#pragma once

#include "core/import.h"
#include "core/labels/label_set.h"
#include "core/labels/numbering.h"

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace trocar {

/// Label files to the structures of a case whose CT is there already: what they mean, whether they
/// lie on the CT, how they overlap.
class LabelImport {
 public:
  LabelImport(const std::filesystem::path& ctPath, const ImportChoices& choices, Case& patient)
      : ctPath_(ctPath), choices_(choices), patient_(patient) {}

  /// A file or a folder of one file per structure. `number` counts the sources from 1. Throws Error
  /// and Doubt, as importCase.
  void add(const LabelSource& source, std::size_t number, const Progress& progress);

  /// Gives layers and structures to the case, with remarks on names and places.
  void finish();

 private:
  void addFile(const LabelSource& source,
               const labels::LabelFileName& name,
               const Progress& progress);
  void addFolder(const LabelSource& source,
                 const labels::LabelFileName& name,
                 const Progress& progress);
  void addMask(const std::vector<labels::LabelLayer>& layers,
               const labels::LabelMeaning& meaning,
               const labels::LabelFileName& name);
  void noteNames(const labels::LabelLayer& layer,
                 const labels::LabelMeanings& meanings,
                 const labels::LabelFileName& name);
  void addLayer(const labels::LabelLayer& layer,
                const labels::LabelMeanings& meanings,
                const labels::LabelFileName& name);

  const std::filesystem::path& ctPath_;
  const ImportChoices& choices_;
  Case& patient_;
  labels::LabelSet set_;
  std::set<std::string> notUnderstood_;  ///< Names that files give to labelled voxels.
};

}  // namespace trocar
