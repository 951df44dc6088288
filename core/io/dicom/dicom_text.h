#pragma once

#include "core/io/dicom/dataset.h"
#include "core/labels/plain_words.h"

#include <dcmtk/dcmdata/dcspchrs.h>
#include <string>

namespace trocar {

/// Text of a data set in UTF-8. Bytes that its SpecificCharacterSet does not explain are UTF-8 or
/// Latin-1.
class DicomTexts {
 public:
  explicit DicomTexts(DcmDataset& dataset)
      : known_(set_.selectCharacterSet(textOf(dataset, DCM_SpecificCharacterSet).c_str()).good()) {}

  std::string at(DcmItem& item, const DcmTagKey& tag) {
    const std::string text = textOf(item, tag);
    OFString converted;
    if (known_ && set_.convertString(text.c_str(), converted).good())
      return converted.c_str();
    return labels::utf8From(text);
  }

 private:
  DcmSpecificCharacterSet set_;
  bool known_;
};

}  // namespace trocar
