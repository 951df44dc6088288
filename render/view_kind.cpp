#include "render/view.h"

#include <array>

namespace trocar::render {
namespace {

constexpr std::array<std::string_view, 7> kWords = {
    "axial", "sagittal", "coronal", "3d", "along", "across", "barrel"};

}  // namespace

std::string_view toString(ViewKind kind) {
  return kWords[static_cast<std::size_t>(kind)];
}

std::optional<ViewKind> viewKindFromString(std::string_view word) {
  for (std::size_t i = 0; i < kWords.size(); ++i) {
    if (kWords[i] == word)
      return static_cast<ViewKind>(i);
  }
  return {};
}

bool isSlice(ViewKind kind) {
  return kind != ViewKind::ThreeD;
}

bool followsNeedle(ViewKind kind) {
  return kind == ViewKind::Along || kind == ViewKind::Across || kind == ViewKind::Barrel;
}

}  // namespace trocar::render
