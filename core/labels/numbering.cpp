#include "core/labels/numbering.h"

#include "core/error.h"

#include <algorithm>

namespace trocar::labels {
namespace {

std::vector<std::uint16_t> valuesIn(const LabelMap& labels) {
  std::vector<bool> present(65536, false);
  for (const std::uint16_t value : labels.voxels())
    present[value] = true;
  std::vector<std::uint16_t> values;
  for (std::size_t value = 1; value < present.size(); ++value) {
    if (present[value])
      values.push_back(static_cast<std::uint16_t>(value));
  }
  return values;
}

std::vector<std::uint16_t> unknownTo(const LabelMeanings& labels,
                                     const std::vector<std::uint16_t>& values) {
  std::vector<std::uint16_t> unknown;
  for (const std::uint16_t value : values) {
    if (labels.count(value) == 0)
      unknown.push_back(value);
  }
  return unknown;
}

/// "20-24, 26": at most a few runs.
std::string listed(const std::vector<std::uint16_t>& values) {
  std::string text;
  int runs = 0;
  for (std::size_t n = 0; n < values.size(); ++n) {
    const std::size_t first = n;
    while (n + 1 < values.size() && values[n + 1] == values[n] + 1)
      ++n;
    if (++runs > 6)
      return text + " ..";
    text += (text.empty() ? "" : ", ") + std::to_string(values[first]);
    if (n > first)
      text += "-" + std::to_string(values[n]);
  }
  return text;
}

std::string exampleIn(const LabelScheme& scheme, const std::vector<std::uint16_t>& values) {
  const std::string first = scheme.labels.at(values.front()).name;
  const std::string last = scheme.labels.at(values.back()).name;
  return scheme.title + " (" + (first == last ? first : first + " .. " + last) + ")";
}

LabelMeanings detected(const std::vector<std::uint16_t>& values, const std::string& source) {
  const LabelScheme& total = namedScheme("totalsegmentator");
  const LabelScheme& verse = namedScheme("verse");
  const bool fitsTotal = unknownTo(total.labels, values).empty();
  const bool fitsVerse = unknownTo(verse.labels, values).empty();
  if (values.size() == 1 && values.front() == 1)
    throw Error(source + " holds one mask without a name: say what it is with --labels " + source +
                "=ROLE:ID, such as =lesion:lesion_1.");
  if (fitsTotal && fitsVerse)
    throw Error(source + ": its labels " + listed(values) + " may be numbers of " +
                exampleIn(total, values) + " or of " + exampleIn(verse, values) +
                "; pass --scheme totalsegmentator, verse or FILE.json.");
  if (!fitsTotal && !fitsVerse)
    throw Error(source + ": its labels " + listed(values) +
                " are in no numbering known here; pass --scheme FILE.json "
                "that says what they mean.");
  return fitsTotal ? total.labels : verse.labels;
}

LabelMeanings named(const LabelLayer& layer, const std::string& source) {
  if (layer.meanings.empty())
    throw Error(
        source +
        " names no segments: --scheme slicer is for .seg.nrrd and DICOM SEG files; pass another.");
  return layer.meanings;
}

LabelMeanings byScheme(const LabelScheme& scheme,
                       const std::vector<std::uint16_t>& values,
                       const std::string& source) {
  const std::vector<std::uint16_t> unknown = unknownTo(scheme.labels, values);
  if (unknown.size() == values.size() || (scheme.closed && !unknown.empty()))
    throw Error(source + ": its labels " + listed(unknown) + " are not in the numbering of " +
                scheme.title + "; pass another --scheme.");
  return scheme.labels;
}

}  // namespace

LabelMeanings meaningsFor(const LabelLayer& layer,
                          const std::string& scheme,
                          const std::string& source,
                          std::vector<Remark>& remarks) {
  const std::vector<std::uint16_t> values = valuesIn(layer.labels);
  if (values.empty())
    throw Error(source + " is an empty label map: all its voxels are 0.");
  LabelMeanings meanings;
  if (scheme == "slicer")
    meanings = named(layer, source);
  else if (scheme == "auto")
    meanings = layer.meanings.empty() ? detected(values, source) : layer.meanings;
  else if (scheme == "totalsegmentator" || scheme == "verse")
    meanings = byScheme(namedScheme(scheme), values, source);
  else
    meanings = byScheme(readScheme(scheme), values, source);
  const std::vector<std::uint16_t> unknown = unknownTo(meanings, values);
  if (!unknown.empty())
    remarks.push_back(
        {"unknown-labels",
         source + ": the labels " + listed(unknown) + " have no meaning and were left out."});
  return meanings;
}

}  // namespace trocar::labels
