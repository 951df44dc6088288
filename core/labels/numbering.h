#pragma once

#include "core/import.h"
#include "core/labels/label_file.h"

#include <string>
#include <vector>

namespace trocar::labels {

/// What a label file is called: by its path where a person typed it, without it in what is kept.
struct LabelFileName {
  std::string path;
  std::string said;  ///< "Label file 2".
};

/// What the values of a map mean by the scheme of `choices`: auto, a numbering of assets/schemes,
/// slicer or a JSON file. A numbering of assets does not overrule a file that names its
/// segments; a remark says so. Auto takes the names in the file, else the one numbering in which
/// all its values occur; where the two versions of TotalSegmentator are left, the one that the CT
/// does not contradict, with a remark. A numbering that the CT contradicts while another fits is
/// the Doubt "numbering-against-ct". Throws Error, beginning with the path, where no numbering
/// fits, several do, or none of its values is known; adds a remark on values that are left out.
LabelMeanings meaningsFor(const LabelLayer& layer,
                          const ImportChoices& choices,
                          const LabelFileName& file,
                          const Volume& ct,
                          std::vector<Remark>& remarks);

}  // namespace trocar::labels
