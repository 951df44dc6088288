#pragma once

#include "core/assets.h"
#include "core/error.h"
#include "core/io.h"
#include "tests/misspelt.h"
#include "tests/test_files.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <functional>
#include <iostream>

namespace trocar {

/// A program of its own that reads with `assets` before the ones that are installed. Ends with 3
/// and the message for an Error.
[[noreturn]] inline void readWith(const std::filesystem::path& assets,
                                  const std::function<void()>& read) {
  ::setenv("TROCAR_ASSETS", assets.c_str(), 1);
  try {
    read();
  } catch (const Error& error) {
    std::cerr << error.what() << std::endl;
    std::_Exit(3);
  }
  std::_Exit(0);
}

/// Each object of an asset with an unknown key in it is refused by its reader, with the names of
/// the file and of the key.
inline void expectRefusesMisspeltKeys(const std::string& asset, const std::function<void()>& read) {
  const TemporaryFolder folder;
  const std::filesystem::path file = folder / asset;
  std::filesystem::create_directories(file.parent_path());
  for (const std::string& text : misspeltTexts(readFile(assetPath(asset)))) {
    writeFileAtomically(file, text);
    EXPECT_EXIT(readWith(folder.path(), read), testing::ExitedWithCode(3), asset + ".*" + kMisspelt)
        << text.substr(0, 2000);
  }
}

}  // namespace trocar
