// What exported objects refer to: dicom_export.h's dicomOrigin and uidFrom.
#include "core/dicom_export.h"
#include "core/sha256.h"

#include <algorithm>
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcuid.h>
#include <sstream>

namespace trocar {
namespace {

std::string knownUid(const Case& patient, const std::string& name) {
  const auto found = patient.dicom.find(name);
  return found == patient.dicom.end() ? std::string() : found->second;
}

/// "1.2\1.3#2" as two images, the second by its frame 2.
std::vector<DicomOrigin::Image> knownImages(const Case& patient) {
  std::vector<DicomOrigin::Image> images;
  std::istringstream uids(knownUid(patient, "SOPInstanceUIDs"));
  for (std::string word; std::getline(uids, word, '\\');) {
    const std::size_t mark = word.find('#');
    const int frame = mark == std::string::npos ? 0 : std::atoi(word.c_str() + mark + 1);
    images.push_back({knownUid(patient, "SOPClassUID"), word.substr(0, mark), frame});
  }
  return images;
}

std::vector<DicomOrigin::Image> madeImages(const std::string& seed, int slices) {
  std::vector<DicomOrigin::Image> images;
  for (int k = 0; k < slices; ++k)
    images.push_back({UID_CTImageStorage, uidFrom(seed + " slice " + std::to_string(k)), 0});
  return images;
}

}  // namespace

std::string uidFrom(const std::string& text) {
  Sha256 sha;
  sha.add(text.data(), text.size());
  Sha256::Digest digest = sha.finish();
  digest[6] = static_cast<std::uint8_t>(0x80 | (digest[6] & 0x0F));  // UUID version 8: own making.
  digest[8] = static_cast<std::uint8_t>(0x80 | (digest[8] & 0x3F));
  std::string decimal;
  std::array<unsigned, 16> rest{};
  std::copy_n(digest.begin(), 16, rest.begin());
  while (std::any_of(rest.begin(), rest.end(), [](unsigned byte) { return byte != 0; })) {
    unsigned carry = 0;
    for (unsigned& byte : rest) {
      const unsigned value = carry * 256 + byte;
      byte = value / 10;
      carry = value % 10;
    }
    decimal.insert(decimal.begin(), static_cast<char>('0' + carry));
  }
  return "2.25." + decimal;
}

DicomOrigin dicomOrigin(const Case& patient) {
  DicomOrigin origin;
  origin.studyUid = knownUid(patient, "StudyInstanceUID");
  origin.seriesUid = knownUid(patient, "SeriesInstanceUID");
  origin.frameOfReferenceUid = knownUid(patient, "FrameOfReferenceUID");
  origin.images = knownImages(patient);
  const int slices = patient.ct.grid().size()[2];
  origin.imagesAreSlices =
      static_cast<int>(origin.images.size()) == slices &&
      std::none_of(patient.remarks.begin(), patient.remarks.end(), [](const Remark& remark) {
        return remark.key == "uneven-slices";
      });
  origin.derived = origin.studyUid.empty() || origin.seriesUid.empty() ||
                   origin.frameOfReferenceUid.empty() || origin.images.empty();
  if (!origin.derived)
    return origin;
  const std::string seed = "trocar " + contentHash(patient);
  if (origin.studyUid.empty())
    origin.studyUid = uidFrom(seed + " study");
  if (origin.frameOfReferenceUid.empty())
    origin.frameOfReferenceUid = uidFrom(seed + " frame of reference");
  origin.seriesUid = uidFrom(seed + " CT");
  origin.images = madeImages(seed, slices);
  origin.imagesAreSlices = true;
  return origin;
}

}  // namespace trocar
