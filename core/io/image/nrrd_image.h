#pragma once

#include "core/io/image/image_header.h"

#include <string_view>

namespace trocar {

bool isNrrd(std::string_view bytes);

/// The header at the beginning of an NRRD file (https://teem.sourceforge.net/nrrd/format.html), its
/// voxels attached or in one other file. Numbers are read with a decimal point in every locale;
/// `space units` scale directions and origin alike. Throws Error with a clause that begins with
/// "its" or "it" and names the field.
ImageHeader nrrdImageHeader(std::string_view bytes);

}  // namespace trocar
