#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace trocar {

/// A file's name made from an id or a name of somebody else, on any system: letters (of every
/// script), digits, '-', '_' and '.', no separator, no dot in front, no name that a system keeps
/// for itself, at most 100 bytes. "part" where nothing is left.
std::string fileNameFrom(std::string_view id);
/// The same for the files of one folder: what would be there twice, also where capitals do not
/// count, is numbered "-2", "-3".
std::vector<std::string> fileNamesFrom(const std::vector<std::string>& ids);

/// Whether the name ends so, such as ".seg.nrrd"; capitals do not matter.
bool endsIn(const std::filesystem::path& path, std::string_view ending);
/// Whether a name asks for a folder: it has no ending that a file would have, or is one already.
bool isFolderName(const std::filesystem::path& path);
/// Throws Error unless the name has one of the endings that other programs know `what` by, or is a
/// pipe or device.
void requireEnding(const std::filesystem::path& path,
                   const std::vector<std::string>& endings,
                   const std::string& what);

}  // namespace trocar
