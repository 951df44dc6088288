#pragma once

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace trocar {

/// Registers the decoders and silences the library's log, once.
void prepareDicom();

/// Whether the first bytes look like DICOM, with or without the preamble.
bool looksLikeDicom(const std::filesystem::path& path);

/// The file's data set; large elements stay on the disk until asked for. `complete` turns false
/// where the file ends early. Null where nothing can be parsed.
std::unique_ptr<DcmFileFormat> openDicom(const std::filesystem::path& path, bool& complete);

std::string textOf(DcmItem& item, const DcmTagKey& tag);
/// The numbers of an element, however it stores them; empty where absent.
std::vector<double> numbersOf(DcmItem& item, const DcmTagKey& tag);
int wholeOf(DcmItem& item, const DcmTagKey& tag, int otherwise);
/// Item `n` of a sequence, or null.
DcmItem* itemOf(DcmItem& item, const DcmTagKey& sequence, unsigned long n = 0);
unsigned long itemCount(DcmItem& item, const DcmTagKey& sequence);

}  // namespace trocar
