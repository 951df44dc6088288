#include "core/io/image/meta_header.h"

#include "core/error.h"
#include "core/io/image/file_list.h"
#include "core/io/image/placement.h"
#include "core/io/image/text_fields.h"
#include "core/number_text.h"

#include <algorithm>
#include <initializer_list>
#include <optional>

namespace trocar {
namespace {

/// The lines "Key = value" of a MetaImage header.
struct MetaLines {
  std::map<std::string, std::string, std::less<>> fields;
  std::uint64_t end = 0;   ///< Byte after the line ElementDataFile.
  std::string_view after;  ///< What stands behind it.

  /// The first of these keys that the header has.
  const std::string* any(std::initializer_list<std::string_view> keys) const {
    for (const std::string_view key : keys) {
      if (const auto found = fields.find(key); found != fields.end())
        return &found->second;
    }
    return nullptr;
  }
};

MetaLines metaLines(std::string_view bytes) {
  MetaLines lines;
  std::string_view rest = bytes;
  while (!rest.empty()) {
    const std::string_view line = nextLine(rest);
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos)
      continue;
    const std::string key(withoutSpaces(line.substr(0, equals)));
    if (!lines.fields.emplace(key, withoutSpaces(line.substr(equals + 1))).second)
      throw Error("its header has " + inQuotes(key) + " twice; export it again.");
    if (key == "ElementDataFile") {
      lines.end = bytes.size() - rest.size();
      lines.after = rest;
      return lines;
    }
  }
  throw Error("its header has no ElementDataFile; copy or export it again.");
}

const std::string& neededMeta(const MetaLines& lines, std::string_view key) {
  const std::string* value = lines.any({key});
  if (value == nullptr)
    throw Error("its header has no " + std::string(key) + "; export it again.");
  return *value;
}

bool metaFlag(const MetaLines& lines,
              std::initializer_list<std::string_view> keys,
              bool otherwise) {
  const std::string* value = lines.any(keys);
  if (value == nullptr)
    return otherwise;
  return value->starts_with('T') || value->starts_with('t') || value->starts_with('1');
}

ScalarType metaType(const MetaLines& lines) {
  static const std::map<std::string, ScalarType> kTypes = {
      {"MET_CHAR", ScalarType::Int8},
      {"MET_UCHAR", ScalarType::Uint8},
      {"MET_SHORT", ScalarType::Int16},
      {"MET_USHORT", ScalarType::Uint16},
      {"MET_INT", ScalarType::Int32},
      {"MET_UINT", ScalarType::Uint32},
      {"MET_LONG", ScalarType::Int32},
      {"MET_ULONG", ScalarType::Uint32},
      {"MET_LONG_LONG", ScalarType::Int64},
      {"MET_ULONG_LONG", ScalarType::Uint64},
      {"MET_FLOAT", ScalarType::Float},
      {"MET_DOUBLE", ScalarType::Double},
  };
  const std::string& word = neededMeta(lines, "ElementType");
  const auto found = kTypes.find(word);
  if (found == kTypes.end())
    throw Error("its ElementType is " + inQuotes(word) +
                ", which is not supported; export it as MET_SHORT.");
  return found->second;
}

VoxelStore metaStore(const MetaLines& lines) {
  const std::string& file = neededMeta(lines, "ElementDataFile");
  VoxelStore store;
  if (lowerCase(file) == "local")
    store.from = lines.end;
  else
    store.files = fileNames("ElementDataFile", file, lines.after);
  if (!metaFlag(lines, {"BinaryData"}, false))
    store.encoding = VoxelEncoding::Text;
  else if (metaFlag(lines, {"CompressedData"}, false))
    store.encoding = VoxelEncoding::Deflated;
  store.bigEndian = metaFlag(lines, {"BinaryDataByteOrderMSB", "ElementByteOrderMSB"}, false);
  if (const std::string* skipped = lines.any({"HeaderSize"}))
    store.skippedBytes = fieldWholes("HeaderSize", *skipped, 1)[0];
  if (store.skippedBytes < -1)
    throw Error("its HeaderSize is negative; export it again.");
  return store;
}

std::size_t metaDimensions(const MetaLines& lines) {
  constexpr int kMost = 10;
  const int dimensions = fieldWholes("NDims", neededMeta(lines, "NDims"), 1)[0];
  if (dimensions < 1 || dimensions > kMost)
    throw Error("its NDims is " + std::to_string(dimensions) +
                ", not 1 to 10; copy or export it again.");
  if (dimensions < 3)
    throw Error("it is not a three-dimensional image.");
  return static_cast<std::size_t>(dimensions);
}

void readMetaSizes(const MetaLines& lines, std::size_t dimensions, ImageHeader& header) {
  const std::vector<int> sizes = fieldWholes("DimSize", neededMeta(lines, "DimSize"), dimensions);
  std::copy_n(sizes.begin(), 3, header.size.begin());
  for (std::size_t axis = 3; axis < dimensions; ++axis) {
    if (sizes[axis] != 1)
      throw Error("it holds several volumes (" + std::to_string(sizes[axis]) +
                  "); export the one to use.");
  }
  if (const std::string* channels = lines.any({"ElementNumberOfChannels"}))
    header.components = fieldWholes("ElementNumberOfChannels", *channels, 1)[0];
  checkSizes(header, "DimSize");
}

/// The letters of AnatomicalOrientation name where the axes come from, "RAI" for LPS. It is what
/// writers put there without looking, so only another one is held against the matrix.
void compareOrientation(const MetaLines& lines, ImageHeader& header) {
  const std::string* word = lines.any({"AnatomicalOrientation"});
  if (word == nullptr || *word == "RAI")
    return;
  const std::optional<Eigen::Matrix3d> from = axesFromLetters(*word);
  const std::string matrix = lettersOfAxes(header.place.stepsMm);
  if (from && lettersOfAxes(-*from) != matrix)
    header.doubts.emplace_back("orientation-contradicts",
                               "The AnatomicalOrientation of a MetaImage header, " + *word +
                                   ", has its axes point to " + lettersOfAxes(-*from) +
                                   ", its TransformMatrix to " + matrix + "; the matrix counts.");
}

void readMetaPlace(const MetaLines& lines, std::size_t dimensions, ImageHeader& header) {
  const std::string* lengths = lines.any({"ElementSpacing", "ElementSize"});
  if (lengths == nullptr)
    throw Error(
        "its header has no ElementSpacing: nobody knows how large its voxels are; export it "
        "again.");
  const std::vector<double> spacing = fieldNumbers("ElementSpacing", *lengths, dimensions);
  const std::string* unit = lines.any({"DistanceUnits"});
  const std::optional<double> mm =
      unit == nullptr || *unit == "?" ? std::optional(1.0) : millimetresOf(*unit);
  if (!mm)
    throw Error("its DistanceUnits is " + inQuotes(*unit) +
                ", no unit of length that is known; export it in millimetres.");
  header.place.stepsMm.setIdentity();
  if (const std::string* text = lines.any({"TransformMatrix", "Rotation", "Orientation"})) {
    const std::vector<double> matrix =
        fieldNumbers("TransformMatrix", *text, dimensions * dimensions);
    for (std::size_t axis = 0; axis < 3; ++axis) {
      for (std::size_t row = 0; row < 3; ++row)
        header.place.stepsMm(static_cast<int>(row), static_cast<int>(axis)) =
            matrix[axis * dimensions + row];
    }
  } else {
    header.unplaced = "its header has no TransformMatrix";
  }
  for (int axis = 0; axis < 3; ++axis) {
    const double length = spacing[static_cast<std::size_t>(axis)];
    const double norm = header.place.stepsMm.col(axis).norm();
    if (!(length > 0.0))
      throw Error("its ElementSpacing is " + inQuotes(*lengths) +
                  ", and a voxel has a length above 0; export it again.");
    if (!(std::abs(norm - 1.0) < 1e-3))
      throw Error("its TransformMatrix is no rotation: the direction of an axis has the length " +
                  plainNumber(norm, 4) + ", not 1; export it again.");
    header.place.stepsMm.col(axis) *= length * *mm;
  }
  if (const std::string* text = lines.any({"Offset", "Origin", "Position"})) {
    const std::vector<double> origin = fieldNumbers("Offset", *text, dimensions);
    header.place.originMm = *mm * Vec3(origin[0], origin[1], origin[2]);
  } else if (header.unplaced.empty()) {
    header.remarks.push_back({"no-origin",
                              "An image does not say where in the patient it lies; its first voxel "
                              "was put at 0, 0, 0."});
  }
  if (header.unplaced.empty())
    compareOrientation(lines, header);
}

}  // namespace

bool isMetaImage(std::string_view bytes) {
  constexpr std::size_t kNear = 8000;
  const std::string_view start = bytes.substr(0, kNear);
  return !start.empty() && ((start[0] >= 'A' && start[0] <= 'Z') || start[0] == '#') &&
         start.find("NDims") != std::string_view::npos && start.find('=') != std::string_view::npos;
}

ImageHeader metaHeader(std::string_view bytes) {
  const MetaLines lines = metaLines(bytes);
  const std::string* kind = lines.any({"ObjectType"});
  if (kind != nullptr && *kind != "Image")
    throw Error("it holds a MetaIO object of the kind " + inQuotes(*kind) + ", no image.");
  ImageHeader header;
  header.type = metaType(lines);
  header.store = metaStore(lines);
  const std::size_t dimensions = metaDimensions(lines);
  readMetaSizes(lines, dimensions, header);
  readMetaPlace(lines, dimensions, header);
  return header;
}

}  // namespace trocar
