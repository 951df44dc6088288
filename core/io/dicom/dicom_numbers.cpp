#include "core/io/dicom/dicom_numbers.h"

#include "core/error.h"
#include "core/number_text.h"

#include <cmath>
#include <string_view>

namespace trocar {
namespace {

/// The bytes of a text element without the blanks and zeros that fill it up.
std::string_view storedText(DcmElement& element) {
  char* text = nullptr;
  Uint32 length = 0;
  if (element.getString(text, length).bad() || text == nullptr)
    return {};
  const std::string_view bytes(text, length);
  return bytes.substr(0, bytes.find_last_not_of(std::string_view(" \0", 2)) + 1);
}

std::string shown(std::string_view text) {
  constexpr std::size_t kMost = 60;
  std::string plain;
  for (const char letter : text.substr(0, kMost))
    plain += letter < ' ' || letter > '~' ? '?' : letter;
  return '"' + plain + (text.size() > kMost ? ".." : "") + '"';
}

std::vector<std::string_view> valuesOf(std::string_view text) {
  std::vector<std::string_view> values;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t end = std::min(text.find('\\', from), text.size());
    values.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return values;
}

std::vector<double> numbersOfText(DcmElement& element, const DcmTagKey& tag) {
  const std::string_view text = storedText(element);
  std::vector<double> numbers;
  if (text.empty())
    return numbers;
  for (const std::string_view value : valuesOf(text)) {
    const std::optional<double> number = numberFrom(value);
    if (!number)
      throw Error("its " + tagText(tag) + " is " + shown(text) + ", where " + shown(value) +
                  " is no number (DICOM writes 1.25 with a point)");
    numbers.push_back(*number);
  }
  return numbers;
}

/// Numbers that are stored in binary; the library's texts of whole ones are exact.
std::vector<double> numbersOfBinary(DcmElement& element, const DcmTagKey& tag) {
  std::vector<double> numbers;
  for (unsigned long n = 0; n < element.getVM(); ++n) {
    OFString text;
    Float64 wide = 0.0;
    Float32 narrow = 0.0F;
    std::optional<double> number;
    if (element.getFloat64(wide, n).good())
      number = wide;
    else if (element.getFloat32(narrow, n).good())
      number = static_cast<double>(narrow);
    else if (element.getOFString(text, n).good())
      number = numberFrom(text.c_str());
    if (!number || !std::isfinite(*number))
      throw Error("its " + tagText(tag) + " is no number");
    numbers.push_back(*number);
  }
  return numbers;
}

}  // namespace

std::string tagText(const DcmTagKey& tag) {
  return std::string(DcmTag(tag).getTagName()) + " " + tag.toString().c_str();
}

std::vector<double> allNumbersIn(DcmItem& item, const DcmTagKey& tag) {
  DcmElement* element = nullptr;
  if (item.findAndGetElement(tag, element).bad() || element == nullptr || element->isEmpty())
    return {};
  switch (element->ident()) {
    case EVR_DS:
    case EVR_IS:
    case EVR_LO:
    case EVR_SH:
    case EVR_CS:
    case EVR_UT:
      return numbersOfText(*element, tag);
    case EVR_FD:
    case EVR_FL:
    case EVR_US:
    case EVR_SS:
    case EVR_UL:
    case EVR_SL:
      return numbersOfBinary(*element, tag);
    default:
      throw Error("its " + tagText(tag) + " is stored as " + DcmVR(element->ident()).getVRName() +
                  ", which holds no numbers");
  }
}

std::vector<double> numbersIn(DcmItem& item, const DcmTagKey& tag, std::size_t count) {
  std::vector<double> numbers = allNumbersIn(item, tag);
  if (numbers.empty() || numbers.size() == count)
    return numbers;
  OFString text;
  item.findAndGetOFStringArray(tag, text);
  throw Error("its " + tagText(tag) + " is " + shown(text.c_str()) + ": " +
              std::to_string(numbers.size()) + " values where " + std::to_string(count) +
              " belong");
}

std::optional<double> numberIn(DcmItem& item, const DcmTagKey& tag) {
  const std::vector<double> numbers = numbersIn(item, tag, 1);
  return numbers.empty() ? std::nullopt : std::optional(numbers[0]);
}

}  // namespace trocar
