#pragma once

#include <cstdint>
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <filesystem>
#include <memory>
#include <optional>
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

/// The data set up to its pixels, and where their value begins: for headers, since pixels may be
/// many and damaged.
struct DicomHeader {
  std::unique_ptr<DcmFileFormat> file;
  bool complete = false;  ///< False where the header ends early.
  bool tooDeep = false;   ///< Not parsed, since its sequences nest too deep.
  std::optional<std::uint64_t> pixelsAt;
};
/// `file` is null where nothing can be parsed.
DicomHeader openDicomHeader(const std::filesystem::path& path);

std::string textOf(DcmItem& item, const DcmTagKey& tag);
/// The numbers of an element, however it stores them, up to the first that is none; empty where
/// absent.
std::vector<double> numbersOf(DcmItem& item, const DcmTagKey& tag);
int wholeOf(DcmItem& item, const DcmTagKey& tag, int otherwise);
/// Item `n` of a sequence, or null.
DcmItem* itemOf(DcmItem& item, const DcmTagKey& sequence, unsigned long n = 0);
/// All of them, for long sequences: `itemOf` counts from one end each time.
std::vector<DcmItem*> itemsOf(DcmItem& item, const DcmTagKey& sequence);
unsigned long itemCount(DcmItem& item, const DcmTagKey& sequence);
/// The fragments of the pixel data, the offset table first; null where it is not compressed.
DcmPixelSequence* pixelFragments(DcmDataset& dataset);

}  // namespace trocar
