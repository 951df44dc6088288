#pragma once

#include "core/dicom_export.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <string>
#include <vector>

namespace trocar {

/// Elements of a data set under construction. Throw Error where the library refuses.
void putText(DcmItem& item, const DcmTagKey& tag, const std::string& text);
/// A number as DICOM writes decimals (DS): in at most 16 characters.
std::string decimalString(double number);
/// Decimals as strings of at most 16 characters (DS).
void putNumbers(DcmItem& item, const DcmTagKey& tag, const std::vector<double>& numbers);
void putWords(DcmItem& item, const DcmTagKey& tag, const std::vector<std::uint16_t>& words);
/// A new last item of a sequence.
DcmItem& addItem(DcmItem& item, const DcmTagKey& sequence);
/// Text cut to `most` characters of UTF-8, never within one.
std::string cut(const std::string& text, std::size_t most);

/// What a series is.
struct SeriesWords {
  std::string modality;
  std::string uid;
  std::string description;
  int number = 1;
};
/// The modules of patient, study, series, equipment and SOP common, with the dates of the stamp.
void putHeader(DcmItem& dataset,
               const char* sopClassUid,
               const std::string& sopInstanceUid,
               const SeriesWords& series,
               const DicomOrigin& origin,
               const DicomStamp& stamp);
void putFrameOfReference(DcmItem& dataset, const DicomOrigin& origin);
/// Rows, columns and bits of an image of one or three samples a pixel.
void putPixelShape(DcmItem& dataset, int rows, int columns, int samples, int bits);
/// Rows x columns spacing, thickness.
void putSpacing(DcmItem& item, const Grid& grid);
std::vector<double> orientationOf(const Grid& grid);
std::vector<double> positionOf(const Grid& grid, int k);

/// A DICOM file, explicit little endian; whole data set deflated where that pays (PS3.5, A.5).
std::string fileBytes(DcmFileFormat& file, bool deflated = false);

}  // namespace trocar
