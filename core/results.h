#pragma once

#include "core/archive.h"

#include <cstddef>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace trocar {

/// Where results outlive the program, by their keys. What cannot be read or written is not there:
/// nothing throws.
class ResultFiles {
 public:
  virtual ~ResultFiles() = default;
  virtual std::optional<std::string> read(const std::string& key) = 0;
  virtual void write(const std::string& key, const std::string& bytes) = 0;
  virtual bool has(const std::string& key) const = 0;
};

/// Results of pure functions by the content of what these read, so that nothing is worked out
/// twice: the latest used in memory, and some in files. Safe to share between threads.
class Results {
 public:
  /// How the bytes of a file lie: as they are, or, of a result that may tell names, so that only
  /// who has what it was made from can read them.
  enum class Seal { Open, Sealed };

  static constexpr std::size_t kMostBytes = std::size_t{1} << 29U;

  explicit Results(std::shared_ptr<ResultFiles> files = nullptr,
                   std::size_t mostBytes = kMostBytes);
  ~Results();

  /// What is known by this key, else what `make` gives. `key` tells all that `make` reads. In
  /// memory and in the files, if any.
  template <typename T, typename Make>
  std::shared_ptr<const T> of(std::string_view kind,
                              const std::string& key,
                              const Words& words,
                              const Make& make,
                              Seal seal = Seal::Open) {
    const std::string name = nameOf(kind, key);
    if (const auto known = recall(name))
      return std::static_pointer_cast<const T>(known);
    const std::string cipher = seal == Seal::Sealed ? cipherOf(kind, key) : std::string();
    if (auto read = readAs<T>(name, words, cipher))
      return read;
    auto made = std::make_shared<const T>(make());
    noteMade(kind);
    ArchiveWriter archive(words);
    archive(*made);
    std::string bytes = archive.take();
    remember(name, made, bytes.size());
    if (files_) {
      applyCipher(cipher, bytes);
      files_->write(name, bytes);
    }
    return made;
  }

  /// In memory: nullptr where it is not known.
  template <typename T>
  std::shared_ptr<const T> find(std::string_view kind, const std::string& key) {
    return std::static_pointer_cast<const T>(recall(nameOf(kind, key)));
  }
  /// In memory.
  template <typename T>
  void keep(std::string_view kind,
            const std::string& key,
            std::size_t bytes,
            std::shared_ptr<const T> value) {
    remember(nameOf(kind, key), std::move(value), bytes);
  }

  /// Whether `of` would find it.
  bool knows(std::string_view kind, const std::string& key) const;
  /// How many of a kind were worked out.
  int made(std::string_view kind) const;

 private:
  struct Known {
    std::string name;
    std::shared_ptr<const void> value;
    std::size_t bytes = 0;
  };

  template <typename T>
  std::shared_ptr<const T> readAs(const std::string& name,
                                  const Words& words,
                                  const std::string& cipher) {
    std::optional<std::string> bytes = files_ ? files_->read(name) : std::nullopt;
    if (!bytes)
      return nullptr;
    applyCipher(cipher, *bytes);
    try {
      auto value = std::make_shared<T>();
      ArchiveReader archive(*bytes, words);
      archive(*value);
      archive.requireEnd();
      remember(name, value, bytes->size());
      return value;
    } catch (const Error&) {
      return nullptr;
    }
  }

  static std::string nameOf(std::string_view kind, const std::string& key);
  static std::string cipherOf(std::string_view kind, const std::string& key);
  /// There and back; an empty cipher leaves the bytes as they are.
  static void applyCipher(const std::string& cipher, std::string& bytes);
  std::shared_ptr<const void> recall(const std::string& name);
  void remember(const std::string& name, std::shared_ptr<const void> value, std::size_t bytes);
  void noteMade(std::string_view kind);

  const std::shared_ptr<ResultFiles> files_;
  const std::size_t mostBytes_;
  mutable std::mutex access_;
  std::list<Known> known_;  ///< The latest used first.
  std::map<std::string, std::list<Known>::iterator, std::less<>> byName_;
  std::size_t bytes_ = 0;
  std::map<std::string, int, std::less<>> made_;
};

}  // namespace trocar
