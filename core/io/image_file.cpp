#include "core/io/image_file.h"

#include "core/error.h"
#include "core/io/image/inflating_file.h"
#include "core/io/image/meta_header.h"
#include "core/io/image/nifti_header.h"
#include "core/io/image/nrrd_image.h"
#include "core/io/image/placement.h"
#include "core/io/image/voxel_bytes.h"

#include <utility>

namespace trocar {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestHeader = std::size_t{4} << 20U;

/// The first bytes of a file, inflated where it is gzipped, whatever its name.
struct FileStart {
  std::string bytes;
  bool gzipped = false;
};

FileStart startOf(const fs::path& path) {
  FileStart start;
  start.gzipped = isGzipped(path);
  start.bytes.resize(kLongestHeader);
  InflatingFile file(path, 0, start.gzipped ? Packing::Deflate : Packing::None);
  start.bytes.resize(file.read(start.bytes.data(), start.bytes.size()));
  return start;
}

/// The .hdr of a pair whose .img was named.
fs::path headerBeside(const fs::path& path) {
  std::error_code none;
  const fs::path header = fs::path(path).replace_extension(".hdr");
  return path.extension() == ".img" && fs::is_regular_file(header, none) ? header : path;
}

ImageHeader pairHeader(std::string_view bytes, const fs::path& path) {
  ImageHeader header = niftiHeader(bytes);
  std::error_code none;
  fs::path name = path.filename();
  if (name.extension() == ".gz")
    name.replace_extension();
  name.replace_extension();
  for (const char* end : {".img", ".img.gz"}) {
    const fs::path file = name.string() + end;
    if (fs::is_regular_file(path.parent_path() / file, none)) {
      header.store.files = {file.string()};
      return header;
    }
  }
  throw Error("it is the header of a NIfTI pair, and its .img is not beside it; copy both.");
}

/// By what the file holds, not by its name.
ImageHeader headerIn(std::string_view bytes, const fs::path& path) {
  if (isNifti(bytes))
    return isNiftiPair(bytes) ? pairHeader(bytes, path) : niftiHeader(bytes);
  if (isNrrd(bytes))
    return nrrdImageHeader(bytes);
  if (isMetaImage(bytes))
    return metaHeader(bytes);
  if (isAnalyze(bytes))
    throw Error(
        "it is an Analyze 7.5 image, which does not say which side is left; convert it to "
        "NIfTI with the program that made it.");
  throw Error(
      "it is not a NIfTI, NRRD or MHA image, or it is damaged; export it again in one of these.");
}

RawImage read(const fs::path& named, const ImportChoices& choices, const Progress& progress) {
  std::error_code none;
  if (!choices.axes.empty() && !axesFromLetters(choices.axes))
    throw Error("\"" + choices.axes +
                "\" does not say where three axes point: give one letter each of L or R, P or A, S "
                "or I, such as LPS.");
  if (!fs::exists(named, none))
    throw Error("there is no such file; check the name.");
  if (!fs::is_regular_file(named, none) || fs::file_size(named) == 0)
    throw Error("it is empty or not a file.");
  const fs::path path = headerBeside(named);
  const FileStart start = startOf(path);
  ImageHeader header = headerIn(start.bytes, path);
  RawImage image;
  image.remarks = header.remarks;
  for (const Doubt& doubt : header.doubts)
    raise(doubt, choices, image.remarks);
  image.grid = placed(header, choices, image.remarks);
  image.bytes = voxelBytes(header, path, start.gzipped, progress);
  image.components = header.components;
  image.type = header.type;
  image.slope = header.slope;
  image.intercept = header.intercept;
  image.header = std::move(header.fields);
  return image;
}

}  // namespace

RawImage readImageFile(const fs::path& path,
                       const ImportChoices& choices,
                       const Progress& progress) {
  const std::string refusal = "Cannot read " + path.string() + ": ";
  try {
    return read(path, choices, progress);
  } catch (const Doubt& doubt) {
    throw doubt.about(path);
  } catch (const Error& error) {
    throw Error(refusal + error.what());
  } catch (const std::bad_alloc&) {
    throw Error(refusal + "it does not fit into this computer's memory; crop it first.");
  } catch (const std::length_error&) {
    throw Error(refusal + "it does not fit into this computer's memory; crop it first.");
  }
}

}  // namespace trocar
