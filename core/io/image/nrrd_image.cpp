#include "core/io/image/nrrd_image.h"

#include "core/error.h"
#include "core/io/image/file_list.h"
#include "core/io/image/placement.h"
#include "core/io/image/text_fields.h"
#include "core/number_text.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <set>

namespace trocar {
namespace {

constexpr int kMostAxes = 16;

/// The lines of an NRRD header.
struct NrrdLines {
  std::map<std::string, std::string, std::less<>> fields;  ///< Names in lower case.
  std::map<std::string, std::string> free;                 ///< key:=value.
  std::uint64_t end = 0;                                   ///< Byte after the empty line.
  std::string_view list;                                   ///< The lines after "data file: LIST".

  std::string_view of(std::string_view field) const {
    const auto found = fields.find(field);
    return found == fields.end() ? std::string_view() : std::string_view(found->second);
  }
  bool has(std::string_view field) const { return fields.find(field) != fields.end(); }
};

std::string nrrdFieldName(std::string_view name) {
  const std::string lower = lowerCase(withoutSpaces(name));
  if (lower == "datafile")
    return "data file";
  if (lower == "lineskip" || lower == "byteskip")
    return lower.substr(0, 4) + " skip";
  return lower;
}

NrrdLines nrrdLines(std::string_view bytes) {
  NrrdLines lines;
  std::string_view rest = bytes;
  nextLine(rest);  // The magic.
  while (!rest.empty()) {
    const std::string_view line = nextLine(rest);
    if (line.empty()) {
      lines.end = bytes.size() - rest.size();
      return lines;
    }
    const std::size_t colon = line.find(':');
    if (line.starts_with('#') || colon == std::string_view::npos)
      continue;
    if (line.substr(colon).starts_with(":=")) {
      lines.free.emplace(line.substr(0, colon), line.substr(colon + 2));
      continue;
    }
    const std::string name = nrrdFieldName(line.substr(0, colon));
    if (!lines.fields.emplace(name, withoutSpaces(line.substr(colon + 1))).second)
      throw Error("its header has the field " + inQuotes(name) + " twice; export it again.");
    if (name == "data file" && lines.of(name).starts_with("LIST")) {
      lines.list = rest;
      return lines;
    }
  }
  if (!lines.has("data file"))
    throw Error("its header has no end; copy or export it again.");
  return lines;
}

std::string_view neededField(const NrrdLines& lines, std::string_view field) {
  if (!lines.has(field))
    throw Error("its header has no " + std::string(field) + "; export it again.");
  return lines.of(field);
}

ScalarType nrrdType(const NrrdLines& lines) {
  using Type = ScalarType;
  static const std::map<std::string, Type> kTypes = {
      {"signed char", Type::Int8},
      {"int8", Type::Int8},
      {"int8_t", Type::Int8},
      {"uchar", Type::Uint8},
      {"unsigned char", Type::Uint8},
      {"uint8", Type::Uint8},
      {"uint8_t", Type::Uint8},
      {"short", Type::Int16},
      {"short int", Type::Int16},
      {"signed short", Type::Int16},
      {"signed short int", Type::Int16},
      {"int16", Type::Int16},
      {"int16_t", Type::Int16},
      {"ushort", Type::Uint16},
      {"unsigned short", Type::Uint16},
      {"unsigned short int", Type::Uint16},
      {"uint16", Type::Uint16},
      {"uint16_t", Type::Uint16},
      {"int", Type::Int32},
      {"signed int", Type::Int32},
      {"int32", Type::Int32},
      {"int32_t", Type::Int32},
      {"uint", Type::Uint32},
      {"unsigned int", Type::Uint32},
      {"uint32", Type::Uint32},
      {"uint32_t", Type::Uint32},
      {"longlong", Type::Int64},
      {"long long", Type::Int64},
      {"long long int", Type::Int64},
      {"signed long long", Type::Int64},
      {"signed long long int", Type::Int64},
      {"int64", Type::Int64},
      {"int64_t", Type::Int64},
      {"ulonglong", Type::Uint64},
      {"unsigned long long", Type::Uint64},
      {"unsigned long long int", Type::Uint64},
      {"uint64", Type::Uint64},
      {"uint64_t", Type::Uint64},
      {"float", Type::Float},
      {"double", Type::Double},
  };
  const std::string_view word = neededField(lines, "type");
  const auto found = kTypes.find(lowerCase(word));
  if (found == kTypes.end())
    throw Error("its type is " + inQuotes(word) +
                ", which is not supported; export it as 16-bit "
                "integers.");
  return found->second;
}

VoxelStore nrrdStore(const NrrdLines& lines, ScalarType type) {
  VoxelStore store;
  if (lines.has("data file"))
    store.files = fileNames("data file", lines.of("data file"), lines.list);
  else
    store.from = lines.end;
  const std::string encoding = lowerCase(neededField(lines, "encoding"));
  if (encoding == "gzip" || encoding == "gz")
    store.encoding = VoxelEncoding::Deflated;
  else if (encoding == "bzip2" || encoding == "bz2")
    store.encoding = VoxelEncoding::Bzip2;
  else if (encoding == "text" || encoding == "txt" || encoding == "ascii")
    store.encoding = VoxelEncoding::Text;
  else if (encoding != "raw")
    throw Error("its encoding is " + inQuotes(encoding) +
                ", which is not supported; export it with raw, gzip or bzip2.");
  const std::string endian = lowerCase(lines.of("endian"));
  if (endian != "little" && endian != "big" &&
      !(endian.empty() && (bytesOf(type) == 1 || store.encoding == VoxelEncoding::Text)))
    throw Error("its endian is " + inQuotes(endian) + ", not little or big; export it again.");
  store.bigEndian = endian == "big";
  if (lines.has("line skip"))
    store.skippedLines = fieldWholes("line skip", lines.of("line skip"), 1)[0];
  if (lines.has("byte skip"))
    store.skippedBytes = fieldWholes("byte skip", lines.of("byte skip"), 1)[0];
  if (store.skippedLines < 0 || store.skippedBytes < -1)
    throw Error("its line skip or byte skip is negative; export it again.");
  return store;
}

/// Axis vectors in the order of the file's axes: nullopt for "none".
std::vector<std::optional<Vec3>> nrrdDirections(std::string_view text) {
  std::vector<std::optional<Vec3>> axes;
  while (!(text = withoutSpaces(text)).empty()) {
    if (lowerCase(text.substr(0, 4)) == "none") {
      axes.emplace_back();
      text.remove_prefix(4);
      continue;
    }
    const std::size_t end = text.find(')');
    if (!text.starts_with('(') || end == std::string_view::npos)
      throw Error("its space directions hold " + inQuotes(text) +
                  ", no vector such as (1,0,0); export it again.");
    std::string inside(text.substr(1, end - 1));
    std::replace(inside.begin(), inside.end(), ',', ' ');
    const std::vector<double> v = fieldNumbers("space directions", inside, 3);
    axes.emplace_back(Vec3(v[0], v[1], v[2]));
    text.remove_prefix(end + 1);
  }
  return axes;
}

/// Axis vectors of a file that knows spacings only: none where the spacing is none or the axis
/// holds the numbers of a voxel.
std::vector<std::optional<Vec3>> nrrdSpacings(const NrrdLines& lines, std::size_t axes) {
  static const std::set<std::string> kSpatial = {"domain", "space", "???", "none"};
  const std::vector<std::string_view> spacings = wordsOf(neededField(lines, "spacings"));
  const std::vector<std::string_view> kinds = wordsOf(lines.of("kinds"));
  if (spacings.size() != axes)
    throw Error("its spacings hold " + std::to_string(spacings.size()) + " numbers, not " +
                std::to_string(axes) + "; export it again.");
  std::vector<std::optional<Vec3>> directions(axes);
  int spatial = 0;
  for (std::size_t axis = 0; axis < axes; ++axis) {
    const bool of = axis >= kinds.size() || kSpatial.count(lowerCase(kinds[axis])) > 0;
    if (!of || lowerCase(spacings[axis]) == "nan" || spatial == 3)
      continue;
    directions[axis] =
        std::abs(fieldNumbers("spacings", spacings[axis], 1)[0]) * Vec3::Unit(spatial++);
  }
  return directions;
}

/// Millimetres of the units between quotes, one for each of three; 1 where none are given.
Vec3 nrrdUnits(const NrrdLines& lines, std::string_view field) {
  std::string_view text = lines.of(field);
  Vec3 scales = Vec3::Ones();
  int known = 0;
  for (std::size_t open = text.find('"'); open != std::string_view::npos && known < 3;
       open = text.find('"')) {
    const std::size_t close = text.find('"', open + 1);
    const std::string_view unit = withoutSpaces(
        text.substr(open + 1, close == std::string_view::npos ? 0 : close - open - 1));
    text.remove_prefix(close == std::string_view::npos ? text.size() : close + 1);
    if (!unit.empty() && unit != "???") {
      const std::optional<double> scale = millimetresOf(
          unit == "M" || unit == "MM" || unit == "CM" ? lowerCase(unit) : std::string(unit));
      if (!scale)
        throw Error("its " + std::string(field) + " is " + inQuotes(unit) +
                    ", no unit of length that is known; export it in millimetres.");
      scales[known] = *scale;
    }
    ++known;
  }
  return scales;
}

/// Sizes of the three axes in space and the numbers of a voxel, from the sizes of all axes.
void readNrrdSizes(const std::vector<int>& sizes,
                   const std::vector<std::optional<Vec3>>& directions,
                   ImageHeader& header) {
  std::size_t spatial = 0;
  for (std::size_t axis = 0; axis < sizes.size(); ++axis) {
    if (directions[axis]) {
      if (spatial == 3)
        throw Error("it has more than three axes in space; export the volume to use.");
      header.place.stepsMm.col(static_cast<int>(spatial)) = *directions[axis];
      header.size[spatial++] = sizes[axis];
    } else if (spatial == 0 && header.components == 1) {
      header.components = sizes[axis];
    } else if (sizes[axis] != 1) {
      throw Error("it holds several volumes (" + std::to_string(sizes[axis]) +
                  "); export the one to use.");
    }
  }
  if (spatial != 3)
    throw Error("it is not a three-dimensional image.");
  checkSizes(header, "sizes");
}

/// Columns that turn the file's space into LPS; nullopt for a space that is no patient's.
std::optional<Eigen::Matrix3d> nrrdSpace(std::string_view space) {
  if (space.find('-') == std::string_view::npos)
    return axesFromLetters(space);
  std::string letters;
  for (std::size_t at = 0; at < space.size();) {
    const std::size_t end = std::min(space.find('-', at), space.size());
    const std::string word = lowerCase(space.substr(at, end - at));
    static const std::set<std::string> kWords = {
        "left", "right", "posterior", "anterior", "superior", "inferior"};
    if (kWords.count(word) == 0)
      return std::nullopt;
    letters += word[0];
    at = end + 1;
  }
  return axesFromLetters(letters);
}

Vec3 nrrdOrigin(const NrrdLines& lines) {
  std::string text(withoutSpaces(lines.of("space origin")));
  if (!text.starts_with('(') || !text.ends_with(')'))
    throw Error("its space origin is " + inQuotes(text) +
                ", no point such as (0,0,0); export it again.");
  text = text.substr(1, text.size() - 2);
  std::replace(text.begin(), text.end(), ',', ' ');
  const std::vector<double> v = fieldNumbers("space origin", text, 3);
  return {v[0], v[1], v[2]};
}

void placeInNrrdSpace(const NrrdLines& lines, ImageHeader& header) {
  const Vec3 units = nrrdUnits(lines, "space units");
  header.place.stepsMm = units.asDiagonal() * header.place.stepsMm;
  if (lines.has("space origin"))
    header.place.originMm = units.cwiseProduct(nrrdOrigin(lines));
  else
    header.remarks.push_back({"no-origin",
                              "An image does not say where in the patient it lies; its first voxel "
                              "was put at 0, 0, 0."});
  const std::string_view space = lines.of("space");
  if (const std::optional<Eigen::Matrix3d> turn = nrrdSpace(space))
    header.place = {*turn * header.place.stepsMm, *turn * header.place.originMm};
  else
    header.unplaced = space.empty()
                          ? std::string("its header names no space")
                          : "its space is " + inQuotes(space) + ", which is not the patient's";
}

}  // namespace

bool isNrrd(std::string_view bytes) {
  return bytes.starts_with("NRRD0");
}

ImageHeader nrrdImageHeader(std::string_view bytes) {
  const NrrdLines lines = nrrdLines(bytes);
  ImageHeader header;
  header.fields = lines.free;
  header.type = nrrdType(lines);
  header.store = nrrdStore(lines, header.type);
  const int axes = fieldWholes("dimension", neededField(lines, "dimension"), 1)[0];
  if (axes < 3)
    throw Error("it is not a three-dimensional image.");
  if (axes > kMostAxes)
    throw Error("its dimension is " + std::to_string(axes) + ", more than 16; export it again.");
  const auto count = static_cast<std::size_t>(axes);
  const std::vector<int> sizes = fieldWholes("sizes", neededField(lines, "sizes"), count);
  const bool inSpace = lines.has("space directions");
  const auto directions =
      inSpace ? nrrdDirections(lines.of("space directions")) : nrrdSpacings(lines, count);
  if (directions.size() != count)
    throw Error("its space directions are " + std::to_string(directions.size()) + ", not " +
                std::to_string(count) + "; export it again.");
  readNrrdSizes(sizes, directions, header);
  if (inSpace) {
    placeInNrrdSpace(lines, header);
  } else {
    header.place.stepsMm *= nrrdUnits(lines, "units").asDiagonal();
    header.unplaced = "its header gives spacings, but no directions in the patient";
  }
  return header;
}

}  // namespace trocar
