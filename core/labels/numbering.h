#pragma once

#include "core/case.h"
#include "core/labels/label_file.h"

#include <string>
#include <vector>

namespace trocar::labels {

/// What the values of a map mean by `scheme`: auto, totalsegmentator, verse, slicer or a JSON file.
/// Auto takes the names in the file, else the one numbering in which all its values occur. Throws
/// Error, beginning with `source`, where no numbering fits, several do, or none of its values is
/// known; adds a remark on values that are left out.
LabelMeanings meaningsFor(const LabelLayer& layer,
                          const std::string& scheme,
                          const std::string& source,
                          std::vector<Remark>& remarks);

}  // namespace trocar::labels
