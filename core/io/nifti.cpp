#include "core/io/nifti.h"

#include "core/error.h"
#include "core/io.h"
#include "core/io/quiet.h"

#include <itkNiftiImageIO.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace trocar {
namespace {

constexpr float kStep = 1.0F / 64.0F;

/// An axis of a file and how it lies in the patient; `direction` has a number for each axis.
struct Axis {
  int size = 0;
  double origin = 0.0;
  double spacing = 1.0;
  std::vector<double> direction;
};

std::vector<Axis> axesOf(const Grid& grid, std::size_t dimensions) {
  std::vector<Axis> axes;
  for (int a = 0; a < 3; ++a) {
    axes.push_back({grid.size()[static_cast<std::size_t>(a)],
                    grid.originMm()[a],
                    grid.spacingMm()[a],
                    std::vector<double>(dimensions, 0.0)});
    for (int row = 0; row < 3; ++row)
      axes.back().direction[static_cast<std::size_t>(row)] = grid.directions()(row, a);
  }
  return axes;
}

itk::NiftiImageIO::Pointer writerOf(const std::vector<Axis>& axes, itk::IOComponentEnum type) {
  const auto writer = itk::NiftiImageIO::New();
  const auto dimensions = static_cast<unsigned>(axes.size());
  itk::ImageIORegion whole(dimensions);
  writer->SetNumberOfDimensions(dimensions);
  for (unsigned a = 0; a < dimensions; ++a) {
    writer->SetDimensions(a, static_cast<itk::SizeValueType>(axes[a].size));
    writer->SetOrigin(a, axes[a].origin);
    writer->SetSpacing(a, axes[a].spacing);
    writer->SetDirection(a, axes[a].direction);
    whole.SetSize(a, static_cast<itk::SizeValueType>(axes[a].size));
  }
  writer->SetIORegion(whole);
  writer->SetPixelType(itk::IOPixelEnum::SCALAR);
  writer->SetNumberOfComponents(1);
  writer->SetComponentType(type);
  return writer;
}

/// The library does not say when the disk is full: the file is then too short.
bool isWhole(const std::filesystem::path& file, const itk::NiftiImageIO& writer) {
  constexpr std::uintmax_t kHeaderBytes = 352;
  std::error_code failed;
  const std::uintmax_t bytes = std::filesystem::file_size(file, failed);
  return !failed &&
         (file.extension() != ".nii" ||
          bytes >= kHeaderBytes + static_cast<std::uintmax_t>(writer.GetImageSizeInBytes()));
}

void write(const std::filesystem::path& path, itk::NiftiImageIO& writer, const void* voxels) {
  writeFileAtomically(path, [&](const std::filesystem::path& fresh) {
    bool written = true;
    try {
      const Quiet quiet;
      writer.SetFileName(fresh.string());
      writer.Write(voxels);
    } catch (const itk::ExceptionObject&) {
      written = false;
    }
    if (!written || !isWhole(fresh, writer))
      throw Error("Cannot write " + path.string() +
                  ": free some space or choose another place and a name that ends in .nii.");
  });
}

}  // namespace

void writeNifti(const std::filesystem::path& path, const Image<float>& image) {
  const auto writer = writerOf(axesOf(image.grid(), 3), itk::IOComponentEnum::FLOAT);
  write(path, *writer, image.data());
}

void writeNifti(const std::filesystem::path& path, const Volume& image) {
  const auto writer = writerOf(axesOf(image.grid(), 3), itk::IOComponentEnum::SHORT);
  write(path, *writer, image.data());
}

void writeNiftiSeries(const std::filesystem::path& path,
                      const Grid& grid,
                      int count,
                      double secondsApart,
                      const std::function<Image<float>(int)>& frame) {
  std::vector<std::int16_t> packed;
  packed.reserve(grid.voxelCount() * static_cast<std::size_t>(count));
  for (int n = 0; n < count; ++n) {
    const Image<float> image = frame(n);
    std::transform(
        image.voxels().begin(), image.voxels().end(), std::back_inserter(packed), [](float value) {
          return static_cast<std::int16_t>(
              std::clamp(std::round(value / kStep), -32767.0F, 32767.0F));
        });
  }
  std::vector<Axis> axes = axesOf(grid, 4);
  axes.push_back({count, 0.0, secondsApart > 0.0 ? secondsApart : 1.0, {0.0, 0.0, 0.0, 1.0}});
  const auto writer = writerOf(axes, itk::IOComponentEnum::SHORT);
  writer->SetRescaleSlope(kStep);
  write(path, *writer, packed.data());
}

}  // namespace trocar
