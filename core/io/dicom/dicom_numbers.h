#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <optional>
#include <string>
#include <vector>

namespace trocar {

/// "PixelSpacing (0028,0030)".
std::string tagText(const DcmTagKey& tag);

/// The `count` numbers of an element, however it stores them; none where it is absent or empty.
/// Throws Error that names tag and text where a value is not wholly a number with a decimal point,
/// or there are more or fewer of them.
std::vector<double> numbersIn(DcmItem& item, const DcmTagKey& tag, std::size_t count);
/// As many as there are.
std::vector<double> allNumbersIn(DcmItem& item, const DcmTagKey& tag);
std::optional<double> numberIn(DcmItem& item, const DcmTagKey& tag);

}  // namespace trocar
