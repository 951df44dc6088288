#include "render/canvas/picture.h"

#include "core/error.h"
#include "core/file_name.h"
#include "core/io.h"
#include "render/canvas/canvas.h"
#include "render/canvas/slice_series.h"
#include "render/slice/slice_frame.h"
#include "render/slice/slice_picture.h"
#include "render/virtual_display.h"

#include <vtkImageData.h>
#include <vtkJPEGWriter.h>
#include <vtkNew.h>
#include <vtkPNGWriter.h>
#include <vtkRenderWindow.h>
#include <vtkUnsignedCharArray.h>

#include <algorithm>

namespace trocar::render {
namespace {

Picture fromCanvas(const Canvas& canvas) {
  Picture picture{canvas.widthPx(), canvas.heightPx(), {}};
  const std::size_t pixels =
      static_cast<std::size_t>(picture.widthPx) * static_cast<std::size_t>(picture.heightPx);
  picture.rgb.reserve(3 * pixels);
  for (std::size_t i = 0; i < pixels; ++i)
    picture.rgb.insert(picture.rgb.end(), canvas.data() + 4 * i, canvas.data() + 4 * i + 3);
  return picture;
}

/// The mean of each 2 x 2 pixels.
Picture halved(const Picture& large) {
  Picture small{large.widthPx / 2, large.heightPx / 2, {}};
  const std::size_t row = 3 * static_cast<std::size_t>(large.widthPx);
  for (std::size_t y = 0; y < static_cast<std::size_t>(small.heightPx); ++y) {
    for (std::size_t x = 0; x < 3 * static_cast<std::size_t>(small.widthPx); ++x) {
      const std::uint8_t* p = large.rgb.data() + 2 * y * row + 6 * (x / 3) + x % 3;
      small.rgb.push_back(static_cast<std::uint8_t>((p[0] + p[3] + p[row] + p[row + 3] + 2) / 4));
    }
  }
  return small;
}

Picture fromWindow(vtkRenderWindow& window) {
  const int width = window.GetSize()[0];
  const int height = window.GetSize()[1];
  vtkNew<vtkUnsignedCharArray> pixels;
  window.GetPixelData(0, 0, width - 1, height - 1, 0, pixels);
  Picture picture{width, height, {}};
  const std::size_t rowBytes = 3 * static_cast<std::size_t>(width);
  picture.rgb.resize(rowBytes * static_cast<std::size_t>(height));
  for (int y = 0; y < height; ++y)
    std::copy_n(pixels->GetPointer(0) + rowBytes * static_cast<std::size_t>(height - 1 - y),
                rowBytes,
                picture.rgb.data() + rowBytes * static_cast<std::size_t>(y));
  return picture;
}

Picture takeBody(const SceneState& state, const Shot& shot) {
  requireDisplay();
  vtkNew<vtkRenderWindow> window;
  window->SetOffScreenRendering(1);
  window->SetSize(2 * shot.widthPx, 2 * shot.heightPx);
  View view(ViewKind::ThreeD);
  view.setScale(2.0);
  view.addTo(*window);
  view.show(state);
  if (shot.camera)
    view.setCamera(*shot.camera);
  else
    view.lookFrom(shot.from);
  window->Render();
  return halved(fromWindow(*window));
}

}  // namespace

Picture takePicture(const SceneState& state, const Shot& shot, const Progress& progress) {
  SceneState shown = state;
  if (!shown.surfaces && shown.patient)
    shown.surfaces = std::make_shared<const Surfaces>(
        makeSurfaces(*shown.patient, SurfaceQuality::Final, progress.span(0.0, 0.9)));
  return isSlice(shot.kind) ? SliceSeries().take(shown, shot) : takeBody(shown, shot);
}

struct SliceSeries::Made {
  SlicePicture slice;
  std::shared_ptr<const Case> patient;
  Box region;  ///< Of its spine.
};

SliceSeries::SliceSeries() : made_(std::make_unique<Made>()) {}

SliceSeries::~SliceSeries() = default;

Picture SliceSeries::take(const SceneState& state, const Shot& shot) {
  const auto frame = sliceFrame(shot.kind, state);
  if (!frame)
    throw Error("the view '" + std::string(toString(shot.kind)) +
                "' needs a needle, and the plan has none selected");
  if (made_->patient != state.patient) {
    made_->patient = state.patient;
    made_->region = state.patient ? spineRegion(*state.patient) : Box();
  }
  const SliceZoom zoom = fittingZoom(shot.kind, state, made_->region, shot.widthPx, shot.heightPx);
  return fromCanvas(made_->slice.paint(
      state, shot.kind, slicePlane(*frame, zoom, shot.widthPx, shot.heightPx), {}));
}

struct Studio::Implementation {
  vtkNew<vtkRenderWindow> window;
  View view{ViewKind::ThreeD};
};

Studio::Studio(int widthPx, int heightPx) {
  requireDisplay();
  implementation_ = std::make_unique<Implementation>();
  vtkRenderWindow& window = *implementation_->window;
  window.SetOffScreenRendering(1);
  window.SetMultiSamples(4);
  window.SetSize(widthPx, heightPx);
  implementation_->view.setScale(heightPx / 600.0);
  implementation_->view.addTo(window);
}

Studio::~Studio() = default;

Picture Studio::take(const SceneState& state, const Camera& camera) {
  implementation_->view.show(state);
  implementation_->view.setCamera(camera);
  implementation_->window->Render();
  return fromWindow(*implementation_->window);
}

Picture captioned(const Picture& picture,
                  int bandPx,
                  std::string_view left,
                  std::string_view right) {
  Canvas band(picture.widthPx, bandPx);
  band.fill({18, 23, 29});
  const double middle = bandPx * 0.5;
  band.text(left, {middle, middle}, Anchor::Left, {.sizePx = middle, .bold = true});
  band.text(right,
            {picture.widthPx - middle, middle},
            Anchor::Right,
            {.color = {151, 161, 173}, .sizePx = bandPx * 0.28});
  const Picture below = fromCanvas(band);
  Picture whole{picture.widthPx, picture.heightPx + bandPx, picture.rgb};
  whole.rgb.insert(whole.rgb.end(), below.rgb.begin(), below.rgb.end());
  return whole;
}

namespace {

/// The bytes that a writer of VTK makes of a picture.
template <typename Writer>
std::string encoded(const Picture& picture, Writer& writer) {
  vtkNew<vtkImageData> image;
  image->SetDimensions(picture.widthPx, picture.heightPx, 1);
  image->AllocateScalars(VTK_UNSIGNED_CHAR, 3);
  const std::size_t rowBytes = 3 * static_cast<std::size_t>(picture.widthPx);
  auto* to = static_cast<std::uint8_t*>(image->GetScalarPointer());
  for (int y = picture.heightPx - 1; y >= 0; --y, to += rowBytes)
    std::copy_n(picture.rgb.data() + rowBytes * static_cast<std::size_t>(y), rowBytes, to);
  writer.SetInputData(image);
  writer.WriteToMemoryOn();
  writer.Write();
  vtkUnsignedCharArray* bytes = writer.GetResult();
  return {reinterpret_cast<const char*>(bytes->GetPointer(0)),
          static_cast<std::size_t>(bytes->GetNumberOfValues())};
}

}  // namespace

std::string encodePng(const Picture& picture, PngSize size) {
  constexpr int kFast = 1, kSmall = 5;
  vtkNew<vtkPNGWriter> writer;
  writer->SetCompressionLevel(size == PngSize::Fast ? kFast : kSmall);
  return encoded(picture, *writer);
}

std::string encodeJpeg(const Picture& picture) {
  constexpr int kQuality = 92;
  vtkNew<vtkJPEGWriter> writer;
  writer->SetQuality(kQuality);
  return encoded(picture, *writer);
}

void writePng(const Picture& picture, const std::filesystem::path& file) {
  requireEnding(file, {".png"}, "a picture as PNG");
  writeFileAtomically(file, encodePng(picture));
}

void savePicture(const SceneState& state,
                 const Shot& shot,
                 const std::filesystem::path& file,
                 const Progress& progress) {
  requireEnding(file, {".png"}, "a picture as PNG");
  writePng(takePicture(state, shot, progress), file);
}

}  // namespace trocar::render
