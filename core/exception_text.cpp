#include "core/exception_text.h"

#include "core/error.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <new>
#include <stdexcept>
#include <system_error>

namespace trocar {
namespace {

namespace fs = std::filesystem;

constexpr const char* kNoMemory =
    "There is not enough memory for this: close other programs, or choose a coarser resolution.";

std::string sentenceOfFiles(const fs::filesystem_error& error) {
  std::error_code code;
  const fs::path here = fs::current_path(code);
  if (here.empty())
    return "The working folder is gone: change to one that exists.";
  const std::string path = error.path1().string();
  return "Cannot use " + (path.empty() ? std::string("a file") : path) + ": " +
         error.code().message() + "; check the name and who may use it.";
}

/// ITK and VTK say in words what they cannot have.
bool tellsOfMemory(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
    return static_cast<char>(c < 0x80 ? std::tolower(c) : c);
  });
  return text.find("allocate memory") != std::string::npos ||
         text.find("bad_alloc") != std::string::npos;
}

/// One line, whatever a library put into its message.
std::string oneLine(std::string text) {
  while (!text.empty() && text.back() == '\n')
    text.pop_back();
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

}  // namespace

std::string sentenceOf(const std::exception& error) {
  if (dynamic_cast<const Error*>(&error) != nullptr)
    return oneLine(error.what());
  if (dynamic_cast<const std::bad_alloc*>(&error) != nullptr ||
      dynamic_cast<const std::length_error*>(&error) != nullptr || tellsOfMemory(error.what()))
    return kNoMemory;
  if (const auto* files = dynamic_cast<const fs::filesystem_error*>(&error))
    return sentenceOfFiles(*files);
  if (const auto* system = dynamic_cast<const std::system_error*>(&error))
    return "The system refuses: " + system->code().message() +
           "; close other programs and try again.";
  return oneLine(error.what());
}

}  // namespace trocar
