#include "core/io/dicom/dataset.h"

#include "core/io/dicom/nesting.h"
#include "core/number_text.h"

#include <array>
#include <dcmtk/dcmdata/dcistrmf.h>
#include <dcmtk/dcmdata/dcrledrg.h>
#include <dcmtk/dcmjpeg/djdecode.h>
#include <dcmtk/dcmjpls/djdecode.h>
#include <dcmtk/oflog/oflog.h>
#include <fstream>
#include <mutex>

namespace trocar {

namespace fs = std::filesystem;

void prepareDicom() {
  static std::once_flag once;
  std::call_once(once, [] {
    OFLog::configure(OFLogger::OFF_LOG_LEVEL);
    DcmRLEDecoderRegistration::registerCodecs();
    DJDecoderRegistration::registerCodecs();
    DJLSDecoderRegistration::registerCodecs();
  });
}

bool looksLikeDicom(const fs::path& path) {
  std::array<char, 132> start{};
  std::ifstream file(path, std::ios::binary);
  file.read(start.data(), start.size());
  const auto read = static_cast<std::size_t>(file.gcount());
  if (read == start.size() && std::string_view(start.data() + 128, 4) == "DICM")
    return true;
  // Without a preamble: an element of group 0002 or 0008 with a plausible number, in either byte
  // order.
  const auto byte = [&](std::size_t n) { return static_cast<unsigned char>(start[n]); };
  const bool little = (byte(0) == 0x02 || byte(0) == 0x08) && byte(1) == 0 && byte(3) == 0;
  const bool big = byte(0) == 0 && byte(1) == 0x08 && byte(2) == 0;
  return read >= 8 && (little || big);
}

std::unique_ptr<DcmFileFormat> openDicom(const fs::path& path, bool& complete) {
  prepareDicom();
  constexpr Uint32 kReadAtOnce = 4096;
  complete = false;
  if (nestsTooDeep(path))
    return nullptr;
  auto file = std::make_unique<DcmFileFormat>();
  const OFCondition result = file->loadFile(path.c_str(), EXS_Unknown, EGL_noChange, kReadAtOnce);
  complete = result.good();
  if (file->getDataset() == nullptr || file->getDataset()->card() == 0)
    return nullptr;
  return file;
}

DicomHeader openDicomHeader(const fs::path& path) {
  prepareDicom();
  constexpr Uint32 kReadAtOnce = 4096;
  DicomHeader header;
  header.tooDeep = nestsTooDeep(path);
  if (header.tooDeep)
    return header;
  auto file = std::make_unique<DcmFileFormat>();
  DcmInputFileStream stream(path.c_str());
  file->transferInit();
  header.complete =
      file->readUntilTag(stream, EXS_Unknown, EGL_noChange, kReadAtOnce, DCM_PixelData).good();
  file->transferEnd();
  if (file->getDataset() == nullptr || file->getDataset()->card() == 0)
    return header;
  header.file = std::move(file);
  if (header.complete)
    header.pixelsAt = static_cast<std::uint64_t>(stream.tell());
  return header;
}

std::string textOf(DcmItem& item, const DcmTagKey& tag) {
  OFString text;
  if (item.findAndGetOFStringArray(tag, text).bad())
    return {};
  std::string result = text.c_str();
  while (!result.empty() && (result.back() == ' ' || result.back() == '\0'))
    result.pop_back();
  return result;
}

std::vector<double> numbersOf(DcmItem& item, const DcmTagKey& tag) {
  DcmElement* element = nullptr;
  std::vector<double> numbers;
  if (item.findAndGetElement(tag, element).bad() || element == nullptr)
    return numbers;
  for (unsigned long n = 0; n < element->getVM(); ++n) {
    OFString text;
    if (element->getOFString(text, n).bad())
      break;
    const std::optional<double> number = numberFrom(text.c_str());
    if (!number)
      break;
    numbers.push_back(*number);
  }
  return numbers;
}

int wholeOf(DcmItem& item, const DcmTagKey& tag, int otherwise) {
  const std::vector<double> numbers = numbersOf(item, tag);
  constexpr double kLimit = 2e9;
  return numbers.empty() || !(std::abs(numbers[0]) < kLimit) ? otherwise
                                                             : static_cast<int>(numbers[0]);
}

DcmItem* itemOf(DcmItem& item, const DcmTagKey& sequence, unsigned long n) {
  DcmItem* found = nullptr;
  if (item.findAndGetSequenceItem(sequence, found, static_cast<signed long>(n)).bad())
    return nullptr;
  return found;
}

std::vector<DcmItem*> itemsOf(DcmItem& item, const DcmTagKey& sequence) {
  DcmSequenceOfItems* found = nullptr;
  std::vector<DcmItem*> items;
  if (item.findAndGetSequence(sequence, found).bad() || found == nullptr)
    return items;
  for (DcmObject* one = found->nextInContainer(nullptr); one != nullptr;
       one = found->nextInContainer(one)) {
    if (auto* inner = dynamic_cast<DcmItem*>(one))
      items.push_back(inner);
  }
  return items;
}

unsigned long itemCount(DcmItem& item, const DcmTagKey& sequence) {
  DcmSequenceOfItems* found = nullptr;
  if (item.findAndGetSequence(sequence, found).bad() || found == nullptr)
    return 0;
  return found->card();
}

DcmPixelSequence* pixelFragments(DcmDataset& dataset) {
  DcmElement* element = nullptr;
  DcmPixelSequence* sequence = nullptr;
  if (dataset.findAndGetElement(DCM_PixelData, element).bad())
    return nullptr;
  auto* pixels = dynamic_cast<DcmPixelData*>(element);
  if (pixels == nullptr)
    return nullptr;
  E_TransferSyntax stored = EXS_Unknown;
  const DcmRepresentationParameter* parameter = nullptr;
  pixels->getOriginalRepresentationKey(stored, parameter);
  if (pixels->getEncapsulatedRepresentation(stored, parameter, sequence).bad())
    return nullptr;
  return sequence;
}

}  // namespace trocar
