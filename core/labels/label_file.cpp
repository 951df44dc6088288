#include "core/labels/label_file.h"

#include "core/error.h"
#include "core/io/dicom/dataset.h"
#include "core/io/dicom/dicom_seg.h"
#include "core/io/dicom/rt_structures.h"
#include "core/io/image_file.h"
#include "core/io/surface/surface_file.h"
#include "core/io/surface/surface_labels.h"
#include "core/labels/plain_words.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>
#include <regex>
#include <zlib.h>

namespace trocar::labels {
namespace {

namespace fs = std::filesystem;
using Names = std::map<std::uint16_t, std::string>;

/// What lies between a NIfTI header and its voxels, or nothing. gzread reads plain files too.
std::string niftiExtensions(const fs::path& path) {
  constexpr std::size_t kHeader = 352;
  constexpr float kLimit = 4e6F;
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> file(gzopen(path.c_str(), "rb"), &gzclose);
  std::array<char, kHeader> header{};
  if (!file || gzread(file.get(), header.data(), kHeader) != static_cast<int>(kHeader) ||
      std::memcmp(header.data() + 344, "n+1", 4) != 0)
    return {};
  float voxelsAt = 0.0F;
  std::memcpy(&voxelsAt, header.data() + 108, sizeof(voxelsAt));
  if (!(voxelsAt > kHeader && voxelsAt < kLimit))
    return {};
  std::string text(static_cast<std::size_t>(voxelsAt) - kHeader, '\0');
  const int read = gzread(file.get(), text.data(), static_cast<unsigned>(text.size()));
  text.resize(static_cast<std::size_t>(std::max(0, read)));
  return text;
}

/// The label table of a Caret extension, which TotalSegmentator writes.
Names namesInNifti(const fs::path& path) {
  static const std::regex kLabel(
      R"re(<Label Key="(\d{1,5})"[^>]{0,200}><!\[CDATA\[([^\]]{1,200})\]\]>)re");
  const std::string text = niftiExtensions(path);
  Names names;
  for (auto it = std::sregex_iterator(text.begin(), text.end(), kLabel);
       it != std::sregex_iterator();
       ++it) {
    const int value = std::stoi((*it)[1]);
    if (value >= 1 && value <= 65535)
      names[static_cast<std::uint16_t>(value)] = utf8From((*it)[2].str());
  }
  return names;
}

int numberIn(const std::map<std::string, std::string>& header,
             const std::string& key,
             int otherwise) {
  const auto found = header.find(key);
  return found == header.end() ? otherwise : std::atoi(found->second.c_str());
}

std::string textIn(const std::map<std::string, std::string>& header,
                   const std::string& key,
                   const std::string& otherwise) {
  const auto found = header.find(key);
  return found == header.end() ? otherwise : found->second;
}

/// Coded as a physical object or as a concept of space, which is how needles, cement and zones are.
bool isPlanned(const std::string& tags) {
  return tags.find("~SCT^260787004^") != std::string::npos ||
         tags.find("~SCT^309825002^") != std::string::npos;
}

/// The segments of a .seg.nrrd file: their meanings, layer by layer.
std::vector<LabelMeanings> meaningsBySegments(const std::map<std::string, std::string>& header,
                                              int layers) {
  std::vector<SegmentWords> segments;
  std::vector<std::pair<int, int>> places;  // Layer and value.
  for (int n = 0; header.count("Segment" + std::to_string(n) + "_ID") > 0; ++n) {
    const std::string key = "Segment" + std::to_string(n) + "_";
    const int value = numberIn(header, key + "LabelValue", n + 1);
    const int layer = numberIn(header, key + "Layer", 0);
    if (layer < 0 || layer >= layers || value < 1 || value > 65535)
      continue;
    const std::string id = utf8From(header.at(key + "ID"));
    const std::string tags = utf8From(textIn(header, key + "Tags", ""));
    segments.push_back({utf8From(textIn(header, key + "Name", id)), id, tags, isPlanned(tags)});
    places.emplace_back(layer, value);
  }
  std::vector<LabelMeanings> meanings(static_cast<std::size_t>(layers));
  const std::vector<LabelMeaning> inOrder = meaningsOf(segments);
  for (std::size_t n = 0; n < places.size(); ++n)
    meanings[static_cast<std::size_t>(places[n].first)]
            [static_cast<std::uint16_t>(places[n].second)] = inOrder[n];
  return meanings;
}

/// TotalSegmentator tells S1 from the sacrum; to us both are the sacrum.
LabelMeanings meaningsOfTable(const Names& names) {
  LabelMeanings meanings;
  for (const auto& [value, name] : names)
    meanings[value] = meaningOf(name);
  return meanings;
}

std::vector<LabelLayer> dicomLabels(const fs::path& path,
                                    const ImportChoices& choices,
                                    std::vector<Remark>& remarks,
                                    const Grid* ct,
                                    const Progress& progress) {
  if (!isStructureSet(path))
    return readDicomSegmentation(path, ct, progress);
  if (ct == nullptr)
    throw Error("Cannot read the RT structure set " + path.string() +
                " by itself: its contours become voxels of a CT; give it with that.");
  return readRtStructures(path, *ct, choices, remarks, progress);
}

}  // namespace

std::vector<LabelLayer> readLabelFile(const fs::path& path) {
  std::vector<Remark> remarks;
  return readLabelFile(path, {}, remarks);
}

std::vector<LabelLayer> readLabelFile(const fs::path& path,
                                      const ImportChoices& choices,
                                      std::vector<Remark>& remarks,
                                      const Grid* ct,
                                      const Progress& progress) {
  std::error_code none;
  if (!fs::exists(path, none))
    throw Error("Cannot read the labels " + path.string() +
                ": there is no such file; check the name.");
  if (fs::is_directory(path, none))
    throw Error("Cannot read the labels " + path.string() + ": it is a folder; give a file.");
  if (isSurfaceFile(path)) {
    if (ct == nullptr)
      throw Error(path.string() + " is a surface: give it with the CT that it lies in.");
    return {readSurfaceLabels(path, *ct, choices, remarks, progress)};
  }
  if (looksLikeDicom(path))
    return dicomLabels(path, choices, remarks, ct, progress);
  const RawImage image = readImageFile(path, choices, progress);
  remarks.insert(remarks.end(), image.remarks.begin(), image.remarks.end());
  const bool segments = image.header.count("Segment0_ID") > 0;
  if (image.components > 1 && !segments)
    throw Error("Cannot read the labels " + path.string() +
                ": it holds several numbers for each voxel.");
  const std::vector<LabelMeanings> meanings =
      segments ? meaningsBySegments(image.header, image.components)
               : std::vector<LabelMeanings>{meaningsOfTable(namesInNifti(path))};
  std::vector<LabelLayer> layers;
  for (int component = 0; component < image.components; ++component)
    layers.emplace_back(labelsOf(image, component, path.string()),
                        meanings[static_cast<std::size_t>(component)],
                        segments);
  return layers;
}

std::vector<std::string> emptySegments(const std::vector<LabelLayer>& layers) {
  std::map<std::string, std::string> empty;  // Names by ids.
  for (const LabelLayer& layer : layers) {
    for (const auto& [value, meaning] : layer.segments ? layer.meanings : LabelMeanings())
      empty[meaning.id] = meaning.name;
  }
  for (const LabelLayer& layer : layers) {
    for (const auto& [value, extent] : layer.extents) {
      const auto meaning = layer.meanings.find(value);
      if (meaning != layer.meanings.end())
        empty.erase(meaning->second.id);
    }
  }
  std::vector<std::string> names;
  for (const auto& [id, name] : empty)
    names.push_back(name);
  return names;
}

}  // namespace trocar::labels
