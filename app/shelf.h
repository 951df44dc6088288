#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace trocar {
struct Instrument;
}

namespace trocar::app {

/// The instruments that a site has: all of the catalogue but those it said it lacks, so that what a
/// later catalogue adds is there at first.
struct Shelf {
  std::set<std::string> lacking;  ///< Ids in the catalogue.
  std::filesystem::path file;     ///< Where it is kept; nowhere if empty.

  bool has(const std::string& instrumentId) const { return !lacking.contains(instrumentId); }
};

/// All of the catalogue where the file is absent. Throws Error for a file that is no shelf.
Shelf readShelf(const std::filesystem::path& file);
/// Keeps it in its file. Throws Error where that cannot be written.
void keepShelf(const Shelf& shelf);
/// The bone needles for a search, the usual gauges first; empty where the shelf has them all.
/// Throws Error where it has none.
std::vector<std::string> needlesForSearch(const Shelf& shelf);

}  // namespace trocar::app
