#include "app/memory.h"

#include "core/io/result_folder.h"
#include "core/results.h"

#include <atomic>
#include <cstdlib>
#include <string_view>

namespace trocar::app {
namespace {

std::atomic<bool> keepsResults = true;

bool isSwitchedOff() {
  const char* const word = std::getenv("TROCAR_CACHE");
  return !keepsResults || (word != nullptr && std::string_view(word) == "off");
}

std::shared_ptr<ResultFiles> filesOfUser() {
  const auto folder = isSwitchedOff() ? std::nullopt : resultFolder();
  return folder ? std::make_shared<ResultFolder>(*folder) : nullptr;
}

}  // namespace

void keepNoResults() {
  keepsResults = false;
}

ModelMemory memoryOf(const Case& original, const std::string& contentHash) {
  static const auto kResults = std::make_shared<Results>(filesOfUser());
  return {kResults, caseKeyOf(original, contentHash)};
}

}  // namespace trocar::app
