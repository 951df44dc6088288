#include "core/io/image_file.h"

#include "core/error.h"
#include "core/io/file_length.h"
#include "core/io/quiet.h"

#include <itkMetaDataObject.h>
#include <itkMetaImageIO.h>
#include <itkNiftiImageIO.h>
#include <itkNrrdImageIO.h>

#include <algorithm>
#include <array>
#include <optional>

namespace trocar {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const fs::path& path, const std::string& what) {
  throw Error("Cannot read " + path.string() + ": " + what);
}

/// The reader whose format the file has, by its content or, failing that, its name.
itk::ImageIOBase::Pointer readerOf(const fs::path& path) {
  const std::array<itk::ImageIOBase::Pointer, 3> readers = {itk::NiftiImageIO::New().GetPointer(),
                                                            itk::NrrdImageIO::New().GetPointer(),
                                                            itk::MetaImageIO::New().GetPointer()};
  for (const itk::ImageIOBase::Pointer& reader : readers) {
    if (reader->CanReadFile(path.c_str()))
      return reader;
  }
  refuse(
      path,
      "it is not a NIfTI, NRRD or MHA image, or it is damaged; export it again in one of these.");
}

std::optional<ScalarType> scalarType(itk::IOComponentEnum type) {
  switch (type) {
    case itk::IOComponentEnum::CHAR:
      return ScalarType::Int8;
    case itk::IOComponentEnum::UCHAR:
      return ScalarType::Uint8;
    case itk::IOComponentEnum::SHORT:
      return ScalarType::Int16;
    case itk::IOComponentEnum::USHORT:
      return ScalarType::Uint16;
    case itk::IOComponentEnum::INT:
      return ScalarType::Int32;
    case itk::IOComponentEnum::UINT:
      return ScalarType::Uint32;
    case itk::IOComponentEnum::LONG:
    case itk::IOComponentEnum::LONGLONG:
      return ScalarType::Int64;
    case itk::IOComponentEnum::ULONG:
    case itk::IOComponentEnum::ULONGLONG:
      return ScalarType::Uint64;
    case itk::IOComponentEnum::FLOAT:
      return ScalarType::Float;
    case itk::IOComponentEnum::DOUBLE:
      return ScalarType::Double;
    default:
      return std::nullopt;
  }
}

/// Directions may be a little off right angles from rounding in the file: the nearest rotation is
/// taken.
Eigen::Matrix3d straightened(const Eigen::Matrix3d& directions, const fs::path& path) {
  constexpr double kTolerance = 1e-3;
  const Eigen::Matrix3d gram = directions.transpose() * directions;
  if (!gram.allFinite() || !gram.isApprox(Eigen::Matrix3d::Identity(), kTolerance))
    refuse(path, "its axes are not at right angles; resample it to a straight grid first.");
  const Eigen::JacobiSVD<Eigen::Matrix3d> svd(directions,
                                              Eigen::ComputeFullU | Eigen::ComputeFullV);
  const Eigen::Matrix3d nearest = svd.matrixU() * svd.matrixV().transpose();
  return nearest.isApprox(directions, 1e-12) ? directions : nearest;
}

Grid gridOf(const itk::ImageIOBase& reader, const fs::path& path) {
  std::array<int, 3> size{};
  Vec3 origin;
  Vec3 spacing;
  Eigen::Matrix3d directions;
  for (unsigned a = 0; a < 3; ++a) {
    size[a] = static_cast<int>(reader.GetDimensions(a));
    origin[a] = reader.GetOrigin(a);
    spacing[a] = reader.GetSpacing(a);
    const std::vector<double> direction = reader.GetDirection(a);
    for (unsigned row = 0; row < 3; ++row)
      directions(row, a) = direction.at(row);
  }
  return {size, origin, spacing, straightened(directions, path)};
}

void checkShape(const itk::ImageIOBase& reader, const fs::path& path) {
  if (reader.GetNumberOfDimensions() < 3)
    refuse(path, "it is not a three-dimensional image.");
  for (unsigned a = 3; a < reader.GetNumberOfDimensions(); ++a) {
    if (reader.GetDimensions(a) > 1)
      refuse(path, "it holds several volumes; export the one to use.");
  }
  using Pixel = itk::IOPixelEnum;
  const auto pixel = reader.GetPixelType();
  if (pixel != Pixel::SCALAR && pixel != Pixel::VECTOR && pixel != Pixel::VARIABLELENGTHVECTOR)
    refuse(path, "it holds colours or complex numbers; export it as plain numbers.");
}

void checkSizeOnDisk(std::size_t voxels, std::size_t bytesPerVoxel, const fs::path& path) {
  constexpr std::size_t kDeflateLimit =
      1100;  // No deflated or bzip2-ed byte of an image holds more.
  if (voxels * bytesPerVoxel / kDeflateLimit > fs::file_size(path) + 65536 &&
      path.extension() != ".hdr" && path.extension() != ".nhdr" && path.extension() != ".mhd")
    refuse(path, "it is shorter than its header says; copy it again.");
}

std::map<std::string, std::string> headerOf(const itk::ImageIOBase& reader) {
  std::map<std::string, std::string> header;
  const itk::MetaDataDictionary& fields = reader.GetMetaDataDictionary();
  for (const std::string& key : fields.GetKeys()) {
    std::string value;
    if (itk::ExposeMetaData<std::string>(fields, key, value))
      header[key] = value;
  }
  return header;
}

RawImage readWith(itk::ImageIOBase& reader, const fs::path& path) {
  reader.SetFileName(path.string());
  reader.ReadImageInformation();
  checkShape(reader, path);
  const std::optional<ScalarType> type = scalarType(reader.GetComponentType());
  if (!type)
    refuse(path, "its numbers have a type that is not supported; export it as 16-bit integers.");
  RawImage image;
  image.grid = gridOf(reader, path);
  image.components = static_cast<int>(reader.GetNumberOfComponents());
  image.type = *type;
  image.header = headerOf(reader);
  const std::size_t voxelBytes =
      std::size_t{reader.GetComponentSize()} * reader.GetNumberOfComponents();
  checkSizeOnDisk(image.grid.voxelCount(), voxelBytes, path);
  const bool meta = dynamic_cast<const itk::MetaImageIO*>(&reader) != nullptr;
  if (meta && isMetaImageCutShort(path, image.grid.voxelCount() * voxelBytes))
    refuse(path, "it is shorter than its header says; copy it again.");
  image.bytes.resize(image.grid.voxelCount() * voxelBytes);
  itk::ImageIORegion whole(reader.GetNumberOfDimensions());
  for (unsigned a = 0; a < reader.GetNumberOfDimensions(); ++a)
    whole.SetSize(a, reader.GetDimensions(a));
  reader.SetIORegion(whole);
  reader.Read(image.bytes.data());
  return image;
}

}  // namespace

RawImage readImageFile(const fs::path& path) {
  if (!fs::exists(path))
    refuse(path, "there is no such file; check the name.");
  if (!fs::is_regular_file(path) || fs::file_size(path) == 0)
    refuse(path, "it is empty or not a file.");
  if (isNiftiCutShort(path))
    refuse(path, "it is shorter than its header says; copy it again.");
  try {
    const Quiet quiet;
    const itk::ImageIOBase::Pointer reader = readerOf(path);
    return readWith(*reader, path);
  } catch (const itk::ExceptionObject&) {
    refuse(path,
           "it is damaged, incomplete or in a variant that is not supported; copy or export it "
           "again.");
  } catch (const std::bad_alloc&) {
    refuse(path, "it does not fit into this computer's memory; crop it first.");
  } catch (const std::length_error&) {
    refuse(path, "it does not fit into this computer's memory; crop it first.");
  }
}

}  // namespace trocar
