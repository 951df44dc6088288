#include "app/pdf/page_image.h"

#include "render/canvas/picture.h"

#include <algorithm>
#include <cairo.h>
#include <cstring>
#include <string_view>

namespace trocar::pdf {
namespace {

cairo_status_t readSome(void* rest, unsigned char* to, unsigned int length) {
  auto& bytes = *static_cast<std::string_view*>(rest);
  if (bytes.size() < length)
    return CAIRO_STATUS_READ_ERROR;
  std::memcpy(to, bytes.data(), length);
  bytes.remove_prefix(length);
  return CAIRO_STATUS_SUCCESS;
}

render::Picture pictureOf(cairo_surface_t* surface) {
  render::Picture picture{
      cairo_image_surface_get_width(surface), cairo_image_surface_get_height(surface), {}};
  const int stride = cairo_image_surface_get_stride(surface);
  const unsigned char* data = cairo_image_surface_get_data(surface);
  for (int y = 0; y < picture.heightPx; ++y) {
    for (int x = 0; x < picture.widthPx; ++x) {
      std::uint32_t pixel = 0;
      std::memcpy(&pixel, data + std::ptrdiff_t{y} * stride + std::ptrdiff_t{4} * x, sizeof pixel);
      for (const unsigned shift : {16U, 8U, 0U})
        picture.rgb.push_back(static_cast<std::uint8_t>(pixel >> shift));
    }
  }
  return picture;
}

void keepAsJpeg(cairo_surface_t* surface) {
  auto* bytes = new std::string(render::encodeJpeg(pictureOf(surface)));
  cairo_surface_set_mime_data(
      surface,
      CAIRO_MIME_TYPE_JPEG,
      reinterpret_cast<const unsigned char*>(bytes->data()),
      bytes->size(),
      [](void* kept) { delete static_cast<std::string*>(kept); },
      bytes);
}

}  // namespace

PageImage::PageImage(const std::string& png) {
  std::string_view rest = png;
  surface_ = {cairo_image_surface_create_from_png_stream(readSome, &rest), cairo_surface_destroy};
  if (cairo_surface_status(surface_.get()) != CAIRO_STATUS_SUCCESS)
    surface_.reset();
  else
    keepAsJpeg(surface_.get());
}

int PageImage::widthPx() const {
  return surface_ ? cairo_image_surface_get_width(surface_.get()) : 0;
}

int PageImage::heightPx() const {
  return surface_ ? cairo_image_surface_get_height(surface_.get()) : 0;
}

void PageImage::draw(_cairo* cairo, const At& at, double widthPt) const {
  if (!surface_)
    return;
  const double scale = widthPt / std::max(1, widthPx());
  cairo_save(cairo);
  cairo_translate(cairo, at.x, at.y);
  cairo_scale(cairo, scale, scale);
  cairo_set_source_surface(cairo, surface_.get(), 0.0, 0.0);
  cairo_rectangle(cairo, 0.0, 0.0, widthPx(), heightPx());
  cairo_fill(cairo);  // Painting all of a page within a tag loses the tag (cairo 1.16).
  cairo_restore(cairo);
}

}  // namespace trocar::pdf
