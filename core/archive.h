#pragma once

#include "core/error.h"
#include "core/image.h"
#include "core/vec3.h"

#include <algorithm>
#include <array>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace trocar {

/// Values as bytes of this computer, and back, bit for bit. A type says once for both directions of
/// what it is made, beside its own: `template <class A, Like<T> V> void pass(A& archive, V& v)`.
/// Written with a structured binding, it no longer compiles when a member is added.
///
/// A text that stands in `words` is kept as its number there: whoever reads brings the same words.
/// So no id of a structure or a needle lies among the bytes.
using Words = std::vector<std::string>;

template <typename V, typename T>
concept Like = std::same_as<std::remove_const_t<V>, T>;

/// Kept as it lies in memory.
template <typename T>
inline constexpr bool isPlain = std::is_arithmetic_v<T> || std::is_enum_v<T>;
template <typename T, std::size_t Count>
inline constexpr bool isPlain<std::array<T, Count>> = isPlain<T>;
template <typename T>
concept Plain = isPlain<T>;

class ArchiveWriter {
 public:
  explicit ArchiveWriter(const Words& words) : words_(words) {}

  template <typename... T>
  void operator()(const T&... values) {
    (put(values), ...);
  }
  std::string take() { return std::move(bytes_); }

 private:
  template <Plain T>
  void put(const T& value) {
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof(value));
  }

  void put(const std::string& text) {
    const auto found = std::find(words_.begin(), words_.end(), text);
    put(static_cast<std::uint64_t>(found - words_.begin()));
    if (found != words_.end())
      return;
    put(std::uint64_t{text.size()});
    bytes_ += text;
  }

  template <int Rows, int Columns>
  void put(const Eigen::Matrix<double, Rows, Columns>& matrix) {
    bytes_.append(reinterpret_cast<const char*>(matrix.data()), sizeof(double) * Rows * Columns);
  }

  template <typename T>
  void put(const std::optional<T>& value) {
    put(value.has_value());
    if (value)
      put(*value);
  }

  template <typename T>
  void put(const std::shared_ptr<T>& value) {
    put(value != nullptr);
    if (value)
      put(*value);
  }

  template <typename T>
  void put(const std::vector<T>& values) {
    put(std::uint64_t{values.size()});
    if constexpr (Plain<T>) {
      bytes_.append(reinterpret_cast<const char*>(values.data()), sizeof(T) * values.size());
    } else {
      for (const T& value : values)
        put(value);
    }
  }

  void put(const Grid& grid) {
    put(grid.size());
    put(grid.originMm());
    put(grid.spacingMm());
    put(grid.directions());
  }

  template <typename T>
  void put(const Image<T>& image) {
    put(image.grid());
    put(image.voxels());
  }

  template <typename T>
  requires(std::is_class_v<T> && !isPlain<T>) void put(const T& value) { pass(*this, value); }

  const Words& words_;
  std::string bytes_;
};

/// Throws Error where the bytes are none of such a value.
class ArchiveReader {
 public:
  ArchiveReader(const std::string& bytes, const Words& words)
      : at_(bytes.data()), end_(at_ + bytes.size()), words_(words) {}

  template <typename... T>
  void operator()(T&... values) {
    (get(values), ...);
  }
  void requireEnd() const { require(at_ == end_); }

 private:
  static void require(bool holds) {
    if (!holds)
      throw Error("a kept result is damaged");
  }

  void copy(void* to, std::size_t count) {
    require(static_cast<std::size_t>(end_ - at_) >= count);
    if (count > 0)
      std::memcpy(to, at_, count);
    at_ += count;
  }

  /// Of elements that take a byte each at least.
  std::size_t count(std::size_t bytesEach) {
    std::uint64_t elements = 0;
    get(elements);
    require(elements <= static_cast<std::uint64_t>(end_ - at_) / bytesEach);
    return elements;
  }

  template <Plain T>
  void get(T& value) {
    copy(&value, sizeof(value));
  }

  void get(bool& value) {
    std::uint8_t byte = 0;
    get(byte);
    require(byte <= 1);
    value = byte == 1;
  }

  void get(std::string& text) {
    std::uint64_t word = 0;
    get(word);
    require(word <= words_.size());
    if (word < words_.size()) {
      text = words_[word];
      return;
    }
    text.resize(count(1));
    copy(text.data(), text.size());
  }

  template <int Rows, int Columns>
  void get(Eigen::Matrix<double, Rows, Columns>& matrix) {
    copy(matrix.data(), sizeof(double) * Rows * Columns);
  }

  template <typename T>
  void get(std::optional<T>& value) {
    bool there = false;
    get(there);
    value.reset();
    if (there)
      get(value.emplace());
  }

  template <typename T>
  void get(std::shared_ptr<T>& value) {
    bool there = false;
    get(there);
    value.reset();
    if (!there)
      return;
    auto made = std::make_shared<std::remove_const_t<T>>();
    get(*made);
    value = std::move(made);
  }

  template <typename T>
  void get(std::vector<T>& values) {
    if constexpr (Plain<T>) {
      values.resize(count(sizeof(T)));
      copy(values.data(), sizeof(T) * values.size());
    } else {
      values.resize(count(1));
      for (T& value : values)
        get(value);
    }
  }

  void get(Grid& grid) {
    std::array<int, 3> size{};
    Vec3 originMm, spacingMm;
    Eigen::Matrix3d directions;
    (*this)(size, originMm, spacingMm, directions);
    grid = Grid(size, originMm, spacingMm, directions);
  }

  template <typename T>
  void get(Image<T>& image) {
    Grid grid;
    std::vector<T> voxels;
    (*this)(grid, voxels);
    require(voxels.size() == grid.voxelCount());
    image = Image<T>(grid, std::move(voxels));
  }

  template <typename T>
  requires(std::is_class_v<T> && !isPlain<T>) void get(T& value) { pass(*this, value); }

  const char* at_;
  const char* end_;
  const Words& words_;
};

}  // namespace trocar
