#pragma once

#include "core/error.h"
#include "core/json/json_reader.h"

#include <string>
#include <vector>

namespace trocar {

/// How a plan is read: a part that cannot be is refused, or set aside with a sentence.
class PlanReading {
 public:
  PlanReading() = default;
  explicit PlanReading(std::vector<std::string>& setAside) : setAside_(&setAside) {}

  bool sets() const { return setAside_ != nullptr; }

  /// Reads a part that stands in `entry`.
  template <typename Read>
  void part(const JsonEntry& entry, const Read& read) const {
    if (!setAside_)
      return read();
    try {
      read();
    } catch (const Error& error) {
      entry.skip();
      setAside_->push_back(std::string("Set aside: ") + error.what());
    }
  }

  /// The same of what a key leads to; nothing is read where it is left out.
  template <typename Read>
  void partAt(const JsonEntry& document, std::string_view key, const Read& read) const {
    if (document.has(key))
      part(document.at(key), read);
  }

  template <typename T>
  std::vector<T> list(const std::vector<JsonEntry>& entries, T (*read)(const JsonEntry&)) const {
    std::vector<T> values;
    for (const JsonEntry& entry : entries)
      part(entry, [&] { values.push_back(read(entry)); });
    return values;
  }

 private:
  std::vector<std::string>* setAside_ = nullptr;
};

}  // namespace trocar
