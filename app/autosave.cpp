#include "app/autosave.h"

#include "core/error.h"
#include "core/io.h"
#include "core/json/json_reader.h"
#include "planning/plan/plan_file.h"

#include <nlohmann/json.hpp>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <system_error>
#include <unistd.h>

namespace trocar::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* kNoteSuffix = ".session.json";
constexpr long long kNever = -1;  ///< No process started then.

/// When the process of that number started, in the kernel's ticks; 0 where there is none. Numbers
/// are used again, so that number and start together name a process.
long long startOf(long process) {
  std::ifstream stat("/proc/" + std::to_string(process) + "/stat");
  std::string text((std::istreambuf_iterator<char>(stat)), {});
  const std::size_t name = text.rfind(')');
  if (name == std::string::npos)
    return 0;
  std::istringstream fields(text.substr(name + 1));
  std::string field;
  constexpr int kStartTime = 20;  // The 22nd of proc(5), counted from the one after the name.
  for (int i = 0; i < kStartTime; ++i)
    fields >> field;
  return std::strtoll(field.c_str(), nullptr, 10);
}

fs::path besidePlan(const fs::path& planFile) {
  return planFile.parent_path() / ("." + planFile.filename().string() + ".autosave");
}

/// Empty where the process that wrote it goes on, or has left nothing.
std::string caseIdIn(const fs::path& autosave) {
  try {
    return readPlan(autosave).patient.id;
  } catch (const Error&) {
    return {};  // Recovering it says why.
  }
}

std::optional<Leftover> leftoverFrom(const JsonEntry& note, const fs::path& file) {
  Leftover leftover{file, note.text("autosave"), note.at("plan").asText(), {}};
  constexpr JsonRange kCounts{-1.0, 1.0e15};
  const auto process = static_cast<long>(note.number("process", kCounts));
  const auto started = static_cast<long long>(note.number("started", kCounts));
  if (startOf(process) == started || !fs::exists(leftover.autosave))
    return std::nullopt;
  leftover.caseId = caseIdIn(leftover.autosave);
  return leftover;
}

std::optional<Leftover> readNote(const fs::path& file) {
  try {
    return readJson(readFile(file), file.string(), [&](const JsonEntry& note) {
      return leftoverFrom(note, file);
    });
  } catch (const Error&) {
    return std::nullopt;  // Somebody else's file, or a note cut off while it was written.
  }
}

}  // namespace

Autosave::Autosave(fs::path stateFolder) : folder_(std::move(stateFolder)) {}

void Autosave::keep(const Plan& plan, const fs::path& planFile) {
  if (!autosave_.empty() && planFile != planFile_)
    forget();
  planFile_ = planFile;
  std::error_code ignored;
  fs::create_directories(folder_, ignored);
  if (note_.empty())
    note_ = freeName(kNoteSuffix);
  const std::string text = planToJson(plan);
  if (autosave_.empty()) {
    const fs::path beside = besidePlan(planFile);
    autosave_ = planFile.empty() || fs::exists(beside) ? freeName(".autosave") : beside;
  }
  try {
    writeFileAtomically(autosave_, text);
  } catch (const Error&) {  // Beside a plan on a read-only disk, say.
    autosave_ = freeName(".autosave");
    writeFileAtomically(autosave_, text);
  }
  writeNote(note_, autosave_, true);
}

void Autosave::writeNote(const fs::path& note, const fs::path& autosave, bool running) const {
  const long process = running ? static_cast<long>(::getpid()) : 0;
  const nlohmann::json content = {{"process", process},
                                  {"started", running ? startOf(process) : kNever},
                                  {"autosave", autosave.string()},
                                  {"plan", planFile_.string()}};
  writeFileAtomically(note, content.dump(2) + "\n");
}

/// A name in the state folder that no file has.
fs::path Autosave::freeName(const char* suffix) const {
  for (int number = 1;; ++number) {
    const fs::path name =
        folder_ / (std::to_string(::getpid()) + "-" + std::to_string(number) + suffix);
    if (!fs::exists(name))
      return name;
  }
}

void Autosave::forget() {
  std::error_code ignored;
  for (fs::path* file : {&note_, &autosave_}) {
    if (!file->empty())
      fs::remove(*file, ignored);
    file->clear();
  }
}

void Autosave::leave() {
  if (autosave_.empty())
    return;
  writeNote(note_, autosave_, false);
  note_.clear();
  autosave_.clear();
}

fs::path stateFolder() {
  if (const char* state = std::getenv("XDG_STATE_HOME"); state && *state)
    return fs::path(state) / "trocar";
  const char* home = std::getenv("HOME");
  return fs::path(home ? home : ".") / ".local/state/trocar";
}

std::vector<Leftover> leftovers(const fs::path& stateFolder) {
  std::vector<Leftover> found;
  std::error_code none;
  for (const fs::directory_entry& entry : fs::directory_iterator(stateFolder, none)) {
    if (!entry.path().string().ends_with(kNoteSuffix))
      continue;
    if (const std::optional<Leftover> leftover = readNote(entry.path()))
      found.push_back(*leftover);
  }
  return found;
}

void discard(const Leftover& leftover) {
  std::error_code ignored;
  fs::remove(leftover.autosave, ignored);
  fs::remove(leftover.note, ignored);
}

}  // namespace trocar::app
