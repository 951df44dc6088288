#pragma once

#include "core/image.h"
#include "core/labels/label_file.h"

#include <string>

namespace trocar::labels {

/// What speaks against reading a map's values so on this CT, such as "Colon would be bone" or "no
/// lung lies beside T9 and T8"; empty where nothing does. Looks at bone where there should be none
/// and the other way round, at the order of the levels and at the lungs beside them.
std::string contradictionIn(const LabelLayer& layer,
                            const LabelMeanings& meanings,
                            const Volume& ct);

/// Whether the CT shows bone where this reading has some.
bool hasItsBones(const LabelLayer& layer, const LabelMeanings& meanings, const Volume& ct);

}  // namespace trocar::labels
