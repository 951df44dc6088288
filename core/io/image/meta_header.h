#pragma once

#include "core/io/image/image_header.h"

#include <string_view>

namespace trocar {

bool isMetaImage(std::string_view bytes);

/// The header at the beginning of a MetaImage (.mha, .mhd; https://itk.org/Wiki/MetaIO), in LPS as
/// ITK has it. Throws Error with a clause that begins with "its" or "it" and names the field.
ImageHeader metaHeader(std::string_view bytes);

}  // namespace trocar
