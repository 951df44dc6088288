#include "core/labels/numbering.h"

#include "core/error.h"
#include "core/import.h"
#include "core/labels/reading.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>

namespace trocar::labels {
namespace {

std::vector<std::uint16_t> valuesIn(const LabelLayer& layer) {
  std::vector<std::uint16_t> values;
  for (const auto& [value, extent] : layer.extents)
    values.push_back(value);
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

/// "a, b or c".
std::string orList(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t n = 0; n < words.size(); ++n)
    text += (n == 0 ? "" : n + 1 == words.size() ? " or " : ", ") + words[n];
  return text;
}

bool readAlike(const LabelMeanings& a,
               const LabelMeanings& b,
               const std::vector<std::uint16_t>& values) {
  return std::all_of(values.begin(), values.end(), [&](std::uint16_t value) {
    return a.at(value) == b.at(value);
  });
}

/// The numberings in which all values occur, one of those that read them alike.
std::vector<std::string> fittingSchemes(const std::vector<std::uint16_t>& values) {
  std::vector<std::string> fitting;
  for (const std::string& name : schemeNames()) {
    const LabelMeanings& labels = namedScheme(name).labels;
    const bool known = unknownTo(labels, values).empty();
    if (known && std::none_of(fitting.begin(), fitting.end(), [&](const std::string& other) {
          return readAlike(labels, namedScheme(other).labels, values);
        }))
      fitting.push_back(name);
  }
  return fitting;
}

[[noreturn]] void ask(const std::vector<std::string>& fitting,
                      const std::vector<std::uint16_t>& values,
                      const std::string& path) {
  std::vector<std::string> readings;
  for (const std::string& name : fitting)
    readings.push_back("of " + exampleIn(namedScheme(name), values));
  throw Doubt(kNumberingUnknown,
              "its labels " + listed(values) + " may be numbers " + orList(readings) +
                  "; say which: " + orList(fitting) + ".")
      .about(path);
}

/// Which of the two versions of TotalSegmentator the CT does not contradict.
std::optional<std::string> byEvidence(const std::vector<std::string>& fitting,
                                      const LabelLayer& layer,
                                      const Volume& ct,
                                      const LabelFileName& file,
                                      std::vector<Remark>& remarks) {
  if (fitting != std::vector<std::string>{"totalsegmentator", "totalsegmentator-v1"})
    return std::nullopt;
  const std::array<const LabelScheme*, 2> schemes = {&namedScheme(fitting[0]),
                                                     &namedScheme(fitting[1])};
  const std::array<std::string, 2> against = {contradictionIn(layer, schemes[0]->labels, ct),
                                              contradictionIn(layer, schemes[1]->labels, ct)};
  if (against[0].empty() == against[1].empty())
    return std::nullopt;
  const std::size_t taken = against[0].empty() ? 0 : 1;
  if (!hasItsBones(layer, schemes[taken]->labels, ct))
    return std::nullopt;
  const std::vector<std::uint16_t> values = valuesIn(layer);
  remarks.push_back({"numbering-by-ct",
                     file.said + ": its labels were read as numbers of " +
                         exampleIn(*schemes[taken], values) + " and not of " +
                         exampleIn(*schemes[1 - taken], values) + ", by which " +
                         against[1 - taken] + "."});
  return fitting[taken];
}

LabelMeanings detected(const LabelLayer& layer,
                       const LabelFileName& file,
                       const Volume& ct,
                       std::vector<Remark>& remarks) {
  const std::vector<std::uint16_t> values = valuesIn(layer);
  if (values.size() == 1 && (values.front() == 1 || values.front() == 255))
    throw Doubt(kMaskUnnamed,
                "it holds one mask without a name: say what it is, such as a lesion that is called "
                "lesion_1.")
        .about(file.path);
  const std::vector<std::string> fitting = fittingSchemes(values);
  if (fitting.empty())
    throw Doubt(kNumberingUnknown,
                "its labels " + listed(values) + " are in no numbering known here (" +
                    orList(schemeNames()) + "); give a JSON file that says what they mean.")
        .about(file.path);
  if (fitting.size() == 1)
    return namedScheme(fitting.front()).labels;
  const std::optional<std::string> shown = byEvidence(fitting, layer, ct, file, remarks);
  if (!shown)
    ask(fitting, values, file.path);
  return namedScheme(*shown).labels;
}

LabelMeanings named(const LabelLayer& layer, const std::string& source) {
  if (layer.meanings.empty())
    throw Error(
        source +
        " names no segments: the scheme slicer is for .seg.nrrd and DICOM SEG files; choose "
        "another.");
  return layer.meanings;
}

LabelMeanings byScheme(const LabelScheme& scheme,
                       const std::vector<std::uint16_t>& values,
                       const std::string& source) {
  const std::vector<std::uint16_t> unknown = unknownTo(scheme.labels, values);
  if (unknown.size() == values.size() || (scheme.closed && !unknown.empty()))
    throw Error(source + ": its labels " + listed(unknown) + " are not in the numbering of " +
                scheme.title + "; choose another.");
  return scheme.labels;
}

bool isNamedScheme(const std::string& scheme) {
  const std::vector<std::string>& names = schemeNames();
  return std::find(names.begin(), names.end(), scheme) != names.end();
}

/// Raises a doubt where the CT contradicts a numbering that was asked for, and another one fits.
void checkAgainstCt(const std::string& scheme,
                    const LabelLayer& layer,
                    const ImportChoices& choices,
                    const LabelFileName& file,
                    const Volume& ct,
                    std::vector<Remark>& remarks) {
  if (!isNamedScheme(scheme))
    return;
  const LabelScheme& asked = namedScheme(scheme);
  const std::string against = contradictionIn(layer, asked.labels, ct);
  if (against.empty())
    return;
  const std::vector<std::uint16_t> values = valuesIn(layer);
  for (const std::string& name : fittingSchemes(values)) {
    const LabelScheme& other = namedScheme(name);
    if (readAlike(asked.labels, other.labels, values) ||
        !contradictionIn(layer, other.labels, ct).empty() || !hasItsBones(layer, other.labels, ct))
      continue;
    raise({kNumberingAgainstCt,
           file.said + ": as numbers of " + exampleIn(asked, values) + ", " + against +
               "; nothing speaks against " + exampleIn(other, values) +
               ", which is the numbering " + name + ": choose that if they are."},
          choices,
          remarks);
    return;
  }
}

LabelScheme chosen(const std::string& scheme) {
  if (isNamedScheme(scheme))
    return namedScheme(scheme);
  const std::vector<std::string>& names = schemeNames();
  std::error_code none;
  if (scheme.find_first_of("./") == std::string::npos && !std::filesystem::exists(scheme, none))
    throw Error("The numbering \"" + scheme + "\" is unknown: choose auto, slicer, " +
                orList(names) + ", or give a JSON file.");
  return readScheme(scheme);
}

/// Whether the file's own names say more than a numbering could.
bool namesItsSegments(const LabelLayer& layer, const std::vector<std::uint16_t>& values) {
  return layer.segments && std::any_of(values.begin(), values.end(), [&](std::uint16_t value) {
           const auto meaning = layer.meanings.find(value);
           return meaning != layer.meanings.end() &&
                  (meaning->second.role != Role::Other || meaning->second.planned);
         });
}

/// One remark a file, whatever the number of its layers.
void rememberOnce(const Remark& remark, std::vector<Remark>& remarks) {
  if (std::find(remarks.begin(), remarks.end(), remark) == remarks.end())
    remarks.push_back(remark);
}

}  // namespace

LabelMeanings meaningsFor(const LabelLayer& layer,
                          const ImportChoices& choices,
                          const LabelFileName& file,
                          const Volume& ct,
                          std::vector<Remark>& remarks) {
  const std::string& scheme = choices.scheme;
  const std::vector<std::uint16_t> values = valuesIn(layer);
  if (values.empty())
    throw Error(file.path + " is an empty label map: all its voxels are 0.");
  LabelMeanings meanings;
  const bool keepsNames = isNamedScheme(scheme) && namesItsSegments(layer, values);
  if (keepsNames) {
    meanings = layer.meanings;
    rememberOnce({"names-kept",
                  file.said + " names its segments: these names were taken, not the numbering of " +
                      namedScheme(scheme).title + "."},
                 remarks);
  } else if (scheme == "slicer")
    meanings = named(layer, file.path);
  else if (scheme == "auto")
    meanings = layer.meanings.empty() ? detected(layer, file, ct, remarks) : layer.meanings;
  else
    meanings = byScheme(chosen(scheme), values, file.path);
  if (!keepsNames)
    checkAgainstCt(scheme, layer, choices, file, ct, remarks);
  const std::vector<std::uint16_t> unknown = unknownTo(meanings, values);
  if (!unknown.empty())
    remarks.push_back(
        {"unknown-labels",
         file.said + ": the labels " + listed(unknown) + " have no meaning and were left out."});
  return meanings;
}

}  // namespace trocar::labels
